import { fma32 } from '../../../numerics/fma32.ts'
import { fma64 } from '../../../numerics/fma64.ts'
import { cosf, logf, sinf } from '../../../numerics/glibc-float.ts'
import { glibcLog } from '../../../numerics/glibc-log.ts'
import { glibcCos, glibcSin } from '../../../numerics/glibc-sin-cos.ts'
import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import { float, word } from '../../../numerics/single-word.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import type { Rules } from '../rules.ts'

/**
 * Box and Muller's transform of a block of 16 uniforms from `at`, in place: 1 − d[at + j] gives the radius and
 * d[at + j + 8] the angle of the normals at j and j + 8.
 */
export type BlockTransform<T extends FloatArray> = (d: T, at: number, mean: number, std: number) => void

const { fround, sqrt } = Math

/** Constants of the single-precision logarithm, sine and cosine of Cephes (Moshier, 1992, https://netlib.org/cephes/). */
const SQRT_HALF = 0.7071067690849304
const L0 = 0.07037683576345444
const L1 = -0.11514610052108765
const L2 = 0.11676998436450958
const L3 = -0.12420140951871872
const L4 = 0.14249323308467865
const L5 = -0.16668057441711426
const L6 = 0.2000071406364441
const L7 = -0.24999994039535522
const L8 = 0.3333333134651184
const LN2_LOW = -0.00021219444170128554
const LN2_HIGH = 0.693359375
const TWO_PI = 6.2831854820251465
const FOUR_OVER_PI = 1.2732394933700562
const QUARTER_1 = -0.78515625
const QUARTER_2 = -0.00024187564849853516
const QUARTER_3 = -3.774895063202166e-8
const C0 = 0.0000244331567955669
const C1 = -0.0013887316454201937
const C2 = 0.04166664555668831
const S0 = -0.00019515295571181923
const S1 = 0.008332161232829094
const S2 = -0.16666655242443085

/**
 * The AVX2 kernel's float32 operations, one by one. A product inside a sum is fused there: `fround(a·b + c)` in double
 * precision equals that on all 2²⁴ inputs of logarithm, sine and cosine; only the last step needs `fma32`.
 */
export function avx2Block(d: Float32Array, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    float[0] = 1 - d[j]!
    const bits = word[0]!
    let e = (bits >> 23) - 126
    word[0] = (bits & 0x7fffff) | 0x3f000000
    const m = float[0]!
    let x = m - 1
    if (m < SQRT_HALF) {
      e -= 1
      x += m
    }
    const xx = fround(x * x)
    let y = fround(L0 * x + L1)
    y = fround(y * x + L2)
    y = fround(y * x + L3)
    y = fround(y * x + L4)
    y = fround(y * x + L5)
    y = fround(y * x + L6)
    y = fround(y * x + L7)
    y = fround(y * x + L8)
    y = fround(y * x)
    y = fround(y * xx + fround(e * LN2_LOW))
    y = fround(y - xx * 0.5)
    const radius = fround(sqrt(-2 * fround(e * LN2_HIGH + fround(x + y))))

    const angle = fround(TWO_PI * d[j + 8]!)
    // The octant rounded up to an even number; the angle from there is within ±π/4.
    const q = (fround(angle * FOUR_OVER_PI) + 1) & ~1
    let t = fround(q * QUARTER_1 + angle)
    t = fround(q * QUARTER_2 + t)
    t = fround(q * QUARTER_3 + t)
    const tt = fround(t * t)
    let c = fround(C0 * tt + C1)
    c = fround(c * tt + C2)
    c = fround(c * tt)
    c = fround(c * tt - tt * 0.5)
    c = fround(c + 1)
    let s = fround(S0 * tt + S1)
    s = fround(s * tt + S2)
    s = fround(s * tt)
    s = fround(s * t + t)
    const swapped = (q & 2) !== 0
    const cosine = fround(radius * (((q - 2) & 4) === 0 ? -1 : 1) * (swapped ? s : c))
    const sine = fround(radius * ((q & 4) === 0 ? 1 : -1) * (swapped ? c : s))
    // Adding the mean, even 0, turns -0 into 0.
    d[j] = mean === 0 ? fround(cosine * std + 0) : fma32(cosine, std, mean)
    d[j + 8] = mean === 0 ? fround(sine * std + 0) : fma32(sine, std, mean)
  }
}

/** The kernel of builds without AVX2: the C library's float32 functions; the last step is fused from 2.12 on. */
export function genericBlock(rules: Rules): BlockTransform<Float32Array> {
  const last = rules.fusedNormal
    ? fma32
    : (product: number, std: number, mean: number) => fround(fround(product * std) + mean)
  return (d, at, mean, std) => {
    for (let j = at; j < at + 8; j++) {
      const radius = fround(sqrt(-2 * logf(1 - d[j]!)))
      const angle = fround(2 * Math.PI * d[j + 8]!)
      d[j] = last(fround(radius * cosf(angle)), std, mean)
      d[j + 8] = last(fround(radius * sinf(angle)), std, mean)
    }
  }
}

/** The float64 kernel; logarithm, sine and cosine are those of the C library. */
export function doubleBlock(rules: Rules): BlockTransform<Float64Array> {
  const last = rules.fusedNormal
    ? fma64
    : (product: number, std: number, mean: number) => product * std + mean
  return (d, at, mean, std) => {
    for (let j = at; j < at + 8; j++) {
      const radius = sqrt(-2 * glibcLog(1 - d[j]!))
      const angle = 2 * Math.PI * d[j + 8]!
      d[j] = last(radius * glibcCos(angle), std, mean)
      d[j + 8] = last(radius * glibcSin(angle), std, mean)
    }
  }
}

/** The kernel of the half types up to 2.11: every operation is rounded; float16's were float32 in 1.13 between radius, angle and result. */
export function halfBlock(dtype: HalfType, rules: Rules): BlockTransform<Float32Array> {
  const round = roundHalf(dtype)
  const inner = dtype === 'float16' && rules.version === '1.13' ? fround : round
  const last = (product: number, std: number, mean: number) =>
    inner === round
      ? round(round(product * std) + mean)
      : round(rules.fused ? fma32(product, std, mean) : fround(fround(product * std) + mean))
  return (d, at, mean, std) => {
    for (let j = at; j < at + 8; j++) {
      const radius = round(fround(sqrt(-2 * inner(logf(1 - d[j]!)))))
      const angle = round(fround(2 * Math.PI * d[j + 8]!))
      d[j] = last(inner(fround(radius * inner(cosf(angle)))), std, mean)
      d[j + 8] = last(inner(fround(radius * inner(sinf(angle)))), std, mean)
    }
  }
}
