import { createTensorflowRng, Generator } from '@nn/random/tensorflow'
import type { Values } from '../../golden/framework.ts'
import { present } from '../../golden/present.ts'
import { numberOf } from '../../golden/read.ts'
import { bind } from '../../python/bind.ts'
import type { Callable } from '../../python/objects.ts'
import { floatType, product } from '../jax/array.ts'

/** Either kind of stream: a generator, or the ops of a program. */
type Stream = Generator | ReturnType<typeof createTensorflowRng>

const DTYPES = ['float16', 'bfloat16', 'float32', 'float64', 'int32', 'uint32', 'int64', 'uint64']
const FULL: Readonly<
  Record<string, new (length: number) => Int32Array | Uint32Array | BigInt64Array | BigUint64Array>
> = { int32: Int32Array, uint32: Uint32Array, int64: BigInt64Array, uint64: BigUint64Array }

interface Bound {
  readonly shape: readonly number[]
  readonly mean?: number
  readonly stddev?: number
  readonly minval?: number
  readonly maxval?: number
  readonly dtype?: string
  readonly seed?: number
}

function normals(bound: Bound, stream: Stream, law: 'normal' | 'truncatedNormal'): Values {
  const { create, half } = floatType(bound.dtype ?? 'float32')
  const options = { mean: bound.mean ?? 0, std: bound.stddev ?? 1, ...half, ...opSeed(bound) }
  return stream[law](create(product(bound.shape)), options)
}

function uniforms(bound: Bound, stream: Stream): Values {
  const { shape, minval: low = 0, maxval, dtype = 'float32' } = bound
  if (dtype === 'int32')
    return stream.integers(new Int32Array(product(shape)), {
      low,
      high: present(maxval, 'maxval'),
      ...opSeed(bound),
    })
  const { create, half } = floatType(dtype)
  return stream.uniform(create(product(shape)), { low, high: maxval ?? 1, ...half, ...opSeed(bound) })
}

function opSeed({ seed }: Bound): { opSeed?: number } {
  return seed === undefined ? {} : { opSeed: seed }
}

/** A method over its Python parameters. */
function method(parameters: string, run: (bound: Bound) => unknown): Callable {
  return (positional, keywords) => run(bind(parameters.split(' '), positional, keywords) as unknown as Bound)
}

function generatorModule(generator: Generator): Record<string, unknown> {
  return {
    normal: method('shape mean stddev dtype', (bound) => normals(bound, generator, 'normal')),
    truncated_normal: method('shape mean stddev dtype', (bound) =>
      normals(bound, generator, 'truncatedNormal'),
    ),
    uniform: method('shape minval maxval dtype', (bound) => uniforms(bound, generator)),
    uniform_full_int: method('shape dtype', ({ shape, dtype = 'uint64' }) =>
      generator.fullIntegers(new (present(FULL[dtype], 'dtype'))(product(shape))),
    ),
    split: method('count', (bound) =>
      generator.split(numberOf(Reflect.get(bound, 'count'))).map(generatorModule),
    ),
    get state() {
      return generator.state
    },
  }
}

/** As much of the module `tensorflow` as the programs use. */
export function tensorflowModule(): Record<string, unknown> {
  let rng = createTensorflowRng(null)
  const seeded = 'shape mean stddev dtype seed'
  return {
    ...Object.fromEntries(DTYPES.map((name) => [name, name])),
    range: ([limit]: readonly number[]) => ({ limit }),
    random: {
      set_seed: ([seed]: readonly number[]) => {
        rng = createTensorflowRng(present(seed, 'seed'))
        return null
      },
      normal: method(seeded, (bound) => normals(bound, rng, 'normal')),
      truncated_normal: method(seeded, (bound) => normals(bound, rng, 'truncatedNormal')),
      uniform: method('shape minval maxval dtype seed', (bound) => uniforms(bound, rng)),
      shuffle: method('value seed', (bound) => {
        const { value } = bound as unknown as { value: { limit: number } }
        return rng.permutation(new Int32Array(value.limit), opSeed(bound))
      }),
      Generator: {
        from_seed: ([seed]: readonly number[]) => generatorModule(Generator.fromSeed(present(seed, 'seed'))),
        from_key_counter: method('key counter alg', (bound) => {
          const { key, counter } = bound as unknown as { key: number; counter: [number, number] }
          return generatorModule(Generator.fromKeyCounter(key, counter))
        }),
      },
    },
  }
}
