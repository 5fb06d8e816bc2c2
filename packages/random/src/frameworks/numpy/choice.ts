import { checkOptions, flag, integer, message, number, type OptionNames, show, wrongKind } from '@nn/check'
import type { NumericArray } from '../../stream/rng.ts'
import { checkOut, NUMBERS } from '../../stream/targets.ts'
import { isList } from './entropy.ts'
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

/** How far from 1 probabilities may sum: √ε of their type, as in NumPy. */
const TOLERANCE = 2 ** -26
const TOLERANCE32 = 2 ** -11.5

const OPTIONS: OptionNames<ChoiceOptions> = { a: true, replace: true, p: true, shuffle: true }

/** Fills with values chosen from a population. */
export function fillChoice<T extends NumericArray>(
  stream: NumpyStream,
  out: T,
  options: ChoiceOptions,
  plain: PlainChoice,
): T {
  const where = 'rng.choice'
  checkOut(where, out, NUMBERS)
  checkOptions(where, options, OPTIONS)
  const { a, p, ...others }: Partial<ChoiceOptions> = options ?? {}
  const replace = flag(where, 'replace', others.replace ?? true)
  const shuffle = flag(where, 'shuffle', others.shuffle ?? true)
  const population = populationOf(where, a, out.length, replace)
  if (out.length === 0) return out
  const chosen = new Float64Array(out.length)
  if (p !== undefined) {
    const weights = weightsOf(where, p, population)
    if (!replace) checkEnough(where, weights, out.length)
    fillWeighted(stream, chosen, weights, replace)
  } else if (replace) plain.withReplacement(chosen, population)
  else plain.withoutReplacement(chosen, population, shuffle)
  if (typeof a === 'object') for (const [i, index] of chosen.entries()) out[i] = a[index] ?? Number.NaN
  else out.set(chosen)
  return out
}

/** How many values there are to choose from. */
function populationOf(
  where: string,
  a: ChoiceOptions['a'] | undefined,
  count: number,
  replace: boolean,
): number {
  if (isList(a))
    for (let i = 0; i < a.length; i++)
      if (typeof a[i] !== 'number') throw wrongKind(where, 'a to hold numbers', a[i])
  const population = isList(a) ? a.length : integer(where, 'a', a, 0, 2 ** 32)
  if (count > 0 && population === 0)
    throw new RangeError(message(where, 'a to hold at least one value', 'none'))
  if (!replace && count > population)
    throw new RangeError(
      message(where, `at most ${population} values without replacement`, String(count), 'use replace: true'),
    )
  return population
}

function weightsOf(where: string, p: ArrayLike<number>, population: number): Float64Array {
  if (!isList(p)) throw new TypeError(message(where, 'p to be a list of probabilities', show(p)))
  if (p.length !== population)
    throw new RangeError(message(where, `p to have ${population} probabilities`, String(p.length)))
  const weights = Float64Array.from(p, (value) => number(where, 'p', value))
  const negative = weights.find((weight) => weight < 0)
  if (negative !== undefined) throw new RangeError(message(where, 'probabilities >= 0', show(negative)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (Math.abs(sum - 1) <= (p instanceof Float32Array ? TOLERANCE32 : TOLERANCE)) return weights
  throw new RangeError(message(where, 'probabilities that sum to 1', String(sum), 'divide them by their sum'))
}

function checkEnough(where: string, weights: Float64Array, count: number): void {
  if (weights.filter((weight) => weight > 0).length < count)
    throw new RangeError(message(where, `p to have ${count} probabilities > 0`, 'fewer'))
}

/** By the cumulated probabilities; without replacement in rounds, each for what is still missing. */
function fillWeighted(stream: NumpyStream, out: Float64Array, weights: Float64Array, replace: boolean): void {
  if (replace) {
    const cdf = cumulated(weights)
    stream.random(out)
    for (const [i, u] of out.entries()) out[i] = upperIndex(cdf, u)
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
  for (const [i, weight] of weights.entries()) {
    sum += weight
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
