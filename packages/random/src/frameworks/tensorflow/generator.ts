import { integer, message, show } from '@nn/check'
import type { FillOptions, RngState } from '../../stream/rng.ts'
import { MOST_STREAMS } from '../../stream/seed.ts'
import { openState } from '../../stream/state.ts'
import { checkWords } from './integers.ts'
import { fillWords, type WordArray } from './kernels/integers.ts'
import { type PhiloxSource, skip, words64 } from './kernels/source.ts'
import { type Execution, PhiloxStream } from './philox-stream.ts'
import { int64 } from './seed.ts'

const MAX_WORD = 2 ** 32 - 1

/** The state of a generator. */
export interface GeneratorState extends RngState {
  readonly algorithm: 'tensorflow-generator'
  readonly version: 1
  /** Two words, the low one first. */
  readonly key: readonly [number, number]
  /** Four words, the lowest one first. */
  readonly counter: readonly [number, number, number, number]
}

function join(low: number, high: number): bigint {
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))
}

/** The checked words of a key and a counter. */
function sourceOf(
  where: string,
  { key, counter }: { readonly key: unknown; readonly counter: unknown },
): PhiloxSource {
  if (!Array.isArray(key) || !Array.isArray(counter) || key.length !== 2 || counter.length !== 4)
    throw new RangeError(message(where, 'a key of two words and a counter of four', 'others'))
  const word = (i: number): number =>
    integer(where, `word ${i}`, i < 2 ? key[i] : counter[i - 2], 0, MAX_WORD)
  return { key: [word(0), word(1)], counter: [word(2), word(3), word(4), word(5)] }
}

/**
 * `tf.random.Generator`: Philox4x32-10 from a 128-bit counter and a 64-bit key; every draw moves the counter on by 256 blocks for each
 * element. `at(path)` is the generator itself. `bernoulli` (a uniform below p) and `permutation` (the algorithm of
 * `tf.random.shuffle`) are laws over its words that the original does not have.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/random/Generator
 * @example
 * ```ts
 * import { Generator } from '@nn/random/tensorflow'
 * const rng = Generator.fromSeed(1234)
 * rng.normal(new Float32Array(6)).length // => 6
 * rng.state // => new BigInt64Array([2770n, 0n, 0n])
 * ```
 */
export class Generator extends PhiloxStream {
  /** @internal */
  source: PhiloxSource

  /**
   * A generator that goes on from a key and a counter.
   *
   * @throws RangeError or TypeError if they are not two and four integers of [0, 2³²).
   */
  constructor(source: Pick<GeneratorState, 'key' | 'counter'>) {
    super()
    this.source = sourceOf('tf.Generator', Object(source))
  }

  /**
   * `tf.random.Generator.from_seed(seed)`: the seed is the counter and, from its 129th bit on, the key; bits beyond 192 are dropped.
   *
   * @param seed A safe integer or a bigint; negative ones in two's complement.
   * @throws TypeError or RangeError if it is neither.
   */
  static fromSeed(seed: number | bigint): Generator {
    const where = 'tf.Generator.fromSeed'
    const wide = typeof seed === 'bigint' ? seed : BigInt(integer(where, 'seed', seed))
    const [c0, c1] = words64(wide)
    const [c2, c3] = words64(wide >> 64n)
    return new Generator({ key: words64(wide >> 128n), counter: [c0, c1, c2, c3] })
  }

  /**
   * `tf.random.Generator.from_key_counter(key, counter, alg='philox')`.
   *
   * @param key An integer of [−2⁶³, 2⁶³).
   * @param counter Two such integers, the low one first.
   * @throws TypeError or RangeError if they are not.
   */
  static fromKeyCounter(
    key: number | bigint,
    counter: readonly [number | bigint, number | bigint],
  ): Generator {
    const where = 'tf.Generator.fromKeyCounter'
    if (!Array.isArray(counter) || counter.length !== 2)
      throw new TypeError(message(where, 'a counter of two integers', show(counter)))
    const [c0, c1] = words64(int64(where, 'counter[0]', counter[0]))
    const [c2, c3] = words64(int64(where, 'counter[1]', counter[1]))
    return new Generator({ key: words64(int64(where, 'key', key)), counter: [c0, c1, c2, c3] })
  }

  /**
   * The generator that `toJSON()` described, going on where it stood.
   *
   * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
   */
  static fromJSON(state: RngState): Generator {
    const where = 'tf.Generator.fromJSON'
    return new Generator(sourceOf(where, openState<GeneratorState>(where, state, 'tensorflow-generator')))
  }

  /** `generator.state` of Philox: the counter, low half first, and the key. */
  get state(): BigInt64Array {
    const { key, counter } = this.source
    const [c0, c1, c2, c3] = counter
    return BigInt64Array.of(join(c0, c1), join(c2, c3), join(...key))
  }

  /**
   * `generator.uniform_full_int(shape, dtype)`: integers of the array's full range.
   *
   * @throws TypeError for another kind of array or an unknown option, RangeError if `start` is no integer ≥ 0.
   */
  fullIntegers<T extends WordArray>(out: T, options?: FillOptions): T {
    const start = checkWords('rng.fullIntegers', out, options)
    const blocks = 256 * (start + out.length)
    this.execute({ op: 'bits', blocks, opSeed: undefined }, (source) => fillWords(source, out, start))
    return out
  }

  /** `generator.split(count)`: generators with new 64-bit keys and the counter 0. */
  split(count: number): Generator[] {
    integer('rng.split', 'count', count, 0, MOST_STREAMS)
    return Array.from(
      this.fullIntegers(new BigInt64Array(count)),
      (key) => new Generator({ key: words64(key), counter: [0, 0, 0, 0] }),
    )
  }

  at(_path: string | number): this {
    return this
  }

  clone(): Generator {
    return new Generator(this.source)
  }

  toJSON(): GeneratorState {
    return { algorithm: 'tensorflow-generator', version: 1, ...this.source }
  }

  /** @internal */
  execute<R>({ blocks }: Execution, fill: (source: PhiloxSource) => R): R {
    const { key, counter } = this.source
    const result = fill(this.source)
    this.source = { key, counter: skip(counter, blocks) }
    return result
  }
}
