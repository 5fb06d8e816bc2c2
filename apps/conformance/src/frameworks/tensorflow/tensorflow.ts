import { cpu } from '@nn/backend-cpu'
import { createRequest, type Initializer, type InitRequest } from '@nn/init'
import { type TensorflowDialect, tensorflow as tensorflowDialect } from '@nn/init/tensorflow'
import {
  foldIn,
  type StatelessSeed,
  split,
  statelessFullIntegers,
  statelessIntegers,
  statelessNormal,
  statelessTruncatedNormal,
  statelessUniform,
} from '@nn/random/tensorflow'
import { ArgReader } from '../../golden/args.ts'
import type { Computed, Framework, Values } from '../../golden/framework.ts'
import { pairsOf } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { runProgram } from '../../python/python.ts'
import { floatType, product } from '../jax/array.ts'
import { tensorflowModule } from './module.ts'

interface Call {
  readonly seed: StatelessSeed
  readonly shape: readonly number[]
  readonly dtype: string
}

const INTEGERS: Readonly<
  Record<string, new (length: number) => Int32Array | Uint32Array | BigInt64Array | BigUint64Array>
> = {
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
}

function uniform(args: ArgReader, { seed, shape, dtype }: Call): Values {
  const low = args.take<number | null>('minval', 0)
  const high = args.take<number | null>('maxval', dtype in INTEGERS ? null : 1)
  const n = product(shape)
  if (!(dtype in INTEGERS)) {
    const { create, half } = floatType(dtype)
    return statelessUniform(seed, create(n), {
      low: present(low, 'low'),
      high: present(high, 'high'),
      ...half,
    })
  }
  const out = new (present(INTEGERS[dtype], 'dtype'))(n)
  if (low === null && high === null) return statelessFullIntegers(seed, out)
  if (low === null || high === null || out instanceof Uint32Array || out instanceof BigUint64Array)
    throw new RangeError(`bounded integers of ${dtype} between ${low} and ${high}`)
  if (out instanceof BigInt64Array)
    return statelessIntegers(seed, out, { low: BigInt(low), high: BigInt(high) })
  return statelessIntegers(seed, out, { low, high })
}

function normals(
  args: ArgReader,
  { seed, shape, dtype }: Call,
  law: typeof statelessNormal,
  std: number,
): Values {
  const { create, half } = floatType(dtype)
  const options = { mean: args.number('mean', 0), std: args.number('stddev', std), ...half }
  return law(seed, create(product(shape)), options)
}

/** An initializer of `tf` with an integer seed. */
function initializer(make: (dialect: TensorflowDialect, args: ArgReader, seed: number) => Initializer) {
  return (args: ArgReader, { seed, shape, dtype }: Call): Values => {
    const init = make(tensorflowDialect({ seed: 0 }), args, seed as unknown as number)
    const spec = { shape, dtype: dtype as InitRequest['dtype'], backend: cpu }
    return init(createRequest(spec)).toArray()
  }
}

/** The stateless ops by name. */
const OPS: Readonly<Record<string, (args: ArgReader, call: Call) => Values>> = {
  'tf.random.stateless_uniform': uniform,
  'tf.random.stateless_normal': (args, call) => normals(args, call, statelessNormal, 1),
  'tf.random.stateless_truncated_normal': (args, call) => normals(args, call, statelessTruncatedNormal, 1),
  'tf.random.split': (args, { seed }) =>
    split(seed, args.number('num', 2)).flatMap((child) => child.map(BigInt)),
  'tf.random.fold_in': (args, { seed }) => [...foldIn(seed, args.number('data', Number.NaN))] as number[],
  'tf.random_uniform_initializer': initializer((dialect, args, seed) =>
    dialect.uniform({ low: args.number('minval', -0.05), high: args.number('maxval', 0.05), seed }),
  ),
  'tf.random_normal_initializer': initializer((dialect, args, seed) =>
    dialect.normal({ mean: args.number('mean', 0), std: args.number('stddev', 0.05), seed }),
  ),
  'tf.initializers.TruncatedNormal': initializer((dialect, args, seed) =>
    dialect.truncatedNormal({ mean: args.number('mean', 0), std: args.number('stddev', 0.05), seed }),
  ),
}

/** Runs the case's Python; `args` and `seed` are in it already. */
function program(code: string): Computed[] {
  const { out } = runProgram(code, { names: { tf: tensorflowModule() } })
  return pairsOf(out)
}

/** TensorFlow: stateless ops, `tf.random.Generator` and the ops after `tf.random.set_seed`. */
export const tensorflow: Framework = (golden: GoldenCase) => {
  const { op, code, seed, shape = [], dtype = '' } = golden
  if (code !== undefined) return program(code)
  const run = OPS[op]
  if (!run) return 'unknown'
  const args = new ArgReader(golden.args)
  const values = run(args, { seed: seed as StatelessSeed, shape, dtype })
  args.done()
  return [{ values }]
}
