import { checkOptions, message, type OptionNames, show } from '@nn/check'
import type { Rng } from '@nn/random'
import { isTensor, type Tensor, type TensorData } from '@nn/tensor'
import { ARRAY_OPTIONS, type ArrayOptions, type FanOptions, fillArray, type Givens } from './draw.ts'
import type { Initializer, InitLike } from './initializer.ts'
import { requestOf } from './request.ts'
import { toInitializer } from './to-initializer.ts'
import { dtypeOf } from './typed-arrays.ts'

/** What an in-place form can fill besides tensors and typed arrays: the part of a parameter that this package knows. */
export interface Initializable {
  readonly role: string
  initialize(options: {
    readonly init: InitLike
    readonly rng?: Rng | undefined
    readonly forceReinit?: boolean
  }): unknown
}

/** What an in-place form can fill. */
export type InPlaceTarget = Tensor | Initializable | TensorData

/**
 * The stream that a random in-place form draws from: a tensor or a typed array takes the next fill of it, a parameter its own path below
 * it.
 */
export interface RngOption {
  readonly rng: Rng
}

/** What typed arrays are told beside a law's options; tensors and parameters know it. */
export type InPlaceOptions<T> = [T] extends [TensorData] ? ArrayOptions : object

/** Fills the target with the law of the factory of the same name and returns it. */
export type InPlace<Options> = <T extends InPlaceTarget>(target: T, options: Options & InPlaceOptions<T>) => T

/** Fills the target without options and returns it. */
export type InPlaceConstant = <T extends InPlaceTarget>(target: T) => T

/**
 * Fills the target with the law of the factory of the same name and returns it; also as the callback of `map` or `forEach`, whose
 * index and collection are no options.
 */
export type InPlaceOptional<Options> = <T extends InPlaceTarget>(
  target: T,
  ...rest: [options?: Options & InPlaceOptions<T>] | [index: unknown, all: unknown]
) => T

const GIVENS: OptionNames<Givens> = { rng: true, axes: true, fans: true }

/** No options. */
export const NONE = {}

/**
 * Options as a form of one target takes them. `array.map(fn)` and its like hand an index or a key and then the collection itself: these
 * are no options.
 */
export function optionsOf<T extends object>(given: T | undefined, others: readonly unknown[]): Partial<T> {
  return others.length > 0 || given === undefined ? NONE : given
}

/** The names of the options that a target takes beside those of a law. @internal */
export function givensOf(target: unknown): OptionNames<object> {
  return dtypeOf(target) === undefined ? GIVENS : { ...GIVENS, ...ARRAY_OPTIONS }
}

/** Options apart: those with names of their own, and all others. */
export function apart(options: object, names: object): readonly [own: object, others: object] {
  const [own, others]: readonly [Record<string, unknown>, Record<string, unknown>] = [{}, {}]
  for (const [name, value] of Object.entries(options)) {
    if (Object.hasOwn(names, name)) own[name] = value
    else others[name] = value
  }
  return [own, others]
}

/** The in-place form of a factory: it takes the factory's options, and those of its target beside them. @internal */
export function inPlace<Options extends object>(
  name: string,
  factory: (options: Options) => Initializer,
  names: OptionNames<Options>,
): <T extends InPlaceTarget>(target: T, options?: unknown, ...others: unknown[]) => T {
  const forArrays: OptionNames<object> = { ...names, ...GIVENS, ...ARRAY_OPTIONS }
  const forOthers: OptionNames<object> = { ...names, ...GIVENS }
  return (target, given, ...others) => {
    const options = optionsOf(given as object | undefined, others)
    checkOptions(name, options, dtypeOf(target) === undefined ? forOthers : forArrays)
    const [own, givens] = apart(options, names)
    return initializeTarget(name, target, factory(own as Options), givens)
  }
}

/** Fills a tensor or a typed array, or hands the initializer to what can initialise itself. */
export function initializeTarget<T extends InPlaceTarget>(
  name: string,
  target: T,
  init: Initializer,
  givens: Givens & ArrayOptions = {},
): T {
  if (isTensor(target)) {
    const { shape, dtype, backend } = target
    target.copy_(init(requestOf(name, { ...givens, path: name, shape, dtype, backend })))
    return target
  }
  if (ArrayBuffer.isView(target)) fillArray(name, target, init, givens)
  else initializeParameter(name, target, init, givens)
  return target
}

function initializeParameter(
  name: string,
  target: Initializable,
  init: Initializer,
  { rng, axes, fans }: Givens,
): void {
  if (typeof target?.initialize !== 'function' || typeof target.role !== 'string') {
    const cure = target === undefined ? 'the layer has no bias (useBias: false)' : undefined
    throw new TypeError(message(name, 'a tensor or a parameter', show(target), cure))
  }
  if (axes !== undefined || fans !== undefined) {
    throw new TypeError(message(name, 'no axes or fans for a parameter, which has its own', 'them'))
  }
  target.initialize({ init, rng, forceReinit: true })
}

/**
 * Any initializer, in place; returns the target: a tensor or a typed array (with `axes` or `fans` for one that scales by them), or a
 * parameter.
 *
 * @throws TypeError if `init` is no initializer, and what it throws itself; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { bilinear, fill_ } from '@nn/init'
 * fill_(cpu.zeros([1, 1, 4]), bilinear()).toNested() // => [[[0.25, 0.75, 0.75, 0.25]]]
 * fill_(new Float32Array(4), bilinear(), { shape: [1, 1, 4] }) // => new Float32Array([0.25, 0.75, 0.75, 0.25])
 * ```
 */
export function fill_<T extends InPlaceTarget>(
  target: T,
  init: InitLike,
  givens: FanOptions & Partial<RngOption> & InPlaceOptions<T> = NONE,
): T {
  checkOptions<object>('fill_', givens, givensOf(target))
  return initializeTarget('fill_', target, toInitializer(init), givens)
}
