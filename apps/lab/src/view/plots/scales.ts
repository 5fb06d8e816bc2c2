import { powerOfTen } from '../../format/number.ts'
import type { Beside, Histogram } from '../../pictures/picture.ts'

/** Spans of decades that axes have, so that neighbours mostly have the same and slopes compare. */
const SPANS = [2, 4, 8, 16, 32, 64, 128, 320, 640]

/** What can stand on a log axis. */
export const isPositive = (value: number | undefined): value is number =>
  value !== undefined && value > 0 && Number.isFinite(value)

/** The domain of an axis of log10 values: whole decades around all that is positive and finite. */
export function decades(values: readonly (number | undefined)[]): [low: number, high: number] {
  const logs = values.filter(isPositive).map(Math.log10)
  if (logs.length === 0) return [-1, 1]
  return spanned(Math.min(...logs), Math.max(...logs))
}

/** A domain of whole numbers around [low, high], whose length is one of few. */
export function spanned(low: number, high: number): [low: number, high: number] {
  const [bottom, top] = [Math.floor(low - 0.05), Math.ceil(high + 0.05)]
  const span = SPANS.find((each) => each >= top - bottom) ?? top - bottom
  const above = Math.floor((span - (top - bottom)) / 2)
  return [top + above - span, top + above]
}

/** The whole decades of a domain that are ticks, at most six. */
function decadeTicks([low, high]: readonly [number, number]): number[] {
  const step = Math.max(1, Math.ceil((high - low) / 5))
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick)
  return ticks
}

/** An axis of log10 values, labelled as powers of ten. */
export function logAxis(label: string, domain: [number, number]): object {
  return {
    label,
    domain,
    ticks: decadeTicks(domain),
    tickFormat: powerOfTen,
    labelArrow: 'none',
    grid: true,
    tickSize: 0,
  }
}

/** An axis of layers 1 … last, with whole numbers as ticks. */
export function layerAxis(last: number, label = 'layer'): object {
  const step = [1, 2, 5, 10, 20, 25, 50].find((each) => last / each <= 10) ?? 100
  const ticks = [1]
  for (let tick = step; tick <= last; tick += step) if (tick - 1 > step / 2) ticks.push(tick)
  return {
    label,
    domain: [0.5, last + 0.5],
    ticks,
    tickFormat: String,
    labelArrow: 'none',
    labelAnchor: 'right',
    tickSize: 3,
  }
}

/** Middle and density of every bin of a histogram; of all values, also those outside, the density is 1 in total. */
export function densities(
  histogram: Histogram,
): { middle: number; low: number; high: number; density: number }[] {
  const { low, high, counts, below, above } = histogram
  const width = (high - low) / counts.length
  const total = counts.reduce((sum, each) => sum + each, below + above)
  return counts.map((each, bin) => ({
    middle: low + (bin + 0.5) * width,
    low: low + bin * width,
    high: low + (bin + 1) * width,
    density: total === 0 ? 0 : each / total / width,
  }))
}

/** log10 of both numbers of a pair, undefined where there is none. */
export function log10Of({ measured, predicted }: Beside): { measured?: number; predicted?: number } {
  return {
    ...(isPositive(measured) ? { measured: Math.log10(measured) } : {}),
    ...(isPositive(predicted) ? { predicted: Math.log10(predicted) } : {}),
  }
}
