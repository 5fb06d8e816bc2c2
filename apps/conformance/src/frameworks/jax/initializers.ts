import { cpu } from '@nn/backend-cpu'
import { constant, createRequest, type Fans, type Initializer, type InitRequest, ones, zeros } from '@nn/init'
import { type JaxDialect, jax } from '@nn/init/jax'
import type { JaxKey } from '@nn/random/jax'
import type { ArgReader } from '../../golden/args.ts'
import { at, present } from '../../golden/present.ts'
import { type FloatArray, product } from './array.ts'
import { fansOf, MODES } from './fans.ts'
import { HALF_INITIALIZERS } from './half.ts'

/** What an initializer of `jax.nn.initializers` is called with. */
export interface InitCall {
  readonly key: JaxKey
  readonly shape: readonly number[]
  readonly dtype: string
  /** Under an outer `jax.jit`. */
  readonly jit: boolean
}

/** Computes an initializer's values from its Python arguments. */
export type JaxInitializer = (args: ArgReader, call: InitCall) => FloatArray

/** How an initializer is made in the dialect. */
type Maker = (dialect: JaxDialect, args: ArgReader, key: JaxKey) => Initializer

const DISTRIBUTIONS = { uniform: 'uniform', normal: 'normal', truncated_normal: 'truncatedNormal' } as const

const MAKERS: Readonly<Record<string, Maker>> = {
  zeros: () => zeros(),
  ones: () => ones(),
  constant: (_, args) => constant(args.number('value', Number.NaN)),
  uniform: (dialect, args, key) => dialect.uniform({ high: args.number('scale', 0.01), key }),
  normal: (dialect, args, key) => dialect.normal({ std: args.number('stddev', 0.01), key }),
  truncated_normal: (dialect, args, key) =>
    dialect.truncatedNormal({
      std: args.number('stddev', 0.01),
      low: args.number('lower', -2),
      high: args.number('upper', 2),
      key,
    }),
  variance_scaling: (dialect, args, key) =>
    dialect.varianceScaling({
      scale: args.number('scale', Number.NaN),
      mode: present(MODES[args.take('mode', '')], 'MODES'),
      distribution: DISTRIBUTIONS[args.take<keyof typeof DISTRIBUTIONS>('distribution', 'normal')],
      key,
    }),
  glorot_uniform: (dialect, _, key) => dialect.xavierUniform({ key }),
  xavier_uniform: (dialect, _, key) => dialect.xavierUniform({ key }),
  glorot_normal: (dialect, _, key) => dialect.xavierTruncatedNormal({ key }),
  xavier_normal: (dialect, _, key) => dialect.xavierTruncatedNormal({ key }),
  lecun_uniform: (dialect, _, key) => dialect.lecunUniform({ key }),
  lecun_normal: (dialect, _, key) => dialect.lecunTruncatedNormal({ key }),
  he_uniform: (dialect, _, key) => dialect.kaimingUniform({ key }),
  kaiming_uniform: (dialect, _, key) => dialect.kaimingUniform({ key }),
  he_normal: (dialect, _, key) => dialect.kaimingTruncatedNormal({ key }),
  kaiming_normal: (dialect, _, key) => dialect.kaimingTruncatedNormal({ key }),
}

function drawn(init: Initializer, shape: readonly number[], dtype: string, fans?: Fans): FloatArray {
  const spec = { shape, dtype: dtype as InitRequest['dtype'], backend: cpu, fans }
  return init(createRequest(spec)).toArray() as FloatArray
}

function initializer(make: Maker): JaxInitializer {
  return (args, { key, shape, dtype, jit }) => {
    const init = make(jax({ seed: 0, jit }), args, key)
    return drawn(init, shape, dtype, fansOf(args, shape))
  }
}

/** The matrix whose columns are the given axis. */
const orthogonal: JaxInitializer = (args, { key, shape, dtype }) => {
  const axis = (args.number('column_axis', -1) + shape.length) % shape.length
  const columns = at(shape, axis)
  const gain = args.number('scale', 1)
  const matrix = drawn(jax({ seed: 0 }).orthogonal({ gain, key }), [product(shape) / columns, columns], dtype)
  // [before, after, column] becomes [before, column, after].
  const after = product(shape.slice(axis + 1))
  return matrix.map((_, i) => {
    const [before, column, rest] = [
      Math.floor(i / (after * columns)),
      Math.floor(i / after) % columns,
      i % after,
    ]
    return present(matrix[(before * after + rest) * columns + column], 'matrix')
  })
}

/** An orthogonal matrix at the middle of the kernel. */
const deltaOrthogonal: JaxInitializer = (args, call) => {
  const matrix = orthogonal(args, { ...call, shape: call.shape.slice(-2) })
  const middle = call.shape.slice(0, -2).reduce((index, size) => index * size + Math.floor((size - 1) / 2), 0)
  const out = new Float32Array(product(call.shape))
  out.set(matrix, middle * matrix.length)
  return out
}

const SINGLE: Readonly<Record<string, JaxInitializer>> = {
  ...Object.fromEntries(Object.entries(MAKERS).map(([name, make]) => [name, initializer(make)])),
  orthogonal,
  delta_orthogonal: deltaOrthogonal,
}

/** The initializer of a name; tensors here have no half types, whose values are computed beside them. */
export function initializerOf(name: string, dtype: string): JaxInitializer | undefined {
  return dtype === 'bfloat16' || dtype === 'float16' ? HALF_INITIALIZERS[name] : SINGLE[name]
}
