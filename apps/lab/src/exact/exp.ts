import { powerOfTwo } from './powers.ts'

/**
 * Exponentials in double precision, made of + − × ÷ alone, and the same bits in every engine: ECMAScript leaves `Math.exp` and its like to the engine,
 * and last bits differ between Node and browsers. The numbers of pictures that are no tensors are computed with these.
 */

/** ln 2 in two parts, of which the first has zeros at its end, so that whole multiples of it are exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** 1/n! from 1/13! to 1/2!. */
const FACTORIALS = inverseFactorials(13)

/** (eʳ − 1)/r of a small r, by Taylor's series. */
function slope(r: number): number {
  let series = 0
  for (let i = 0; i < FACTORIALS.length; i++) series = (series + (FACTORIALS[i] ?? 0)) * r
  return 1 + series
}

/** eˣ, to about 1 ulp. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY
  if (x < -745.1332191019412) return 0
  const k = Math.round(x / Math.LN2)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  const whole = 1 + r * slope(r)
  // In two steps, as 2ᵏ alone may be no double.
  const half = k >> 1
  return whole * powerOfTwo(half) * powerOfTwo(k - half)
}

/** eˣ − 1, to about 2 ulp, of small x, too. */
export function expm1(x: number): number {
  return Math.abs(x) < 0.3 ? x * slope(x) : exp(x) - 1
}

/** (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ). */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (size > 20) return Math.sign(x)
  const lost = expm1(-2 * size)
  return Math.sign(x) * (-lost / (2 + lost))
}

function inverseFactorials(most: number): number[] {
  const all: number[] = []
  let factorial = 1
  for (let n = 2; n <= most; n++) {
    factorial *= n
    all.unshift(1 / factorial)
  }
  return all
}
