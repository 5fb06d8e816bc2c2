import { cosf, logf, sinf } from '../../../numerics/glibc-float.ts'
import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import { log } from '../../../numerics/log.ts'
import { cos, sin } from '../../../numerics/sin-cos.ts'
import type { FloatArray, NormalOptions, TruncatedNormalOptions } from '../../../stream/rng.ts'
import { fillBlocks, fillByBlocks, type PhiloxSource, scratchLength } from './source.ts'
import { applyAffine, unit64 } from './uniform.ts'

const { fround, sqrt } = Math
const TWO_PI = 2 * Math.PI
/** The least radius' uniform, a float32 number in both types. */
const LEAST = /* @__PURE__ */ fround(1e-7)
const LEAST_64 = 1e-7

const unit32 = (word: number) => (word & 0x7fffff) * 2 ** -23

/** Box and Muller's pair of float32 normals of two words, the sine's first, by glibc's float functions. */
function pair32(word0: number, word1: number, out: Float32Array, at: number): void {
  const u = unit32(word0)
  const radius = fround(sqrt(fround(-2 * logf(u < LEAST ? LEAST : u))))
  const angle = fround(TWO_PI * unit32(word1))
  out[at] = sinf(angle) * radius
  out[at + 1] = cosf(angle) * radius
}

/** The pair of float64 normals of the four words from `words[from]` on. */
function pair64(words: Uint32Array, from: number, out: Float64Array, at: number): void {
  const u = unit64(words[from]!, words[from + 1]!)
  const angle = TWO_PI * unit64(words[from + 2]!, words[from + 3]!)
  const radius = sqrt(-2 * log(u < LEAST_64 ? LEAST_64 : u))
  out[at] = sin(angle) * radius
  out[at + 1] = cos(angle) * radius
}

/** N(0, 1); half types are float32 normals rounded. */
function fillStandard(
  source: PhiloxSource,
  out: FloatArray,
  start: number,
  dtype: HalfType | undefined,
): void {
  if (out instanceof Float32Array)
    fillByBlocks(source, out, start, 4, new Float32Array(scratchLength(out, 4)), (words, values, count) => {
      for (let i = 0; i < count; i += 2) pair32(words[i]!, words[i + 1]!, values, i)
    })
  else
    fillByBlocks(source, out, start, 2, new Float64Array(scratchLength(out, 2)), (words, values, count) => {
      for (let i = 0; i < count; i += 2) pair64(words, 2 * i, values, i)
    })
  roundAll(out, dtype)
}

function roundAll(out: FloatArray, dtype: HalfType | undefined): void {
  if (dtype === undefined) return
  const round = roundHalf(dtype)
  for (let i = 0; i < out.length; i++) out[i] = round(out[i]!)
}

/**
 * N(0, 1) cut to (−2, 2) by rejection: every group of four values (two in float64) has 256 blocks (128) of its own, whose
 * pairs are taken in turn until the group is full.
 */
function fillCut(source: PhiloxSource, out: FloatArray, start: number, dtype: HalfType | undefined): void {
  const words = new Uint32Array(4)
  const double = out instanceof Float64Array
  const size = double ? 2 : 4
  const values = double ? new Float64Array(2) : new Float32Array(4)
  const group = new Float64Array(size)
  for (let i = 0; i < out.length; ) {
    const number = Math.floor((start + i) / size)
    for (let kept = 0, block = 64 * size * number; kept < size; block++) {
      fillBlocks(source, block, 1, words)
      if (double) pair64(words, 0, values as Float64Array, 0)
      else {
        pair32(words[0]!, words[1]!, values as Float32Array, 0)
        pair32(words[2]!, words[3]!, values as Float32Array, 2)
      }
      for (let j = 0; j < values.length && kept < size; j++)
        if (Math.abs(values[j]!) < 2) group[kept++] = values[j]!
    }
    for (let j = (start + i) % size; j < size && i < out.length; j++) out[i++] = group[j]!
  }
  roundAll(out, dtype)
}

/** N(mean, std²): `z·std + mean`. */
export function fillNormal(
  source: PhiloxSource,
  out: FloatArray,
  { mean, std, start }: Required<NormalOptions>,
  dtype: HalfType | undefined,
): void {
  fillStandard(source, out, start, dtype)
  applyAffine(out, { factor: std, summand: mean }, dtype)
}

/** N(mean, std²) cut at two standard deviations. */
export function fillTruncatedNormal(
  source: PhiloxSource,
  out: FloatArray,
  { mean, std, start }: Required<TruncatedNormalOptions>,
  dtype: HalfType | undefined,
): void {
  fillCut(source, out, start, dtype)
  applyAffine(out, { factor: std, summand: mean }, dtype)
}
