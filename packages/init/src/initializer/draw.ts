import { checkGiven, isDetached, message, type OptionNames, wrongKind } from '@nn/check'
import type { Rng } from '@nn/random'
import type { Backend, DType, TensorData } from '@nn/tensor'
import { type Axes, hasFans } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import type { ParameterUse } from '../parameter/roles.ts'
import { checkCount } from './array-values.ts'
import { checkRange } from './check-range.ts'
import type { Initializer, InitLike } from './initializer.ts'
import { type ArrayRequestSpec, checkRng, type InitRequest, requestOf } from './request.ts'
import { toInitializer } from './to-initializer.ts'
import { type ArrayOf, dtypeOf, isStorage } from './typed-arrays.ts'

/** Where plain values get their fans from; a parameter has axes of its own. */
export interface FanOptions {
  readonly axes?: Axes
  readonly fans?: Fans
}

/** What a law is given besides its own options, where the target is no typed array. */
export interface Givens {
  readonly axes?: Axes | undefined
  readonly fans?: Fans | undefined
  readonly rng?: Rng | undefined
}

/** What the elements of a typed array are to be, where a tensor or a parameter knows it itself. */
export interface ArrayOptions {
  /** Where fans come from. */
  readonly axes?: Axes | undefined
  /** Fans instead of axes. */
  readonly fans?: Fans | undefined
  /** Lengths of the axes, in row-major order. Default: one axis, of the array's length. */
  readonly shape?: readonly number[] | undefined
  /**
   * Absolute path of the parameter, such as `'0.weight'`: the values are those of `rng.at(path)`, which a network draws there from the same
   * `rng`. Default: the next fill of `rng` itself. It is also what errors begin with.
   */
  readonly path?: string | undefined
  /** Index of the array's first element in the whole. Default 0. */
  readonly start?: number | undefined
  /** Of a bias, which has no fans of its own: the fan-in of its layer, for laws that read that alone. */
  readonly fanIn?: number | undefined
  /** What the parameter is to its layer. Default `'weight'`. */
  readonly role?: string | undefined
  /** What it is for beyond its role. */
  readonly use?: ParameterUse | undefined
  /** For laws that multiply matrices, such as `orthogonal`, and functions of one's own that return tensors. Default none. */
  readonly backend?: Backend | undefined
}

/** What `draw` draws. */
export interface DrawOptions<D extends DType = DType> extends ArrayOptions {
  readonly shape: readonly number[]
  /** The type of the elements. Default `'float32'`. */
  readonly dtype?: D | undefined
  /** For random laws: see `path`. */
  readonly rng?: Rng | undefined
  /** Index behind the last element that is wanted. Default: the number of elements of the shape. */
  readonly end?: number | undefined
}

/** The names of what typed arrays are told beside a law's options. @internal */
export const ARRAY_OPTIONS: OptionNames<ArrayOptions> = {
  axes: true,
  fans: true,
  shape: true,
  path: true,
  start: true,
  fanIn: true,
  role: true,
  use: true,
  backend: true,
}

const DRAW_OPTIONS: OptionNames<DrawOptions> = {
  shape: true,
  dtype: true,
  axes: true,
  fans: true,
  rng: true,
  path: true,
  start: true,
  end: true,
  fanIn: true,
  role: true,
  use: true,
  backend: true,
}

/**
 * The values of an initializer as a typed array, in row-major order: a `Float32Array`, or for another `dtype` a `Float64Array`,
 * `Int32Array` or, for bool, `Uint8Array`. Needs no backend and brings no tensor into a bundle; laws that multiply matrices, and functions
 * of one's own that return tensors, take `{ backend }`.
 *
 * With a `path` the bits are those that `net.initialize({ init, rng })` gives the parameter there: the law is drawn from `rng.at(path)`, and
 * `rng` stays where it is. Without one it takes the next fill of `rng`. `start` and `end` are a slice of the same values.
 *
 * @throws What a layer throws: TypeError without rng for a random law, without axes or fans for a law that scales by them, without a backend
 * for one that needs it, or for a dtype that cannot hold the values; RangeError if they are out of its range, or start and end are no
 * slice; ShapeError if the law has no such shape.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { draw, orthogonal, xavierUniform } from '@nn/init'
 * import { Dense, Sequential } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rng = createRng(42)
 * const weight = draw(xavierUniform(), { shape: [8, 4], axes: { out: 0, in: 1 }, rng, path: '0.weight' })
 * const net = new Sequential(new Dense(8, { inUnits: 4 }))
 * net.initialize({ init: xavierUniform(), rng, backend: cpu })
 * weight // => net.layers[0].weight.data.toArray()
 * draw(xavierUniform(), { shape: [8, 4], axes: { out: 0, in: 1 }, rng, path: '0.weight', start: 30 }) // => weight.slice(30)
 * draw(orthogonal(), { shape: [2, 2], rng }) // throws /pass \{ backend: cpu \}/
 * ```
 */
export function draw<D extends DType = 'float32'>(init: InitLike, options: DrawOptions<D>): ArrayOf[D]
export function draw(init: InitLike, options: DrawOptions): TensorData {
  checkGiven('draw', options, DRAW_OPTIONS)
  const { start, end, ...spec } = options
  return toInitializer(init).elements(requestFor('draw', spec), start, end)
}

/** Fills an array that stores a dtype; it is left as it was if the law throws. */
export function fillArray(
  where: string,
  target: ArrayBufferView,
  init: Initializer,
  options: Givens & ArrayOptions,
): void {
  if (!isStorage(target)) {
    throw wrongKind(where, 'a Float32Array, Float64Array, Int32Array or Uint8Array', target)
  }
  if (isDetached(target)) throw wrongKind(where, 'an array with its memory', target)
  const { start, shape = [target.length], ...spec } = options
  if (options.shape === undefined && hasFans(spec.axes)) {
    throw new TypeError(message(where, 'a shape for the axes of an array', 'none', 'give { shape: [8, 4] }'))
  }
  const request = requestFor(where, { ...spec, shape, dtype: dtypeOf(target) })
  const [from, to] = [start ?? 0, (start ?? 0) + target.length]
  if (start === undefined) checkCount(target, request)
  else checkRange(request, from, to)
  if (init.writer === undefined) target.set(init.elements(request, from, to))
  else init.writer(request)(target, from)
}

/** A request for the elements of an array, whose errors begin with its path or the name of the function. */
function requestFor(where: string, spec: ArrayRequestSpec): InitRequest {
  const { path = where, rng } = spec
  checkRng(where, rng)
  const stream = spec.path === undefined ? rng : rng?.at(path)
  return requestOf(where, { ...spec, path, rng: stream })
}
