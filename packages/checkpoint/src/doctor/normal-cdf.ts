/** Φ(x), by Marsaglia's series (2004, https://doi.org/10.18637/jss.v011.i04): ½ + φ(x)·(x + x³/3 + x⁵/15 + …). */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 8.5) return x < 0 ? 0 : 1
  let [sum, term] = [x, x]
  for (let k = 3; ; k += 2) {
    term *= (x * x) / k
    const next = sum + term
    if (next === sum) break
    sum = next
  }
  return 0.5 + sum * normalDensity(x)
}

/** φ(x) = e^(−x²/2) / √(2π). */
function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** Deviation of N(0, 1) cut to [−c, c]. */
export function cutDeviation(c: number): number {
  return Math.sqrt(1 - (2 * c * normalDensity(c)) / (2 * normalCdf(c) - 1))
}
