import { ordered } from '@nn/check'
import { below32, below64 } from '../../numerics/float-steps.ts'
import type { FloatArray, UniformOptions } from '../../stream/rng.ts'
import { DOUBLES, fillByChunks, firstWord, SINGLES } from '../words/chunks.ts'
import type { WordSource } from '../words/word-source.ts'

const { fround } = Math

/** Fills with U[low, high): `low + u·(high − low)` in two rounded steps, never above the last value below `high`. */
export function fillUniform(
  source: WordSource,
  out: FloatArray,
  { low, high, start }: Required<UniformOptions>,
): void {
  if (out instanceof Float32Array) fill32(source, out, fround(low), fround(high), start)
  else fill64(source, out, low, high, start)
}

/** u has 24 bits. */
function fill32(source: WordSource, out: Float32Array, low: number, high: number, start: number): void {
  ordered('rng.uniform', low, high, ' as float32')
  const span = fround(high - low)
  const last = below32(high)
  const step = span * 2 ** -24
  fillByChunks(source, out, start, {
    layout: SINGLES,
    transform(words, values, count) {
      for (let i = 0; i < count; i++) {
        const x = fround(low + fround((words[i]! >>> 8) * 2 ** -24 * span))
        values[i] = x < last ? x : last
      }
    },
    // u·span is the multiple of a step, to the bit where that is no subnormal number.
    kernel: step < 2 ** -126 ? undefined : { name: 'uniform', params: [low, step, last] },
  })
}

/** u has 53 bits. */
function fill64(source: WordSource, out: Float64Array, low: number, high: number, start: number): void {
  const span = high - low
  const last = below64(high)
  fillByChunks(source, out, start, {
    layout: DOUBLES,
    transform(words, values, count) {
      for (let i = 0; i < count; i++) {
        const w = firstWord(i)
        const u = ((words[w]! >>> 5) * 67108864 + (words[w + 4]! >>> 6)) * 2 ** -53
        const x = low + u * span
        values[i] = x < last ? x : last
      }
    },
  })
}
