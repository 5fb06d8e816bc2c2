export { byBlock } from './combinators/by-block.ts'
export { mapped, scaled } from './combinators/compose.ts'
export { type Checkpoint, type FromCheckpointOptions, fromCheckpoint } from './combinators/from-checkpoint.ts'
export { type MaskedOptions, masked } from './combinators/masked.ts'
export type {
  Dialect,
  DialectLayer,
  DialectModule,
  DialectNetwork,
  DialectParameter,
  DialectStep,
} from './dialects/dialect.ts'
export type { Distribution } from './distributions/family.ts'
export {
  type KaimingOptions,
  kaimingNormal,
  kaimingNormal_,
  kaimingTruncatedNormal,
  kaimingTruncatedNormal_,
  kaimingUniform,
  kaimingUniform_,
} from './distributions/kaiming.ts'
export { glorotNormal, glorotUniform, heNormal, heUniform } from './distributions/keras-names.ts'
export {
  lecunNormal,
  lecunNormal_,
  lecunTruncatedNormal,
  lecunTruncatedNormal_,
  lecunUniform,
  lecunUniform_,
} from './distributions/lecun.ts'
export {
  type MsraPreluOptions,
  type MxnetXavierOptions,
  msraPrelu,
  mxnetXavier,
} from './distributions/mxnet-xavier.ts'
export { type NormalOptions, normal, normal_ } from './distributions/normal.ts'
export { type SirenOptions, siren } from './distributions/siren.ts'
export { type SparseOptions, sparse, sparse_ } from './distributions/sparse.ts'
export { spectral } from './distributions/spectral.ts'
export {
  type TruncatedNormalOptions,
  truncatedNormal,
  truncatedNormal_,
} from './distributions/truncated-normal.ts'
export { type UniformOptions, uniform, uniform_ } from './distributions/uniform.ts'
export {
  type FanMode,
  type VarianceScalingOptions,
  varianceScaling,
  varianceScaling_,
} from './distributions/variance-scaling.ts'
export {
  type XavierOptions,
  xavierNormal,
  xavierNormal_,
  xavierTruncatedNormal,
  xavierTruncatedNormal_,
  xavierUniform,
  xavierUniform_,
} from './distributions/xavier.ts'
export { calculateGain, type TorchNonlinearity } from './gain/calculate-gain.ts'
export { type GainOptions, gain, type Nonlinearity } from './gain/gain.ts'
export { type ArrayOptions, type DrawOptions, draw, type FanOptions } from './initializer/draw.ts'
export {
  fill_,
  type Initializable,
  type InPlace,
  type InPlaceConstant,
  type InPlaceOptional,
  type InPlaceOptions,
  type InPlaceTarget,
  type RngOption,
} from './initializer/in-place.ts'
export type { InitConfig, InitFn, Initializer, InitLike } from './initializer/initializer.ts'
export type { Law, LawRequest } from './initializer/law.ts'
export {
  createRequest,
  type InitRequest,
  type Need,
  type RequestSpec,
} from './initializer/request.ts'
export type { ArrayOf } from './initializer/typed-arrays.ts'
export { type OrthogonalOptions, orthogonal, orthogonal_ } from './orthogonal/orthogonal.ts'
export { deltaOrthogonal, orthogonalConv } from './orthogonal/orthogonal-conv.ts'
export type { Axes, Blocks, Heads } from './parameter/axes.ts'
export { computeBlockFans, computeFans, type Fans } from './parameter/fans.ts'
export type { LayerKind } from './parameter/layer-kind.ts'
export { matchesPath, type Pattern } from './parameter/pattern.ts'
export type { ParameterRole, ParameterUse } from './parameter/roles.ts'
export type { Assignment, Enclosing, Recipe, RecipeParameter } from './recipes/recipe.ts'
export { type BilinearOptions, bilinear, mxnetBilinear } from './structured/bilinear.ts'
export { constant, constant_, ones, ones_, zeros, zeros_ } from './structured/constant.ts'
export { type DiracOptions, dirac, dirac_ } from './structured/dirac.ts'
export { type EyeOptions, eye, eye_ } from './structured/eye.ts'
export { hadamard, zerO } from './structured/hadamard.ts'
export { irnn } from './structured/irnn.ts'
export { type ChronoOptions, chrono, type LstmBiasOptions, lstmBias } from './structured/lstm.ts'
export { nan } from './structured/nan.ts'
export { type PriorBiasOptions, priorBias } from './structured/prior-bias.ts'
export { type StftOptions, stft } from './structured/stft.ts'
export type { Window } from './structured/windows.ts'
