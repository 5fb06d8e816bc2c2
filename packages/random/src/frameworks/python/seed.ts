import { message, show } from '@nn/check'
import { sha512 } from '../../hash/sha512.ts'
import { utf8 } from '../../hash/utf8.ts'

/** What `random.seed` takes: an integer of any size, a float, text, or bytes. */
export type PythonSeed = number | bigint | string | Uint8Array

/** Python hashes numbers modulo this prime. */
const HASH_MODULUS = 2n ** 61n - 1n
const HASH_INFINITY = 314159n

/**
 * The key of MT19937: the 32-bit words of the seed's absolute value, low word first.
 *
 * @throws TypeError if the seed is of another type, RangeError if it is NaN, an unsafe integer or text with a lone surrogate.
 */
export function seedKey(where: string, seed: unknown): Uint32Array {
  const value = seedInteger(where, seed)
  const words: number[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 32n)
    words.push(Number(BigInt.asUintN(32, rest)))
  return Uint32Array.from(words.length === 0 ? [0] : words)
}

function seedInteger(where: string, seed: unknown): bigint {
  if (typeof seed === 'bigint') return seed
  if (typeof seed === 'number')
    return Number.isInteger(seed) ? BigInt(safe(where, seed)) : BigInt.asUintN(64, floatHash(where, seed))
  if (typeof seed === 'string') return bytesInteger(utf8(where, 'seed', seed))
  if (seed instanceof Uint8Array) return bytesInteger(seed)
  const expected = 'seed to be a number, a bigint, a string or a Uint8Array'
  throw new TypeError(message(where, expected, show(seed), 'nothing is drawn from the clock'))
}

/** In Python an integer and a float of one value are different seeds from 2⁵³ on. */
function safe(where: string, seed: number): number {
  if (Number.isSafeInteger(seed)) return seed
  const expected = 'seed to be a safe integer or a bigint'
  throw new RangeError(message(where, expected, show(seed), `write ${show(BigInt(seed))}`))
}

/** Bytes count as one big-endian number, with their SHA-512 behind them. */
function bytesInteger(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  for (const byte of sha512(bytes)) value = (value << 8n) | BigInt(byte)
  return value
}

/** Python's hash of a float that is no integer: its fraction modulo 2⁶¹ − 1, where 2⁶¹ = 1. */
function floatHash(where: string, x: number): bigint {
  if (Number.isNaN(x)) throw new RangeError(message(where, 'seed to be a number', 'NaN'))
  const sign = x < 0 ? -1n : 1n
  if (!Number.isFinite(x)) return sign * HASH_INFINITY
  let mantissa = Math.abs(x)
  let exponent = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent++
  }
  // 2⁻ᵉ is 2^(61·k − e) for any k.
  const shift = BigInt(61 * Math.ceil(exponent / 61) - exponent)
  const hash = sign * ((BigInt(mantissa) << shift) % HASH_MODULUS)
  return hash === -1n ? -2n : hash
}
