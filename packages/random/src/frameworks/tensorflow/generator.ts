import { integer, show } from '../../stream/check.ts'
import type { FillOptions, RngState } from '../../stream/rng.ts'
import { fillWords, type WordArray } from './integers.ts'
import { type Execution, PhiloxStream } from './philox-stream.ts'
import { int64 } from './seed.ts'
import { type PhiloxSource, skip, words64 } from './source.ts'

const MAX_WORD = 2 ** 32 - 1

/** The state of a generator. */
export interface GeneratorState extends RngState {
  readonly algorithm: 'tensorflow-generator'
  readonly version: 1
  readonly key: PhiloxSource['key']
  readonly counter: PhiloxSource['counter']
}

function join([low, high]: readonly number[]): bigint {
  return BigInt.asIntN(64, (BigInt(high!) << 32n) | BigInt(low!))
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
  #source: PhiloxSource

  private constructor(source: PhiloxSource) {
    super()
    this.#source = source
  }

  /**
   * `tf.random.Generator.from_seed(seed)`: the seed is the counter and, from its 129th bit on, the key; bits beyond 192 are dropped.
   *
   * @param seed A safe integer or a bigint; negative ones in two's complement.
   * @throws TypeError or RangeError if it is neither.
   */
  static fromSeed(seed: number | bigint): Generator {
    const where = 'tf.Generator.fromSeed'
    const wide =
      typeof seed === 'bigint'
        ? seed
        : BigInt(integer(where, 'seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
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
      throw new TypeError(`${where}: expected a counter of two integers, got ${show(counter)}`)
    const [c0, c1] = words64(int64(where, 'counter[0]', counter[0]))
    const [c2, c3] = words64(int64(where, 'counter[1]', counter[1]))
    return new Generator({ key: words64(int64(where, 'key', key)), counter: [c0, c1, c2, c3] })
  }

  /**
   * The generator that `toJSON()` described, going on where it stood.
   *
   * @throws TypeError if the state is no object, RangeError if a member is missing or wrong.
   */
  static fromJSON(state: RngState): Generator {
    const where = 'tf.Generator.fromJSON'
    if (typeof state !== 'object' || state === null)
      throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(state)}`)
    const { algorithm, version, key, counter } = state as GeneratorState
    if (algorithm !== 'tensorflow-generator' || version !== 1)
      throw new RangeError(
        `${where}: expected algorithm "tensorflow-generator" version 1, got ${show(algorithm)} version ${show(version)}`,
      )
    const words = [key, counter].flat()
    if (key?.length !== 2 || counter?.length !== 4)
      throw new RangeError(`${where}: expected a key of two words and a counter of four`)
    for (const [i, word] of words.entries()) integer(where, `word ${i}`, word, 0, MAX_WORD)
    return new Generator({ key: [key[0], key[1]], counter: [counter[0], counter[1], counter[2], counter[3]] })
  }

  /** `generator.state` of Philox: the counter, low half first, and the key. */
  get state(): BigInt64Array {
    const { key, counter } = this.#source
    return BigInt64Array.of(join(counter.slice(0, 2)), join(counter.slice(2)), join(key))
  }

  /** `generator.uniform_full_int(shape, dtype)`: integers of the array's full range. */
  fullIntegers<T extends WordArray>(out: T, options: FillOptions = {}): T {
    const blocks = 256 * ((options.start ?? 0) + out?.length)
    return this.execute({ op: 'bits', blocks, opSeed: undefined }, (source) =>
      fillWords('rng.fullIntegers', source, out, options),
    )
  }

  /** `generator.split(count)`: generators with new 64-bit keys and the counter 0. */
  split(count: number): Generator[] {
    integer('rng.split', 'count', count, 0, 2 ** 30)
    return Array.from(
      this.fullIntegers(new BigInt64Array(count)),
      (key) => new Generator({ key: words64(key), counter: [0, 0, 0, 0] }),
    )
  }

  at(_path: string | number): this {
    return this
  }

  clone(): Generator {
    return new Generator(this.#source)
  }

  toJSON(): GeneratorState {
    return { algorithm: 'tensorflow-generator', version: 1, ...this.#source }
  }

  protected execute<R>({ blocks }: Execution, fill: (source: PhiloxSource) => R): R {
    const { key, counter } = this.#source
    const result = fill(this.#source)
    this.#source = { key, counter: skip(counter, blocks) }
    return result
  }
}
