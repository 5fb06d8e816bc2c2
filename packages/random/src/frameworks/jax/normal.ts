import { fma32 } from '../../numerics/fma32.ts'
import { type HalfType, roundHalf } from '../../numerics/half.ts'
import { deviation, finite } from '../../stream/check.ts'
import { checkFloats, type DtypeOptions } from '../../stream/dtype.ts'
import type { FloatArray, NormalOptions } from '../../stream/rng.ts'
import { byChunks } from './chunks.ts'
import { erfInv32 } from './erf.ts'
import { erfInv64 } from './erf64.ts'
import type { JaxKey } from './key.ts'
import { type JaxSimd, jaxSimd } from './simd.ts'
import { fillUniform32, fillUniform64, fillUniformHalf } from './uniform.ts'
import { type BitSource, bitSource } from './words.ts'

const { fround, SQRT2 } = Math
/** The smallest numbers above −1 of each type. */
const ABOVE_MINUS_ONE = {
  float32: -0.9999999403953552,
  float64: -0.9999999999999999,
  bfloat16: -0.99609375,
  float16: -0.99951171875,
}

/** Options of `normal`. */
export interface JaxNormalOptions extends NormalOptions, DtypeOptions {
  /**
   * How `std·normal + mean` is rounded. False (default): each operation once, as eager calls do. True: as one compiled
   * float32 function, in which √2 and `std` are one constant and the mean is fused.
   */
  readonly jit?: boolean
}

/** Uniforms of (−1, 1), which are exact. */
function fillOpen(source: BitSource, out: FloatArray, start: number, dtype: HalfType | undefined): void {
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

function compiled(out: FloatArray, mean: number, std: number): void {
  const factor = fround(fround(SQRT2) * fround(std))
  const summand = fround(mean)
  for (let i = 0; i < out.length; i++) out[i] = fma32(erfInv32(out[i]!), factor, summand)
}

/**
 * `mean + std·jax.random.normal(key, shape, dtype)`: N(mean, std²) by √2·erf⁻¹ of a uniform of (−1, 1). float32 and the half
 * types bit for bit as jaxlib 0.10.2 on x86-64; float64 within 128 ulp.
 *
 * @throws TypeError if `out` is no float array, RangeError if `std` is negative or `start` no integer ≥ 0, or for `jit`
 * in another type than float32.
 * @example
 * ```ts
 * import { key, normal } from '@nn/random/jax'
 * normal(key(0), new Float32Array(2)) // => new Float32Array([1.6226421594619751, 2.02526473999023438])
 * normal(key(0), new Float32Array(1), { std: -1 }) // throws /expected std >= 0/
 * ```
 */
export function normal<T extends FloatArray>(key: JaxKey, out: T, options: JaxNormalOptions = {}): T {
  const where = 'jax.normal'
  const { mean = 0, std = 1, start = 0, dtype, jit = false } = options
  checkFloats(where, out, dtype)
  finite(where, 'mean', mean)
  deviation(where, std)
  const single = dtype === undefined && out instanceof Float32Array
  if (jit && !single)
    throw new RangeError(`${where}: expected float32 values with jit, got ${dtype ?? 'float64'}`)
  fillOpen(bitSource(where, key, out.length, start), out, start, dtype)
  if (jit) compiled(out, mean, std)
  else {
    toNormal(out, dtype, true)
    scaleAndShift(out, mean, std, dtype)
  }
  return out
}
