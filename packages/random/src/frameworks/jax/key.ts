import { checkOptions, flag, integer, message, type OptionNames, wrongKind } from '@nn/check'
import { threefry2x32 } from '../../engines/threefry2x32.ts'
import { MOST_STREAMS, type Seeds, seedOf } from '../../stream/seed.ts'

/** A typed key of `jax.random`: two words and the way in which bits are made of them. */
export interface JaxKey {
  /** The words of `jax.random.key_data(key)`. */
  readonly words: readonly [number, number]
  /** `jax_threefry_partitionable`: the default since JAX 0.5. */
  readonly partitionable: boolean
}

/** How a key is made of a seed. */
export interface KeyOptions {
  /** `jax_threefry_partitionable`: true (default since JAX 0.5) or false for the original bits. */
  readonly partitionable?: boolean
  /** `jax_enable_x64`: the key takes all 64 bits of the seed. Default false: its low 32 bits. */
  readonly x64?: boolean
}

const block = /* @__PURE__ */ new Uint32Array(2)
const MAX_WORD = 2 ** 32 - 1

/** What `np.int64` takes. */
const SEEDS: Seeds = { least: -(2n ** 63n), most: 2n ** 63n - 1n, cure: 'try key(42)' }
const OPTIONS: OptionNames<KeyOptions> = { partitionable: true, x64: true }
const WRAP_OPTIONS: OptionNames<Omit<KeyOptions, 'x64'>> = { partitionable: true }

/** A draw with a key, and the function that errors name. */
export interface Draw {
  readonly where: string
  readonly key: JaxKey
}

/** Throws a TypeError unless the value is a key as `key` makes it. */
export function checkKey(where: string, value: JaxKey): void {
  const { words, partitionable }: Partial<JaxKey> = Object(value)
  if (!isList(words) || words.length !== 2 || typeof partitionable !== 'boolean')
    throw wrongKind(where, 'a key', value, 'try key(42)')
  checkWords(where, words)
}

/** An array or typed array. */
function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

function checkWords(where: string, words: ArrayLike<unknown>): [number, number] {
  const word = (i: number) => integer(where, `word ${i}`, words[i], 0, MAX_WORD)
  return [word(0), word(1)]
}

/**
 * `jax.random.key(seed)`: the words [0, seed mod 2³²], or all 64 bits of the seed with `x64`.
 *
 * @param seed An integer of [−2⁶³, 2⁶³): what `np.int64` takes.
 * @throws TypeError if the seed is no number or bigint or an option unknown, RangeError if the seed is no integer or does not fit.
 * @see https://docs.jax.dev/en/latest/jep/263-prng.html
 * @example
 * ```ts
 * import { key, keyData, split } from '@nn/random/jax'
 * keyData(key(42)) // => new Uint32Array([0, 42])
 * split(key(42)).map((child) => child.words) // => [[1832780943, 270669613], [64467757, 2916123636]]
 * key(0.5) // throws /expected a seed that is a safe integer or a bigint such as 42n, got 0.5/
 * ```
 */
export function key(seed: number | bigint, options?: KeyOptions): JaxKey {
  return keyOfSeed('jax.key', seed, options)
}

function keyOfSeed(where: string, seed: number | bigint, options: KeyOptions | undefined): JaxKey {
  checkOptions(where, options, OPTIONS)
  const partitionable = flag(where, 'partitionable', options?.partitionable ?? true)
  const x64 = flag(where, 'x64', options?.x64 ?? false)
  const bits = BigInt.asUintN(64, seedOf(where, seed, SEEDS))
  return { words: [x64 ? Number(bits >> 32n) : 0, Number(bits & 0xffffffffn)], partitionable }
}

/** The key of a seed, or a key itself, which leaves nothing to options. */
export function keyOf(
  where: string,
  seed: number | bigint | JaxKey,
  options: KeyOptions | undefined,
): JaxKey {
  if (typeof seed !== 'object' || seed === null) return keyOfSeed(where, seed, options)
  checkKey(where, seed)
  checkOptions<object>(where, options, {})
  return seed
}

/**
 * `jax.random.key_data(key)`: the key's two words.
 *
 * @throws TypeError if it is no key.
 * @example
 * ```ts
 * import { key, keyData } from '@nn/random/jax'
 * keyData(key(2 ** 32 + 5)) // => new Uint32Array([0, 5])
 * keyData(key(2 ** 32 + 5, { x64: true })) // => new Uint32Array([1, 5])
 * ```
 */
export function keyData(key: JaxKey): Uint32Array {
  checkKey('jax.keyData', key)
  return Uint32Array.from(key.words)
}

/**
 * `jax.random.wrap_key_data(data)`: the key of two words.
 *
 * @throws TypeError or RangeError if they are not two integers of [0, 2³²) or an option is unknown.
 * @example
 * ```ts
 * import { foldIn, wrapKeyData } from '@nn/random/jax'
 * foldIn(wrapKeyData([0, 42]), 7).words // => [2547012911, 1371500959]
 * ```
 */
export function wrapKeyData(data: ArrayLike<number>, options?: Omit<KeyOptions, 'x64'>): JaxKey {
  const where = 'jax.wrapKeyData'
  checkOptions(where, options, WRAP_OPTIONS)
  const partitionable = flag(where, 'partitionable', options?.partitionable ?? true)
  if (!isList(data)) throw wrongKind(where, 'two words', data)
  if (data.length !== 2) throw new RangeError(message(where, 'two words', `${data.length}`))
  return { words: checkWords(where, data), partitionable }
}

/** The two output words of the key's block cipher. */
function hash({ words }: JaxKey, x0: number, x1: number): [number, number] {
  threefry2x32(words[0], words[1], x0, x1, block)
  return [block[0]!, block[1]!]
}

/**
 * `jax.random.fold_in(key, data)`: the key that the key's cipher makes of (0, data).
 *
 * @param data An integer of [0, 2³²).
 * @throws TypeError if the parent is no key, TypeError or RangeError if `data` is no such integer.
 * @example
 * ```ts
 * import { foldIn, key } from '@nn/random/jax'
 * foldIn(key(0), 7).words // => [2716826189, 292468403]
 * ```
 */
export function foldIn(parent: JaxKey, data: number): JaxKey {
  checkKey('jax.foldIn', parent)
  integer('jax.foldIn', 'data', data, 0, MAX_WORD)
  return { ...parent, words: hash(parent, 0, data) }
}

/**
 * `jax.random.split(key, num)`: `num` new keys. Partitionable: key i is the cipher of counter i; original: the words of
 * `bits` taken in pairs.
 *
 * @param num How many, an integer of [0, 2²⁰]. Of a shape, JAX's `split(key, shape)` is the list in row-major order.
 * @throws TypeError if the parent is no key, TypeError or RangeError if `num` is no such integer.
 * @example
 * ```ts
 * import { key, split, uniform } from '@nn/random/jax'
 * const [weights, biases] = split(key(42))
 * uniform(weights!, new Float32Array(2)).length // => 2
 * split(key(42), 3)[0] // => weights
 * ```
 */
export function split(parent: JaxKey, num = 2): JaxKey[] {
  checkKey('jax.split', parent)
  integer('jax.split', 'num', num, 0, MOST_STREAMS)
  if (parent.partitionable)
    return Array.from({ length: num }, (_, i) => ({ ...parent, words: hash(parent, 0, i) }))
  // The words of 2·num elements: the first half holds the first outputs of (i, num + i), the second half the second.
  const flat = new Uint32Array(2 * num)
  for (let i = 0; i < num; i++) [flat[i], flat[num + i]] = hash(parent, i, num + i)
  return Array.from({ length: num }, (_, i) => ({ ...parent, words: [flat[2 * i]!, flat[2 * i + 1]!] }))
}

/** `split(key, 2)` as a pair. */
export function splitInTwo(parent: JaxKey): [JaxKey, JaxKey] {
  const [first, second] = split(parent)
  return [first!, second!]
}
