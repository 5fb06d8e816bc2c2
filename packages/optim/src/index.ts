export {
  type ClipByNormOptions,
  type ClipByValueOptions,
  type Clipped,
  clipByNorm,
  clipByValue,
  type Gradients,
} from './clip/clip.ts'
export type { GroupOf, OptimizerGroup } from './optimizer/groups.ts'
export type { Optimizer, OptimizerOptions } from './optimizer/optimizer.ts'
export type { GroupSelector } from './optimizer/selector.ts'
export type { OptimizerJson } from './optimizer/state.ts'
export type { HasParameters, Trainable, Trained } from './optimizer/trained.ts'
export { type AdadeltaOptions, type AdadeltaSettings, adadelta } from './rules/adadelta.ts'
export { type AdagradOptions, type AdagradSettings, adagrad } from './rules/adagrad.ts'
export { type AdamOptions, type AdamSettings, adam, adamW } from './rules/adam.ts'
export { type AdamaxOptions, type AdamaxSettings, adamax } from './rules/adamax.ts'
export { type NAdamOptions, type NAdamSettings, nAdam } from './rules/n-adam.ts'
export { type RAdamOptions, type RAdamSettings, rAdam } from './rules/r-adam.ts'
export { type RPropOptions, type RPropSettings, rProp } from './rules/r-prop.ts'
export { type RmsPropOptions, type RmsPropSettings, rmsProp } from './rules/rms-prop.ts'
export { type SgdOptions, type SgdSettings, sgd } from './rules/sgd.ts'
export { chained, sequential } from './schedules/combined.ts'
export {
  type CosineAnnealingOptions,
  type CosineRestartsOptions,
  cosineAnnealing,
  cosineRestarts,
} from './schedules/cosine.ts'
export { type CyclicOptions, cyclic, type OneCycleOptions, oneCycle } from './schedules/cyclic.ts'
export {
  type ExponentialDecayOptions,
  exponentialDecay,
  type MultiStepDecayOptions,
  multiStepDecay,
  type PolynomialDecayOptions,
  polynomialDecay,
  type StepDecayOptions,
  stepDecay,
} from './schedules/decay.ts'
export {
  type PlateauState,
  type PlateauWatch,
  type ReduceOnPlateauOptions,
  reduceOnPlateau,
} from './schedules/reduce-on-plateau.ts'
export type { Schedule } from './schedules/schedule.ts'
export {
  type ConstantFactorOptions,
  constantFactor,
  type LinearWarmUpOptions,
  linearWarmUp,
} from './schedules/warm-up.ts'
