import {
  bernoulli,
  bits,
  foldIn,
  type JaxKey,
  key,
  keyData,
  normal,
  permutation,
  randint,
  split,
  truncatedNormal,
  uniform,
} from '@nn/random/jax'
import { ArgReader } from '../../golden/args.ts'
import type { Framework, Values } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { floatType, product } from './array.ts'
import { initializerOf } from './initializers.ts'
import { seedOf } from './seed.ts'

interface Call {
  readonly key: JaxKey
  readonly shape: readonly number[]
  readonly dtype: string
}

const INTEGERS = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
}

function integers(dtype: string, length: number): InstanceType<(typeof INTEGERS)[keyof typeof INTEGERS]> {
  const Kind = Object.entries(INTEGERS).find(([name]) => name === dtype)?.[1]
  if (!Kind) throw new RangeError(`an integer dtype that is not known: ${dtype}`)
  return new Kind(length)
}

function floats({ shape, dtype }: Call) {
  const { create, half } = floatType(dtype)
  return { out: create(product(shape)), half }
}

/** The ops of `jax.random` by name. */
const RANDOM: Readonly<Record<string, (args: ArgReader, call: Call) => Values>> = {
  key_data: (_, call) => keyData(call.key),
  split: (args, call) =>
    split(call.key, product([args.take<number | number[]>('num', 2)].flat())).flatMap(({ words }) => words),
  fold_in: (args, call) => foldIn(call.key, args.number('data', Number.NaN)).words,
  bits: (_, { key, shape, dtype }) =>
    bits(key, integers(dtype, product(shape)) as Uint8Array | Uint16Array | Uint32Array | BigUint64Array),
  uniform(args, call) {
    const { out, half } = floats(call)
    return uniform(call.key, out, { low: args.number('minval', 0), high: args.number('maxval', 1), ...half })
  },
  normal(_, call) {
    const { out, half } = floats(call)
    return normal(call.key, out, half)
  },
  truncated_normal(args, call) {
    const { out, half } = floats(call)
    const [low, high] = [args.number('lower', Number.NaN), args.number('upper', Number.NaN)]
    return truncatedNormal(call.key, out, { low, high, ...half })
  },
  randint(args, { key, shape, dtype }) {
    const out = integers(dtype, product(shape))
    const [low, high] = ['minval', 'maxval'].map((name) => args.take<number | string>(name, Number.NaN))
    if (out instanceof BigInt64Array)
      return randint(key, out, { low: BigInt(present(low, 'low')), high: BigInt(present(high, 'high')) })
    if (out instanceof BigUint64Array) throw new RangeError('randint of uint64')
    return randint(key, out, { low: Number(low), high: Number(high) })
  },
  permutation: (args, { key }) => permutation(key, new Int32Array(args.number('n', Number.NaN))),
  bernoulli: (args, { key, shape }) =>
    bernoulli(key, new Uint8Array(product(shape)), { p: args.number('p', 0.5) }),
  orthogonal(args, { key }) {
    const n = args.number('n', Number.NaN)
    return initializerOf('orthogonal', 'float32')!(args, { key, shape: [n, n], dtype: 'float32', jit: false })
  },
}

function compute(golden: GoldenCase): Values | undefined {
  const { op, shape = [], dtype = '' } = golden
  const args = new ArgReader(golden.args)
  const options = { x64: args.take('x64', false), partitionable: args.take('partitionable', true) }
  const call = { key: key(seedOf(golden.seed), options), shape, dtype }
  const match = /^(jit:)?jax\.(random|nn\.initializers)\.(\w+)$/.exec(op)
  if (!match) return undefined
  const [, jit, module, name] = match
  const run = module === 'random' ? (jit ? undefined : RANDOM[present(name, 'name')]) : undefined
  const initializer = module === 'random' ? undefined : initializerOf(present(name, 'name'), dtype)
  const values = run ? run(args, call) : initializer?.(args, { ...call, jit: jit !== undefined })
  args.done()
  return values
}

/** JAX: `jax.random` and `jax.nn.initializers`. */
export const jax: Framework = (golden) => {
  const values = compute(golden)
  return values ? [{ values }] : 'unknown'
}
