import type { Histogram } from '../pictures/picture.ts'
import type { Moments } from './moments.ts'

/** Where bins begin and end, and how many there are. */
export interface Bins {
  readonly low: number
  readonly high: number
  readonly bins: number
}

/** Counts of numbers in bins of equal width; the last one has `high`, too, and NaN is in none. */
export function histogram(values: ArrayLike<number>, { low, high, bins }: Bins): Histogram {
  const counts = new Array<number>(bins).fill(0)
  const scale = bins / (high - low)
  let below = 0
  let above = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    if (value < low) below++
    else if (value > high) above++
    else {
      const bin = Math.min(bins - 1, Math.floor((value - low) * scale))
      if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1
    }
  }
  return { low, high, counts, below, above }
}

/** Deviations that a histogram's range reaches from the mean, at most. */
const REACH = 5

/** A range that shows nearly all of numbers with these moments: their own, cut at five deviations; a unit around equal ones. */
export function rangeOf({ mean, std, min, max }: Moments): Pick<Bins, 'low' | 'high'> {
  const [low, high] = [Math.max(min, mean - REACH * std), Math.min(max, mean + REACH * std)]
  if (low < high && Number.isFinite(high - low)) return { low, high }
  const center = Number.isFinite(mean) ? mean : 0
  const half = Math.max(0.5, Math.abs(center) / 2)
  return { low: center - half, high: center + half }
}
