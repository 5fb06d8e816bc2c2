/**
 * The error function and its inverse in float32, with the bits of XLA's CPU compiler (jaxlib 0.10.2, x86-64 with FMA):
 * erf⁻¹ by Giles ("Approximating the erfinv function", GPU Computing Gems Jade, 2011,
 * https://people.maths.ox.ac.uk/gilesm/files/gems_erfinv.pdf), log1p by Cephes' and Eigen's polynomials, all Horner
 * steps fused.
 */
import { fma32 } from '../../../numerics/fma32.ts'
import { float, word } from '../../../numerics/single-word.ts'

const { abs, fround, sqrt, SQRT1_2 } = Math

const single = (values: number[]): Float32Array => Float32Array.from(values)

/** Horner's rule, every step one fused multiply-add; the highest power comes first. */
function horner(coefficients: Float32Array, x: number): number {
  let sum = coefficients[0]!
  for (let i = 1; i < coefficients.length; i++) sum = fma32(sum, x, coefficients[i]!)
  return sum
}

/** Cephes' log1p: numerator and denominator of (log1p(x) − x + x²/2)/x³. */
const LOG1P_TOP = /* @__PURE__ */ single([
  4.52700008624452e-5, 0.49854102823193375, 6.578732594206104, 29.911919328553072, 60.94966798098779,
  57.11296359058554, 20.039553499201283,
])
const LOG1P_BOTTOM = /* @__PURE__ */ single([
  1, 15.062909083469192, 83.04756596796722, 221.76239823732857, 309.09872225312057, 216.42788614495947,
  60.11866049760384,
])
/** Cephes' logf in three interleaved parts, as Eigen evaluates it. */
const LOG_A = /* @__PURE__ */ single([0.070376836292, -0.1151461031, 0.1167699874])
const LOG_B = /* @__PURE__ */ single([-0.12420140846, 0.14249322787, -0.16668057665])
const LOG_C = /* @__PURE__ */ single([0.20000714765, -0.24999993993, 0.33333331174])
const LN2_LOW = /* @__PURE__ */ fround(-0.00021219444)
const LN2_HIGH = 0.693359375
const SQRT_HALF = /* @__PURE__ */ fround(SQRT1_2)
const SQRT2_MINUS_1 = /* @__PURE__ */ fround(0.41421356237309503)

/** ln x of a normal float32 x > 0. */
function log32(x: number): number {
  float[0] = x
  let exponent = (word[0]! >> 23) - 126
  word[0] = (word[0]! & 0x7fffff) | 0x3f000000
  const mantissa = float[0]!
  let z = mantissa - 1
  if (mantissa < SQRT_HALF) {
    exponent--
    z = fround(z + mantissa)
  }
  const z2 = fround(z * z)
  const z3 = fround(z2 * z)
  let sum = fma32(horner(LOG_A, z), z3, horner(LOG_B, z))
  sum = fma32(sum, z3, horner(LOG_C, z))
  sum = fma32(sum, z3, fround(LN2_LOW * exponent))
  sum = fround(fma32(-0.5, z2, z) + sum)
  return fma32(LN2_HIGH, exponent, sum)
}

/** ln(1 + x) of a float32 x > −1. */
export function log1p32(x: number): number {
  if (abs(x) >= SQRT2_MINUS_1) return log32(fround(x + 1))
  const x2 = fround(x * x)
  const ratio = fround(horner(LOG1P_TOP, x) / horner(LOG1P_BOTTOM, x))
  return fround(x + fma32(-0.5, x2, fround(fround(x * x2) * ratio)))
}

const CENTRE = /* @__PURE__ */ single([
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
])
const TAIL = /* @__PURE__ */ single([
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
])

/** erf⁻¹(x) of a float32 x in [−1, 1]. */
export function erfInv32(x: number): number {
  if (x === 1 || x === -1) return x * Infinity
  const w = -log1p32(-fround(x * x))
  const p = w < 5 ? horner(CENTRE, fround(w - 2.5)) : horner(TAIL, fround(fround(sqrt(w)) - 3))
  return fround(p * x)
}

const ERF_TOP = /* @__PURE__ */ single([
  0.00022905065861350646, 0.003408291010710951, 0.05095569506238086, 0.18520832239976145, 1.128379143519084,
])
const ERF_BOTTOM = /* @__PURE__ */ single([
  -1.1791602954361697e-7, 2.3547966471313183e-5, 0.0010179625278914884, 0.014070470171167667,
  0.11098505178285362, 0.49746925110067536, 1,
])
/** From here on erf is ±1. */
const ERF_ONE = 3.832506856900711

/** erf(x) of a float32 x. */
export function erf32(x: number): number {
  if (abs(x) >= ERF_ONE) return Math.sign(x)
  const x2 = fround(x * x)
  return fround(fround(x * horner(ERF_TOP, x2)) / horner(ERF_BOTTOM, x2))
}
