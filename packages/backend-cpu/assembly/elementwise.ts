// Elementwise kernels and reductions of float32. Each works in place on a chunk at an address, up to the next multiple of 8 or 16
// elements; a second operand lies OTHER bytes behind it, and bytes, which questions leave, ANSWERS bytes. + − × ÷ √ and their like
// have the bits of the plain kernels; transcendental functions are computed in double precision, with a relative error below
// 1e-10, and rounded once.
//
// Constants come from memory: engines rebuild a `v128.const` at every use, a load is one instruction.
import { ANSWERS, OTHER } from './layout'

// @ts-ignore: decorator
@inline
const ABS: i32 = 0, NEG: i32 = 1, SIGN: i32 = 2, FLOOR: i32 = 3, CEIL: i32 = 4, ROUND: i32 = 5, TRUNC: i32 = 6, SQUARE: i32 = 7,
  SQRT: i32 = 8, RECIPROCAL: i32 = 9, RELU: i32 = 10, ADD: i32 = 11, SUB: i32 = 12, MUL: i32 = 13, DIV: i32 = 14,
  MAXIMUM: i32 = 15, MINIMUM: i32 = 16, EQ: i32 = 17, NE: i32 = 18, LT: i32 = 19, LE: i32 = 20, GT: i32 = 21, GE: i32 = 22,
  IS_NAN: i32 = 23, IS_FINITE: i32 = 24, EXP: i32 = 25, EXPM1: i32 = 26, LOG: i32 = 27, LOG1P: i32 = 28, TANH: i32 = 29,
  SIGMOID: i32 = 30, SILU: i32 = 31, SOFTPLUS: i32 = 32, ERF: i32 = 33, GELU: i32 = 34, AND: i32 = 35, OR: i32 = 36, XOR: i32 = 37

/** Numbers of double precision; names below are their indices. */
const DOUBLES = memory.data<f64>([
  1, 2, 0.5, -708, 709,
  1.4426950408889634, // 1/ln 2
  0.6931471805599453, // ln 2
  6755399441055744, // 1.5·2⁵²: what is added to it leaves an integer in the last bits
  1e-4, 0.3333333333333333, 0.7071067811865476, 1023, 1.1283791670955126, // 2/√π
  0.03, 0.1, 3, 27,
])
const ONE: i32 = 0, TWO: i32 = 1, HALF: i32 = 2, LEAST_EXPONENT: i32 = 3, MOST_EXPONENT: i32 = 4, LOG2_E: i32 = 5, LN2: i32 = 6,
  MAGIC: i32 = 7, TINY: i32 = 8, THIRD: i32 = 9, SQRT_HALF: i32 = 10, TWO_BY_SQRT_PI: i32 = 12,
  SMALL: i32 = 13, TENTH: i32 = 14, THREE: i32 = 15, FAR: i32 = 16
/** (eʳ − 1)/r of |r| ≤ ln 2/2 by interpolation at Chebyshev's points: 2e-12. */
const EXPONENTIAL = memory.data<f64>([
  0.9999999999955059, 0.49999999999955214, 0.16666666786375128, 0.04166666678619889, 0.008333283519890572,
  0.0013888839117251893, 0.00019907581989957057, 2.486786986033215e-05,
])
/** ln((1 + s)/(1 − s))/(2s) in s². */
const LOGARITHM = memory.data<f64>([
  1, 0.3333333333333333, 0.2, 0.14285714285714285, 0.1111111111111111, 0.09090909090909091, 0.07692307692307693,
])
/** exp(z²)·erfc(z)·(z + 3) in (z − 3)/(z + 3) by interpolation at Chebyshev's points: 2e-11. */
const COMPLEMENT = memory.data<f64>([
  1.0740069070958405, -0.8833944531669541, 0.5902283561430651, -0.3104672622802805, 0.11952778158413147,
  -0.02682722655353942, -0.001212580815143749, 0.0030339961209016053, -0.0005476525668370869, -0.00027651043996002045,
  0.00010611606460031453, 2.9796325975439686e-05, -1.566902602689879e-05, -3.968256351072341e-06, 1.5333007468143478e-06,
  4.200264811515808e-07,
])
const INTEGERS = memory.data<u32>([0x7fffffff, 0x80000000, 0x3f800000, 0x7f800000])

// @ts-ignore: decorator
@inline
function double(index: i32): v128 {
  return v128.load64_splat(DOUBLES + (index << 3))
}

// @ts-ignore: decorator
@inline
function bits(index: i32): v128 {
  return v128.load32_splat(INTEGERS + (index << 2))
}

// @ts-ignore: decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f64x2.mul(a, b)
}

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f64x2.add(a, b)
}

// @ts-ignore: decorator
@inline
function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b)
}

// @ts-ignore: decorator
@inline
function coefficient(table: usize, index: i32): v128 {
  return v128.load64_splat(table + (index << 3))
}

/** eˣ; beyond ±708 as there, which is 0 or ∞ in float32. */
// @ts-ignore: decorator
@inline
function exponential(x: v128): v128 {
  const inside = f64x2.pmax(f64x2.pmin(x, double(MOST_EXPONENT)), double(LEAST_EXPONENT))
  const shifted = add(mul(inside, double(LOG2_E)), double(MAGIC))
  const r = sub(inside, mul(sub(shifted, double(MAGIC)), double(LN2)))
  let p = add(mul(coefficient(EXPONENTIAL, 7), r), coefficient(EXPONENTIAL, 6))
  p = add(mul(p, r), coefficient(EXPONENTIAL, 5))
  p = add(mul(p, r), coefficient(EXPONENTIAL, 4))
  p = add(mul(p, r), coefficient(EXPONENTIAL, 3))
  p = add(mul(p, r), coefficient(EXPONENTIAL, 2))
  p = add(mul(p, r), coefficient(EXPONENTIAL, 1))
  p = add(mul(p, r), coefficient(EXPONENTIAL, 0))
  return i64x2.add(add(mul(p, r), double(ONE)), i64x2.shl(shifted, 52))
}

/** ln y of positive finite normal y. */
// @ts-ignore: decorator
@inline
function logarithm(y: v128): v128 {
  const e = i64x2.shr_s(i64x2.sub(y, double(SQRT_HALF)), 52)
  const m = i64x2.sub(y, i64x2.shl(e, 52))
  const exponent = sub(i64x2.add(e, double(MAGIC)), double(MAGIC))
  const s = f64x2.div(sub(m, double(ONE)), add(m, double(ONE)))
  const t = mul(s, s)
  let p = add(mul(coefficient(LOGARITHM, 6), t), coefficient(LOGARITHM, 5))
  p = add(mul(p, t), coefficient(LOGARITHM, 4))
  p = add(mul(p, t), coefficient(LOGARITHM, 3))
  p = add(mul(p, t), coefficient(LOGARITHM, 2))
  p = add(mul(p, t), coefficient(LOGARITHM, 1))
  p = add(mul(p, t), coefficient(LOGARITHM, 0))
  return add(mul(exponent, double(LN2)), mul(add(s, s), p))
}

/** ln y, with −∞ at 0, NaN below, and ∞ and NaN as they are. */
// @ts-ignore: decorator
@inline
function fullLogarithm(y: v128): v128 {
  const zero = f64x2.splat(0)
  const infinity = f64x2.splat(Infinity)
  const inside = v128.bitselect(logarithm(y), y, f64x2.lt(y, infinity))
  const positive = v128.bitselect(inside, f64x2.splat(NaN), f64x2.gt(y, zero))
  return v128.bitselect(f64x2.neg(infinity), v128.bitselect(y, positive, f64x2.ne(y, y)), f64x2.eq(y, zero))
}

/** ln(1 + x) of x near 0: x − x²/2 + x³/3. */
// @ts-ignore: decorator
@inline
function logarithmNearOne(x: v128): v128 {
  return mul(x, sub(double(ONE), mul(x, sub(double(HALF), mul(x, double(THIRD))))))
}

// @ts-ignore: decorator
@inline
function below(x: v128, limit: i32): v128 {
  return f64x2.lt(f64x2.abs(x), double(limit))
}

/** 1 − erf z of z ≥ 0; 0 from 27 on, and of NaN. */
// @ts-ignore: decorator
@inline
function complement(z: v128): v128 {
  const near = f64x2.pmin(z, double(FAR))
  const sum = add(near, double(THREE))
  const u = f64x2.div(sub(near, double(THREE)), sum)
  let p = add(mul(coefficient(COMPLEMENT, 15), u), coefficient(COMPLEMENT, 14))
  p = add(mul(p, u), coefficient(COMPLEMENT, 13))
  p = add(mul(p, u), coefficient(COMPLEMENT, 12))
  p = add(mul(p, u), coefficient(COMPLEMENT, 11))
  p = add(mul(p, u), coefficient(COMPLEMENT, 10))
  p = add(mul(p, u), coefficient(COMPLEMENT, 9))
  p = add(mul(p, u), coefficient(COMPLEMENT, 8))
  p = add(mul(p, u), coefficient(COMPLEMENT, 7))
  p = add(mul(p, u), coefficient(COMPLEMENT, 6))
  p = add(mul(p, u), coefficient(COMPLEMENT, 5))
  p = add(mul(p, u), coefficient(COMPLEMENT, 4))
  p = add(mul(p, u), coefficient(COMPLEMENT, 3))
  p = add(mul(p, u), coefficient(COMPLEMENT, 2))
  p = add(mul(p, u), coefficient(COMPLEMENT, 1))
  p = add(mul(p, u), coefficient(COMPLEMENT, 0))
  const value = f64x2.div(mul(p, exponential(f64x2.neg(mul(near, near)))), sum)
  return v128.and(value, f64x2.lt(z, double(FAR)))
}

/** `x` with the sign of `sign`. */
// @ts-ignore: decorator
@inline
function withSign(x: v128, sign: v128): v128 {
  return v128.bitselect(sign, x, f64x2.splat(-0.0))
}

/** A function of two values in double precision. */
// @ts-ignore: decorator
@inline
function wide(op: i32, x: v128): v128 {
  const one = double(ONE)
  if (op == EXP) return exponential(x)
  if (op == EXPM1) {
    return v128.bitselect(mul(x, add(one, mul(x, double(HALF)))), sub(exponential(x), one), below(x, TINY))
  }
  if (op == LOG) return fullLogarithm(x)
  if (op == LOG1P) return v128.bitselect(logarithmNearOne(x), fullLogarithm(add(x, one)), below(x, TINY))
  if (op == TANH) {
    const e = exponential(mul(f64x2.abs(x), f64x2.neg(double(TWO))))
    const t = f64x2.div(sub(one, e), add(one, e))
    return v128.bitselect(x, withSign(t, x), below(x, TINY))
  }
  if (op == SIGMOID) return f64x2.div(one, add(one, exponential(f64x2.neg(x))))
  if (op == SILU) {
    const y = f64x2.div(x, add(one, exponential(f64x2.neg(x))))
    return v128.bitselect(f64x2.splat(NaN), y, f64x2.eq(x, f64x2.splat(-Infinity)))
  }
  if (op == SOFTPLUS) {
    const e = exponential(f64x2.neg(f64x2.abs(x)))
    const tail = v128.bitselect(logarithmNearOne(e), logarithm(add(one, e)), below(e, TINY))
    return add(f64x2.pmax(x, f64x2.splat(0)), v128.bitselect(x, tail, f64x2.ne(x, x)))
  }
  if (op == ERF) {
    const t = mul(x, x)
    const near = mul(mul(x, double(TWO_BY_SQRT_PI)), sub(one, mul(t, sub(double(THIRD), mul(t, double(TENTH))))))
    const far = withSign(sub(one, complement(f64x2.abs(x))), x)
    return v128.bitselect(near, v128.bitselect(x, far, f64x2.ne(x, x)), below(x, SMALL))
  }
  // Gelu: x·Φ(x), where Φ of negative x is a complement, and of positive 1 less a complement.
  const tail = mul(x, mul(complement(mul(f64x2.abs(x), double(SQRT_HALF))), double(HALF)))
  const body = v128.bitselect(x, sub(x, tail), f64x2.gt(x, double(FAR)))
  return v128.bitselect(tail, body, f64x2.lt(x, f64x2.splat(0)))
}

// @ts-ignore: decorator
@inline
function unary(op: i32, x: v128): v128 {
  if (op == ABS) return f32x4.abs(x)
  if (op == NEG) return f32x4.neg(x)
  if (op == SIGN) {
    const one = v128.or(v128.and(x, bits(1)), bits(2))
    return v128.bitselect(one, x, f32x4.gt(f32x4.abs(x), f32x4.splat(0)))
  }
  if (op == FLOOR) return f32x4.floor(x)
  if (op == CEIL) return f32x4.ceil(x)
  if (op == ROUND) return f32x4.nearest(x)
  if (op == TRUNC) return f32x4.trunc(x)
  if (op == SQUARE) return f32x4.mul(x, x)
  if (op == SQRT) return f32x4.sqrt(x)
  if (op == RECIPROCAL) return f32x4.div(bits(2), x)
  return f32x4.max(x, f32x4.splat(0))
}

// @ts-ignore: decorator
@inline
function binary(op: i32, x: v128, y: v128): v128 {
  if (op == ADD) return f32x4.add(x, y)
  if (op == SUB) return f32x4.sub(x, y)
  if (op == MUL) return f32x4.mul(x, y)
  if (op == DIV) return f32x4.div(x, y)
  if (op == MAXIMUM) return f32x4.max(x, y)
  return f32x4.min(x, y)
}

/** All ones where the answer is yes. */
// @ts-ignore: decorator
@inline
function question(op: i32, at: usize): v128 {
  const x = v128.load(at)
  if (op == IS_NAN) return f32x4.ne(x, x)
  if (op == IS_FINITE) return f32x4.lt(f32x4.abs(x), bits(3))
  const y = v128.load(at, OTHER)
  if (op == EQ) return f32x4.eq(x, y)
  if (op == NE) return f32x4.ne(x, y)
  if (op == LT) return f32x4.lt(x, y)
  if (op == LE) return f32x4.le(x, y)
  if (op == GT) return f32x4.gt(x, y)
  if (op == GE) return f32x4.ge(x, y)
  const zero = f32x4.splat(0)
  const a = f32x4.ne(x, zero)
  const b = f32x4.ne(y, zero)
  if (op == AND) return v128.and(a, b)
  if (op == OR) return v128.or(a, b)
  return v128.xor(a, b)
}

// @ts-ignore: decorator
@inline
function map(op: i32, at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  if (op >= EXP) {
    for (; at < end; at += 8) {
      const y = wide(op, f64x2.promote_low_f32x4(v128.load64_zero(at)))
      v128.store64_lane(at, f32x4.demote_f64x2_zero(y), 0)
    }
    return
  }
  for (; at < end; at += 32) {
    v128.store(at, unary(op, v128.load(at)))
    v128.store(at, unary(op, v128.load(at, 16)), 16)
  }
}

// @ts-ignore: decorator
@inline
function zip(op: i32, at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  for (; at < end; at += 32) {
    v128.store(at, binary(op, v128.load(at), v128.load(at, OTHER)))
    v128.store(at, binary(op, v128.load(at, 16), v128.load(at, OTHER + 16)), 16)
  }
}

// @ts-ignore: decorator
@inline
function ask(op: i32, at: usize, count: i32): void {
  const one = i8x16.splat(1)
  const end = at + (<usize>count << 2)
  for (let to = at + ANSWERS; at < end; at += 64, to += 16) {
    const low = i16x8.narrow_i32x4_s(question(op, at), question(op, at + 16))
    const high = i16x8.narrow_i32x4_s(question(op, at + 32), question(op, at + 48))
    v128.store(to, v128.and(i8x16.narrow_i16x8_s(low, high), one))
  }
}

export function abs(at: usize, count: i32): void { map(ABS, at, count) }
export function neg(at: usize, count: i32): void { map(NEG, at, count) }
export function sign(at: usize, count: i32): void { map(SIGN, at, count) }
export function floor(at: usize, count: i32): void { map(FLOOR, at, count) }
export function ceil(at: usize, count: i32): void { map(CEIL, at, count) }
export function round(at: usize, count: i32): void { map(ROUND, at, count) }
export function trunc(at: usize, count: i32): void { map(TRUNC, at, count) }
export function square(at: usize, count: i32): void { map(SQUARE, at, count) }
export function sqrt(at: usize, count: i32): void { map(SQRT, at, count) }
export function reciprocal(at: usize, count: i32): void { map(RECIPROCAL, at, count) }
export function relu(at: usize, count: i32): void { map(RELU, at, count) }
export function exp(at: usize, count: i32): void { map(EXP, at, count) }
export function expm1(at: usize, count: i32): void { map(EXPM1, at, count) }
export function log(at: usize, count: i32): void { map(LOG, at, count) }
export function log1p(at: usize, count: i32): void { map(LOG1P, at, count) }
export function tanh(at: usize, count: i32): void { map(TANH, at, count) }
export function sigmoid(at: usize, count: i32): void { map(SIGMOID, at, count) }
export function silu(at: usize, count: i32): void { map(SILU, at, count) }
export function softplus(at: usize, count: i32): void { map(SOFTPLUS, at, count) }
export function erf(at: usize, count: i32): void { map(ERF, at, count) }
export function gelu(at: usize, count: i32): void { map(GELU, at, count) }

export function plus(at: usize, count: i32): void { zip(ADD, at, count) }
export function minus(at: usize, count: i32): void { zip(SUB, at, count) }
export function times(at: usize, count: i32): void { zip(MUL, at, count) }
export function over(at: usize, count: i32): void { zip(DIV, at, count) }
export function maximum(at: usize, count: i32): void { zip(MAXIMUM, at, count) }
export function minimum(at: usize, count: i32): void { zip(MINIMUM, at, count) }

export function eq(at: usize, count: i32): void { ask(EQ, at, count) }
export function ne(at: usize, count: i32): void { ask(NE, at, count) }
export function lt(at: usize, count: i32): void { ask(LT, at, count) }
export function le(at: usize, count: i32): void { ask(LE, at, count) }
export function gt(at: usize, count: i32): void { ask(GT, at, count) }
export function ge(at: usize, count: i32): void { ask(GE, at, count) }
export function logicalAnd(at: usize, count: i32): void { ask(AND, at, count) }
export function logicalOr(at: usize, count: i32): void { ask(OR, at, count) }
export function logicalXor(at: usize, count: i32): void { ask(XOR, at, count) }
export function isNaN(at: usize, count: i32): void { ask(IS_NAN, at, count) }
export function isFinite(at: usize, count: i32): void { ask(IS_FINITE, at, count) }

/** All ones for each of 4 bytes that is not 0. */
// @ts-ignore: decorator
@inline
function spread(at: usize): v128 {
  const wide = i32x4.extend_low_i16x8_u(v128.load_ext<u8>(at))
  return i32x4.ne(wide, i32x4.splat(0))
}

/** The first where the byte is not 0, else the second. */
export function select(at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  for (let bytes = at + ANSWERS; at < end; at += 16, bytes += 4) {
    v128.store(at, v128.bitselect(v128.load(at), v128.load(at, OTHER), spread(bytes)))
  }
}

/** The bytes as numbers. */
export function fromBytes(at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  for (let bytes = at + ANSWERS; at < end; at += 32, bytes += 8) {
    const words = v128.load_ext<u8>(bytes)
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)))
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words)), 16)
  }
}

/** The sum in double precision, or that of the squares; behind the last element there are zeros. */
// @ts-ignore: decorator
@inline
function accumulate(squares: bool, at: usize, count: i32): f64 {
  const end = at + (<usize>count << 2)
  let a = f64x2.splat(0)
  let b = a
  let c = a
  let d = a
  for (; at < end; at += 32) {
    const x = v128.load(at)
    const y = v128.load(at, 16)
    const x0 = f64x2.promote_low_f32x4(x)
    const x1 = f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 0))
    const y0 = f64x2.promote_low_f32x4(y)
    const y1 = f64x2.promote_low_f32x4(v128.shuffle<f64>(y, y, 1, 0))
    a = add(a, squares ? mul(x0, x0) : x0)
    b = add(b, squares ? mul(x1, x1) : x1)
    c = add(c, squares ? mul(y0, y0) : y0)
    d = add(d, squares ? mul(y1, y1) : y1)
  }
  const sums = add(add(a, b), add(c, d))
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
}

export function sum(at: usize, count: i32): f64 { return accumulate(false, at, count) }
export function sumSquares(at: usize, count: i32): f64 { return accumulate(true, at, count) }

// @ts-ignore: decorator
@inline
function extreme(op: i32, at: usize, count: i32): f32 {
  const end = at + (<usize>count << 2)
  let a = v128.load(at)
  let b = v128.load(at, 16)
  for (at += 32; at < end; at += 32) {
    a = binary(op, a, v128.load(at))
    b = binary(op, b, v128.load(at, 16))
  }
  a = binary(op, a, b)
  a = binary(op, a, v128.shuffle<f64>(a, a, 1, 0))
  return f32x4.extract_lane(binary(op, a, v128.shuffle<f32>(a, a, 1, 0, 3, 2)), 0)
}

/** The largest and the smallest element; behind the last one the identity fills the group. */
export function max(at: usize, count: i32): f64 { return extreme(MAXIMUM, at, count) }
export function min(at: usize, count: i32): f64 { return extreme(MINIMUM, at, count) }

/** `exp(x − shift)` in place, and the sum of what is not rounded; behind the last element there is −∞. */
export function expSum(at: usize, count: i32, shift: f64): f64 {
  const end = at + (<usize>count << 2)
  const by = f64x2.splat(shift)
  let sums = f64x2.splat(0)
  for (; at < end; at += 8) {
    const y = exponential(sub(f64x2.promote_low_f32x4(v128.load64_zero(at)), by))
    sums = add(sums, y)
    v128.store64_lane(at, f32x4.demote_f64x2_zero(y), 0)
  }
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)
}

/** `exp(x − shift)` in place, down columns with a shift for each, and their sums of what is not rounded; columns are even. */
export function expDown(at: usize, rows: i32, columns: i32, shifts: usize, sums: usize): void {
  const pitch = <usize>columns << 2
  const end = at + pitch * <usize>rows
  for (let j: usize = 0; j < pitch; j += 8) {
    const by = v128.load(shifts + (j << 1))
    let sum = f64x2.splat(0)
    for (let p = at + j; p < end; p += pitch) {
      const y = exponential(sub(f64x2.promote_low_f32x4(v128.load64_zero(p)), by))
      sum = add(sum, y)
      v128.store64_lane(p, f32x4.demote_f64x2_zero(y), 0)
    }
    v128.store(sums + (j << 1), sum)
  }
}

/** Multiplied in double precision. */
export function scale(at: usize, count: i32, factor: f64): void {
  const end = at + (<usize>count << 2)
  const by = f64x2.splat(factor)
  for (; at < end; at += 8) {
    const y = mul(f64x2.promote_low_f32x4(v128.load64_zero(at)), by)
    v128.store64_lane(at, f32x4.demote_f64x2_zero(y), 0)
  }
}
