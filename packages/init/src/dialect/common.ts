import { kaimingNormal, kaimingTruncatedNormal, kaimingUniform } from '../kaiming.ts'
import { lecunNormal, lecunTruncatedNormal, lecunUniform } from '../lecun.ts'
import { normal } from '../normal.ts'
import { orthogonal } from '../orthogonal.ts'
import { truncatedNormal } from '../truncated-normal.ts'
import { uniform } from '../uniform.ts'
import { varianceScaling } from '../variance-scaling.ts'
import { xavierNormal, xavierTruncatedNormal, xavierUniform } from '../xavier.ts'
import type { Factories } from './vocabulary.ts'

/** What TensorFlow, Keras and JAX have under our names. */
export type CommonName =
  | 'uniform'
  | 'normal'
  | 'truncatedNormal'
  | 'varianceScaling'
  | 'xavierUniform'
  | 'xavierNormal'
  | 'xavierTruncatedNormal'
  | 'kaimingUniform'
  | 'kaimingNormal'
  | 'kaimingTruncatedNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'lecunTruncatedNormal'
  | 'orthogonal'

export const COMMON: Factories<CommonName> = {
  uniform,
  normal,
  truncatedNormal,
  varianceScaling,
  xavierUniform,
  xavierNormal,
  xavierTruncatedNormal,
  kaimingUniform,
  kaimingNormal,
  kaimingTruncatedNormal,
  lecunUniform,
  lecunNormal,
  lecunTruncatedNormal,
  orthogonal,
}
