import { instance, integer, NUMBERS, ordered } from '../check.ts'
import { capacity } from '../laws/integers.ts'
import type { FillOptions, NumericArray } from '../rng.ts'
import { byChunks, CHUNK } from './chunks.ts'
import { type JaxKey, split } from './key.ts'
import { type BitSource, bitSource, fillWords } from './words.ts'

const TWO_32 = 2 ** 32

/** Options of `randint`. */
export interface RandintOptions extends FillOptions {
  /** Included lower end. */
  readonly low: number
  /** Excluded upper end. */
  readonly high: number
}

/** Two words an element: `(upper mod span)·(2³² mod span) + lower mod span`, in 32-bit arithmetic, mod span. */
function fillRandint(
  [upper, lower]: readonly BitSource[],
  out: NumericArray,
  { low, high, start = 0 }: RandintOptions,
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
 * drawn as int32). Bit for bit; as in JAX, spans that are no powers of two have a bias of up to span/2³².
 *
 * @throws TypeError if `out` is no array of numbers, RangeError unless `low < high` are integers that fit it, at most 2³² apart.
 * @example
 * ```ts
 * import { key, randint } from '@nn/random/jax'
 * randint(key(0), new Int32Array(5), { low: 0, high: 10 }) // => new Int32Array([9, 0, 2, 3, 1])
 * randint(key(0), new Uint8Array(2), { low: 0, high: 300 }) // throws /high to be an integer of \[0, 256\], got 300/
 * ```
 */
export function randint<T extends NumericArray>(key: JaxKey, out: T, options: RandintOptions): T {
  const where = 'jax.randint'
  instance(where, out, NUMBERS)
  const { low, high, start = 0 } = options
  const [least, most] = capacity(out)
  integer(where, 'low', low, least, most)
  integer(where, 'high', high, least, most + 1)
  ordered(where, low, high)
  if (high - low > TWO_32) throw new RangeError(`${where}: expected high - low <= 2^32, got ${high - low}`)
  const sources = split(key).map((half) => bitSource(where, half, out.length, start))
  fillRandint(sources, out, options)
  return out
}
