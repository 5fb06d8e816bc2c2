import { below32, below64 } from '../../../numerics/float-steps.ts'
import { glibcErf } from '../../../numerics/glibc-erf.ts'
import { belowHalf, type HalfType, roundHalf } from '../../../numerics/half.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import { erf32 } from './erf.ts'
import { toNormal } from './normal.ts'
import { fillUniform32, fillUniform64, fillUniformHalf } from './uniform.ts'
import type { BitSource } from './words.ts'

const { fround, max, min, SQRT1_2, SQRT2 } = Math

/** From here on the compiled erf(x/√2) is ±1: a little earlier than erf alone. */
const ONE = 3.7439211627767994

/** Below these, compiled programs take numbers for 0; float16's own are numbers of float32 there. */
const LEAST_NORMAL32 = 2 ** -126
const LEAST_NORMAL64 = 2 ** -1022

/** erf(x/√2) of a float32 x as XLA compiles it: the division is a multiplication. */
function erfOfRatio(x: number): number {
  const ratio = fround(x * fround(SQRT1_2))
  return Math.abs(ratio) >= ONE ? Math.sign(ratio) : erf32(ratio)
}

/** The standard law cut to (low, high): both ends in the type, values kept inside by one step. */
export function fillCut(
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
    // bfloat16 is float32 while it is multiplied, and so is the constant.
    const inverse = dtype === 'float16' ? round(1 / root) : fround(1 / root)
    const end = (x: number): number => round(erf32(round(fround(x * inverse))))
    fillUniformHalf(source, out, [end(a), end(b)], start, dtype)
    least = -belowHalf(dtype, -a)
    most = belowHalf(dtype, b)
  } else if (out instanceof Float32Array) {
    const [a, b] = [fround(low), fround(high)]
    fillUniform32(source, out, erfOfRatio(a), erfOfRatio(b), start)
    least = -below32(-a)
    most = below32(b)
  } else {
    const end = (x: number): number => glibcErf(x * (1 / SQRT2))
    fillUniform64(source, out, end(low), end(high), start)
    least = -below64(-low)
    most = below64(high)
  }
  toNormal(out, dtype, low === -2 && high === 2)
  const tiny = out instanceof Float32Array ? LEAST_NORMAL32 : LEAST_NORMAL64
  if (Math.abs(least) < tiny) least = 0
  if (Math.abs(most) < tiny) most = 0
  for (let i = 0; i < out.length; i++) out[i] = min(max(out[i]!, least), most)
}
