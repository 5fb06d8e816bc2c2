// The matrix product of float32. Compiled twice: with fused multiply-add where it is there, and without.
import { LEFT, STAGE, SUMS } from './layout'
import * as product from './product'

export function packLeft(first: i32, rows: i32, depth: i32, padded: i32, transposed: bool): void {
  product.packLeft<f32>(first, rows, depth, padded, transposed)
}

export function multiply(
  padded: i32,
  columns: i32,
  start: i32,
  depth: i32,
  transposed: bool,
  from: i32,
  to: i32,
): void {
  product.multiply<f32>(padded, columns, start, depth, transposed, from, to)
}

export function finish(padded: i32, rows: i32, columns: i32, biased: bool, rectified: bool): void {
  product.finish<f32>(padded, rows, columns, biased, rectified)
}

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

// @ts-ignore: decorator
@inline
function total(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f64>(x, x, 1, 0))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/**
 * The dot products of `rows` rows at LEFT with `columns` staged rows, all `depth` elements long, as sums in a single panel's place:
 * `[rows][columns]`, `pitch` elements from row to row.
 */
export function dots(rows: i32, columns: i32, depth: i32, pitch: i32): void {
  const bytes = <usize>depth << 2
  const whole = <usize>(depth & ~7) << 2
  for (let j = 0; j < columns; j += 4) {
    const b0 = STAGE + <usize>j * bytes
    const b1 = b0 + bytes
    const b2 = b1 + bytes
    const b3 = b2 + bytes
    for (let i = 0; i < rows; i++) {
      const a = LEFT + <usize>i * bytes
      let s0 = f32x4.splat(0)
      let s1 = s0
      let s2 = s0
      let s3 = s0
      let t0 = s0
      let t1 = s0
      let t2 = s0
      let t3 = s0
      for (let k: usize = 0; k < whole; k += 32) {
        const low = v128.load(a + k)
        s0 = madd(low, v128.load(b0 + k), s0)
        s1 = madd(low, v128.load(b1 + k), s1)
        s2 = madd(low, v128.load(b2 + k), s2)
        s3 = madd(low, v128.load(b3 + k), s3)
        const high = v128.load(a + k, 16)
        t0 = madd(high, v128.load(b0 + k, 16), t0)
        t1 = madd(high, v128.load(b1 + k, 16), t1)
        t2 = madd(high, v128.load(b2 + k, 16), t2)
        t3 = madd(high, v128.load(b3 + k, 16), t3)
      }
      let d0 = total(f32x4.add(s0, t0))
      let d1 = total(f32x4.add(s1, t1))
      let d2 = total(f32x4.add(s2, t2))
      let d3 = total(f32x4.add(s3, t3))
      for (let k = whole; k < bytes; k += 4) {
        const x = load<f32>(a + k)
        d0 += x * load<f32>(b0 + k)
        d1 += x * load<f32>(b1 + k)
        d2 += x * load<f32>(b2 + k)
        d3 += x * load<f32>(b3 + k)
      }
      const to = SUMS + (<usize>(i * pitch + j) << 2)
      store<f32>(to, d0)
      store<f32>(to, d1, 4)
      store<f32>(to, d2, 8)
      store<f32>(to, d3, 12)
    }
  }
}
