import { checkOptions, keysOf, type OptionNames } from '@nn/check'
import type { KaimingOptions } from '../distributions/kaiming.ts'
import type { MsraPreluOptions, MxnetXavierOptions } from '../distributions/mxnet-xavier.ts'
import type { NormalOptions } from '../distributions/normal.ts'
import type { SparseOptions } from '../distributions/sparse.ts'
import type { TruncatedNormalOptions } from '../distributions/truncated-normal.ts'
import type { UniformOptions } from '../distributions/uniform.ts'
import type { VarianceScalingOptions } from '../distributions/variance-scaling.ts'
import type { XavierOptions } from '../distributions/xavier.ts'
import { checkFactory } from '../initializer/check-factory.ts'
import { ARRAY_OPTIONS } from '../initializer/draw.ts'
import {
  apart,
  type InPlaceOptions,
  type InPlaceTarget,
  initializeTarget,
  optionsOf,
} from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { isStorage } from '../initializer/typed-arrays.ts'
import type { OrthogonalOptions } from '../orthogonal/orthogonal.ts'

/** Our names and their options. */
export interface InitOptions {
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
  bilinear: object
}

/** The names of initializers that some framework has. */
export type InitName = keyof InitOptions

/**
 * A framework's initializers under our names: as values, and, with `_`, in place on a tensor, a typed array or a parameter, which is
 * returned.
 */
export type Vocabulary<
  Name extends InitName,
  Extra = object,
  Options extends Record<Name, object> = InitOptions,
> = {
  readonly [N in Name]: (...options: OptionsArgument<Options[N] & Extra>) => Initializer
} & {
  readonly [N in Name as `${N}_`]: <T extends InPlaceTarget>(
    target: T,
    ...options: OptionsArgument<Options[N] & Extra & InPlaceOptions<T>>
  ) => T
}

/** Options that may be left out if all of them may. */
export type OptionsArgument<Options> = object extends Options ? [options?: Options] : [options: Options]

/** Our own factories and the names of their options, by their own names. @internal */
export type Factories<Name extends InitName, Options extends Record<Name, object> = InitOptions> = {
  readonly [N in Name]: readonly [
    factory: (options: Options[N]) => Initializer,
    names: OptionNames<Options[N]>,
  ]
}

/** Says one of our initializers in a framework's words, with what its own take beside our options. */
type Bind<Extra> = (init: Initializer, extra: Extra) => Initializer

/** Both forms of every factory, each through `bind`, and that in place through `overwriting`, too. @internal */
export function vocabulary<
  Name extends InitName,
  Extra extends object = object,
  Options extends Record<Name, object> = InitOptions,
>(
  factories: Factories<Name, Options>,
  bind: Bind<Extra>,
  extras: OptionNames<Extra>,
  overwriting: (init: Initializer) => Initializer = (init) => init,
): Vocabulary<Name, Extra, Options> {
  const forms = keysOf(factories).flatMap((name) => {
    const [factory, names] = factories[name]
    const make = formOf(factory as (options: object) => Initializer, { ...names, ...extras }, bind, extras)
    const inPlace = (target: InPlaceTarget, given?: object, ...others: unknown[]) => {
      const where = `${name}_`
      const options = optionsOf(given, others)
      if (!isStorage(target)) return initializeTarget(where, target, overwriting(make(where, options)))
      checkOptions<object>(where, options, { ...names, ...extras, ...ARRAY_OPTIONS })
      const [givens, own] = apart(options, ARRAY_OPTIONS)
      return initializeTarget(where, target, make(where, own), givens)
    }
    const factoryOf = (options: object = {}) => make(name, options)
    return [
      [name, factoryOf],
      [`${name}_`, inPlace],
    ]
  })
  return Object.fromEntries(forms)
}

function formOf<Extra extends object>(
  factory: (options: object) => Initializer,
  names: OptionNames<object>,
  bind: Bind<Extra>,
  extras: OptionNames<Extra>,
): (where: string, options: object) => Initializer {
  return (where, options) => {
    checkFactory(where, options, names)
    const [extra, own] = apart(options, extras)
    return bind(factory(own), extra as Extra)
  }
}
