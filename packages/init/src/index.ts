export { type Axes, type Blocks, checkAxes, hasFans } from './axes.ts'
export { checkOptions } from './check-options.ts'
export { mapped, scaled } from './compose.ts'
export { constant, constant_, ones, ones_, zeros, zeros_ } from './constant.ts'
export { type EyeOptions, eye, eye_ } from './eye.ts'
export type { Distribution } from './family.ts'
export { computeBlockFans, computeFans, type Fans } from './fans.ts'
export { calculateGain, type Nonlinearity } from './gain.ts'
export type { FanOptions, Initializable, InPlace, InPlaceConstant, RngOption } from './in-place.ts'
export {
  type InitConfig,
  type InitFn,
  type Initializer,
  type InitLike,
  toInitializer,
} from './initializer.ts'
export {
  type KaimingOptions,
  kaimingNormal,
  kaimingNormal_,
  kaimingTruncatedNormal,
  kaimingTruncatedNormal_,
  kaimingUniform,
  kaimingUniform_,
} from './kaiming.ts'
export type { Law, LawRequest } from './law.ts'
export {
  lecunNormal,
  lecunNormal_,
  lecunTruncatedNormal,
  lecunTruncatedNormal_,
  lecunUniform,
  lecunUniform_,
} from './lecun.ts'
export { nearest } from './nearest.ts'
export { type NormalOptions, normal, normal_ } from './normal.ts'
export { type OrthogonalOptions, orthogonal, orthogonal_ } from './orthogonal.ts'
export { checkNeeds, createRequest, type InitRequest, type Need, type RequestSpec } from './request.ts'
export { runInitializer } from './run-initializer.ts'
export { showShape } from './show-shape.ts'
export { type TruncatedNormalOptions, truncatedNormal, truncatedNormal_ } from './truncated-normal.ts'
export { type UniformOptions, uniform, uniform_ } from './uniform.ts'
export {
  type FanMode,
  type VarianceScalingOptions,
  varianceScaling,
  varianceScaling_,
} from './variance-scaling.ts'
export {
  type XavierOptions,
  xavierNormal,
  xavierNormal_,
  xavierTruncatedNormal,
  xavierTruncatedNormal_,
  xavierUniform,
  xavierUniform_,
} from './xavier.ts'
