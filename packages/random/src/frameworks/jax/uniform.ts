import { addsExactly } from '../../engines/simd-module.ts'
import { fma32 } from '../../numerics/fma32.ts'
import { fma64 } from '../../numerics/fma64.ts'
import { type HalfType, roundHalf } from '../../numerics/half.ts'
import { finite, ordered } from '../../stream/check.ts'
import { checkFloats, type DtypeOptions } from '../../stream/dtype.ts'
import type { FloatArray, UniformOptions } from '../../stream/rng.ts'
import { byChunks, CHUNK } from './chunks.ts'
import type { JaxKey } from './key.ts'
import { jaxSimd } from './simd.ts'
import {
  type BitSource,
  bitSource,
  encryptBySimd,
  fillNarrowWords,
  fillWordPairs,
  fillWords,
} from './words.ts'

const { fround, max } = Math

/** Options of `uniform`. */
export interface JaxUniformOptions extends UniformOptions, DtypeOptions {}

/** U[low, high) in float32: the multiply-add is fused, as XLA's CPU compiler fuses it; both ends are float32 numbers. */
export function fillUniform32(
  source: BitSource,
  out: FloatArray,
  low: number,
  high: number,
  start: number,
): void {
  const words = new Uint32Array(CHUNK)
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
  const highs = new Uint32Array(CHUNK)
  const lows = new Uint32Array(CHUNK)
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
  const words = new Uint32Array(CHUNK)
  const span = round(fround(high - low))
  byChunks(out.length, (done, count) => {
    fillNarrowWords(source, width, words.subarray(0, count), start + done)
    for (let i = 0; i < count; i++) {
      const scaled = round((words[i]! >>> drop) * unit * span)
      out[done + i] = max(low, round(fround(scaled + low)))
    }
  })
}

/**
 * `jax.random.uniform(key, shape, dtype, minval, maxval)`: U[low, high), `max(low, u·(high − low) + low)` with 23 random
 * bits in u (float64: 52, bfloat16: 7, float16: 10). Bit for bit as jaxlib 0.10.2 on x86-64.
 *
 * @throws TypeError if `out` is no float array, RangeError unless `low < high` are finite and `start` is an integer ≥ 0.
 * @example
 * ```ts
 * import { key, uniform } from '@nn/random/jax'
 * uniform(key(0), new Float32Array(2)) // => new Float32Array([0.9476670026779175, 0.9785798788070679])
 * uniform(key(0), new Float32Array(2), { low: -1 }).length // => 2
 * uniform(key(0), new Float32Array(2), { low: 2 }) // throws /expected low < high, got low 2 and high 1/
 * ```
 */
export function uniform<T extends FloatArray>(key: JaxKey, out: T, options: JaxUniformOptions = {}): T {
  const where = 'jax.uniform'
  const { low = 0, high = 1, start = 0, dtype } = options
  checkFloats(where, out, dtype)
  ordered(where, finite(where, 'low', low), finite(where, 'high', high))
  const source = bitSource(where, key, out.length, start)
  if (dtype !== undefined) {
    const round = roundHalf(dtype)
    fillUniformHalf(source, out, [round(fround(low)), round(fround(high))], start, dtype)
  } else if (out instanceof Float32Array) fillUniform32(source, out, fround(low), fround(high), start)
  else fillUniform64(source, out, low, high, start)
  return out
}
