// Elementwise kernels of float32. Each works in place on a chunk at an address, up to the next multiple of 16
// elements; a second operand lies OTHER bytes behind it, and bytes, which questions leave, ANSWERS bytes. + − × ÷ √ and their like
// have the bits of the plain kernels; transcendental functions are computed in double precision, with a relative error below
// 1e-10, and rounded once.
//
// Constants come from memory: engines rebuild a `v128.const` at every use, a load is one instruction. What is cheap has a loop of
// its own; what is not shares one, with the operation as a parameter, as a branch that always goes the same way costs next to
// nothing there and the code is a browser's to load.
import { ANSWERS, OTHER } from '../src/simd/engine/addresses'

export { expDown, scale } from './softmax'

/** Numbers of double precision; names below are their indices. */
const DOUBLES = memory.data<f64>([
  1, 2, 0.5, -708, 709,
  1.4426950408889634, // 1/ln 2
  0.6931471805599453, // ln 2
  6755399441055744, // 1.5·2⁵²: what is added to it leaves an integer in the last bits
  1e-5, 0.3333333333333333, 0.7071067811865476, Infinity, 1.1283791670955126, // 2/√π
  0.03, 0.1, 3, 27, -0.0,
  0.6366197723675814, // 2/π
  1.5707963267341256, 6.077100506506192e-11, // π/2: 33 bits, of which small multiples are exact, and the rest
  5e-324, // the last bit
])
const ONE: i32 = 0, TWO: i32 = 1, HALF: i32 = 2, LEAST_EXPONENT: i32 = 3, MOST_EXPONENT: i32 = 4, LOG2_E: i32 = 5, LN2: i32 = 6,
  MAGIC: i32 = 7, TINY: i32 = 8, THIRD: i32 = 9, SQRT_HALF: i32 = 10, INFINITE: i32 = 11, TWO_BY_SQRT_PI: i32 = 12,
  SMALL: i32 = 13, TENTH: i32 = 14, THREE: i32 = 15, FAR: i32 = 16, SIGN_BIT: i32 = 17, TWO_BY_PI: i32 = 18,
  QUARTER: i32 = 19, QUARTER_REST: i32 = 20, LAST_BIT: i32 = 21
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
/** (sin r/r − 1)/r² and (cos r − 1)/r² of |r| ≤ π/4 in r² by interpolation at Chebyshev's points: 2e-14 and 3e-13. */
const SINE = memory.data<f64>([
  -0.16666666666663885, 0.008333333331078323, -0.00019841266916110632, 2.7555990664728974e-06, -2.4805611712122475e-08,
])
const COSINE = memory.data<f64>([
  -0.49999999999963873, 0.041666666637384386, -0.0013888885090262895, 2.4799861846361453e-05, -2.7237108576245085e-07,
])
/** Bits: all but the sign, the sign, of 1, of 1e5, bytes of 1, none. */
const INTEGERS = memory.data<u32>([0x7fffffff, 0x80000000, 0x3f800000, 0x47c35000, 0x01010101, 0])
const MAGNITUDE: i32 = 0, SIGN_OF_SINGLE: i32 = 1, SINGLE_ONE: i32 = 2, MOST_ANGLE: i32 = 3, BYTES_OF_ONE: i32 = 4, ZERO: i32 = 5

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

/** 0, as numbers of either precision. */
// @ts-ignore: decorator
@inline
function zero(): v128 {
  return bits(ZERO)
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

/** `p·x` and a coefficient: a step of Horner's rule. */
// @ts-ignore: decorator
@inline
function step(p: v128, x: v128, table: usize, index: i32): v128 {
  return add(mul(p, x), coefficient(table, index))
}

/** A polynomial's coefficients from `first` on, two and four of them: these need not wait for each other. */
// @ts-ignore: decorator
@inline
function pair(x: v128, table: usize, first: i32): v128 {
  return step(coefficient(table, first + 1), x, table, first)
}

// @ts-ignore: decorator
@inline
function four(x: v128, square: v128, table: usize, first: i32): v128 {
  return add(mul(pair(x, table, first + 2), square), pair(x, table, first))
}

/** eˣ; beyond −708 and 709 as there, which is 0 or ∞ in float32. */
// @ts-ignore: decorator
@inline
function exponential(x: v128): v128 {
  const inside = f64x2.pmax(f64x2.pmin(x, double(MOST_EXPONENT)), double(LEAST_EXPONENT))
  const shifted = add(mul(inside, double(LOG2_E)), double(MAGIC))
  const r = sub(inside, mul(sub(shifted, double(MAGIC)), double(LN2)))
  const square = mul(r, r)
  const p = add(mul(four(r, square, EXPONENTIAL, 4), mul(square, square)), four(r, square, EXPONENTIAL, 0))
  return i64x2.add(add(mul(p, r), double(ONE)), i64x2.shl(shifted, 52))
}

/** ln y, with −∞ at 0, NaN below, and ∞ and NaN as they are. */
// @ts-ignore: decorator
@inline
function logarithm(y: v128): v128 {
  const e = i64x2.shr_s(i64x2.sub(y, double(SQRT_HALF)), 52)
  const m = i64x2.sub(y, i64x2.shl(e, 52))
  const exponent = sub(i64x2.add(e, double(MAGIC)), double(MAGIC))
  const s = f64x2.div(sub(m, double(ONE)), add(m, double(ONE)))
  const t = mul(s, s)
  const square = mul(t, t)
  const p = add(mul(add(mul(coefficient(LOGARITHM, 6), square), pair(t, LOGARITHM, 4)), mul(square, square)), four(t, square, LOGARITHM, 0))
  const finite = add(mul(exponent, double(LN2)), mul(add(s, s), p))
  const inside = v128.bitselect(finite, y, f64x2.lt(y, double(INFINITE)))
  const least = f64x2.neg(double(INFINITE))
  return v128.bitselect(least, v128.or(inside, f64x2.lt(y, zero())), f64x2.eq(y, zero()))
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

/** exp(z²)·erfc z of z from 0 to 27, of which `sum` is z + 3. */
// @ts-ignore: decorator
@inline
function complement(z: v128, sum: v128): v128 {
  const u = f64x2.div(sub(z, double(THREE)), sum)
  const square = mul(u, u)
  const fourth = mul(square, square)
  let p = four(u, square, COMPLEMENT, 12)
  p = add(mul(p, fourth), four(u, square, COMPLEMENT, 8))
  p = add(mul(p, fourth), four(u, square, COMPLEMENT, 4))
  return add(mul(p, fourth), four(u, square, COMPLEMENT, 0))
}

/** `x` with the sign of `sign`. */
// @ts-ignore: decorator
@inline
function withSign(x: v128, sign: v128): v128 {
  return v128.bitselect(sign, x, double(SIGN_BIT))
}

/** Operations of `wide`: those up to GELU take an exponential, those from SOFTPLUS to LOG a logarithm. */
const EXP: i32 = 0, EXPM1: i32 = 1, SIGMOID: i32 = 2, SILU: i32 = 3, TANH: i32 = 4, ERF: i32 = 5, GELU: i32 = 6, SOFTPLUS: i32 = 7,
  LOG1P: i32 = 8, LOG: i32 = 9

/** A function of each element in double precision. */
function wide(op: i32, at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  const one = double(ONE)
  for (; at < end; at += 8) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(at))
    const z = f64x2.abs(x)
    let y = x
    if (op <= SOFTPLUS) {
      let near = z
      let exponent: v128
      if (op <= EXPM1) exponent = x
      else if (op <= SILU) exponent = f64x2.neg(x)
      else if (op == TANH) exponent = mul(z, f64x2.neg(double(TWO)))
      else if (op == SOFTPLUS) exponent = f64x2.neg(z)
      else {
        if (op == GELU) near = mul(z, double(SQRT_HALF))
        near = f64x2.pmin(near, double(FAR))
        exponent = f64x2.neg(mul(near, near))
      }
      const e = exponential(exponent)
      if (op == EXP) y = e
      else if (op == EXPM1) {
        y = v128.bitselect(mul(x, add(one, mul(x, double(HALF)))), sub(e, one), below(x, TINY))
      } else if (op == SIGMOID) y = f64x2.div(one, add(one, e))
      else if (op == SILU) {
        y = v128.or(f64x2.div(x, add(one, e)), f64x2.eq(x, f64x2.neg(double(INFINITE))))
      } else if (op == TANH) {
        y = v128.bitselect(x, withSign(f64x2.div(sub(one, e), add(one, e)), x), below(x, TINY))
      } else if (op == SOFTPLUS) y = e
      else {
        const sum = add(near, double(THREE))
        const value = f64x2.div(mul(complement(near, sum), e), sum)
        const tail = v128.and(value, f64x2.lt(near, double(FAR)))
        if (op == ERF) {
          const t = mul(x, x)
          const series = mul(mul(x, double(TWO_BY_SQRT_PI)), sub(one, mul(t, sub(double(THIRD), mul(t, double(TENTH))))))
          y = v128.bitselect(series, v128.or(withSign(sub(one, tail), x), f64x2.ne(x, x)), below(x, SMALL))
        } else {
          // x·Φ(x), where Φ of positive x is 1 less half a complement, and of others that half: −0 stays.
          const part = mul(x, mul(tail, double(HALF)))
          const body = v128.bitselect(x, sub(x, part), f64x2.gt(x, double(FAR)))
          y = v128.bitselect(body, part, f64x2.gt(x, zero()))
        }
      }
    }
    if (op >= SOFTPLUS) {
      const l = logarithm(op == LOG ? x : add(one, y))
      const whole = op == LOG ? l : v128.bitselect(logarithmNearOne(y), l, below(y, TINY))
      y = op == SOFTPLUS ? add(f64x2.pmax(x, zero()), whole) : whole
    }
    v128.store64_lane(at, f32x4.demote_f64x2_zero(y), 0)
  }
}

const SIN: i32 = 0, COS: i32 = 1, TAN: i32 = 2

/** Sine, cosine or tangent; returns 0 and does nothing if an element lies beyond ±1e5. */
function wave(op: i32, at: usize, count: i32): i32 {
  const end = at + (<usize>count << 2)
  let far = zero()
  for (let from = at; from < end; from += 16) {
    far = v128.or(far, f32x4.gt(v128.and(v128.load(from), bits(MAGNITUDE)), bits(MOST_ANGLE)))
  }
  if (v128.any_true(far)) return 0
  for (; at < end; at += 8) {
    const x = f64x2.promote_low_f32x4(v128.load64_zero(at))
    const turned = add(mul(x, double(TWO_BY_PI)), double(MAGIC))
    const k = sub(turned, double(MAGIC))
    const r = sub(sub(x, mul(k, double(QUARTER))), mul(k, double(QUARTER_REST)))
    const t = mul(r, r)
    let p = step(v128.load64_splat(SINE + 32), t, SINE, 3)
    p = step(p, t, SINE, 2)
    p = step(p, t, SINE, 1)
    p = step(p, t, SINE, 0)
    const s = mul(r, add(double(ONE), mul(t, p))) // −0 stays, which r + r·(t·p) loses
    p = step(v128.load64_splat(COSINE + 32), t, COSINE, 3)
    p = step(p, t, COSINE, 2)
    p = step(p, t, COSINE, 1)
    p = step(p, t, COSINE, 0)
    const c = add(double(ONE), mul(t, p))
    // The quarter of the circle: odd ones exchange sine and cosine, and the next bit turns the sign.
    const quarter = op == COS ? i64x2.add(turned, double(LAST_BIT)) : turned
    const odd = i64x2.shr_s(i64x2.shl(quarter, 63), 63)
    let y = v128.bitselect(c, s, odd)
    let turn = i64x2.shl(i64x2.shr_u(quarter, 1), 63)
    if (op == TAN) {
      y = f64x2.div(y, v128.bitselect(s, c, odd))
      turn = i64x2.shl(quarter, 63)
    }
    v128.store64_lane(at, f32x4.demote_f64x2_zero(v128.xor(y, turn)), 0)
  }
  return 1
}

// @ts-ignore: decorator
@inline
const ABS: i32 = 0, NEG: i32 = 1, SIGN: i32 = 2, FLOOR: i32 = 3, CEIL: i32 = 4, ROUND: i32 = 5, TRUNC: i32 = 6, SQRT: i32 = 7,
  RECIPROCAL: i32 = 8, RELU: i32 = 9, ADD: i32 = 10, SUB: i32 = 11, MUL: i32 = 12, DIV: i32 = 13, MAXIMUM: i32 = 14,
  MINIMUM: i32 = 15, EQ: i32 = 16, LT: i32 = 17, LE: i32 = 18, RELU_SLOPE: i32 = 19

// @ts-ignore: decorator
@inline
function unary(op: i32, x: v128): v128 {
  if (op == ABS) return v128.and(x, bits(MAGNITUDE))
  if (op == NEG) return v128.xor(x, bits(SIGN_OF_SINGLE))
  if (op == SIGN) {
    const signed = v128.or(v128.and(x, bits(SIGN_OF_SINGLE)), bits(SINGLE_ONE))
    return v128.bitselect(signed, x, f32x4.gt(v128.and(x, bits(MAGNITUDE)), zero()))
  }
  if (op == FLOOR) return f32x4.floor(x)
  if (op == CEIL) return f32x4.ceil(x)
  if (op == ROUND) return f32x4.nearest(x)
  if (op == TRUNC) return f32x4.trunc(x)
  if (op == SQRT) return f32x4.sqrt(x)
  if (op == RECIPROCAL) return f32x4.div(bits(SINGLE_ONE), x)
  // What is not at most 0 stays, NaN too.
  return v128.andnot(x, f32x4.le(x, zero()))
}

// @ts-ignore: decorator
@inline
function binary(op: i32, x: v128, y: v128): v128 {
  if (op == ADD) return f32x4.add(x, y)
  if (op == SUB) return f32x4.sub(x, y)
  if (op == MUL) return f32x4.mul(x, y)
  if (op == DIV) return f32x4.div(x, y)
  if (op == MAXIMUM) return f32x4.max(x, y)
  if (op == RELU_SLOPE) return v128.andnot(x, f32x4.le(y, zero()))
  return f32x4.min(x, y)
}

// @ts-ignore: decorator
@inline
function map(op: i32, at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  for (; at < end; at += 32) {
    v128.store(at, unary(op, v128.load(at)))
    v128.store(at, unary(op, v128.load(at, 16)), 16)
  }
}

/** The same of one vector at a time, for operations that cost more than the loop. */
// @ts-ignore: decorator
@inline
function mapSlowly(op: i32, at: usize, count: i32): void {
  for (const end = at + (<usize>count << 2); at < end; at += 16) v128.store(at, unary(op, v128.load(at)))
}

/** Of the elements and of what lies `distance` bytes behind them. */
// @ts-ignore: decorator
@inline
function zip(op: i32, at: usize, count: i32, distance: usize): void {
  const end = at + (<usize>count << 2)
  for (; at < end; at += 32) {
    v128.store(at, binary(op, v128.load(at), v128.load(at + distance)))
    v128.store(at, binary(op, v128.load(at, 16), v128.load(at + distance, 16)), 16)
  }
}

// @ts-ignore: decorator
@inline
function zipSlowly(op: i32, at: usize, count: i32): void {
  for (const end = at + (<usize>count << 2); at < end; at += 16) {
    v128.store(at, binary(op, v128.load(at), v128.load(at, OTHER)))
  }
}

/** Gradients by the arguments of functions, from those by their values, which lie behind. */
function slope(op: i32, at: usize, count: i32): void {
  for (const end = at + (<usize>count << 2); at < end; at += 8) {
    const y = f64x2.promote_low_f32x4(v128.load64_zero(at, OTHER))
    const inner = op == TANH ? mul(y, y) : y
    const outer = op == TANH ? double(ONE) : y
    const g = f64x2.promote_low_f32x4(v128.load64_zero(at))
    v128.store64_lane(at, f32x4.demote_f64x2_zero(mul(g, mul(outer, sub(double(ONE), inner)))), 0)
  }
}

function product(at: usize, count: i32, distance: usize): void { zip(MUL, at, count, distance) }
function difference(at: usize, count: i32, distance: usize): void { zip(SUB, at, count, distance) }

/** All ones where the answer is yes. */
// @ts-ignore: decorator
@inline
function answer(op: i32, a: usize, b: usize): v128 {
  if (op == EQ) return f32x4.eq(v128.load(a), v128.load(b))
  return op == LT ? f32x4.lt(v128.load(a), v128.load(b)) : f32x4.le(v128.load(a), v128.load(b))
}

/** Asks about the elements at `a` and `b`; `no` is −1 for the opposite of the answers. */
// @ts-ignore: decorator
@inline
function ask(op: i32, a: usize, b: usize, to: usize, count: i32, no: i32): void {
  const end = to + <usize>count
  const opposite = i32x4.splat(no)
  for (; to < end; to += 16, a += 64, b += 64) {
    const low = i16x8.narrow_i32x4_s(answer(op, a, b), answer(op, a + 16, b + 16))
    const high = i16x8.narrow_i32x4_s(answer(op, a + 32, b + 32), answer(op, a + 48, b + 48))
    v128.store(to, v128.and(v128.xor(i8x16.narrow_i16x8_s(low, high), opposite), bits(BYTES_OF_ONE)))
  }
}

function equal(a: usize, b: usize, to: usize, count: i32, no: i32): void { ask(EQ, a, b, to, count, no) }
function less(a: usize, b: usize, to: usize, count: i32): void { ask(LT, a, b, to, count, 0) }
function lessOrEqual(a: usize, b: usize, to: usize, count: i32): void { ask(LE, a, b, to, count, 0) }

/** Whether both elements differ from 0, whether one does alone, or either, which is a sum without carry. */
function logical(at: usize, count: i32, both: i32, one: i32): void {
  const end = at + (<usize>count << 2)
  const forBoth = i32x4.splat(both)
  const forOne = i32x4.splat(one)
  for (let to = at + ANSWERS; at < end; at += 16, to += 4) {
    const a = f32x4.ne(v128.load(at), zero())
    const b = f32x4.ne(v128.load(at, OTHER), zero())
    const all = v128.or(v128.and(v128.and(a, b), forBoth), v128.and(v128.xor(a, b), forOne))
    const words = i16x8.narrow_i32x4_s(all, all)
    v128.store32_lane(to, v128.and(i8x16.narrow_i16x8_s(words, words), bits(BYTES_OF_ONE)), 0)
  }
}

export function abs(at: usize, count: i32): void { map(ABS, at, count) }
export function neg(at: usize, count: i32): void { map(NEG, at, count) }
export function sign(at: usize, count: i32): void { mapSlowly(SIGN, at, count) }
export function floor(at: usize, count: i32): void { map(FLOOR, at, count) }
export function ceil(at: usize, count: i32): void { map(CEIL, at, count) }
export function round(at: usize, count: i32): void { map(ROUND, at, count) }
export function trunc(at: usize, count: i32): void { map(TRUNC, at, count) }
export function sqrt(at: usize, count: i32): void { mapSlowly(SQRT, at, count) }
export function reciprocal(at: usize, count: i32): void { mapSlowly(RECIPROCAL, at, count) }
export function relu(at: usize, count: i32): void { map(RELU, at, count) }
export function exp(at: usize, count: i32): void { wide(EXP, at, count) }
export function expm1(at: usize, count: i32): void { wide(EXPM1, at, count) }
export function log(at: usize, count: i32): void { wide(LOG, at, count) }
export function log1p(at: usize, count: i32): void { wide(LOG1P, at, count) }
export function tanh(at: usize, count: i32): void { wide(TANH, at, count) }
export function sigmoid(at: usize, count: i32): void { wide(SIGMOID, at, count) }
export function silu(at: usize, count: i32): void { wide(SILU, at, count) }
export function softplus(at: usize, count: i32): void { wide(SOFTPLUS, at, count) }
export function erf(at: usize, count: i32): void { wide(ERF, at, count) }
export function gelu(at: usize, count: i32): void { wide(GELU, at, count) }
export function sin(at: usize, count: i32): i32 { return wave(SIN, at, count) }
export function cos(at: usize, count: i32): i32 { return wave(COS, at, count) }
export function tan(at: usize, count: i32): i32 { return wave(TAN, at, count) }

export function square(at: usize, count: i32): void { product(at, count, 0) }
export function plus(at: usize, count: i32): void { zip(ADD, at, count, OTHER) }
export function minus(at: usize, count: i32): void { difference(at, count, OTHER) }
export function times(at: usize, count: i32): void { product(at, count, OTHER) }
export function over(at: usize, count: i32): void { zipSlowly(DIV, at, count) }
export function maximum(at: usize, count: i32): void { zipSlowly(MAXIMUM, at, count) }
export function minimum(at: usize, count: i32): void { zipSlowly(MINIMUM, at, count) }

export function reluSlope(at: usize, count: i32): void { zipSlowly(RELU_SLOPE, at, count) }
export function sigmoidSlope(at: usize, count: i32): void { slope(SIGMOID, at, count) }
export function tanhSlope(at: usize, count: i32): void { slope(TANH, at, count) }

export function eq(at: usize, count: i32): void { equal(at, at + OTHER, at + ANSWERS, count, 0) }
export function ne(at: usize, count: i32): void { equal(at, at + OTHER, at + ANSWERS, count, -1) }
export function lt(at: usize, count: i32): void { less(at, at + OTHER, at + ANSWERS, count) }
export function gt(at: usize, count: i32): void { less(at + OTHER, at, at + ANSWERS, count) }
export function le(at: usize, count: i32): void { lessOrEqual(at, at + OTHER, at + ANSWERS, count) }
export function ge(at: usize, count: i32): void { lessOrEqual(at + OTHER, at, at + ANSWERS, count) }
export function logicalAnd(at: usize, count: i32): void { logical(at, count, -1, 0) }
export function logicalOr(at: usize, count: i32): void { logical(at, count, -1, -1) }
export function logicalXor(at: usize, count: i32): void { logical(at, count, 0, -1) }
export function isNaN(at: usize, count: i32): void { equal(at, at, at + ANSWERS, count, -1) }
/** A number less itself is 0 if it is finite, else NaN. */
export function isFinite(at: usize, count: i32): void {
  difference(at, count, 0)
  equal(at, at, at + ANSWERS, count, 0)
}

/** The numbers of 8 bytes at `from`, one half. */
// @ts-ignore: decorator
@inline
function numbers(words: v128, high: bool): v128 {
  return f32x4.convert_i32x4_s(high ? i32x4.extend_high_i16x8_u(words) : i32x4.extend_low_i16x8_u(words))
}

/** The bytes as numbers, or the elements multiplied by them. */
// @ts-ignore: decorator
@inline
function take(product: bool, at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  for (let bytes = at + ANSWERS; at < end; at += 32, bytes += 8) {
    const words = v128.load_ext<u8>(bytes)
    const low = numbers(words, false)
    const high = numbers(words, true)
    v128.store(at, product ? f32x4.mul(v128.load(at), low) : low)
    v128.store(at, product ? f32x4.mul(v128.load(at, 16), high) : high, 16)
  }
}

export function fromBytes(at: usize, count: i32): void { take(false, at, count) }
export function timesBytes(at: usize, count: i32): void { take(true, at, count) }

/** The first where the byte is not 0, else the second. */
export function select(at: usize, count: i32): void {
  const end = at + (<usize>count << 2)
  for (let bytes = at + ANSWERS; at < end; at += 16, bytes += 4) {
    const chosen = i32x4.neg(i32x4.extend_low_i16x8_u(v128.load_ext<u8>(bytes)))
    v128.store(at, v128.bitselect(v128.load(at), v128.load(at, OTHER), chosen))
  }
}
