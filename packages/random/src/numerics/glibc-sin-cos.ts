import { fma64 } from './fma64.ts'

/**
 * sin and cos in double precision with the bits of glibc (2.28 and later) on x86-64 with FMA: the angle is a multiple of 1/128, whose sine
 * and cosine a table has in two doubles each, and a rest, for which there are short series (IBM's Accurate Mathematical Library, 2001;
 * without its slow paths since 2018). Which operations are fused is what fixes the last bit.
 */

const S3 = -0.16666666666666488
const S5 = 0.008333332142857223
const C2 = 0.5
const C4 = -0.04166666666666644
const C6 = 0.001388888740079376
const T1 = -0.16666666666666666
const T2 = 0.008333333333332329
const T3 = -0.00019841269834414642
const T4 = 0.000002755729806860771
const T5 = -2.5022014848318398e-8
/** Rounds to a multiple of 1/128, which is then in the last bits of the sum. */
const TO_128TH = 1.5 * 2 ** 45
const TO_INTEGER = 1.5 * 2 ** 52
const HALF_PI = Math.PI / 2
const HALF_PI_REST = 6.123233995736766e-17
const TWO_OVER_PI = 0.6366197723675814
/** π/2 in four parts. */
const M1 = 1.5707963407039642
const M2 = -1.3909067564377153e-8
const M3 = -4.97899623147991e-17
const M4 = -1.9034889620193266e-25

const BITS = 200n
const ROWS = 112

/** Σ ±xⁿ/n! over even or odd n, of x = k/128, in 200 fraction bits. */
function series(k: number, isOdd: boolean): bigint {
  const x = (BigInt(k) << BITS) / 128n
  let term = isOdd ? x : 1n << BITS
  let sum = 0n
  for (let n = isOdd ? 2n : 1n; term !== 0n; n += 2n) {
    sum += term
    term = -((((term * x) >> BITS) * x) >> BITS) / (n * (n + 1n))
  }
  return sum
}

let table: Float64Array | undefined

/** sin, its rest, cos, its rest of each k/128; made at the first use. */
function sines(): Float64Array {
  if (table !== undefined) return table
  const scale = 2 ** Number(BITS)
  const pair = (value: bigint): [number, number] => {
    const near = Number(value) / scale
    return [near, Number(value - BigInt(near * scale)) / scale]
  }
  const rows = Array.from({ length: ROWS }, (_, k) => [...pair(series(k, true)), ...pair(series(k, false))])
  table = Float64Array.from(rows.flat())
  return table
}

function sinPolynomial(xx: number): number {
  return fma64(xx, S5, S3)
}

function cosPolynomial(xx: number): number {
  return xx * fma64(xx, fma64(xx, C6, C4), C2)
}

/** sin(x + dx) of |x| ≤ 0.8555. */
function sinNear(x: number, dx: number): number {
  const magnitude = Math.abs(x)
  if (magnitude < 0.126) {
    const xx = x * x
    const p = fma64(fma64(fma64(fma64(T5, xx, T4), xx, T3), xx, T2), xx, T1)
    return x + fma64(fma64(p, x, -0.5 * dx), xx, dx)
  }
  const d = x <= 0 ? -dx : dx
  const rounded = TO_128TH + magnitude - TO_128TH
  const t = sines()
  const k = rounded * 512
  const [sn, snRest, cs, csRest] = [t[k]!, t[k + 1]!, t[k + 2]!, t[k + 3]!]
  const r = magnitude - rounded
  const rr = r * r
  const s = r + fma64(r * rr, sinPolynomial(rr), d)
  const c = fma64(r, d, cosPolynomial(rr))
  const result = sn + fma64(cs, s, fma64(-sn, c, fma64(s, csRest, snRest)))
  return x < 0 ? -result : result
}

/** cos(x + dx) of |x| ≤ 0.8555. */
function cosNear(x: number, dx: number): number {
  const d = x < 0 ? -dx : dx
  const magnitude = Math.abs(x)
  const rounded = TO_128TH + magnitude - TO_128TH
  const t = sines()
  const k = rounded * 512
  const [sn, snRest, cs, csRest] = [t[k]!, t[k + 1]!, t[k + 2]!, t[k + 3]!]
  const r = magnitude - rounded + d
  const rr = r * r
  const s = fma64(r * rr, sinPolynomial(rr), r)
  return cs + fma64(-sn, s, fma64(-cs, cosPolynomial(rr), fma64(-s, snRest, csRest)))
}

/** sin of x + quadrants·π/2, of 2.426 ≤ |x| < 10⁸. */
function reduced(x: number, quadrants: number): number {
  const n = fma64(x, TWO_OVER_PI, TO_INTEGER) - TO_INTEGER
  const y = fma64(-n, M2, fma64(-n, M1, x))
  const high = fma64(-n, M3, y)
  const rest = fma64(-n, M3, y - high)
  const a = fma64(-n, M4, high)
  const da = rest + fma64(-n, M4, high - a)
  const quadrant = (n + quadrants) & 3
  const value = (quadrant & 1) === 1 ? cosNear(a, da) : sinNear(a, da)
  return (quadrant & 2) === 2 ? -value : value
}

/** glibc's sin(x) of 0 ≤ x < 10⁸. */
export function glibcSin(x: number): number {
  if (x < 2 ** -26) return x
  if (x < 0.855469) return sinNear(x, 0)
  return x < 2.426265 ? cosNear(HALF_PI - x, HALF_PI_REST) : reduced(x, 0)
}

/** glibc's cos(x) of 0 ≤ x < 10⁸. */
export function glibcCos(x: number): number {
  if (x < 2 ** -27) return 1
  if (x < 0.855469) return cosNear(x, 0)
  if (x >= 2.426265) return reduced(x, 1)
  const y = HALF_PI - x
  const a = y + HALF_PI_REST
  return sinNear(a, y - a + HALF_PI_REST)
}
