export { type Axes, type Blocks, checkAxes, hasFans } from './axes.ts'
export { type BilinearOptions, bilinear } from './bilinear.ts'
export { byBlock } from './by-block.ts'
export { calculateGain, type TorchNonlinearity } from './calculate-gain.ts'
export { checkOptions } from './check-options.ts'
export { mapped, scaled } from './compose.ts'
export { constant, constant_, ones, ones_, zeros, zeros_ } from './constant.ts'
export type { Dialect, DialectLayer, DialectParameter } from './dialect/dialect.ts'
export { type DiracOptions, dirac, dirac_ } from './dirac.ts'
export { type EyeOptions, eye, eye_ } from './eye.ts'
export type { Distribution } from './family.ts'
export { computeBlockFans, computeFans, type Fans } from './fans.ts'
export { type Checkpoint, type FromCheckpointOptions, fromCheckpoint } from './from-checkpoint.ts'
export { type GainOptions, gain, type Nonlinearity } from './gain.ts'
export { hadamard, zerO } from './hadamard.ts'
export {
  type FanOptions,
  fill_,
  type Initializable,
  type InPlace,
  type InPlaceConstant,
  type RngOption,
} from './in-place.ts'
export {
  type InitConfig,
  type InitFn,
  type Initializer,
  type InitLike,
  toInitializer,
} from './initializer.ts'
export { irnn } from './irnn.ts'
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
export { type ChronoOptions, chrono, type LstmBiasOptions, lstmBias } from './lstm.ts'
export { type MaskedOptions, masked } from './masked.ts'
export { type MsraPreluOptions, type MxnetXavierOptions, msraPrelu, mxnetXavier } from './mxnet-xavier.ts'
export { nan } from './nan.ts'
export { nearest } from './nearest.ts'
export { type NormalOptions, normal, normal_ } from './normal.ts'
export { type OrthogonalOptions, orthogonal, orthogonal_ } from './orthogonal.ts'
export { deltaOrthogonal, orthogonalConv } from './orthogonal-conv.ts'
export { matchesPath, type Pattern, showPattern } from './pattern.ts'
export { type PriorBiasOptions, priorBias } from './prior-bias.ts'
export type { Assignment, Recipe, RecipeParameter } from './recipe.ts'
export { checkNeeds, createRequest, type InitRequest, type Need, type RequestSpec } from './request.ts'
export { isWeight } from './roles.ts'
export { runInitializer } from './run-initializer.ts'
export { sameInit } from './same-init.ts'
export { showShape } from './show-shape.ts'
export { type SirenOptions, siren } from './siren.ts'
export { type SparseOptions, sparse, sparse_ } from './sparse.ts'
export { spectral } from './spectral.ts'
export { type StftOptions, stft, type Window } from './stft.ts'
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
