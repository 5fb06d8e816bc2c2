import { addsExactly } from '../../../engines/simd-module.ts'
import { fma32 } from '../../../numerics/fma32.ts'
import { fma64 } from '../../../numerics/fma64.ts'
import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import { byChunks, chunkOf } from './chunks.ts'
import { jaxSimd } from './simd.ts'
import { type BitSource, encryptBySimd, fillNarrowWords, fillWordPairs, fillWords } from './words.ts'

const { fround, max } = Math

/** U[low, high) in float32: the multiply-add is fused, as XLA's CPU compiler fuses it; both ends are float32 numbers. */
export function fillUniform32(
  source: BitSource,
  out: FloatArray,
  low: number,
  high: number,
  start: number,
): void {
  const words = new Uint32Array(chunkOf(out))
  const span = fround(high - low)
  const unit = low === 0 && span === 1
  const simd = addsExactly(low) ? jaxSimd(out.length) : null
  simd?.params.set([span, low])
  byChunks(out.length, (done, count) => {
    if (simd && encryptBySimd(simd, source.key, start + done, count, true)) {
      simd.exports.uniform(Math.ceil(count / 4))
      out.set(simd.singles.subarray(0, count), done)
      return
    }
    fillWords(source, words.subarray(0, count), start + done)
    for (let i = 0; i < count; i++) {
      const u = (words[i]! >>> 9) * 2 ** -23
      out[done + i] = unit ? u : max(low, fma32(u, span, low))
    }
  })
}

/** U[low, high) in float64, fused too. */
export function fillUniform64(
  source: BitSource,
  out: FloatArray,
  low: number,
  high: number,
  start: number,
): void {
  const highs = new Uint32Array(chunkOf(out))
  const lows = new Uint32Array(chunkOf(out))
  const span = high - low
  byChunks(out.length, (done, count) => {
    fillWordPairs(source, highs.subarray(0, count), lows, start + done)
    for (let i = 0; i < count; i++) {
      const u = (highs[i]! * 2 ** 20 + (lows[i]! >>> 12)) * 2 ** -52
      out[done + i] = max(low, fma64(u, span, low))
    }
  })
}

/** U[low, high) in a half type: 8 random bits for bfloat16, 16 for float16; every operation is rounded to the type. */
export function fillUniformHalf(
  source: BitSource,
  out: FloatArray,
  [low, high]: readonly [number, number],
  start: number,
  dtype: HalfType,
): void {
  const round = roundHalf(dtype)
  const [width, drop, unit] = dtype === 'bfloat16' ? ([8, 1, 2 ** -7] as const) : ([16, 6, 2 ** -10] as const)
  const words = new Uint32Array(chunkOf(out))
  const span = round(fround(high - low))
  byChunks(out.length, (done, count) => {
    fillNarrowWords(source, width, words.subarray(0, count), start + done)
    for (let i = 0; i < count; i++) {
      const scaled = round((words[i]! >>> drop) * unit * span)
      out[done + i] = max(low, round(fround(scaled + low)))
    }
  })
}
