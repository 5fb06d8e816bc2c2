import { cutDeviation, normalCdf } from './normal-cdf.ts'

/** What is known of a tensor's values: counted over all of them, but for the sample. */
export interface Moments {
  readonly count: number
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  /** Values at even distances. */
  readonly sample: Float32Array
}

/** A law that values may have been drawn from. */
export interface FittedLaw {
  readonly kind: 'constant' | 'normal' | 'uniform' | 'truncatedNormal' | 'other' | 'few'
  /** Such as `N(0, 0.02²)`; of other laws mean and deviation. */
  readonly text: string
  /** √n·D of Kolmogorov and Smirnov between the sample and the law. */
  readonly distance: number
  /** All laws that it may be, the one that fits best first; of few values more than one. */
  readonly possible: readonly FittedLaw['kind'][]
  /** Of the normal law before the cut; of others the deviation of the values. */
  readonly std: number
}

/**
 * √n·D up to which a law is accepted. Mean and deviation are those of all values. Where the sample is a small part of them, the law of D is
 * Kolmogorov's (above 2.6 once in 370 000); where it is all of them, Lilliefors' (1967, https://doi.org/10.1080/01621459.1967.10482916).
 * A uniform law is told by the ends of all values, between which the others are uniform: always Kolmogorov's.
 */
const ACCEPTED = { part: 2.6, all: 1.5 } as const

/** Values below which no law is told. */
const FEW = 64

/** A law with what it takes of the moments. */
interface Candidate {
  readonly kind: FittedLaw['kind']
  readonly std: number
  readonly text: string
  readonly cdf: (x: number) => number
}

/** The law that fits best, if any does. */
export function fitLaw(moments: Moments): FittedLaw {
  const { count, mean, std, low, high } = moments
  if (low === high)
    return { kind: 'constant', text: digits(low), distance: 0, possible: ['constant'], std: 0 }
  const about = `mean ${digits(mean)}, std ${digits(std)}`
  if (count < FEW)
    return { kind: 'few', text: `${count} values, ${about}`, distance: 0, possible: ['few'], std }
  const sample = moments.sample.slice().sort()
  const isPart = sample.length < count
  const told = candidates(moments)
    .map((candidate) => [candidate, distanceOf(sample, candidate.cdf)] as const)
    .sort(([, a], [, b]) => a - b)
  const accepted = told.filter(
    ([{ kind }, distance]) => distance <= ACCEPTED[isPart || kind === 'uniform' ? 'part' : 'all'],
  )
  const [best] = accepted
  if (best === undefined) {
    const reach = Math.max(high - mean, mean - low) / std
    const text = `other: ${about}, up to ${digits(reach, 3)}σ`
    const distance = told[0]?.[1] ?? Number.POSITIVE_INFINITY
    return { kind: 'other', text, distance, possible: ['other'], std }
  }
  const [{ kind, text, std: spread }, distance] = best
  const possible = accepted.map(([law]) => law.kind)
  return { kind, text, distance, possible, std: spread }
}

/** The laws whose support holds all values, and whose tails are as long as the values are many. */
function candidates(moments: Moments): Candidate[] {
  const { count, mean, std, low, high } = moments
  const center = Math.abs(mean) < (6 * std) / Math.sqrt(count) ? 0 : mean
  const reach = Math.max(high - mean, mean - low)
  const found: Candidate[] = []
  const isCut = (c: number, spread: number): boolean => {
    // Room for rounding and for four standard errors of the deviation; a normal law stays within by chance less than once in a million.
    const end = c * (1 + 2 ** -8 + 4 / Math.sqrt(2 * count))
    return reach <= end * spread && 2 * (1 - normalCdf(end)) * count > 14
  }
  for (const c of [2, 3]) {
    const spread = std / cutDeviation(c)
    if (isCut(c, spread)) found.push(cut({ mean, center, std: spread }, c))
  }
  // A sample of a normal law goes on to where it has an element; what ends before is none.
  if (found.length === 0) {
    const text = `N(${digits(center)}, ${digits(std)}²)`
    found.push({ kind: 'normal', std, text, cdf: (x) => normalCdf((x - mean) / std) })
  }
  // Of a uniform law the ends are √3 deviations away; a deviation of few values is known to 3/√n.
  if (reach <= std * Math.sqrt(3) * (1.02 + 3 / Math.sqrt(count))) found.push(uniform(moments))
  return found
}

function cut(
  law: { readonly mean: number; readonly center: number; readonly std: number },
  c: number,
): Candidate {
  const { mean, center, std } = law
  const [from, share] = [normalCdf(-c), 2 * normalCdf(c) - 1]
  return {
    kind: 'truncatedNormal',
    std,
    text: `N(${digits(center)}, ${digits(std)}²) cut to ±${c}σ`,
    cdf: (x) => Math.min(1, Math.max(0, (normalCdf((x - mean) / std) - from) / share)),
  }
}

function uniform({ low, high, std }: Moments): Candidate {
  return {
    kind: 'uniform',
    std,
    text: `U[${digits(low)}, ${digits(high)})`,
    cdf: (x) => Math.min(1, Math.max(0, (x - low) / (high - low))),
  }
}

/** √n·D of sorted values; equal ones, which rounding makes, are taken together and half-way to their neighbours. */
function distanceOf(sorted: Float32Array, cdf: (x: number) => number): number {
  const n = sorted.length
  let most = 0
  for (let i = 0; i < n; ) {
    const value = sorted[i]!
    let end = i + 1
    while (end < n && sorted[end] === value) end++
    const below = i === 0 ? value : (sorted[i - 1]! + value) / 2
    const above = end === n ? value : (sorted[end]! + value) / 2
    if (end === i + 1) {
      const f = cdf(value)
      most = Math.max(most, f - i / n, end / n - f)
    } else most = Math.max(most, Math.abs(cdf(below) - i / n), Math.abs(cdf(above) - end / n))
    i = end
  }
  return most * Math.sqrt(n)
}

/** A number with few digits. */
export function digits(value: number, count = 4): string {
  return String(Number(value.toPrecision(count)))
}
