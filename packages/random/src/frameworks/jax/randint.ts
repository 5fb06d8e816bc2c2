import { capacity } from '../../philox/laws/integers.ts'
import { instance, integer, NUMBERS, ordered } from '../../stream/check.ts'
import type { FillOptions, NumericArray } from '../../stream/rng.ts'
import { byChunks, CHUNK } from './chunks.ts'
import { type JaxKey, split } from './key.ts'
import { fillRandint64, type Integers64Range, parseRange64 } from './randint64.ts'
import { type BitSource, bitSource, fillWords } from './words.ts'

const TWO_32 = 2 ** 32

/** Options of `randint`. */
export interface RandintOptions<Int = number | bigint> extends FillOptions {
  /** Included lower end. */
  readonly low: Int
  /** Excluded upper end. */
  readonly high: Int
}

interface Integers32Range {
  readonly low: number
  readonly high: number
}

/** Two words an element: `(upper mod span)·(2³² mod span) + lower mod span`, in 32-bit arithmetic, mod span. */
function fillRandint(
  [upper, lower]: readonly BitSource[],
  out: NumericArray,
  { low, high }: Integers32Range,
  start: number,
): void {
  const span = high - low
  const half = 65536 % span
  // A 32-bit product in JAX: 2¹⁶·2¹⁶ is 0 there, and so is the weight of the upper word for spans above 2¹⁶.
  const multiplier = ((half * half) % TWO_32) % span
  const uppers = new Uint32Array(CHUNK)
  const lowers = new Uint32Array(CHUNK)
  byChunks(out.length, (done, count) => {
    fillWords(upper!, uppers.subarray(0, count), start + done)
    fillWords(lower!, lowers.subarray(0, count), start + done)
    for (let i = 0; i < count; i++) {
      const product = Math.imul(uppers[i]! % span, multiplier)
      out[done + i] = low + (((product + (lowers[i]! % span)) >>> 0) % span)
    }
  })
}

/**
 * `jax.random.randint(key, shape, minval, maxval, dtype)`: integers of [low, high) in 32-bit arithmetic (8- and 16-bit types are
 * drawn as int32), into a BigInt64Array in 64 bits as with `jax_enable_x64`. Bit for bit; as in JAX, spans that are
 * no powers of two have a bias of up to span/2³² (span/2⁶⁴).
 *
 * @throws TypeError if `out` is no array of numbers, RangeError unless `low < high` are integers that fit it, at most 2³² apart
 * (64 bits: 2⁶⁴).
 * @example
 * ```ts
 * import { key, randint } from '@nn/random/jax'
 * randint(key(0), new Int32Array(5), { low: 0, high: 10 }) // => new Int32Array([9, 0, 2, 3, 1])
 * randint(key(0), new Uint8Array(2), { low: 0, high: 300 }) // throws /high to be an integer of \[0, 256\], got 300/
 * ```
 */
export function randint<T extends NumericArray>(key: JaxKey, out: T, options: RandintOptions<number>): T
export function randint<T extends BigInt64Array>(key: JaxKey, out: T, options: RandintOptions): T
export function randint<T extends NumericArray | BigInt64Array>(
  key: JaxKey,
  out: T,
  options: RandintOptions,
): T {
  const where = 'jax.randint'
  const { low, high, start = 0 } = options
  const wide = out instanceof BigInt64Array
  if (!wide) instance(where, out, NUMBERS)
  const range = wide ? parseRange64(where, low, high) : parseRange(where, out as NumericArray, low, high)
  const sources = split(key).map((half) => bitSource(where, half, out.length, start))
  if (wide) fillRandint64(sources, out, range as Integers64Range, start)
  else fillRandint(sources, out as NumericArray, range as Integers32Range, start)
  return out
}

function parseRange(where: string, out: NumericArray, low: unknown, high: unknown): Integers32Range {
  const [least, most] = capacity(out)
  const range = {
    low: integer(where, 'low', low, least, most),
    high: integer(where, 'high', high, least, most + 1),
  }
  ordered(where, range.low, range.high)
  if (range.high - range.low > TWO_32)
    throw new RangeError(`${where}: expected high - low <= 2^32, got ${range.high - range.low}`)
  return range
}
