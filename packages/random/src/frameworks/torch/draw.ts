import { roundHalf } from '../../numerics/half.ts'
import { log } from '../../numerics/log.ts'
import { finite, show } from '../../stream/check.ts'
import type { FloatArray, NumericArray } from '../../stream/rng.ts'
import type { Generator } from './generator.ts'
import { fillPermutation } from './integers.ts'
import type { TorchFloat } from './rules.ts'

/** Small laws of PyTorch that are one loop over the generator. */

/** The probability of every element, or each element's own. */
export type Probability = number | FloatArray

/** Checks probabilities; an array has one for each element. */
export function probability(where: string, p: unknown, count: number): Probability {
  if (!(p instanceof Float32Array || p instanceof Float64Array)) {
    if (!(finite(where, 'p', p) >= 0 && (p as number) <= 1))
      throw new RangeError(`${where}: expected p of [0, 1], got ${show(p)}`)
    return p as number
  }
  if (p.length !== count)
    throw new RangeError(`${where}: expected one p for each of ${count} elements, got ${p.length}`)
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1))
  if (wrong >= 0) throw new RangeError(`${where}: expected p of [0, 1], got ${p[wrong]} at ${wrong}`)
  return p
}

/** `bernoulli_(p)`: 53 bits below p; by a float32 tensor of probabilities, 24 bits. */
export function fillBernoulli(generator: Generator, out: NumericArray, p: Probability): void {
  if (p instanceof Float32Array)
    for (let i = 0; i < out.length; i++) out[i] = (generator.word() & 0xffffff) * 2 ** -24 < p[i]! ? 1 : 0
  else if (p instanceof Float64Array)
    for (let i = 0; i < out.length; i++) out[i] = generator.uniform53() < p[i]! ? 1 : 0
  else for (let i = 0; i < out.length; i++) out[i] = generator.uniform53() < p ? 1 : 0
}

/** `exponential_(rate)`: −1/rate · ln(1 − u) in double precision, then rounded. */
export function fillExponential(
  generator: Generator,
  out: FloatArray,
  rate: number,
  dtype: TorchFloat,
): void {
  const round = dtype === 'bfloat16' || dtype === 'float16' ? roundHalf(dtype) : undefined
  const scale = -1 / rate
  for (let i = 0; i < out.length; i++) {
    const value = scale * log(1 - generator.uniform53())
    out[i] = round ? round(Math.fround(value)) : value
  }
}

/** The zeros of `nn.init.sparse_`: in each column, the rows that come first in a permutation. */
export function zeroColumns(
  generator: Generator,
  out: FloatArray,
  rows: number,
  columns: number,
  zeros: number,
): void {
  const order = new Float64Array(rows)
  for (let column = 0; column < columns; column++) {
    fillPermutation(generator, order)
    for (let k = 0; k < zeros; k++) out[order[k]! * columns + column] = 0
  }
}
