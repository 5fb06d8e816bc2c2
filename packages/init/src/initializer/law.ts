import { truncatedMoments } from '../math/truncated-moments.ts'
import type { Axes } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import type { ParameterUse } from '../parameter/roles.ts'

/** The law of a parameter's elements: how it is written, and its numbers where they are known. */
export interface Law {
  /** `U[-0.5, 0.5)`, `N(0, 0.01²)`, … */
  readonly text: string
  readonly mean?: number
  readonly std?: number
  /** Least value; −Infinity if there is none. */
  readonly low?: number
  /** Bound above; Infinity if there is none. */
  readonly high?: number
}

/** What a law may depend on. Lengths not known yet are null, and then there are no fans. */
export interface LawRequest {
  readonly shape: readonly (number | null)[]
  readonly fans: Fans | undefined
  /** Of the parameter; what errors begin with. */
  readonly path?: string
  /** What the parameter is for beyond its role. */
  readonly use?: ParameterUse | undefined
  /** Needed where parts of a packed parameter have laws of their own. */
  readonly axes?: Axes | undefined
}

/** At most six significant digits. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(6)))
}

export function constantLaw(value: number): Law {
  return { text: digits(value), mean: value, std: 0, low: value, high: value }
}

// Laws are asked for more often than for their texts, which are written when they are read.

export function uniformLaw(low: number, high: number): Law {
  return {
    get text() {
      return `U[${digits(low)}, ${digits(high)})`
    },
    mean: low + (high - low) / 2,
    std: (high - low) / Math.sqrt(12),
    low,
    high,
  }
}

export function normalLaw(mean: number, std: number): Law {
  if (std === 0) return constantLaw(mean)
  return {
    get text() {
      return normalText(mean, std)
    },
    mean,
    std,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  }
}

function normalText(mean: number, std: number): string {
  return `N(${digits(mean)}, ${digits(std)}²)`
}

/** N(mean, std²) cut to [low, high], absolute bounds; the moments are those of what is left. */
export function truncatedNormalLaw(mean: number, std: number, low: number, high: number): Law {
  if (std === 0) return constantLaw(mean)
  const cut = truncatedMoments((low - mean) / std, (high - mean) / std)
  return {
    get text() {
      return `${normalText(mean, std)} cut to [${digits(low)}, ${digits(high)}]`
    },
    mean: mean + std * cut.mean,
    std: std * cut.std,
    low,
    high,
  }
}

/** Moments and ends where a share of the elements is `value` and all others are 0. */
export function twoPoint(value: number, share: number): Omit<Law, 'text'> {
  const mean = value * share
  const std = Math.abs(value) * Math.sqrt(share * (1 - share))
  return { mean, std, low: Math.min(0, value), high: Math.max(0, value) }
}
