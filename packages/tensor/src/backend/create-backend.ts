import { checkGiven, checkOptions, flag, type OptionNames, wrongKind } from '@nn/check'
import { allocate, checkDType, type DType, isFloating, type TensorData } from '../dtype/dtype.ts'
import { write } from '../ops/write.ts'
import { shapeOf, sizeOf } from '../shape/shape.ts'
import { makePrintable, makeTensor, type Tensor } from '../tensor/tensor.ts'
import type {
  ArangeOptions,
  Creation,
  CreationOptions,
  EyeOptions,
  LinspaceOptions,
  NormalOptions,
  RandomSource,
  UniformOptions,
} from './creation.ts'
import type { Backend, Kernels } from './kernels.ts'
import { arange, linspace } from './sequences.ts'
import { tensorFrom } from './tensor-from.ts'

const creationNames: OptionNames<CreationOptions> = { dtype: true }
const eyeNames: OptionNames<EyeOptions> = { ...creationNames, columns: true }
const arangeNames: OptionNames<ArangeOptions> = { ...creationNames, start: true, step: true }
const linspaceNames: OptionNames<LinspaceOptions> = { ...creationNames, endpoint: true }
const uniformNames: OptionNames<UniformOptions> = { ...creationNames, low: true, high: true }
const normalNames: OptionNames<NormalOptions> = { ...creationNames, mean: true, std: true }

/** The members of a set of kernels. */
const kernelNames: OptionNames<Kernels> = {
  name: true,
  unary: true,
  slope: true,
  test: true,
  binary: true,
  compare: true,
  reduce: true,
  argReduce: true,
  where: true,
  matmul: true,
  orderedMatmul: true,
  linear: true,
  convolve: true,
  take: true,
  softmax: true,
  moments: true,
  standardize: true,
  copy: true,
  fill: true,
}

/**
 * The backend of a set of kernels: the kernels with the creation of tensors that are computed by them.
 *
 * @throws TypeError if a kernel is called as none is.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createBackend } from '@nn/tensor'
 * const loud = createBackend({ ...cpu, name: 'loud', fill: (out, value) => cpu.fill(out, value * 10) })
 * loud.full([2], 1).toNested() // => [10, 10]
 * ```
 */
export function createBackend(kernels: Kernels): Backend {
  const filled = (
    where: string,
    shape: number | readonly number[],
    value: number | boolean,
    options: CreationOptions | undefined,
  ): Tensor => {
    const { dtype = typeof value === 'boolean' ? 'bool' : 'float32' } = checked(where, options, creationNames)
    const out = empty(where, backend, shape, dtype)
    return Object.is(value, 0) ? out : write(where, out, value)
  }
  const repeated =
    (where: string, value: number) =>
    (
      first: number | readonly number[],
      ...rest: readonly (number | CreationOptions | undefined)[]
    ): Tensor => {
      const sizes = typeof first === 'number' ? [first, ...rest.filter(isNumber)] : first
      const options = rest[typeof first === 'number' ? sizes.length - 1 : 0]
      if (isNumber(options)) throw wrongKind(where, 'an options object', options)
      return filled(where, sizes, value, options)
    }
  const creation: Creation = {
    tensor: (source, options) => tensorFrom(backend, source, options),
    zeros: repeated('zeros', 0),
    ones: repeated('ones', 1),
    full: (shape, value, options) => filled('full', shape, value, options),
    eye: (rows, options) => {
      const { columns = rows, dtype = 'float32' } = checked('eye', options, eyeNames)
      const out = empty('eye', backend, [rows, columns], dtype)
      for (let i = 0; i < Math.min(rows, columns); i++) out.data[i * (columns + 1)] = 1
      return out
    },
    arange: (stop, options) => {
      const { start = 0, step = 1, dtype = 'float32' } = checked('arange', options, arangeNames)
      return vector(backend, arange(start, stop, step, dtype))
    },
    linspace: (start, stop, count, options) => {
      const { endpoint = true, dtype = 'float32' } = checked('linspace', options, linspaceNames)
      flag('linspace', 'endpoint', endpoint)
      return vector(backend, linspace(start, stop, count, endpoint, dtype))
    },
    uniform: (rng, shape, options) => {
      checkSource('uniform', rng)
      const { low = 0, high = 1, dtype } = checked('uniform', options, uniformNames)
      const sizes = shapeOf('uniform', shape)
      const data = floats('uniform', sizes, dtype)
      rng.uniform(data, { low, high })
      return makeTensor({ backend, data, shape: sizes })
    },
    normal: (rng, shape, options) => {
      checkSource('normal', rng)
      const { mean = 0, std = 1, dtype } = checked('normal', options, normalNames)
      const sizes = shapeOf('normal', shape)
      const data = floats('normal', sizes, dtype)
      rng.normal(data, { mean, std })
      return makeTensor({ backend, data, shape: sizes })
    },
  }
  // Kernels may be those of another backend, which has members of creation.
  checkGiven<Kernels>('createBackend', kernels, { ...kernelNames, ...creation })
  const backend: Backend = { ...kernels, ...creation }
  makePrintable()
  return backend
}

const none = {}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

/** The options, or none, after their names were checked. */
function checked<T extends object>(where: string, options: T | undefined, names: OptionNames<T>): Partial<T> {
  checkOptions(where, options, names)
  return options ?? none
}

/** A tensor of zeros. */
function empty(where: string, backend: Backend, shape: number | readonly number[], dtype: DType): Tensor {
  checkDType(where, dtype)
  const sizes = shapeOf(where, shape)
  return makeTensor({ backend, data: allocate(dtype, sizeOf(sizes)), shape: sizes })
}

/** The storage of floating-point numbers. */
function floats(
  where: string,
  shape: readonly number[],
  dtype: DType = 'float32',
): Float32Array | Float64Array {
  checkDType(where, dtype)
  const data = isFloating(dtype) ? allocate(dtype, sizeOf(shape)) : undefined
  if (data instanceof Float32Array || data instanceof Float64Array) return data
  throw wrongKind(where, "dtype 'float32' or 'float64'", dtype)
}

/** Throws unless it is a source of random numbers. */
function checkSource(where: string, rng: RandomSource): void {
  if (typeof rng?.uniform === 'function' && typeof rng.normal === 'function') return
  const cure = 'pass a generator, as in createRng(42) of @nn/random'
  throw wrongKind(where, 'a random source', rng, cure)
}

/** A tensor with one axis. */
function vector(backend: Backend, data: TensorData): Tensor {
  return makeTensor({ backend, data, shape: [data.length] })
}
