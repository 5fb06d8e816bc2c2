import { checkOptions, integer, message, show } from '@nn/check'
import { INTEGERS, integersLaw } from '../../stream/laws.ts'
import type { FillOptions, IntegersOptions, NumericArray } from '../../stream/rng.ts'
import { bitSource } from './bit-source.ts'
import { fillRandint } from './kernels/randint.ts'
import { fillRandint64 } from './kernels/randint64.ts'
import type { BitSource } from './kernels/words.ts'
import { type JaxKey, splitInTwo } from './key.ts'
import { RULES } from './rules.ts'

/** Options of `randint`. */
export interface RandintOptions<Int = number | bigint> extends FillOptions {
  /** Included lower end. */
  readonly low: Int
  /** Excluded upper end. */
  readonly high: Int
}

/**
 * `jax.random.randint(key, shape, minval, maxval, dtype)`: integers of [low, high) in 32-bit arithmetic (8- and 16-bit types are
 * drawn as int32), into a BigInt64Array in 64 bits as with `jax_enable_x64`. Bit for bit; as in JAX, spans that are
 * no powers of two have a bias of up to span/2³² (span/2⁶⁴).
 *
 * @throws TypeError if the key is none, `out` no array of numbers or an option unknown, RangeError unless `low < high` are integers that fit it, at most 2³² apart
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
  if (out instanceof BigInt64Array) draw64(where, key, out, options)
  else {
    const law = integersLaw(out, options as IntegersOptions, RULES, where)
    // A default that `rng.integers` has, and `jax.random.randint` has not.
    integer(where, 'low', options.low)
    drawRandint(where, key, out, law)
  }
  return out
}

/** Draws a checked law. */
export function drawRandint(
  where: string,
  key: JaxKey,
  out: NumericArray,
  law: Required<IntegersOptions>,
): void {
  fillRandint(sourcesOf(where, key, out, law.start), out, law, law.start)
}

function draw64(where: string, key: JaxKey, out: BigInt64Array, options: RandintOptions): void {
  checkOptions<object>(where, options, INTEGERS)
  const { low, high, start = 0 }: Partial<RandintOptions> = options ?? {}
  integer(where, 'start', start, 0, Number.MAX_SAFE_INTEGER - out.length)
  const range = {
    low: parseEnd(where, 'low', low, 2n ** 63n - 1n),
    high: parseEnd(where, 'high', high, 2n ** 63n),
  }
  if (range.low >= range.high)
    throw new RangeError(message(where, 'low < high', `low ${show(low)} and high ${show(high)}`))
  fillRandint64(sourcesOf(where, key, out, start), out, range, start)
}

/** An end of a range of int64. */
function parseEnd(where: string, name: string, value: unknown, most: bigint): bigint {
  const wide = typeof value === 'bigint' ? value : BigInt(integer(where, name, value))
  if (wide >= -(2n ** 63n) && wide <= most) return wide
  throw new RangeError(message(where, `${name} to be an integer of 64 bits`, show(value)))
}

/** The bits of the upper and of the lower words. */
function sourcesOf(
  where: string,
  key: JaxKey,
  { length }: { readonly length: number },
  start: number,
): [BitSource, BitSource] {
  const [upper, lower] = splitInTwo(key)
  return [bitSource(where, upper, length, start), bitSource(where, lower, length, start)]
}
