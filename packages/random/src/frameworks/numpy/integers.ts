import { checkOptions, flag, message, type OptionNames, oneOf, show } from '@nn/check'
import type { NumericArray } from '../../stream/rng.ts'
import { fromZero } from '../../stream/sequential.ts'
import { checkOut, type Kinds, NUMBERS } from '../../stream/targets.ts'
import type { BitGenerator } from './bit-generator.ts'
import { drawer, type Method } from './kernels/bounded.ts'
import { writeIntegers } from './kernels/integers.ts'

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
  /** 0 where it is given: the stream is sequential. */
  readonly start?: number
}

const ARRAYS: Kinds = [...NUMBERS, BigInt64Array, BigUint64Array]
const OPTIONS: OptionNames<NumpyIntegersOptions> = {
  ...{ low: true, high: true, endpoint: true, dtype: true, start: true },
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
function typeOf(out: NumpyIntegerTarget): NumpyIntegerType {
  if (out instanceof Float32Array || out instanceof Float64Array) return 'int64'
  const name = out.constructor.name
    .replace(/Array$|ClampedArray$/, '')
    .replace('Big', '')
    .toLowerCase()
  return isType(name) ? name : 'int64'
}

function isType(name: string): name is NumpyIntegerType {
  return Object.hasOwn(BITS, name)
}

function parseEnd(where: string, name: string, value: unknown): bigint {
  if (typeof value === 'bigint') return value
  const expected = `${name} to be an integer or bigint`
  if (typeof value !== 'number') throw new TypeError(message(where, expected, show(value)))
  if (!Number.isInteger(value)) throw new RangeError(message(where, expected, show(value)))
  return BigInt(value)
}

function checkEnds(
  where: string,
  out: NumpyIntegerTarget,
  dtype: NumpyIntegerType,
  [low, last]: readonly [bigint, bigint],
): void {
  // NumPy checks no range for an array without elements.
  if (low > last && out.length > 0)
    throw new RangeError(message(where, 'low < high', `low ${low} and high ${last + 1n}`))
  const named: readonly [string, readonly [bigint, bigint]][] = [
    [dtype, limits(dtype)],
    [out.constructor.name, capacity(out)],
  ]
  for (const [kind, [least, most]] of named)
    if (low < least || last > most) {
      const expected = `integers of [${least}, ${most}] for ${kind}`
      throw new RangeError(message(where, expected, `[${low}, ${last}]`, 'take a wider type'))
    }
}

/** Fills with uniform integers of [low, high) or, with `endpoint`, [low, high]. */
export function fillIntegers(
  source: BitGenerator,
  out: NumpyIntegerTarget,
  options: NumpyIntegersOptions,
  method: Method,
): void {
  const where = 'rng.integers'
  checkOut(where, out, ARRAYS)
  checkOptions(where, options, OPTIONS)
  const {
    low = 0,
    high,
    endpoint = false,
    start = 0,
    dtype = typeOf(out),
  }: Partial<NumpyIntegersOptions> = options ?? {}
  fromZero(where, start)
  oneOf(where, 'dtype', dtype, Object.keys(BITS))
  const first = parseEnd(where, 'low', low)
  const last = parseEnd(where, 'high', high) - (flag(where, 'endpoint', endpoint) ? 0n : 1n)
  checkEnds(where, out, dtype, [first, last])
  writeIntegers(out, first, drawer(source, BITS[dtype], last - first, method))
}
