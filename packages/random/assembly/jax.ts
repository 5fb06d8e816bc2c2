// JAX's bits and float32 transforms: SIMD twins of src/frameworks/jax/words.ts, uniform.ts and erf.ts. Each works in place on a chunk.
//
// XLA fuses products into sums (shared/fused.ts). In `normal` no sum may lie half way: it is for the uniforms between −1
// and 1 and those of ±2 standard deviations, 2²³ inputs each, on which it was checked exhaustively.

import { LAW_ELEMENTS, LAW_PARAMS } from '../src/wasm/addresses'
import { fused, join, lower, rounded, upper } from './shared/fused'

export { threefry } from './shared/threefry2x32'

const PARAMS: usize = LAW_PARAMS
const ELEMENTS: usize = LAW_ELEMENTS

const LOG1P_TOP = memory.data<f32>([
  4.52700008624452e-5, 0.49854102823193375, 6.578732594206104, 29.911919328553072, 60.94966798098779,
  57.11296359058554, 20.039553499201283,
])
const LOG1P_BOTTOM = memory.data<f32>([
  1, 15.062909083469192, 83.04756596796722, 221.76239823732857, 309.09872225312057, 216.42788614495947,
  60.11866049760384,
])
const LOG_A = memory.data<f32>([0.070376836292, -0.1151461031, 0.1167699874])
const LOG_B = memory.data<f32>([-0.12420140846, 0.14249322787, -0.16668057665])
const LOG_C = memory.data<f32>([0.20000714765, -0.24999993993, 0.33333331174])
const CENTRE = memory.data<f32>([
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
])
const TAIL = memory.data<f32>([
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
])
const FLOATS = memory.data<f32>([
  1, 1.1920928955078125e-7, 0.70710678118654752, 0.41421356237309503, -0.00021219444, 0.693359375, -0.5, 5, 2.5, 3,
  1.4142135623730951,
])
const INTEGERS = memory.data<u32>([0x7fffff, 0x3f000000, 126, 0x7fffffff])

// @ts-ignore: decorator
@inline
function single(index: usize): v128 {
  return v128.load32_splat(FLOATS + (index << 2))
}

// @ts-ignore: decorator
@inline
function integer(index: usize): v128 {
  return v128.load32_splat(INTEGERS + (index << 2))
}

// @ts-ignore: decorator
@inline
function coefficient(table: usize, index: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_splat(table + (index << 2)))
}

/** a·b + c, rounded once where no sum is half way. */
// @ts-ignore: decorator
@inline
function fma(a: v128, b: v128, c: v128): v128 {
  return join(rounded(lower(a), lower(b), lower(c)), rounded(upper(a), upper(b), upper(c)))
}

/** Horner's rule in two float64 lanes, every step rounded to float32. */
// @ts-ignore: decorator
@inline
function hornerHalf(table: usize, terms: usize, x: v128): v128 {
  let sum = coefficient(table, 0)
  for (let i: usize = 1; i < terms; i++)
    sum = rounded(sum, x, coefficient(table, i))
  return sum
}

// @ts-ignore: decorator
@inline
function horner(table: usize, terms: usize, x: v128): v128 {
  return join(hornerHalf(table, terms, lower(x)), hornerHalf(table, terms, upper(x)))
}

function log(x: v128): v128 {
  let e = i32x4.sub(i32x4.shr_s(x, 23), integer(2))
  const m = v128.or(v128.and(x, integer(0)), integer(1))
  const small = f32x4.lt(m, single(2))
  e = i32x4.add(e, small)
  const z = f32x4.add(f32x4.sub(m, single(0)), v128.and(m, small))
  const z2 = f32x4.mul(z, z)
  const z3 = f32x4.mul(z2, z)
  const power = f32x4.convert_i32x4_s(e)
  let sum = fma(horner(LOG_A, 3, z), z3, horner(LOG_B, 3, z))
  sum = fma(sum, z3, horner(LOG_C, 3, z))
  sum = fma(sum, z3, f32x4.mul(single(4), power))
  sum = f32x4.add(fma(single(6), z2, z), sum)
  return fma(single(5), power, sum)
}

function log1p(x: v128): v128 {
  const small = f32x4.lt(f32x4.abs(x), single(3))
  const large = v128.not(small)
  let out = i32x4.splat(0)
  if (v128.any_true(small)) {
    const x2 = f32x4.mul(x, x)
    const ratio = f32x4.div(horner(LOG1P_TOP, 7, x), horner(LOG1P_BOTTOM, 7, x))
    out = f32x4.add(x, fma(single(6), x2, f32x4.mul(f32x4.mul(x, x2), ratio)))
  }
  return v128.any_true(large) ? v128.bitselect(log(f32x4.add(x, single(0))), out, large) : out
}

function erfInverse(x: v128): v128 {
  const w = f32x4.neg(log1p(f32x4.neg(f32x4.mul(x, x))))
  const tail = f32x4.ge(w, single(7))
  let p = horner(CENTRE, 9, f32x4.sub(w, single(8)))
  if (v128.any_true(tail)) p = v128.bitselect(horner(TAIL, 9, f32x4.sub(f32x4.sqrt(w), single(9))), p, tail)
  return f32x4.mul(p, x)
}

/** Words become uniforms: parameters high − low and low; u·(high − low) + low, at least low. */
export function uniform(vectors: i32): void {
  const low = v128.load32_splat(PARAMS + 4)
  const wideSpan = lower(v128.load32_splat(PARAMS))
  const wideLow = lower(low)
  const end = ELEMENTS + (<usize>vectors << 4)
  for (let at: usize = ELEMENTS; at < end; at += 16) {
    const u = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at), 9)), single(1))
    const x = join(fused(lower(u), wideSpan, wideLow), fused(upper(u), wideSpan, wideLow))
    v128.store(at, f32x4.pmax(low, x))
  }
}

/** √2·erf⁻¹ of uniforms between −1 and 1. */
export function normal(vectors: i32): void {
  const end = ELEMENTS + (<usize>vectors << 4)
  for (let at: usize = ELEMENTS; at < end; at += 16)
    v128.store(at, f32x4.mul(single(10), erfInverse(v128.load(at))))
}
