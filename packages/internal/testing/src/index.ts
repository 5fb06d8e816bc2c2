export { backendConformance, conformanceCases } from './conformance/backend-conformance.ts'
export { fakeWorkers } from './fake-workers.ts'
export { assertCounts, assertLaw, assertUncorrelated, ksStatistic, moments } from './stats/assert-law.ts'
export { erf, type Law, normalLaw, truncatedNormalLaw, uniformLaw } from './stats/law.ts'
