import type { Tensor } from '@nn/tensor'
import type { KaimingOptions } from '../distributions/kaiming.ts'
import type { MsraPreluOptions, MxnetXavierOptions } from '../distributions/mxnet-xavier.ts'
import type { NormalOptions } from '../distributions/normal.ts'
import type { SparseOptions } from '../distributions/sparse.ts'
import type { TruncatedNormalOptions } from '../distributions/truncated-normal.ts'
import type { UniformOptions } from '../distributions/uniform.ts'
import type { VarianceScalingOptions } from '../distributions/variance-scaling.ts'
import type { XavierOptions } from '../distributions/xavier.ts'
import { type Initializable, initializeTarget } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import type { OrthogonalOptions } from '../orthogonal/orthogonal.ts'

/** Our names and their options. */
interface InitOptions {
  uniform: UniformOptions
  normal: NormalOptions
  truncatedNormal: TruncatedNormalOptions
  varianceScaling: VarianceScalingOptions
  xavierUniform: XavierOptions
  xavierNormal: XavierOptions
  xavierTruncatedNormal: XavierOptions
  kaimingUniform: KaimingOptions
  kaimingNormal: KaimingOptions
  kaimingTruncatedNormal: KaimingOptions
  lecunUniform: object
  lecunNormal: object
  lecunTruncatedNormal: object
  orthogonal: OrthogonalOptions
  sparse: SparseOptions
  mxnetXavier: MxnetXavierOptions
  msraPrelu: MsraPreluOptions
}

type InitName = keyof InitOptions

/** A framework's initializers under our names: as values, and, with `_`, in place on a tensor or a parameter, which is returned. */
export type Vocabulary<Name extends InitName, Extra = object> = {
  readonly [N in Name]: (...options: Given<InitOptions[N] & Extra>) => Initializer
} & {
  readonly [N in Name as `${N}_`]: <T extends Tensor | Initializable>(
    target: T,
    ...options: Given<InitOptions[N] & Extra>
  ) => T
}

/** Options that may be left out if all of them may. */
type Given<Options> = object extends Options ? [options?: Options] : [options: Options]

/** Our own factories by their names. */
export type Factories<Name extends InitName> = {
  readonly [N in Name]: (options: InitOptions[N]) => Initializer
}

/** Both forms of every factory, each through `bind`, which says the same in the framework's words. */
export function vocabulary<Name extends InitName, Extra extends object = object>(
  factories: Factories<Name>,
  bind: (init: Initializer, extra: Extra) => Initializer,
  extras: readonly (keyof Extra & string)[] = [],
): Vocabulary<Name, Extra> {
  const entries = Object.entries(factories) as [Name, (options: object) => Initializer][]
  return Object.fromEntries(
    entries.flatMap(([name, factory]) => {
      const make = (options: object = {}): Initializer => {
        const isExtra = ([option]: [string, unknown]) => extras.includes(option as keyof Extra & string)
        const given = Object.entries(options)
        const own = Object.fromEntries(given.filter((entry) => !isExtra(entry)))
        return bind(factory(own), Object.fromEntries(given.filter(isExtra)) as Extra)
      }
      const inPlace = (target: Tensor | Initializable, options?: object) =>
        initializeTarget(`${name}_`, target, make(options))
      return [
        [name, make],
        [`${name}_`, inPlace],
      ]
    }),
  ) as Vocabulary<Name, Extra>
}
