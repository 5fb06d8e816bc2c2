export { assertCounts, assertLaw, assertUncorrelated, ksStatistic, moments } from './stats/assert-law.ts'
export { erf, type Law, normalLaw, truncatedNormalLaw, uniformLaw } from './stats/law.ts'
