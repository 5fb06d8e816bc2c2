import { float, HIGH, word } from './double-words.ts'
/**
 * log1p with the bits of glibc 2.36 on x86-64 with FMA, which follows Sun's fdlibm (1993,
 * https://www.netlib.org/fdlibm/s_log1p.c): 1 + x = 2ᵏ·(1 + f), and log(1 + f) by a polynomial in s² for s = f/(2 + f).
 * The order of the steps, and which of them are fused, is what fixes the last bit.
 */

import { fma64 } from './fma64.ts'
import { LN2_HIGH, LN2_LOW } from './log.ts'

const TWO_THIRDS = 0.6666666666666666
const P1 = 0.6666666666666735
const P2 = 0.3999999999940942
const P3 = 0.2857142874366239
const P4 = 0.22222198432149784
const P5 = 0.1818357216161805
const P6 = 0.15313837699209373
const P7 = 0.14798198605116586

/** glibc's log1p(x) of x in (−1, 0], which is all that samplers ask for. */
export function log1p(x: number): number {
  if (x > -(2 ** -29)) return x > -(2 ** -54) ? x : x - x * x * 0.5
  float[0] = x
  // −0.2929 and above: 1 + x stays in one binade.
  if (word[HIGH]! <= (0xbfd2bec3 | 0)) return reduced(x, 0, 0, false)
  const u = 1 + x
  float[0] = u
  let k = (word[HIGH]! >> 20) - 1023
  const c = (x - (u - 1)) / u
  const mantissa = word[HIGH]! & 0xfffff
  if (mantissa < 0x6a09e) word[HIGH] = mantissa | 0x3ff00000
  else {
    k++
    word[HIGH] = mantissa | 0x3fe00000
  }
  const near = mantissa === 0 || (mantissa >= 0x6a09e && (0x100000 - mantissa) >> 2 === 0)
  return reduced(float[0]! - 1, k, c, near)
}

/** log(2ᵏ·(1 + f)) plus the correction c; `near` when |f| < 2⁻²⁰. */
function reduced(f: number, k: number, c: number, near: boolean): number {
  const half = 0.5 * f * f
  const tail = fma64(k, LN2_LOW, c)
  if (near) {
    if (f === 0) return fma64(k, LN2_HIGH, tail)
    const r = half * fma64(-TWO_THIRDS, f, 1)
    return k === 0 ? f - r : fma64(k, LN2_HIGH, f - (r - tail))
  }
  const s = f / (2 + f)
  const z = s * s
  const z2 = z * z
  const z4 = z2 * z2
  let r = fma64(z, P1, z2 * fma64(z, P3, P2))
  r = fma64(z4, fma64(z, P5, P4), r)
  r = fma64(z2 * z4, fma64(z, P7, P6), r)
  const product = (r + half) * s
  return k === 0 ? f - (half - product) : fma64(k, LN2_HIGH, f - (half - (tail + product)))
}
