import { bound, instance, integer, NUMBERS, show } from '../../stream/check.ts'
import type { NumericArray } from '../../stream/rng.ts'
import type { NumpyStream } from './numpy-stream.ts'

/** Options of `choice`. */
export interface ChoiceOptions {
  /** What to choose from: an array, or n for 0 … n − 1. */
  readonly a: number | ArrayLike<number>
  /** Whether a value may be chosen more than once. Default true. */
  readonly replace?: boolean
  /** Probability of each value; they sum to 1. Default: all alike. */
  readonly p?: ArrayLike<number>
  /** `Generator` without replacement: whether the order is random, too. Default true. */
  readonly shuffle?: boolean
}

/** Indices without weights: those of a stream with and without replacement. */
export interface PlainChoice {
  withReplacement(out: Float64Array, population: number): void
  withoutReplacement(out: Float64Array, population: number, shuffle: boolean): void
}

/** Fills with values chosen from a population. */
export function fillChoice<T extends NumericArray>(
  stream: NumpyStream,
  out: T,
  options: ChoiceOptions,
  plain: PlainChoice,
): T {
  const where = 'rng.choice'
  instance(where, out, NUMBERS)
  const { a, replace = true, p, shuffle = true } = options
  const population = typeof a === 'number' ? integer(where, 'a', a, 0, 2 ** 32) : a.length
  if (out.length > 0 && population === 0)
    throw new RangeError(`${where}: expected a to have values to choose from, got none`)
  if (!replace && out.length > population)
    throw new RangeError(
      `${where}: expected at most ${population} values without replacement, got ${out.length}; use replace: true`,
    )
  if (out.length === 0) return out
  const chosen = new Float64Array(out.length)
  if (p !== undefined)
    fillWeighted(stream, chosen, parseWeights(where, p, population, replace, out.length), replace)
  else if (replace) plain.withReplacement(chosen, population)
  else plain.withoutReplacement(chosen, population, shuffle)
  for (let i = 0; i < out.length; i++) out[i] = typeof a === 'number' ? chosen[i]! : a[chosen[i]!]!
  return out
}

function parseWeights(
  where: string,
  p: ArrayLike<number>,
  population: number,
  replace: boolean,
  count: number,
): Float64Array {
  if (p.length !== population)
    throw new RangeError(`${where}: expected p to have ${population} probabilities, got ${p.length}`)
  const weights = Float64Array.from(p, (value) => bound(where, 'p', value))
  const negative = weights.find((weight) => weight < 0)
  if (negative !== undefined)
    throw new RangeError(`${where}: expected probabilities >= 0, got ${show(negative)}`)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (!(Math.abs(sum - 1) <= 2 ** -26))
    throw new RangeError(
      `${where}: expected probabilities that sum to 1, got ${sum}; divide them by their sum`,
    )
  if (!replace && weights.filter((weight) => weight > 0).length < count)
    throw new RangeError(`${where}: expected p to have ${count} probabilities > 0, got fewer`)
  return weights
}

/** By the cumulated probabilities; without replacement in rounds, each for what is still missing. */
function fillWeighted(stream: NumpyStream, out: Float64Array, weights: Float64Array, replace: boolean): void {
  if (replace) {
    const cdf = cumulated(weights)
    stream.random(out)
    for (let i = 0; i < out.length; i++) out[i] = upperIndex(cdf, out[i]!)
    return
  }
  const chosen = new Set<number>()
  while (chosen.size < out.length) {
    const draws = stream.random(new Float64Array(out.length - chosen.size))
    for (const index of chosen) weights[index] = 0
    const cdf = cumulated(weights)
    for (const u of draws) chosen.add(upperIndex(cdf, u))
  }
  out.set([...chosen])
}

function cumulated(weights: Float64Array): Float64Array {
  const cdf = new Float64Array(weights.length)
  let sum = 0
  for (let i = 0; i < cdf.length; i++) {
    sum += weights[i]!
    cdf[i] = sum
  }
  return cdf.map((value) => value / sum)
}

/** The first index whose value is above u. */
function upperIndex(cdf: Float64Array, u: number): number {
  let low = 0
  let high = cdf.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cdf[middle]! <= u) low = middle + 1
    else high = middle
  }
  return low
}
