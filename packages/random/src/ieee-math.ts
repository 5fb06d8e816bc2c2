/**
 * Logarithm, exponential and the normal law in double precision from + − × ÷ √ alone. `Math.log`, `Math.exp` and their
 * kin are left to the engine by ECMAScript and differ in the last bits between engines; these never do.
 */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const SQRT_HALF_HIGH_WORD = 0x3fe6a09e
const INV_SQRT_TWO_PI = 0.3989422804014327

const float = /* @__PURE__ */ new Float64Array(1)
const word = /* @__PURE__ */ new Int32Array(float.buffer)
/** Typed arrays have the byte order of the machine: find the index of the word with the exponent. */
const HIGH = /* @__PURE__ */ (() => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0))()

/** ln x of a finite x > 0, within 1 ulp or so: x = 2ᵉ·m, ln m = 2·artanh((m − 1)/(m + 1)) by its series. */
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

/** eˣ for x ≤ 709, within 1 ulp or so; 0 below the smallest number: x = k·ln 2 + r, Taylor's series in r. */
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

/** Density of the standard normal law at x. */
export function normalPdf(x: number): number {
  return INV_SQRT_TWO_PI * exp(-0.5 * x * x)
}

/** Inverse Mills ratio by Laplace's continued fraction: `pdf(x) / survival(x) = x + 1/(x + 2/(x + …))`, x ≥ 2. */
export function inverseMills(x: number): number {
  let fraction = x
  for (let n = x < 8 ? 200 : x < 30 ? 40 : 8; n >= 1; n--) fraction = x + n / fraction
  return fraction
}

/** P(Z > x) of a standard normal Z, with full relative precision into the tail (0 from about 38.6 on). */
export function normalSurvival(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0
  if (x < 0) return 1 - normalSurvival(-x)
  if (x >= 2) return normalPdf(x) / inverseMills(x)
  // Φ(x) − ½ = pdf(x)·(x + x³/3 + x⁵/15 + …): all terms positive.
  let term = x
  let sum = x
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 - normalPdf(x) * sum
}
