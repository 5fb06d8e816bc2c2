// Exponentials for softmax, in float32 alone: what a row's largest element is subtracted from is rounded, and the rest of that
// difference is made good in the reduced argument. Relative errors stay below 1e-7, with one to spare for the quotient.
//
// An exponential is kept 2⁶⁴ times as large, and so is the sum: none is a subnormal number before it is divided.

/** (eʳ − 1 − r)/r² of |r| ≤ ln 2/2 by interpolation at Chebyshev's points, eʳ to 1e-8; and what else exponentials take. */
const SINGLES = memory.data<f32>([
  0.5, 0.16666576989698692, 0.041666554617201146, 0.008363179052727866, 0.001392618358789702,
  -105, // below it an exponential is less than half of the least number
  12583103, // 1.5·2²³, which leaves an integer in the last bits, and the exponent of 2⁶⁴
  1.44269504, // 1/ln 2
  0.693359375, -2.12194440e-4, // ln 2: nine bits, of which small multiples are exact, and the rest
  1,
])
const LEAST: i32 = 5, MAGIC: i32 = 6, LOG2_E: i32 = 7, LN2: i32 = 8, LN2_REST: i32 = 9, ONE: i32 = 10

// @ts-ignore: decorator
@inline
function single(index: i32): v128 {
  return v128.load32_splat(SINGLES + (index << 2))
}

/** 2⁶⁴·exp(x − shift), 0 in the end where that is less than any number. */
// @ts-ignore: decorator
@inline
function exponential(x: v128, shift: v128): v128 {
  const least = single(LEAST)
  const rounded = f32x4.sub(x, shift)
  const back = f32x4.sub(x, rounded)
  const lost = f32x4.add(f32x4.sub(x, f32x4.add(rounded, back)), f32x4.sub(back, shift))
  const difference = f32x4.pmax(rounded, least)
  const magic = single(MAGIC)
  const shifted = f32x4.add(f32x4.mul(difference, single(LOG2_E)), magic)
  const n = f32x4.sub(shifted, magic)
  const near = f32x4.sub(f32x4.sub(difference, f32x4.mul(n, single(LN2))), f32x4.mul(n, single(LN2_REST)))
  // Infinite differences lose nothing.
  const r = f32x4.add(near, v128.and(lost, f32x4.gt(rounded, least)))
  const square = f32x4.mul(r, r)
  const low = f32x4.add(f32x4.mul(single(1), r), single(0))
  const middle = f32x4.add(f32x4.mul(single(3), r), single(2))
  const high = f32x4.add(f32x4.mul(single(4), square), middle)
  const p = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(high, square), low), square), r)
  return f32x4.mul(f32x4.add(p, single(ONE)), i32x4.shl(shifted, 23))
}

/** The last two elements in double precision. */
// @ts-ignore: decorator
@inline
function upper(y: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(y, y, 1, 0))
}

/**
 * 2⁶⁴·exp(x − shift) in place, down columns with a shift for each, and their sums; columns are a multiple of 4. A row is four columns,
 * whose sums are parts of its own.
 */
export function expDown(at: usize, rows: i32, columns: i32, shifts: usize, sums: usize): void {
  const pitch = <usize>columns << 2
  const end = at + pitch * <usize>rows
  for (let j: usize = 0; j < pitch; j += 16) {
    const by = shifts + (j << 1)
    const low = f32x4.demote_f64x2_zero(v128.load(by))
    const shift = v128.shuffle<f64>(low, f32x4.demote_f64x2_zero(v128.load(by, 16)), 0, 2)
    let a = f64x2.splat(0)
    let b = a
    for (let p = at + j; p < end; p += pitch) {
      const y = exponential(v128.load(p), shift)
      v128.store(p, y)
      a = f64x2.add(a, f64x2.promote_low_f32x4(y))
      b = f64x2.add(b, upper(y))
    }
    v128.store(sums + (j << 1), a)
    v128.store(sums + (j << 1), b, 16)
  }
}

/** Multiplied in double precision. */
export function scale(at: usize, count: i32, factor: f64): void {
  const end = at + (<usize>count << 2)
  const by = f64x2.splat(factor)
  for (; at < end; at += 16) {
    const x = v128.load(at)
    const low = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.promote_low_f32x4(x), by))
    const high = f32x4.demote_f64x2_zero(f64x2.mul(upper(x), by))
    v128.store(at, v128.shuffle<f64>(low, high, 0, 2))
  }
}
