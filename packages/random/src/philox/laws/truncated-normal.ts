import { message, within } from '@nn/check'
import { exp } from '../../numerics/exp.ts'
import { ceil32, floor32 } from '../../numerics/float-steps.ts'
import { log } from '../../numerics/log.ts'
import { inverseMills, normalSurvival } from '../../numerics/normal-tail.ts'
import { upperQuantile } from '../../numerics/quantile.ts'
import type { FloatArray, TruncatedNormalOptions } from '../../stream/rng.ts'
import { DOUBLES, fillByChunks, firstWord, open52, SINGLES } from '../words/chunks.ts'
import type { WordSource } from '../words/word-source.ts'

const { fround, max, min } = Math
const WHERE = 'rng.truncatedNormal'

/** The standard interval [a, b] of a fill, and the values [low, high] that its results stay in. */
interface Cut {
  readonly mean: number
  readonly std: number
  readonly a: number
  readonly b: number
  readonly low: number
  readonly high: number
}

/**
 * Fills with N(mean, std²) cut to [low, high], by inversion: z = Φ⁻¹(Φ(a) + u·(Φ(b) − Φ(a))), then `z·std + mean`
 * clamped to the representable values of the interval. Both tails are measured from their own end (u and 1 − u are
 * exact), so nothing cancels however far out the interval lies; z grows with u.
 */
export function fillTruncatedNormal(
  source: WordSource,
  out: FloatArray,
  law: Required<TruncatedNormalOptions>,
): void {
  const { mean, std, low, high, bounds, start } = law
  if (std === 0) {
    // All mass lies at the mean, which must be inside.
    if (bounds === 'absolute') within(WHERE, 'mean (std is 0)', mean, low, high)
    out.fill(mean)
    return
  }
  const cut = cutOf(law, out instanceof Float32Array)
  if (out instanceof Float32Array && isCentral(cut)) fillCentral32(source, out, cut, start)
  else fillWide(source, out, cut, start)
}

function cutOf({ mean, std, low, high, bounds }: Required<TruncatedNormalOptions>, single: boolean): Cut {
  const [a, b, least, most] =
    bounds === 'absolute'
      ? [(low - mean) / std, (high - mean) / std, low, high]
      : [low, high, mean + std * low, mean + std * high]
  const cut = { mean, std, a, b, low: single ? ceil32(least) : least, high: single ? floor32(most) : most }
  if (cut.low <= cut.high && cut.low !== Infinity && cut.high !== -Infinity && a < b) return cut
  const expected = `bounds with a ${single ? 'float32' : 'float64'} between them`
  throw new RangeError(message(WHERE, expected, `low ${low} and high ${high} (${bounds})`))
}

/**
 * Largest |bound| of the float32 kernel. Up to here z/y is a rational function of r = 1 − y², y = erf(z/√2), to
 * 2·10⁻⁷; all coefficients are positive, so nothing cancels.
 */
const CENTRAL = 3
const P0 = /* @__PURE__ */ fround(3.8177145)
const P1 = /* @__PURE__ */ fround(2579.5432)
const P2 = 249960.6875
const P3 = 5275468
const P4 = 26072146
const P5 = 26045064
const P6 = 2565443.25
const Q1 = /* @__PURE__ */ fround(822.2386)
const Q2 = /* @__PURE__ */ fround(94927.04)
const Q3 = 2450671.25
const Q4 = 15818553
const Q5 = 23872190
const Q6 = 5803987.5

/** Whether the float32 kernel is good for the interval: inside ±3 and not so narrow that 31 bits of u show. */
function isCentral({ a, b }: Cut): boolean {
  return a >= -CENTRAL && b <= CENTRAL && b - a >= 0.5
}

/**
 * The float32 kernel: with s = 1 − |y| the distance to the nearer end of erf, z = ±(1 − s)·P(r)/Q(r), r = s·(2 − s).
 * u has 31 bits.
 */
function fillCentral32(source: WordSource, out: Float32Array, cut: Cut, start: number): void {
  const { lowEnd, highEnd, scale } = endsOf(cut)
  const mean = fround(cut.mean)
  const std = fround(cut.std)
  const { low, high } = cut
  fillByChunks(source, out, start, {
    layout: SINGLES,
    transform(words, values, count) {
      for (let i = 0; i < count; i++) {
        const k = words[i]! >>> 1
        const fromLow = fround(lowEnd + fround(fround(fround(k) + 0.5) * scale))
        const fromHigh = fround(highEnd + fround(fround(fround(k ^ 0x7fffffff) + 0.5) * scale))
        const s = fromLow < fromHigh ? fromLow : fromHigh
        const size = fround(fround(1 - s) * centralRatio(fround(s * fround(2 - s))))
        const x = fround(fround((fromLow < fromHigh ? -size : size) * std) + mean)
        values[i] = x < low ? low : x > high ? high : x
      }
    },
    kernel: { name: 'truncatedNormal', params: [lowEnd, highEnd, scale, mean, std, low, high] },
  })
}

/** An interval on the scale of erf: how far its ends lie from those, and a step of u. */
interface Ends extends Pick<Cut, 'a' | 'b'> {
  readonly lowEnd: number
  readonly highEnd: number
  readonly scale: number
}

/** Those of the last interval: most fills have the same, and they take longer than a hundred values. */
let known: Ends | undefined

function endsOf({ a, b }: Cut): Ends {
  if (known?.a === a && known.b === b) return known
  known = {
    ...{ a, b, lowEnd: fround(2 * normalSurvival(-a)), highEnd: fround(2 * normalSurvival(b)) },
    scale: fround(2 * mass(a, b)) * 2 ** -31,
  }
  return known
}

/** P(r)/Q(r) by Horner's rule in float32 steps. */
function centralRatio(r: number): number {
  let p = fround(P5 + fround(P6 * r))
  let q = fround(Q5 + fround(Q6 * r))
  p = fround(P4 + fround(p * r))
  q = fround(Q4 + fround(q * r))
  p = fround(P3 + fround(p * r))
  q = fround(Q3 + fround(q * r))
  p = fround(P2 + fround(p * r))
  q = fround(Q2 + fround(q * r))
  p = fround(P1 + fround(p * r))
  q = fround(Q1 + fround(q * r))
  return fround(fround(P0 + fround(p * r)) / fround(1 + fround(q * r)))
}

/** Any interval: the double-precision quantile of 32 bits of u into float32, of 52 bits into float64. */
function fillWide(
  source: WordSource,
  out: FloatArray,
  { mean, std, a, b, low, high }: Cut,
  start: number,
): void {
  const quantile = cutQuantile(a, b)
  const single = out instanceof Float32Array
  fillByChunks<FloatArray>(source, out, start, {
    layout: single ? SINGLES : DOUBLES,
    transform(words, values, count) {
      for (let i = 0; i < count; i++) {
        const w = firstWord(i)
        const u = single ? (words[i]! + 0.5) * 2 ** -32 : open52(words[w]!, words[w + 4]!)
        // Float32 bounds stay bounds when the value is rounded into the array.
        values[i] = max(low, min(high, quantile(u) * std + mean))
      }
    },
  })
}

/** Φ(b) − Φ(a), from the tail in which the interval lies. */
function mass(a: number, b: number): number {
  return a > 0 ? normalSurvival(a) - normalSurvival(b) : normalSurvival(-b) - normalSurvival(-a)
}

/** From here on the tail's own law is used: survival probabilities end at about 38. */
const FAR = 30
/** Narrower than this (relative to the density's slope) the law is uniform to one part in 10⁷. */
const NARROW = 1e-7

/** The quantile function of the standard normal law cut to [a, b], for u in (0, 1) with an exact 1 − u. */
export function cutQuantile(a: number, b: number): (u: number) => number {
  if ((b - a) * (1 + max(Math.abs(a), Math.abs(b))) < NARROW) return (u) => a + u * (b - a)
  if (a >= FAR) return farQuantile(a, b)
  if (b <= -FAR) {
    const mirrored = farQuantile(-b, -a)
    return (u) => -mirrored(1 - u)
  }
  const below = normalSurvival(-a)
  const above = normalSurvival(b)
  const inside = mass(a, b)
  return (u) => {
    const lower = below + u * inside
    const upper = above + (1 - u) * inside
    return lower < upper ? -upperQuantile(min(lower, 0.5)) : upperQuantile(min(upper, 0.5))
  }
}

/**
 * The quantile far out, a ≥ 30, where probabilities underflow: with w the survival relative to that of a,
 * z² = a² − 2 ln w − 2 ln(m(z)/m(a)) for the inverse Mills ratio m. The last term is tiny: five rounds reach the last bit.
 */
function farQuantile(a: number, b: number): (u: number) => number {
  const millsA = inverseMills(a)
  const atB = b === Infinity ? 0 : exp(-0.5 * (b - a) * (b + a)) * (millsA / inverseMills(b))
  return (u) => {
    const w = atB + (1 - u) * (1 - atB)
    const lnW = log(w)
    let z = a - lnW / a
    for (let round = 0; round < 5; round++) z = a - (2 * (lnW + log(inverseMills(z) / millsA))) / (z + a)
    return z
  }
}
