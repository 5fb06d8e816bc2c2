import { message } from '@nn/check'
import { roundHalf } from '../../../numerics/half.ts'
import { log1p } from '../../../numerics/log1p.ts'
import type { FloatArray, NumericArray, Rng } from '../../../stream/rng.ts'
import type { TorchFloat } from '../rules.ts'
import type { Generator } from './generator.ts'

/** Small laws of PyTorch that are one loop over the generator. */

/** The probability of every element, or each element's own. */
export type Probability = number | FloatArray

/** Checks one probability for each of `count` elements. */
export function checkProbabilities(where: string, p: FloatArray, count: number): void {
  if (p.length !== count)
    throw new RangeError(message(where, `one p for each of ${count} elements`, String(p.length)))
  for (const [i, value] of p.entries())
    if (!(value >= 0 && value <= 1)) throw new RangeError(message(where, 'p in [0, 1]', `${value} at ${i}`))
}

/** `bernoulli_(p)`: 53 bits below p; by a float32 tensor of probabilities, 24 bits. */
export function fillBernoulli(generator: Generator, out: NumericArray, p: Probability): void {
  if (p instanceof Float32Array)
    for (const [i, chance] of p.entries()) out[i] = (generator.word() & 0xffffff) * 2 ** -24 < chance ? 1 : 0
  else if (p instanceof Float64Array)
    for (const [i, chance] of p.entries()) out[i] = generator.uniform53() < chance ? 1 : 0
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
    const value = scale * log1p(-generator.uniform53())
    out[i] = round ? round(Math.fround(value)) : value
  }
}

/** The zeros of `nn.init.sparse_`: in each column, the rows that come first in a permutation. */
export function zeroColumns(
  places: Pick<Rng, 'permutation'>,
  out: FloatArray,
  [rows, columns]: readonly [number, number],
  zeros: number,
): void {
  const order = new Float64Array(rows)
  for (let column = 0; column < columns; column++) {
    places.permutation(order)
    for (const row of order.subarray(0, zeros)) out[row * columns + column] = 0
  }
}
