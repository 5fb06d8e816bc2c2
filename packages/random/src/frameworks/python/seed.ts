import { message, show } from '@nn/check'
import { sha512 } from '../../hash/sha512.ts'
import { utf8 } from '../../hash/utf8.ts'
import { wordsOf } from '../../numerics/words-of.ts'

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
  if (typeof seed === 'string') return bytesKey(utf8(where, 'seed', seed))
  if (seed instanceof Uint8Array) return bytesKey(seed)
  const value = seedInteger(where, seed)
  return Uint32Array.from(wordsOf(value < 0n ? -value : value))
}

function seedInteger(where: string, seed: unknown): bigint {
  if (typeof seed === 'bigint') return seed
  if (typeof seed === 'number')
    return Number.isInteger(seed) ? BigInt(safe(where, seed)) : BigInt.asUintN(64, floatHash(where, seed))
  const expected = 'seed to be a number, a bigint, a string or a Uint8Array'
  throw new TypeError(message(where, expected, show(seed), 'nothing is drawn from the clock'))
}

/** In Python an integer and a float of one value are different seeds from 2⁵³ on. */
function safe(where: string, seed: number): number {
  if (Number.isSafeInteger(seed)) return seed
  const expected = 'seed to be a safe integer or a bigint'
  throw new RangeError(message(where, expected, show(seed), `write ${show(BigInt(seed))}`))
}

/** Bytes count as one big-endian number, with their SHA-512 behind them; zeros in front do not count. */
function bytesKey(bytes: Uint8Array): Uint32Array {
  const number = new Uint8Array(bytes.length + 64)
  number.set(bytes)
  number.set(sha512(bytes), bytes.length)
  const digits = number.subarray(number.findIndex((byte) => byte !== 0))
  const words = new Uint32Array(Math.ceil(digits.length / 4))
  for (const [i, byte] of digits.reverse().entries()) words[i >> 2]! |= byte << (8 * (i & 3))
  return words
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
