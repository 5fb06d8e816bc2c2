import type { Rng } from '@nn/random'
import { Tensor } from '@nn/tensor'
import { show } from '../check/check.ts'
import type { Axes } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import { type Initializer, type InitLike, toInitializer } from './initializer.ts'
import { createRequest } from './request.ts'
import { runInitializer } from './run-initializer.ts'

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

/** A request's givens next to a factory's options. */
type Givens = FanOptions & Partial<RngOption>

/** The in-place form of a factory: its options, and rng, axes and fans beside them. */
export function inPlace<Options>(
  name: string,
  factory: (options: Options) => Initializer,
): <T extends Tensor | Initializable>(target: T, options?: Options & Givens) => T {
  return (target, given) => {
    const { rng, axes, fans, ...options } = { ...given } as Givens
    return initializeTarget(name, target, factory(options as Options), { rng, axes, fans })
  }
}

/** Fills a tensor, or hands the initializer to what can initialise itself. */
export function initializeTarget<T extends Tensor | Initializable>(
  name: string,
  target: T,
  init: Initializer,
  givens: { [Name in keyof Givens]: Givens[Name] | undefined } = {},
): T {
  if (target instanceof Tensor) {
    const { shape, dtype, backend } = target
    target.copy_(runInitializer(init, createRequest({ ...givens, path: name, shape, dtype, backend })))
    return target
  }
  if (typeof target?.initialize !== 'function' || typeof target.role !== 'string') {
    const cure = target === undefined ? '; the layer has no bias (useBias: false)' : ''
    throw new TypeError(`${name}: expected a tensor or a parameter, got ${show(target)}${cure}`)
  }
  const { rng, axes, fans } = givens
  if (axes !== undefined || fans !== undefined) {
    throw new TypeError(`${name}: expected no axes or fans for a parameter, which has its own, got them`)
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
  return initializeTarget('fill_', target, toInitializer(init), givens)
}
