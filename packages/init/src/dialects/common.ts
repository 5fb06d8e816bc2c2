import { KAIMING, kaimingNormal, kaimingTruncatedNormal, kaimingUniform } from '../distributions/kaiming.ts'
import { lecunNormal, lecunTruncatedNormal, lecunUniform } from '../distributions/lecun.ts'
import { NORMAL, normal } from '../distributions/normal.ts'
import { TRUNCATED_NORMAL, truncatedNormal } from '../distributions/truncated-normal.ts'
import { UNIFORM, uniform } from '../distributions/uniform.ts'
import { VARIANCE_SCALING, varianceScaling } from '../distributions/variance-scaling.ts'
import { XAVIER, xavierNormal, xavierTruncatedNormal, xavierUniform } from '../distributions/xavier.ts'
import { ORTHOGONAL, orthogonal } from '../orthogonal/orthogonal.ts'
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

/** Their factories. @internal */
export const COMMON: Factories<CommonName> = {
  uniform: [uniform, UNIFORM],
  normal: [normal, NORMAL],
  truncatedNormal: [truncatedNormal, TRUNCATED_NORMAL],
  varianceScaling: [varianceScaling, VARIANCE_SCALING],
  xavierUniform: [xavierUniform, XAVIER],
  xavierNormal: [xavierNormal, XAVIER],
  xavierTruncatedNormal: [xavierTruncatedNormal, XAVIER],
  kaimingUniform: [kaimingUniform, KAIMING],
  kaimingNormal: [kaimingNormal, KAIMING],
  kaimingTruncatedNormal: [kaimingTruncatedNormal, KAIMING],
  lecunUniform: [lecunUniform, {}],
  lecunNormal: [lecunNormal, {}],
  lecunTruncatedNormal: [lecunTruncatedNormal, {}],
  orthogonal: [orthogonal, ORTHOGONAL],
}
