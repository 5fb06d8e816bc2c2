import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import type { FloatArray, UniformOptions } from '../../../stream/rng.ts'
import { fillByBlocks, type PhiloxSource, scratchLength } from './source.ts'

const { fround } = Math

/** Where a law's values end: `std·z + mean` or `u·(high − low) + low`, as two operations rounded to the type. */
export interface Affine {
  readonly factor: number
  readonly summand: number
}

/** `x·factor + summand` in the type of `out`, in place. */
export function applyAffine(out: FloatArray, { factor, summand }: Affine, dtype: HalfType | undefined): void {
  if (dtype !== undefined) {
    const round = roundHalf(dtype)
    const [f, s] = [round(fround(factor)), round(fround(summand))]
    for (let i = 0; i < out.length; i++) out[i] = round(fround(round(fround(out[i]! * f)) + s))
  } else if (out instanceof Float32Array) {
    const [f, s] = [fround(factor), fround(summand)]
    for (let i = 0; i < out.length; i++) out[i] = fround(out[i]! * f) + s
  } else for (let i = 0; i < out.length; i++) out[i] = out[i]! * factor + summand
}

/** U[0, 1) of the low 23 bits of a word (float32), 52 bits of two (float64), or 7 and 10 bits of a word (half types). */
function fillUnit(source: PhiloxSource, out: FloatArray, start: number, dtype: HalfType | undefined): void {
  if (out instanceof Float64Array) {
    fillUnit64(source, out, start)
    return
  }
  const bits = dtype === 'bfloat16' ? 7 : dtype === 'float16' ? 10 : 23
  const mask = 2 ** bits - 1
  const unit = 2 ** -bits
  fillByBlocks(source, out, start, 4, new Float32Array(scratchLength(out, 4)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = (words[i]! & mask) * unit
  })
}

/** U[0, 1) in float64 of the low 20 bits of a word and the whole next one. */
export function unit64(high: number, low: number): number {
  return ((high & 0xfffff) * 2 ** 32 + low) * 2 ** -52
}

function fillUnit64(source: PhiloxSource, out: Float64Array, start: number): void {
  fillByBlocks(source, out, start, 2, new Float64Array(scratchLength(out, 2)), (words, values, count) => {
    for (let i = 0; i < count; i++) values[i] = unit64(words[2 * i]!, words[2 * i + 1]!)
  })
}

/** `high − low` of the ends rounded to the type. */
function span(low: number, high: number, out: FloatArray, dtype: HalfType | undefined): number {
  if (dtype !== undefined) {
    const round = roundHalf(dtype)
    return fround(round(fround(high)) - round(fround(low)))
  }
  return out instanceof Float32Array ? fround(high) - fround(low) : high - low
}

/** U[low, high): `u·(high − low) + low`. */
export function fillUniform(
  source: PhiloxSource,
  out: FloatArray,
  { low, high, start }: Required<UniformOptions>,
  dtype: HalfType | undefined,
): void {
  fillUnit(source, out, start, dtype)
  applyAffine(out, { factor: span(low, high, out, dtype), summand: low }, dtype)
}
