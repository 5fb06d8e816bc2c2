/**
 * log1pf with the bits of glibc (up to 2.40): the float32 form of Sun's log1p (fdlibm, 1993; float form by Taylor,
 * Cygnus Support), every step rounded to float32. glibc 2.41 and later round the result correctly instead.
 */
import { float, word } from './single-word.ts'

const { fround } = Math

const LN2_HIGH = /* @__PURE__ */ fround(6.9313812256e-1)
const LN2_LOW = /* @__PURE__ */ fround(9.0580006145e-6)
const TWO_THIRDS = /* @__PURE__ */ fround(0.6666666666666666)
const P = /* @__PURE__ */ new Float32Array([
  6.6666668653e-1, 4.0000000596e-1, 2.8571429849e-1, 2.2222198546e-1, 1.818357259e-1, 1.5313838422e-1,
  1.479819864e-1,
])

/** glibc's log1pf(x) of a float32 x in (−1, 0], which is all that samplers ask for. */
export function log1pf(x: number): number {
  if (x > -(2 ** -29)) return x > -(2 ** -54) ? x : fround(x - fround(fround(x * x) * 0.5))
  float[0] = x
  if (word[0]! <= (0xbe95f61f | 0)) return reduced(x, 0, 0, false)
  const u = fround(1 + x)
  float[0] = u
  let k = (word[0]! >> 23) - 127
  const c = fround(fround(x - fround(u - 1)) / u)
  const mantissa = word[0]! & 0x7fffff
  if (mantissa < 0x3504f7) word[0] = mantissa | 0x3f800000
  else {
    k++
    word[0] = mantissa | 0x3f000000
  }
  const near = mantissa === 0 || (mantissa >= 0x3504f7 && (0x800000 - mantissa) >> 2 === 0)
  return reduced(fround(float[0]! - 1), k, c, near)
}

/** log(2ᵏ·(1 + f)) plus the correction c; `near` when |f| is tiny. */
function reduced(f: number, k: number, c: number, near: boolean): number {
  const half = fround(fround(0.5 * f) * f)
  const tail = fround(fround(k * LN2_LOW) + c)
  if (near) {
    if (f === 0) return fround(fround(k * LN2_HIGH) + tail)
    const r = fround(half * fround(1 - fround(TWO_THIRDS * f)))
    return k === 0 ? fround(f - r) : fround(fround(k * LN2_HIGH) - fround(fround(r - tail) - f))
  }
  const s = fround(f / fround(2 + f))
  const z = fround(s * s)
  let r = P[6]!
  for (let i = 5; i >= 0; i--) r = fround(P[i]! + fround(z * r))
  const product = fround(s * fround(half + fround(z * r)))
  if (k === 0) return fround(f - fround(half - product))
  return fround(fround(k * LN2_HIGH) - fround(fround(half - fround(product + tail)) - f))
}
