import { below32, below64 } from '../../../numerics/float-steps.ts'
import { belowHalf, type HalfType, roundHalf } from '../../../numerics/half.ts'
import { normalSurvival } from '../../../numerics/normal-tail.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import { erf32 } from './erf.ts'
import { toNormal } from './normal.ts'
import { fillUniform32, fillUniform64, fillUniformHalf } from './uniform.ts'
import type { BitSource } from './words.ts'

const { fround, max, min, SQRT1_2, SQRT2 } = Math

/** From here on the compiled erf(x/√2) is ±1: a little earlier than erf alone. */
const ONE = 3.7439211627767994

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
    const end = (x: number): number => round(erf32(round(fround(x / root))))
    fillUniformHalf(source, out, [end(a), end(b)], start, dtype)
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
