import { type JaxKey, normal, truncatedNormal, uniform } from '@nn/random/jax'
import type { ArgReader } from '../../args.ts'
import { orthonormalColumns, transpose } from '../orthogonal.ts'
import { type FloatArray, floatType, product } from './array.ts'

/** What an initializer of `jax.nn.initializers` is called with. */
interface InitCall {
  readonly key: JaxKey
  readonly shape: readonly number[]
  readonly dtype: string
  /** Under an outer `jax.jit`. */
  readonly jit: boolean
}

/** Computes an initializer's values from its Python arguments. */
export type JaxInitializer = (args: ArgReader, call: InitCall) => FloatArray

/** The standard deviation of the standard normal law cut to ±2. */
const CUT_STD = 0.87962566103423978

function scaledUniform({ key, shape, dtype }: InitCall, low: number, scale: number): FloatArray {
  const { create, half, round } = floatType(dtype)
  const out = uniform(key, create(product(shape)), { low, ...half })
  for (let i = 0; i < out.length; i++) out[i] = round(out[i]! * scale)
  return out
}

function scaledNormal({ key, shape, dtype, jit }: InitCall, std: number): FloatArray {
  const { create, half } = floatType(dtype)
  return normal(key, create(product(shape)), { std, jit, ...half })
}

function cutNormal({ key, shape, dtype, jit }: InitCall, std: number, low = -2, high = 2): FloatArray {
  if (jit && (low !== -2 || high !== 2)) throw new Error('compiled truncated normals of other bounds than ±2')
  const { create, half } = floatType(dtype)
  return truncatedNormal(key, create(product(shape)), { std, low, high, ...half })
}

type Axes = number | readonly number[]

function axesSize(shape: readonly number[], axes: Axes): number {
  return product([axes].flat().map((axis) => shape.at(axis as number)!))
}

function fanOf(args: ArgReader, shape: readonly number[], mode: string): number {
  const inSize = axesSize(shape, args.take<Axes>('in_axis', -2))
  const outSize = axesSize(shape, args.take<Axes>('out_axis', -1))
  const batchSize = axesSize(shape, args.take<Axes>('batch_axis', []))
  const receptive = product(shape) / inSize / outSize / batchSize
  const [fanIn, fanOut] = [inSize * receptive, outSize * receptive]
  if (mode === 'fan_in') return fanIn
  if (mode === 'fan_out') return fanOut
  if (mode === 'fan_avg') return (fanIn + fanOut) / 2
  if (mode === 'fan_geo_avg') return (fanIn * fanOut) ** 0.5
  throw new RangeError(`a mode that is not known: ${mode}`)
}

function variance(args: ArgReader, call: InitCall, scale: number, mode: string, law: string): FloatArray {
  const { round } = floatType(call.dtype)
  const variance = round(scale / fanOf(args, call.shape, mode))
  if (law === 'uniform') return scaledUniform(call, -1, round(Math.sqrt(round(3 * variance))))
  const std = round(Math.sqrt(variance))
  if (law === 'normal') return scaledNormal(call, std)
  if (law === 'truncated_normal') return cutNormal(call, round(std / round(CUT_STD)))
  throw new RangeError(`a distribution that is not known: ${law}`)
}

/** An initializer whose scale, mode and law are fixed. */
function fixed(scale: number, mode: string, law: string): JaxInitializer {
  return (args, call) => variance(args, call, scale, mode, law)
}

function orthogonalMatrix(call: InitCall, columnAxis: number, scale: number): Float64Array {
  const axis = columnAxis < 0 ? columnAxis + call.shape.length : columnAxis
  const cols = call.shape[axis]!
  const rows = product(call.shape) / cols
  const [tall, wide] = rows > cols ? [rows, cols] : [cols, rows]
  const q = orthonormalColumns(scaledNormal({ ...call, shape: [tall, wide] }, 1), tall, wide)
  const matrix = rows < cols ? transpose(q, tall, wide) : q
  // The columns go where the column axis is: [before, after, column] becomes [before, column, after].
  const after = product(call.shape.slice(axis + 1))
  return matrix.map((_, i) => {
    const [before, column, rest] = [Math.floor(i / (after * cols)), Math.floor(i / after) % cols, i % after]
    return matrix[(before * after + rest) * cols + column]! * scale
  })
}

function orthogonal(args: ArgReader, call: InitCall): FloatArray {
  return Float32Array.from(orthogonalMatrix(call, args.number('column_axis', -1), args.number('scale', 1)))
}

/** An orthogonal matrix at the middle of the kernel. */
function deltaOrthogonal(args: ArgReader, call: InitCall): FloatArray {
  const matrix = orthogonal(args, { ...call, shape: call.shape.slice(-2) })
  const middle = call.shape.slice(0, -2).reduce((index, size) => index * size + Math.floor((size - 1) / 2), 0)
  const out = new Float32Array(product(call.shape))
  out.set(matrix, middle * matrix.length)
  return out
}

function constant(value: (args: ArgReader) => number): JaxInitializer {
  return (args, { shape, dtype }) => {
    const { create, round } = floatType(dtype)
    return create(product(shape)).fill(round(value(args)))
  }
}

/** `jax.nn.initializers` by name. */
export const INITIALIZERS: Readonly<Record<string, JaxInitializer>> = {
  zeros: constant(() => 0),
  ones: constant(() => 1),
  constant: constant((args) => args.number('value', Number.NaN)),
  uniform: (args, call) => scaledUniform(call, 0, floatType(call.dtype).round(args.number('scale', 0.01))),
  normal: (args, call) => scaledNormal(call, args.number('stddev', 0.01)),
  truncated_normal: (args, call) =>
    cutNormal(call, args.number('stddev', 0.01), args.number('lower', -2), args.number('upper', 2)),
  variance_scaling: (args, call) =>
    variance(
      args,
      call,
      args.number('scale', Number.NaN),
      args.take('mode', ''),
      args.take('distribution', ''),
    ),
  glorot_uniform: fixed(1, 'fan_avg', 'uniform'),
  xavier_uniform: fixed(1, 'fan_avg', 'uniform'),
  glorot_normal: fixed(1, 'fan_avg', 'truncated_normal'),
  xavier_normal: fixed(1, 'fan_avg', 'truncated_normal'),
  lecun_uniform: fixed(1, 'fan_in', 'uniform'),
  lecun_normal: fixed(1, 'fan_in', 'truncated_normal'),
  he_uniform: fixed(2, 'fan_in', 'uniform'),
  kaiming_uniform: fixed(2, 'fan_in', 'uniform'),
  he_normal: fixed(2, 'fan_in', 'truncated_normal'),
  kaiming_normal: fixed(2, 'fan_in', 'truncated_normal'),
  orthogonal,
  delta_orthogonal: deltaOrthogonal,
}
