import type { Backend, Kernels } from './backend.ts'
import type { RandomSource, TensorOptions } from './creation.ts'
import { allocate, type DType, dtypeOf, isFloating, type TensorData } from './dtype.ts'
import { checkDType, message, ShapeError, show } from './errors.ts'
import { type Nested, parseNested } from './nested.ts'
import { arange, linspace } from './sequences.ts'
import { checkShape, formatShape, sizeOf } from './shape.ts'
import { checkStorable } from './storable.ts'
import { Tensor } from './tensor.ts'

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
  const backend: Backend = {
    ...kernels,
    tensor: (source, options = {}) => tensorFrom(backend, source, options),
    zeros: (shape, { dtype = 'float32' } = {}) => empty('zeros', backend, shape, dtype),
    ones: (shape, { dtype = 'float32' } = {}) => empty('ones', backend, shape, dtype).fill_(1),
    full: (shape, value, { dtype = typeof value === 'boolean' ? 'bool' : 'float32' } = {}) =>
      empty('full', backend, shape, dtype).fill_(value),
    eye: (rows, { columns = rows, dtype = 'float32' } = {}) => {
      const out = empty('eye', backend, [rows, columns], dtype)
      for (let i = 0; i < Math.min(rows, columns); i++) out.data[i * (columns + 1)] = 1
      return out
    },
    arange: (stop, { start = 0, step = 1, dtype = 'float32' } = {}) =>
      vector('arange', backend, arange(start, stop, step), dtype),
    linspace: (start, stop, count, { endpoint = true, dtype = 'float32' } = {}) =>
      vector('linspace', backend, linspace(start, stop, count, endpoint), dtype),
    uniform: (rng, shape, { low = 0, high = 1, dtype = 'float32' } = {}) =>
      random('uniform', backend, rng, shape, dtype, (out) => rng.uniform(out, { low, high })),
    normal: (rng, shape, { mean = 0, std = 1, dtype = 'float32' } = {}) =>
      random('normal', backend, rng, shape, dtype, (out) => rng.normal(out, { mean, std })),
  }
  return backend
}

function empty(where: string, backend: Backend, shape: readonly number[], dtype: DType): Tensor {
  checkDType(where, dtype)
  const data = allocate(dtype, sizeOf(checkShape(where, shape)))
  return new Tensor({ backend, data, shape })
}

function random(
  where: string,
  backend: Backend,
  rng: RandomSource,
  shape: readonly number[],
  dtype: DType,
  draw: (out: Float32Array | Float64Array) => unknown,
): Tensor {
  if (typeof rng?.uniform !== 'function' || typeof rng.normal !== 'function') {
    const cure = 'pass a generator, as in createRng(42) of @nn/random'
    throw new TypeError(message(where, 'a random source', show(rng), cure))
  }
  checkDType(where, dtype)
  if (!isFloating(dtype)) throw new TypeError(message(where, "dtype 'float32' or 'float64'", show(dtype)))
  const out = empty(where, backend, shape, dtype)
  draw(out.data as Float32Array | Float64Array)
  return out
}

/** A tensor of values that `dtype` can hold. */
function store(
  where: string,
  backend: Backend,
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: DType,
): Tensor {
  checkDType(where, dtype)
  checkStorable(where, values, dtype)
  const data = allocate(dtype, values.length)
  data.set(values)
  return new Tensor({ backend, data, shape })
}

function vector(where: string, backend: Backend, values: readonly number[], dtype: DType): Tensor {
  return store(where, backend, values, [values.length], dtype)
}

function tensorFrom(backend: Backend, source: Nested | TensorData, options: TensorOptions): Tensor {
  const { copy = true } = options
  const stored = dtypeOf(source)
  if (stored === undefined) return fromNested(backend, source as Nested, options)
  const values = source as TensorData
  const { dtype = stored, shape = [values.length] } = options
  checkCount(shape, values.length)
  if (copy) return store('tensor', backend, values, shape, dtype)
  checkDType('tensor', dtype)
  if (dtype !== stored) {
    const cure = 'leave out copy, or the dtype'
    throw new TypeError(message('tensor', `data of ${dtype} to share`, stored, cure))
  }
  if (dtype === 'bool') checkStorable('tensor', values, dtype)
  return new Tensor({ backend, data: values, shape })
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
  return store('tensor', backend, parsed.values, shape, dtype)
}

function checkCount(shape: readonly number[], count: number): void {
  const size = sizeOf(checkShape('tensor', shape))
  if (size !== count) {
    throw new ShapeError(message('tensor', `${size} elements for shape ${formatShape(shape)}`, String(count)))
  }
}
