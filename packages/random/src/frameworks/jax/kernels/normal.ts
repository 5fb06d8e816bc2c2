import { fma32 } from '../../../numerics/fma32.ts'
import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import { byChunks } from './chunks.ts'
import { erfInv32 } from './erf.ts'
import { erfInv64 } from './erf64.ts'
import { type JaxSimd, jaxSimd } from './simd.ts'
import { fillUniform32, fillUniform64, fillUniformHalf } from './uniform.ts'
import type { BitSource } from './words.ts'

const { fround, SQRT2 } = Math
/** The smallest numbers above −1 of each type. */
const ABOVE_MINUS_ONE = {
  float32: -0.9999999403953552,
  float64: -0.9999999999999999,
  bfloat16: -0.99609375,
  float16: -0.99951171875,
}

/** Uniforms of (−1, 1), which are exact. */
export function fillOpen(
  source: BitSource,
  out: FloatArray,
  start: number,
  dtype: HalfType | undefined,
): void {
  if (dtype !== undefined) fillUniformHalf(source, out, [ABOVE_MINUS_ONE[dtype], 1], start, dtype)
  else if (out instanceof Float32Array) fillUniform32(source, out, ABOVE_MINUS_ONE.float32, 1, start)
  else fillUniform64(source, out, ABOVE_MINUS_ONE.float64, 1, start)
}

/**
 * √2·erf⁻¹(u) of the uniforms in `out`, in place, each operation rounded to the type. `checked` says that the uniforms are
 * among those on which the float32 kernel was checked: of (−1, 1), or between erf(±2/√2).
 */
export function toNormal(out: FloatArray, dtype: HalfType | undefined, checked: boolean): void {
  if (dtype !== undefined) {
    const round = roundHalf(dtype)
    const factor = round(SQRT2)
    for (let i = 0; i < out.length; i++) out[i] = round(factor * round(erfInv32(out[i]!)))
  } else if (out instanceof Float32Array) {
    const simd = checked ? jaxSimd(out.length) : null
    const factor = fround(SQRT2)
    if (simd) byChunks(out.length, (done, count) => normalBySimd(simd, out.subarray(done, done + count)))
    else for (let i = 0; i < out.length; i++) out[i] = factor * erfInv32(out[i]!)
  } else for (let i = 0; i < out.length; i++) out[i] = SQRT2 * erfInv64(out[i]!)
}

function normalBySimd({ exports, singles }: JaxSimd, out: Float32Array): void {
  singles.set(out)
  exports.normal(Math.ceil(out.length / 4))
  out.set(singles.subarray(0, out.length))
}

/** `std·z + mean` in place, as two operations that are rounded to the type. */
export function scaleAndShift(out: FloatArray, mean: number, std: number, dtype: HalfType | undefined): void {
  const round = dtype === undefined ? undefined : roundHalf(dtype)
  const type = (x: number) => (round ? round(fround(x)) : out instanceof Float32Array ? fround(x) : x)
  const [factor, summand] = [type(std), type(mean)]
  // The array rounds to float32; what is left of a half type's rounding follows.
  for (let i = 0; factor !== 1 && i < out.length; i++) out[i]! *= factor
  for (let i = 0; round && factor !== 1 && i < out.length; i++) out[i] = round(out[i]!)
  for (let i = 0; summand !== 0 && i < out.length; i++) out[i]! += summand
  for (let i = 0; round && summand !== 0 && i < out.length; i++) out[i] = round(out[i]!)
}

/** `std·√2·erf⁻¹(u) + mean` of the uniforms in `out` as one compiled float32 function. */
export function toNormalCompiled(out: FloatArray, mean: number, std: number): void {
  const factor = fround(fround(SQRT2) * fround(std))
  const summand = fround(mean)
  for (let i = 0; i < out.length; i++) out[i] = fma32(erfInv32(out[i]!), factor, summand)
}
