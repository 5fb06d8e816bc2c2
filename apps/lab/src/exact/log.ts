import { exp } from './exp.ts'

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** x as 2ᵏ·m with m in [√½, √2). */
function parts(x: number): readonly [m: number, k: number] {
  let [m, k] = [x, 0]
  for (; m >= Math.SQRT2 * 2 ** 32; k += 32) m /= 2 ** 32
  for (; m < Math.SQRT1_2 / 2 ** 32; k -= 32) m *= 2 ** 32
  for (; m >= Math.SQRT2; k++) m /= 2
  for (; m < Math.SQRT1_2; k--) m *= 2
  return [m, k]
}

/** 2 artanh s = ln((1 + s)/(1 − s)), of a small s, by its series. */
function twiceArtanh(s: number): number {
  const z = s * s
  let series = 1 / 25
  for (let n = 23; n >= 3; n -= 2) series = 1 / n + z * series
  return 2 * s + 2 * s * z * series
}

function isOrdinary(x: number): boolean {
  return x > 0 && x < Number.POSITIVE_INFINITY
}

/** As logarithms of what has none, or an infinite one. */
function special(x: number): number {
  return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
}

/** ln x, to about 2 ulp, with the same bits in every engine. */
export function log(x: number): number {
  if (!isOrdinary(x)) return special(x)
  const [m, k] = parts(x)
  return k * LN2_HIGH + (k * LN2_LOW + twiceArtanh((m - 1) / (m + 1)))
}

/** log₂ x; exact of powers of two. */
export function log2(x: number): number {
  if (!isOrdinary(x)) return special(x)
  const [m, k] = parts(x)
  return k + twiceArtanh((m - 1) / (m + 1)) / Math.LN2
}

/** log₁₀ x. */
export function log10(x: number): number {
  return log(x) / Math.LN10
}

/** ln(1 + x), of small x, too. */
export function log1p(x: number): number {
  return Math.abs(x) < 0.4 ? twiceArtanh(x / (2 + x)) : log(1 + x)
}

/** xʸ of x ≥ 0, to about 1e-15 · |y ln x|; of whole powers products are shorter. */
export function power(x: number, y: number): number {
  if (x === 0) return y === 0 ? 1 : y > 0 ? 0 : Number.POSITIVE_INFINITY
  return exp(y * log(x))
}
