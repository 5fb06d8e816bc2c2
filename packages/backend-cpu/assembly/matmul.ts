// The matrix product of float32.
import { GROUP, LEFT, STAGE, SUMS } from '../src/simd/engine/addresses'
import * as product from './product'
import { madd } from './vector'

export { slide, spread } from './windows'

export function packLeft(first: i32, rows: i32, depth: i32, padded: i32, transposed: bool): void {
  product.packLeft<f32>(first, rows, depth, padded, transposed)
}

export function multiply(
  padded: i32,
  columns: i32,
  start: i32,
  depth: i32,
  staged: i32,
  from: i32,
  to: i32,
): void {
  product.multiply<f32>(padded, columns, start, depth, staged, from, to)
}

export function finish(padded: i32, rows: i32, columns: i32, biased: i32, rectified: bool): void {
  product.finish<f32>(padded, rows, columns, biased, rectified)
}

/** The sums of the lanes of each. */
// @ts-ignore: decorator
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f64>(ab, cd, 0, 2), v128.shuffle<f64>(ab, cd, 1, 3))
}

/** The dot products of a row with a column of each group, `step` bytes apart. */
function dot(a: usize, b: usize, bytes: usize, to: usize, step: usize): void {
  let s0 = f32x4.splat(0)
  let s1 = s0
  let s2 = s0
  let s3 = s0
  let t0 = s0
  let t1 = s0
  let t2 = s0
  let t3 = s0
  const end = a + bytes
  for (const whole = end - (bytes & 31); a < whole; a += 32, b += 32) {
    const low = v128.load(a)
    s0 = madd<f32>(low, v128.load(b), s0)
    s1 = madd<f32>(low, v128.load(b, GROUP), s1)
    s2 = madd<f32>(low, v128.load(b, 2 * GROUP), s2)
    s3 = madd<f32>(low, v128.load(b, 3 * GROUP), s3)
    const high = v128.load(a, 16)
    t0 = madd<f32>(high, v128.load(b, 16), t0)
    t1 = madd<f32>(high, v128.load(b, GROUP + 16), t1)
    t2 = madd<f32>(high, v128.load(b, 2 * GROUP + 16), t2)
    t3 = madd<f32>(high, v128.load(b, 3 * GROUP + 16), t3)
  }
  let sums = totals(f32x4.add(s0, t0), f32x4.add(s1, t1), f32x4.add(s2, t2), f32x4.add(s3, t3))
  for (; a < end; a += 4, b += 4) {
    let y = v128.load32_zero(b)
    y = v128.load_lane<f32>(b, y, 1, GROUP)
    y = v128.load_lane<f32>(b, y, 2, 2 * GROUP)
    y = v128.load_lane<f32>(b, y, 3, 3 * GROUP)
    sums = f32x4.add(sums, f32x4.mul(v128.load32_splat(a), y))
  }
  v128.store_lane<f32>(to, sums, 0)
  v128.store_lane<f32>(to + step, sums, 1)
  v128.store_lane<f32>(to + 2 * step, sums, 2)
  v128.store_lane<f32>(to + 3 * step, sums, 3)
}

/**
 * The dot products of `rows` rows at LEFT with four groups of `columns` columns in the stage, all `depth` elements long, as sums
 * `[rows][4][columns]`.
 */
export function dots(rows: i32, columns: i32, depth: i32): void {
  const bytes = <usize>depth << 2
  const step = <usize>columns << 2
  for (let j = 0; j < columns; j++) {
    const b = STAGE + <usize>j * bytes
    for (let i = 0; i < rows; i++) dot(LEFT + <usize>i * bytes, b, bytes, SUMS + <usize>(i * 4 * columns + j) * 4, step)
  }
}
