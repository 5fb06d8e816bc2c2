import { checkOptions, message, type OptionNames, show } from '@nn/check'
import type { Rng } from '@nn/random'
import { isTensor, type Tensor } from '@nn/tensor'
import type { Axes } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import type { Initializer, InitLike } from './initializer.ts'
import { requestOf } from './request.ts'
import { toInitializer } from './to-initializer.ts'

/** What an in-place form can fill besides tensors: the part of a parameter that this package knows. */
export interface Initializable {
  readonly role: string
  initialize(options: {
    readonly init: InitLike
    readonly rng?: Rng | undefined
    readonly forceReinit?: boolean
  }): unknown
}

/** The stream that a random in-place form draws from: a tensor takes the next fill of it, a parameter its own path below it. */
export interface RngOption {
  readonly rng: Rng
}

/** Where a plain tensor's fans come from; a parameter has axes of its own. */
export interface FanOptions {
  readonly axes?: Axes
  readonly fans?: Fans
}

/** Fills the target with the law of the factory of the same name and returns it. */
export type InPlace<Options> = <T extends Tensor | Initializable>(target: T, options: Options) => T

/** Fills the target without options and returns it. */
export type InPlaceConstant = <T extends Tensor | Initializable>(target: T) => T

/**
 * Fills the target with the law of the factory of the same name and returns it; also as the callback of `map` or `forEach`, whose
 * index and collection are no options.
 */
export type InPlaceOptional<Options> = <T extends Tensor | Initializable>(
  target: T,
  ...rest: [options?: Options] | [index: unknown, all: unknown]
) => T

/** What a request is given besides a factory's options. */
type Givens = {
  readonly [Name in keyof (FanOptions & RngOption)]?: (FanOptions & RngOption)[Name] | undefined
}

const GIVENS: OptionNames<Givens> = { rng: true, axes: true, fans: true }

/** No options. */
const NONE = {}

/**
 * Options as a form of one target takes them. `array.map(fn)` and its like hand an index or a key and then the collection itself: these
 * are no options.
 */
export function optionsOf<T extends object>(given: T | undefined, others: readonly unknown[]): Partial<T> {
  return others.length > 0 || given === undefined ? NONE : given
}

/** The in-place form of a factory: it takes the factory's options, and `rng`, `axes` and `fans` beside them. @internal */
export function inPlace<Options extends object>(
  name: string,
  factory: (options: Options) => Initializer,
  names: OptionNames<Options>,
): <T extends Tensor | Initializable>(target: T, options?: unknown, ...others: unknown[]) => T {
  const all: OptionNames<object> = { ...names, ...GIVENS }
  return (target, given, ...others) => {
    const options = optionsOf(given as object | undefined, others)
    if (options === NONE) return initializeTarget(name, target, factory(NONE as Options))
    checkOptions(name, options, all)
    const { rng, axes, fans, ...own }: Givens = options
    return initializeTarget(name, target, factory(own as Options), { rng, axes, fans })
  }
}

/** Fills a tensor, or hands the initializer to what can initialise itself. */
export function initializeTarget<T extends Tensor | Initializable>(
  name: string,
  target: T,
  init: Initializer,
  givens: Givens = {},
): T {
  if (isTensor(target)) {
    const { shape, dtype, backend } = target
    target.copy_(init(requestOf({ ...givens, path: name, shape, dtype, backend })))
    return target
  }
  if (typeof target?.initialize !== 'function' || typeof target.role !== 'string') {
    const cure = target === undefined ? 'the layer has no bias (useBias: false)' : undefined
    throw new TypeError(message(name, 'a tensor or a parameter', show(target), cure))
  }
  const { rng, axes, fans } = givens
  if (axes !== undefined || fans !== undefined) {
    throw new TypeError(message(name, 'no axes or fans for a parameter, which has its own', 'them'))
  }
  target.initialize({ init, rng, forceReinit: true })
  return target
}

/**
 * Any initializer, in place; returns the target, a tensor (with `axes` or `fans` for one that scales by them) or a parameter.
 *
 * @throws TypeError if `init` is no initializer, and what it throws itself; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { bilinear, fill_ } from '@nn/init'
 * fill_(cpu.zeros([1, 1, 4]), bilinear()).toNested() // => [[[0.25, 0.75, 0.75, 0.25]]]
 * ```
 */
export function fill_<T extends Tensor | Initializable>(
  target: T,
  init: InitLike,
  givens: FanOptions & Partial<RngOption> = {},
): T {
  checkOptions('fill_', givens, GIVENS)
  return initializeTarget('fill_', target, toInitializer(init), givens)
}
