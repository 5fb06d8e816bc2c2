/** Moments of numbers; NaN of none, and where one is no number. */
export interface Moments {
  readonly mean: number
  /** Root of the mean squared distance from the mean, not the estimate that divides by n − 1. */
  readonly std: number
  /** Root of the second moment. */
  readonly rms: number
  readonly min: number
  readonly max: number
}

/** The moments of numbers, in one pass. */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length
  // Sums are of distances from the first value, so that equal values have a std of exactly 0.
  const origin = values[0] ?? Number.NaN
  let sum = 0
  let squares = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < n; i++) {
    const value = values[i] ?? 0
    const distance = value - origin
    sum += distance
    squares += distance * distance
    if (value < min) min = value
    if (value > max) max = value
  }
  const shift = sum / n
  const mean = origin + shift
  const variance = Math.max(0, squares / n - shift * shift)
  return { mean, std: Math.sqrt(variance), rms: Math.sqrt(variance + mean * mean), min, max }
}
