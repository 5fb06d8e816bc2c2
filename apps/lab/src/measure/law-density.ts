import type { Law } from '@nn/init'
import { normalDensity, normalShare } from '../activations/erf.ts'
import type { Curve } from '../pictures/picture.ts'

const POINTS = 121
/** Deviations that a normal curve is drawn to. */
const REACH = 4
const NUMBER = '(-?[\\d.]+(?:e[-+]?\\d+)?)'
const NORMAL = new RegExp(`^N\\(${NUMBER}, ${NUMBER}²\\)( cut to \\[${NUMBER}, ${NUMBER}\\])?`)

/** The density of a law as a curve, of a uniform, a normal and a cut normal one; empty for others, such as constants. */
export function lawDensity({ text, low, high, mean, std }: Law): Curve {
  if (low === undefined || high === undefined || !(low < high)) return []
  if (/^U\[/.test(text)) return boxed(low, high, () => 1 / (high - low))
  const [, center, spread, cut] = NORMAL.exec(text) ?? []
  if (center === undefined || spread === undefined) return []
  if (cut === undefined) return normal(mean ?? Number(center), std ?? Number(spread))
  // The text has mean and deviation from before the cut, which the law's moments are not.
  const [m, s] = [Number(center), Number(spread)]
  const share = normalShare((high - m) / s) - normalShare((low - m) / s)
  return boxed(low, high, (x) => normalDensity((x - m) / s) / s / share)
}

function normal(mean: number, std: number): Curve {
  return curve(mean - REACH * std, mean + REACH * std, (x) => normalDensity((x - mean) / std) / std)
}

/** A density that is 0 outside of its ends. */
function boxed(low: number, high: number, density: (x: number) => number): Curve {
  if (!Number.isFinite(high - low)) return []
  return [[low, 0], ...curve(low, high, density), [high, 0]]
}

function curve(low: number, high: number, density: (x: number) => number): Curve {
  return Array.from({ length: POINTS }, (_, i) => {
    const x = low + ((high - low) * i) / (POINTS - 1)
    return [x, density(x)] as const
  })
}
