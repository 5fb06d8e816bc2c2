import { float, HIGH, word } from './double-words.ts'
import { LN2_HIGH, LN2_LOW } from './log.ts'

/**
 * eˣ for x ≤ 709, within 1 ulp or so, 0 below the smallest number, from + − × ÷ alone: x = k·ln 2 + r, Taylor's series
 * in r. ECMAScript leaves the last bits of `Math.exp` to the engine; these are the same everywhere.
 */
export function exp(x: number): number {
  if (x < -745.2) return 0
  const k = Math.floor(x / Math.LN2 + 0.5)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let series = 1
  for (let n = 14; n >= 1; n--) series = 1 + (r * series) / n
  // Two exact powers of two, so that results below 2⁻¹⁰²² round once.
  const half = k >> 1
  return series * powerOfTwo(half) * powerOfTwo(k - half)
}

function powerOfTwo(k: number): number {
  word[HIGH] = (k + 1023) << 20
  word[1 - HIGH] = 0
  return float[0]!
}
