import type { Backend, Kernels } from './backend.ts'
import { allocate, type DType, dtypeOf, isFloating, type TensorData } from './dtype.ts'
import { checkDType, message, ShapeError, show } from './errors.ts'
import { type Nested, parseNested } from './nested.ts'
import { checkShape, formatShape, sizeOf } from './shape.ts'
import { checkStorable } from './storable.ts'
import { Tensor } from './tensor.ts'

/** The element type of a new tensor, float32 unless said. */
export interface CreationOptions {
  readonly dtype?: DType
}

/** How `tensor` reads its source. */
export interface TensorOptions extends CreationOptions {
  /** The shape of the elements in row-major order; the source's own if left out. */
  readonly shape?: readonly number[]
  /** With `false`, a typed array of the right dtype is used as the storage itself. */
  readonly copy?: boolean
}

/** The numbers `start + i·step` before `stop`. */
export interface ArangeOptions extends CreationOptions {
  readonly start?: number
  readonly step?: number
}

/** Whether `stop` is the last number. */
export interface LinspaceOptions extends CreationOptions {
  readonly endpoint?: boolean
}

/** The number of columns, that of the rows if left out. */
export interface EyeOptions extends CreationOptions {
  readonly columns?: number
}

/** The range `[low, high)`, `[0, 1)` if left out. */
export interface UniformOptions extends CreationOptions {
  readonly low?: number
  readonly high?: number
}

/** Mean and standard deviation, 0 and 1 if left out. */
export interface NormalOptions extends CreationOptions {
  readonly mean?: number
  readonly std?: number
}

/** What fills typed arrays with random numbers; an `Rng` of `@nn/random` is one. */
export interface RandomSource {
  uniform(out: Float32Array | Float64Array, options: { readonly low: number; readonly high: number }): unknown
  normal(out: Float32Array | Float64Array, options: { readonly mean: number; readonly std: number }): unknown
}

/** How tensors are made on a backend. */
export interface Creation {
  /** The elements of a number, a boolean, a nested array or a typed array. */
  tensor(source: Nested | TensorData, options?: TensorOptions): Tensor
  zeros(shape: readonly number[], options?: CreationOptions): Tensor
  ones(shape: readonly number[], options?: CreationOptions): Tensor
  /** `value` everywhere; bool for a boolean. */
  full(shape: readonly number[], value: number | boolean, options?: CreationOptions): Tensor
  /** 1 on the diagonal, else 0: `[rows, columns]`. */
  eye(rows: number, options?: EyeOptions): Tensor
  /** `start, start + step, …` before `stop`. */
  arange(stop: number, options?: ArangeOptions): Tensor
  /** `count` numbers evenly spaced from `start` to `stop`. */
  linspace(start: number, stop: number, count: number, options?: LinspaceOptions): Tensor
  /** U[low, high). */
  uniform(rng: RandomSource, shape: readonly number[], options?: UniformOptions): Tensor
  /** N(mean, std²). */
  normal(rng: RandomSource, shape: readonly number[], options?: NormalOptions): Tensor
}

/**
 * The backend of a set of kernels: the kernels with the creation of tensors that are computed by them.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createBackend } from '@nn/tensor'
 * const loud = createBackend({ ...cpu, name: 'loud', fill: (out, value) => cpu.fill(out, value * 10) })
 * loud.full([2], 1).toNested() // => [10, 10]
 * ```
 */
export function createBackend(kernels: Kernels): Backend {
  const full = (where: string, shape: readonly number[], value: number | boolean, dtype: DType): Tensor => {
    checkDType(where, dtype)
    const data = allocate(dtype, sizeOf(checkShape(where, shape)))
    const out = new Tensor({ backend, data, dtype, shape })
    return value === 0 ? out : out.fill_(value)
  }
  const from = (where: string, values: readonly number[], shape: readonly number[], dtype: DType): Tensor => {
    checkDType(where, dtype)
    checkStorable(where, values, dtype)
    const data = allocate(dtype, values.length)
    data.set(values)
    return new Tensor({ backend, data, dtype, shape })
  }
  const random = (
    where: string,
    rng: RandomSource,
    shape: readonly number[],
    dtype: DType,
    draw: (out: Float32Array | Float64Array) => unknown,
  ): Tensor => {
    if (typeof rng?.uniform !== 'function' || typeof rng.normal !== 'function') {
      const cure = 'pass a generator, as in createRng(42) of @nn/random'
      throw new TypeError(message(where, 'a random source', show(rng), cure))
    }
    checkDType(where, dtype)
    if (!isFloating(dtype)) throw new TypeError(message(where, "dtype 'float32' or 'float64'", show(dtype)))
    const data = allocate(dtype, sizeOf(checkShape(where, shape)))
    draw(data as Float32Array | Float64Array)
    return new Tensor({ backend, data, dtype, shape })
  }
  const backend: Backend = {
    ...kernels,
    tensor: (source, options = {}) => tensorFrom(backend, source, options),
    zeros: (shape, { dtype = 'float32' } = {}) => full('zeros', shape, 0, dtype),
    ones: (shape, { dtype = 'float32' } = {}) => full('ones', shape, 1, dtype),
    full: (shape, value, { dtype = typeof value === 'boolean' ? 'bool' : 'float32' } = {}) =>
      full('full', shape, value, dtype),
    eye: (rows, { columns = rows, dtype = 'float32' } = {}) => {
      const out = full('eye', [rows, columns], 0, dtype)
      for (let i = 0; i < Math.min(rows, columns); i++) out.data[i * (columns + 1)] = 1
      return out
    },
    arange: (stop, { start = 0, step = 1, dtype = 'float32' } = {}) => {
      const values = arange(start, stop, step)
      return from('arange', values, [values.length], dtype)
    },
    linspace: (start, stop, count, { endpoint = true, dtype = 'float32' } = {}) =>
      from('linspace', linspace(start, stop, count, endpoint), [count], dtype),
    uniform: (rng, shape, { low = 0, high = 1, dtype = 'float32' } = {}) =>
      random('uniform', rng, shape, dtype, (out) => rng.uniform(out, { low, high })),
    normal: (rng, shape, { mean = 0, std = 1, dtype = 'float32' } = {}) =>
      random('normal', rng, shape, dtype, (out) => rng.normal(out, { mean, std })),
  }
  return backend
}

function tensorFrom(backend: Backend, source: Nested | TensorData, options: TensorOptions): Tensor {
  const { copy = true } = options
  if (options.dtype !== undefined) checkDType('tensor', options.dtype)
  const stored = dtypeOf(source)
  if (stored === undefined) return fromNested(backend, source as Nested, options)
  const values = source as TensorData
  const { dtype = stored, shape = [values.length] } = options
  checkCount(shape, values.length)
  if (dtype !== stored || dtype === 'bool') checkStorable('tensor', values, dtype)
  if (!copy && dtype === stored) return new Tensor({ backend, data: values, dtype, shape })
  if (!copy) {
    const cure = 'leave out copy, or the dtype'
    throw new TypeError(message('tensor', `data of ${dtype} to share`, stored, cure))
  }
  const data = allocate(dtype, values.length)
  data.set(values)
  return new Tensor({ backend, data, dtype, shape })
}

function fromNested(backend: Backend, source: Nested, options: TensorOptions): Tensor {
  if (source instanceof Tensor) {
    throw new TypeError(message('tensor', 'numbers or a typed array', 'a tensor', 'use clone() or cast()'))
  }
  if (ArrayBuffer.isView(source)) {
    const cure = 'pass a Float32Array, Float64Array, Int32Array or Uint8Array'
    throw new TypeError(message('tensor', 'an array that stores a dtype', show(source), cure))
  }
  if (options.copy === false) {
    const cure = 'leave out copy, or pass a Float32Array'
    throw new TypeError(message('tensor', 'a typed array to share', show(source), cure))
  }
  const parsed = parseNested('tensor', source)
  const { dtype = parsed.boolean ? 'bool' : 'float32', shape = parsed.shape } = options
  checkCount(shape, parsed.values.length)
  checkStorable('tensor', parsed.values, dtype)
  const data = allocate(dtype, parsed.values.length)
  data.set(parsed.values)
  return new Tensor({ backend, data, dtype, shape })
}

function checkCount(shape: readonly number[], count: number): void {
  const size = sizeOf(checkShape('tensor', shape))
  if (size !== count) {
    throw new ShapeError(message('tensor', `${size} elements for shape ${formatShape(shape)}`, String(count)))
  }
}

function arange(start: number, stop: number, step: number): number[] {
  if (![start, stop, step].every(Number.isFinite) || step === 0) {
    const got = `start ${show(start)}, stop ${show(stop)}, step ${show(step)}`
    throw new RangeError(message('arange', 'finite bounds and a step other than 0', got))
  }
  const count = Math.max(0, Math.ceil((stop - start) / step))
  return Array.from({ length: count }, (_, i) => start + i * step)
}

function linspace(start: number, stop: number, count: number, endpoint: boolean): number[] {
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new RangeError(message('linspace', 'finite bounds', `${show(start)} and ${show(stop)}`))
  }
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(message('linspace', 'a count that is a non-negative integer', show(count)))
  }
  const steps = endpoint ? count - 1 : count
  return Array.from({ length: count }, (_, i) =>
    endpoint && i > 0 && i === steps ? stop : start + ((stop - start) * i) / Math.max(steps, 1),
  )
}
