import { float, HIGH, word } from './double-words.ts'

/** ln 2 = LN2_HIGH + LN2_LOW: products of the first with integers of an exponent's size are exact. */
export const LN2_HIGH = 0.6931471803691238
export const LN2_LOW = 1.9082149292705877e-10
const SQRT_HALF_HIGH_WORD = 0x3fe6a09e

/**
 * ln x of a finite x > 0, within 1 ulp or so, from + − × ÷ alone: x = 2ᵉ·m, ln m = 2·artanh((m − 1)/(m + 1)) by its
 * series. ECMAScript leaves the last bits of `Math.log` to the engine; these are the same everywhere.
 */
export function log(x: number): number {
  const shift = x < 2.2250738585072014e-308 ? 54 : 0
  float[0] = shift > 0 ? x * 18014398509481984 : x
  const exponent = (word[HIGH]! - SQRT_HALF_HIGH_WORD) >> 20
  word[HIGH]! -= exponent << 20
  const m = float[0]!
  const s = (m - 1) / (m + 1)
  const z = s * s
  let series = 1 / 23
  for (let k = 21; k >= 3; k -= 2) series = 1 / k + z * series
  const e = exponent - shift
  return e * LN2_HIGH + (e * LN2_LOW + (2 * s + 2 * s * z * series))
}
