/**
 * Elementary functions in double precision, made of + − × ÷ alone, for values of parameters. ECMAScript leaves `Math.exp` and its
 * like to the engine, so their last bits differ.
 */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** 2ᵏ for k ≥ −1022, and 0 below. */
function powerOfTwo(k: number): number {
  let power = 1
  for (let i = Math.min(Math.abs(k), 1024); i > 0; i--) power *= 2
  return k < 0 ? 1 / power : power
}

/** eˣ, to about 1 ulp, 0 below 2⁻¹⁰²² and infinity above 2¹⁰²³. Reduces x to k·ln 2 + r and sums Taylor's series in r. */
export function exactExp(x: number): number {
  if (Math.abs(x) > 1000) return x < 0 ? 0 : Number.POSITIVE_INFINITY
  const k = Math.floor(x / Math.LN2 + 0.5)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let series = 1
  for (let n = 16; n >= 1; n--) series = 1 + (r * series) / n
  return series * powerOfTwo(k)
}

/**
 * ln x, to about 2 ulp; as `Math.log` of 0, of infinity and below 0. Writes x as 2ᵏ·m with m in [√½, √2) and sums the series of
 * ln m = 2·artanh((m − 1)/(m + 1)).
 */
export function exactLog(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY))
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
  let [m, k] = [x, 0]
  for (; m >= Math.SQRT2; k++) m /= 2
  for (; m < Math.SQRT1_2; k--) m *= 2
  const s = (m - 1) / (m + 1)
  const z = s * s
  let series = 1 / 25
  for (let n = 23; n >= 3; n -= 2) series = 1 / n + z * series
  return k * LN2_HIGH + (k * LN2_LOW + (2 * s + 2 * s * z * series))
}

/** Cosine and sine of 2π·index/count. Exact at quarter turns, since integers reduce the angle. */
export function exactTurn(index: number, count: number): { readonly cos: number; readonly sin: number } {
  // Angle = quarter·π/2 + π/2·(rest/count), rest in [−count/2, count/2).
  const quarters = 4 * (index % count)
  const quarter = Math.floor((2 * quarters + count) / (2 * count))
  const angle = ((quarters - quarter * count) / count) * (Math.PI / 2)
  const square = angle * angle
  let cos = 1
  let sin = 1
  for (let n = 20; n >= 2; n -= 2) {
    cos = 1 - (square * cos) / (n * (n - 1))
    sin = 1 - (square * sin) / (n * (n + 1))
  }
  sin *= angle
  const turned = [
    { cos, sin },
    { cos: 0 - sin, sin: cos },
    { cos: 0 - cos, sin: 0 - sin },
    { cos: sin, sin: 0 - cos },
  ]
  return turned[quarter % 4]!
}
