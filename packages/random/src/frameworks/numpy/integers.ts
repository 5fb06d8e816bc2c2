import { instance, NUMBERS, show } from '../../stream/check.ts'
import type { NumericArray } from '../../stream/rng.ts'
import { fromZero } from '../../stream/sequential.ts'
import type { BitGenerator } from './bit-generator.ts'
import { drawer, type Method } from './bounded.ts'

const CHUNK = 1024

/** The arrays that integers fill. */
export type NumpyIntegerTarget = NumericArray | BigInt64Array | BigUint64Array

/** NumPy's integer types and their bits. */
const BITS = {
  bool: 1,
  int8: 8,
  uint8: 8,
  int16: 16,
  uint16: 16,
  int32: 32,
  uint32: 32,
  int64: 64,
  uint64: 64,
} as const

/** The name of an integer type. */
export type NumpyIntegerType = keyof typeof BITS

/** Options of `integers` and `randint`. */
export interface NumpyIntegersOptions {
  /** Included lower end. Default 0. */
  readonly low?: number | bigint
  /** Excluded upper end. */
  readonly high: number | bigint
  /** Whether `high` itself is included. Default false. */
  readonly endpoint?: boolean
  /** NumPy's dtype, which decides how words are used. Default: that of the array; `int64` for an array of floats. */
  readonly dtype?: NumpyIntegerType
  /** A sequential stream fills from 0. */
  readonly start?: number
}

/** Least and greatest integer of a type. */
function limits(dtype: NumpyIntegerType): [bigint, bigint] {
  const bits = BigInt(BITS[dtype])
  return dtype.startsWith('int') ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n]
}

/** The integers that an array holds exactly. */
function capacity(out: NumpyIntegerTarget): [bigint, bigint] {
  if (out instanceof Float64Array) return [-(2n ** 53n), 2n ** 53n]
  if (out instanceof Float32Array) return [-(2n ** 24n), 2n ** 24n]
  return limits(typeOf(out))
}

/** NumPy's type of an array; arrays of floats stand for int64. */
export function typeOf(out: NumpyIntegerTarget): NumpyIntegerType {
  if (out instanceof Float32Array || out instanceof Float64Array) return 'int64'
  const name = out.constructor.name.replace(/Array$|ClampedArray$/, '').replace('Big', '')
  return name.toLowerCase() as NumpyIntegerType
}

function parseEnd(where: string, name: string, value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value !== 'number')
    throw new TypeError(`${where}: expected ${name} to be an integer or bigint, got ${show(value)}`)
  if (!Number.isInteger(value))
    throw new RangeError(`${where}: expected ${name} to be an integer or bigint, got ${show(value)}`)
  return BigInt(value)
}

function checkEnds(
  where: string,
  out: NumpyIntegerTarget,
  dtype: NumpyIntegerType,
  low: bigint,
  last: bigint,
): void {
  if (low > last) throw new RangeError(`${where}: expected low < high, got low ${low} and high ${last + 1n}`)
  const named: readonly [string, readonly [bigint, bigint]][] = [
    [dtype, limits(dtype)],
    [out.constructor.name, capacity(out)],
  ]
  for (const [kind, [least, most]] of named)
    if (low < least || last > most)
      throw new RangeError(
        `${where}: expected integers of [${least}, ${most}] for ${kind}, got [${low}, ${last}]; take a wider type`,
      )
}

/** Fills with uniform integers of [low, high) or, with `endpoint`, [low, high]. */
export function fillIntegers(
  where: string,
  source: BitGenerator,
  out: NumpyIntegerTarget,
  options: NumpyIntegersOptions,
  method: Method,
): void {
  instance(where, out, [...NUMBERS, BigInt64Array, BigUint64Array])
  const { low = 0, high, endpoint = false, start, dtype = typeOf(out) } = options
  fromZero(where, start)
  if (!Object.hasOwn(BITS, dtype))
    throw new RangeError(`${where}: expected dtype ${Object.keys(BITS).join(', ')}, got ${show(dtype)}`)
  const first = parseEnd(where, 'low', low)
  const last = parseEnd(where, 'high', high) - (endpoint ? 0n : 1n)
  checkEnds(where, out, dtype, first, last)
  write(out, first, drawer(source, BITS[dtype], last - first, method))
}

function write(
  out: NumpyIntegerTarget,
  low: bigint,
  draw: (pairs: Uint32Array, count: number) => void,
): void {
  const pairs = new Uint32Array(2 * CHUNK)
  const base = Number(low)
  for (let done = 0; done < out.length; done += CHUNK) {
    const count = Math.min(CHUNK, out.length - done)
    draw(pairs, count)
    if (out instanceof BigInt64Array || out instanceof BigUint64Array)
      for (let i = 0; i < count; i++)
        out[done + i] = low + ((BigInt(pairs[2 * i + 1]!) << 32n) | BigInt(pairs[2 * i]!))
    else
      for (let i = 0; i < count; i++) {
        const high = pairs[2 * i + 1]!
        // A draw of 53 bits or more is exact only as a bigint, even where the sum is small.
        const exact = high < 2 ** 21
        out[done + i] = exact
          ? base + (high * 2 ** 32 + pairs[2 * i]!)
          : Number(low + ((BigInt(high) << 32n) | BigInt(pairs[2 * i]!)))
      }
  }
}
