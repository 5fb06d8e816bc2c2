import { kaimingNormal, kaimingTruncatedNormal, kaimingUniform } from '../distributions/kaiming.ts'
import { lecunNormal, lecunTruncatedNormal, lecunUniform } from '../distributions/lecun.ts'
import { normal } from '../distributions/normal.ts'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { uniform } from '../distributions/uniform.ts'
import { varianceScaling } from '../distributions/variance-scaling.ts'
import { xavierNormal, xavierTruncatedNormal, xavierUniform } from '../distributions/xavier.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
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
