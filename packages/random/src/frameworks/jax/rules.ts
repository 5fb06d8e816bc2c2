import { type Names, NORMAL, type Rules, TRUNCATED, UNIFORM } from '../../stream/laws.ts'
import type { JaxNormalOptions } from './normal.ts'
import type { JaxTruncatedNormalOptions } from './truncated-normal.ts'
import type { JaxUniformOptions } from './uniform.ts'

const uniform: Names<JaxUniformOptions> = { ...UNIFORM, dtype: true }
const normal: Names<JaxNormalOptions> = { ...NORMAL, dtype: true, jit: true }
const truncatedNormal: Names<JaxTruncatedNormalOptions> = { ...TRUNCATED, dtype: true }

/** What JAX's laws take beyond those of `Rng`. */
export const RULES: Rules = { uniform, normal, truncatedNormal }
