// Fused multiply-add of float32 without fused instructions: in double precision the product is exact, and one rounding
// of the sum to double and one to float32 differ from a single one only where the sum lies half way between two float32.

const TIE = memory.data<u64>([0x1fffffff, 0x10000000])

/** The lower and the upper two of four float32, as float64. */
// @ts-ignore: decorator
@inline
export function lower(x: v128): v128 {
  return f64x2.promote_low_f32x4(x)
}

// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3))
}

/** Four float32 of two and two float64. */
// @ts-ignore: decorator
@inline
export function join(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5)
}

/** a·b + c of float32 values in float64 lanes, rounded to float32: good where no sum is half way. */
// @ts-ignore: decorator
@inline
export function rounded(a: v128, b: v128, c: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(a, b), c)))
}

/** a·b + c in float64 lanes that a rounding to float32 makes what a fused operation gives, if that is not subnormal. */
// @ts-ignore: decorator
@inline
export function fused(a: v128, b: v128, c: v128): v128 {
  const p = f64x2.mul(a, b)
  const s = f64x2.add(p, c)
  const ties = i64x2.eq(v128.and(s, v128.load64_splat(TIE)), v128.load64_splat(TIE + 8))
  return v128.any_true(ties) ? nudgedPair(p, c, s) : s
}

function nudgedPair(p: v128, c: v128, s: v128): v128 {
  const first = nudged(f64x2.extract_lane(p, 0), f64x2.extract_lane(c, 0), f64x2.extract_lane(s, 0))
  const second = nudged(f64x2.extract_lane(p, 1), f64x2.extract_lane(c, 1), f64x2.extract_lane(s, 1))
  return f64x2.replace_lane(f64x2.splat(first), 1, second)
}

/** The rounding error of the sum (Knuth's TwoSum) tells on which side of half way the truth lies. */
function nudged(p: f64, c: f64, s: f64): f64 {
  const b = s - p
  const error = p - (s - b) + (c - b)
  const bits = reinterpret<i64>(s)
  if (error == 0 || (bits & 0x1fffffff) != 0x10000000) return s
  return reinterpret<f64>(error > 0 == s > 0 ? bits + 1 : bits - 1)
}
