import { below32, below64 } from '../../numerics/float-steps.ts'
import { belowHalf, type HalfType, roundHalf } from '../../numerics/half.ts'
import { normalSurvival } from '../../numerics/normal-tail.ts'
import { bound, deviation, finite, ordered } from '../../stream/check.ts'
import { checkFloats, type DtypeOptions } from '../../stream/dtype.ts'
import type { FloatArray, TruncatedNormalOptions } from '../../stream/rng.ts'
import { erf32 } from './erf.ts'
import type { JaxKey } from './key.ts'
import { scaleAndShift, toNormal } from './normal.ts'
import { fillUniform32, fillUniform64, fillUniformHalf } from './uniform.ts'
import { type BitSource, bitSource } from './words.ts'

const { fround, max, min, SQRT1_2, SQRT2 } = Math

/** Options of `truncatedNormal`. */
export interface JaxTruncatedNormalOptions extends TruncatedNormalOptions, DtypeOptions {}

/** From here on the compiled erf(x/√2) is ±1: a little earlier than erf alone. */
const ONE = 3.7439211627767994

/** erf(x/√2) of a float32 x as XLA compiles it: the division is a multiplication. */
function erfOfRatio(x: number): number {
  const ratio = fround(x * fround(SQRT1_2))
  return Math.abs(ratio) >= ONE ? Math.sign(ratio) : erf32(ratio)
}

/** The standard law cut to (low, high): both ends in the type, values kept inside by one step. */
function fillCut(
  source: BitSource,
  out: FloatArray,
  [low, high]: readonly [number, number],
  start: number,
  dtype: HalfType | undefined,
): void {
  let [least, most] = [low, high]
  if (dtype !== undefined) {
    const round = roundHalf(dtype)
    const root = round(SQRT2)
    const [a, b] = [round(fround(low)), round(fround(high))]
    const uniforms = [a, b].map((x) => round(erf32(round(fround(x / root))))) as [number, number]
    fillUniformHalf(source, out, uniforms, start, dtype)
    least = -belowHalf(dtype, -a)
    most = belowHalf(dtype, b)
  } else if (out instanceof Float32Array) {
    const [a, b] = [fround(low), fround(high)]
    fillUniform32(source, out, erfOfRatio(a), erfOfRatio(b), start)
    least = -below32(-a)
    most = below32(b)
  } else {
    const cut = (x: number) => 1 - 2 * normalSurvival(x)
    fillUniform64(source, out, cut(low), cut(high), start)
    least = -below64(-low)
    most = below64(high)
  }
  toNormal(out, dtype, low === -2 && high === 2)
  for (let i = 0; i < out.length; i++) out[i] = min(max(out[i]!, least), most)
}

/**
 * `mean + std·jax.random.truncated_normal(key, lower, upper, shape, dtype)`: N(mean, std²) cut to [low, high], by √2·erf⁻¹ of a
 * uniform between erf(low/√2) and erf(high/√2). The bounds count in standard deviations. float32 bit for bit as eager
 * calls of jaxlib 0.10.2 on x86-64; compiled calls are the same for ±2 and may differ by 2 ulp for other bounds.
 *
 * @throws TypeError if `out` is no float array, RangeError unless `low < high`, if `std` is negative (or 0 with absolute
 * bounds) or `start` no integer ≥ 0.
 * @example
 * ```ts
 * import { key, truncatedNormal } from '@nn/random/jax'
 * const weights = truncatedNormal(key(42), new Float32Array(1000), { std: 0.02 })
 * weights.every((weight) => Math.abs(weight) < 0.04) // => true
 * truncatedNormal(key(42), weights, { low: 3 }) // throws /expected low < high, got low 3 and high 2/
 * ```
 */
export function truncatedNormal<T extends FloatArray>(
  key: JaxKey,
  out: T,
  options: JaxTruncatedNormalOptions = {},
): T {
  const where = 'jax.truncatedNormal'
  const { mean = 0, std = 1, low = -2, high = 2, bounds = 'std', start = 0, dtype } = options
  checkFloats(where, out, dtype)
  finite(where, 'mean', mean)
  deviation(where, std)
  ordered(where, bound(where, 'low', low), bound(where, 'high', high))
  const ends = standardEnds(where, { mean, std, low, high, bounds })
  fillCut(bitSource(where, key, out.length, start), out, ends, start, dtype)
  scaleAndShift(out, mean, std, dtype)
  return out
}

/** The bounds in standard deviations from the mean. */
function standardEnds(
  where: string,
  { mean, std, low, high, bounds }: Required<Omit<TruncatedNormalOptions, 'start'>>,
): readonly [number, number] {
  if (bounds === 'std') return [low, high]
  if (bounds !== 'absolute')
    throw new RangeError(`${where}: expected bounds 'std' or 'absolute', got ${String(bounds)}`)
  if (std === 0) throw new RangeError(`${where}: expected std > 0 with absolute bounds, got 0`)
  return [(low - mean) / std, (high - mean) / std]
}
