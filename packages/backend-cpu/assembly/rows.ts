// Kernels over blocks of float32 that lie row by row at an address: reductions along rows and down columns, and normalisation.
// They read and compute in double precision. What a kernel says of columns holds for the number of them rounded up to 8, where
// what lies behind is anything.
import { storeTransposed } from './vector'

// @ts-ignore: decorator
@inline
const SUM: i32 = 0, SQUARES: i32 = 1

/** Two elements in double precision. */
// @ts-ignore: decorator
@inline
function pair(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at))
}

/** `sum` with x, or with its squared distance from `centre`. */
// @ts-ignore: decorator
@inline
function accumulated(op: i32, sum: v128, x: v128, centre: v128): v128 {
  if (op == SUM) return f64x2.add(sum, x)
  const distance = f64x2.sub(x, centre)
  return f64x2.add(sum, f64x2.mul(distance, distance))
}

/** `to[i] += Σ` over row i. */
// @ts-ignore: decorator
@inline
function along(op: i32, at: usize, rows: i32, columns: i32, to: usize, centres: usize): void {
  const whole = at + (<usize>(columns & ~7) << 2)
  const pitch = <usize>columns << 2
  let end = whole
  for (let i: i32 = 0; i < rows; i++) {
    const centre = v128.load64_splat(centres + (<usize>i << 3))
    let a = f64x2.splat(0)
    let b = a
    let c = a
    let d = a
    for (; at < end; at += 32) {
      a = accumulated(op, a, pair(at), centre)
      b = accumulated(op, b, pair(at + 8), centre)
      c = accumulated(op, c, pair(at + 16), centre)
      d = accumulated(op, d, pair(at + 24), centre)
    }
    for (const next = end + ((<usize>columns & 7) << 2); at < next; at += 4) {
      const x = f64x2.promote_low_f32x4(v128.load32_zero(at))
      const one = accumulated(op, f64x2.splat(0), x, centre)
      a = f64x2.add(a, f64x2.replace_lane(one, 1, 0))
    }
    end += pitch
    a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d))
    const sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
    store<f64>(to + (<usize>i << 3), load<f64>(to + (<usize>i << 3)) + sum)
  }
}

/** `to[j] += Σ` down column j, eight rows at a time and in their order. */
// @ts-ignore: decorator
@inline
function down(op: i32, at: usize, rows: i32, columns: i32, to: usize, centres: usize): void {
  const pitch = <usize>columns << 2
  for (let first: i32 = 0; first < rows; first += 8) {
    const end = at + pitch * <usize>min(8, rows - first)
    for (let j: usize = 0; j < <usize>columns; j += 8) {
      const sums = to + (j << 3)
      const middle = centres + (j << 3)
      let a = v128.load(sums)
      let b = v128.load(sums, 16)
      let c = v128.load(sums, 32)
      let d = v128.load(sums, 48)
      const p = v128.load(middle)
      const q = v128.load(middle, 16)
      const r = v128.load(middle, 32)
      const s = v128.load(middle, 48)
      for (let x = at + (j << 2); x < end; x += pitch) {
        a = accumulated(op, a, pair(x), p)
        b = accumulated(op, b, pair(x + 8), q)
        c = accumulated(op, c, pair(x + 16), r)
        d = accumulated(op, d, pair(x + 24), s)
      }
      v128.store(sums, a)
      v128.store(sums, b, 16)
      v128.store(sums, c, 32)
      v128.store(sums, d, 48)
    }
    at = end
  }
}

/** The sums of rows and of columns; `centres` are not read. */
export function sum(at: usize, rows: i32, columns: i32, to: usize, centres: usize): void {
  along(SUM, at, rows, columns, to, centres)
}
export function sumDown(at: usize, rows: i32, columns: i32, to: usize, centres: usize): void {
  down(SUM, at, rows, columns, to, centres)
}

/** The sums of the squared distances from centres, one for each row or column. */
export function squares(at: usize, rows: i32, columns: i32, to: usize, centres: usize): void {
  along(SQUARES, at, rows, columns, to, centres)
}
export function squaresDown(at: usize, rows: i32, columns: i32, to: usize, centres: usize): void {
  down(SQUARES, at, rows, columns, to, centres)
}

// The largest of many: `f32x4.max` is many instructions, one after the other. `pmax` is one, but takes either of two zeros and
// loses NaN; so signs and NaN are gathered beside it and mended in the end. The smallest is the largest with the other sign.

/** The largest: −0 if it is a zero where all signs are set, else +0, and NaN where there was one. */
// @ts-ignore: decorator
@inline
function mended(largest: v128, signs: v128, nans: v128): v128 {
  const isZero = f32x4.eq(largest, f32x4.splat(0))
  return v128.or(v128.bitselect(v128.and(signs, f32x4.splat(-0.0)), largest, isZero), nans)
}

/** Two doubles at an address become the larger of them and of the first two of `found`, seen with the sign changed by `sign`. */
// @ts-ignore: decorator
@inline
function enlarge(to: usize, found: v128, sign: v128): void {
  const wide = f64x2.promote_low_f32x4(found)
  v128.store(to, v128.xor(f64x2.max(v128.xor(v128.load(to), sign), wide), sign))
}

/** `to[i]` of doubles becomes the largest of it and row i, or the smallest. */
export function extreme(at: usize, rows: i32, columns: i32, to: usize, smallest: i32): void {
  const sign = i32x4.splat(smallest << 31)
  const pitch = <usize>columns << 2
  for (let i: i32 = 0; i < rows; i++, to += 8) {
    const next = at + pitch
    let a = f32x4.splat(-Infinity)
    let b = a
    let signs = i32x4.splat(-1)
    let nans = i32x4.splat(0)
    for (; at + 32 <= next; at += 32) {
      const x = v128.xor(v128.load(at), sign)
      const y = v128.xor(v128.load(at, 16), sign)
      a = f32x4.pmax(a, x)
      b = f32x4.pmax(b, y)
      signs = v128.and(signs, v128.and(x, y))
      nans = v128.or(nans, v128.or(f32x4.ne(x, x), f32x4.ne(y, y)))
    }
    for (; at < next; at += 4) {
      const x = v128.xor(v128.load32_splat(at), sign)
      a = f32x4.pmax(a, x)
      signs = v128.and(signs, x)
      nans = v128.or(nans, f32x4.ne(x, x))
    }
    a = mended(f32x4.pmax(a, b), signs, nans)
    a = f32x4.max(a, v128.shuffle<f64>(a, a, 1, 0))
    a = f32x4.max(a, v128.shuffle<f32>(a, a, 1, 0, 3, 2))
    const found = <f64>f32x4.extract_lane(a, 0)
    store<f64>(to, smallest ? min(load<f64>(to), -found) : max(load<f64>(to), found))
  }
}

/** `to[j]` of doubles becomes the largest of it and column j, or the smallest, eight rows at a time. */
export function extremeDown(at: usize, rows: i32, columns: i32, to: usize, smallest: i32): void {
  const sign = i32x4.splat(smallest << 31)
  const wide = i64x2.splat(<i64>smallest << 63)
  const pitch = <usize>columns << 2
  for (let first: i32 = 0; first < rows; first += 8) {
    const end = at + pitch * <usize>min(8, rows - first)
    for (let j: usize = 0; j < <usize>columns; j += 4) {
      let a = f32x4.splat(-Infinity)
      let signs = i32x4.splat(-1)
      let nans = i32x4.splat(0)
      for (let p = at + (j << 2); p < end; p += pitch) {
        const x = v128.xor(v128.load(p), sign)
        a = f32x4.pmax(a, x)
        signs = v128.and(signs, x)
        nans = v128.or(nans, f32x4.ne(x, x))
      }
      a = mended(a, signs, nans)
      enlarge(to + (j << 3), a, wide)
      enlarge(to + (j << 3) + 16, v128.shuffle<f64>(a, a, 1, 0), wide)
    }
    at = end
  }
}

/** Two numbers for the columns from `at` on, or the one of the row. */
// @ts-ignore: decorator
@inline
function numbers(down: bool, at: usize, row: v128): v128 {
  return down ? v128.load(at) : row
}

/**
 * `(x − mean)·factor·weight + bias`, rounded once, of a block into another. Mean and factor are one number for each row, or for each
 * column if `centredDown`, and so are weight and bias. Four columns at a time; what is written behind a row the next one replaces.
 */
// @ts-ignore: decorator
@inline
function standardized(
  centredDown: bool,
  scaledDown: bool,
  at: usize,
  rows: i32,
  columns: i32,
  to: usize,
  mean: usize,
  factor: usize,
  weight: usize,
  bias: usize,
): void {
  const pitch = <usize>columns << 2
  for (let i: usize = 0; i < <usize>rows; i++) {
    const row = i << 3
    const m = v128.load64_splat(mean + row)
    const f = v128.load64_splat(factor + row)
    const w = v128.load64_splat(weight + row)
    const b = v128.load64_splat(bias + row)
    for (let j: usize = 0; j < pitch; j += 16) {
      const k = j << 1
      let x = f64x2.sub(pair(at + j), numbers(centredDown, mean + k, m))
      let y = f64x2.sub(pair(at + j + 8), numbers(centredDown, mean + k + 16, m))
      x = f64x2.mul(x, numbers(centredDown, factor + k, f))
      y = f64x2.mul(y, numbers(centredDown, factor + k + 16, f))
      x = f64x2.mul(x, numbers(scaledDown, weight + k, w))
      y = f64x2.mul(y, numbers(scaledDown, weight + k + 16, w))
      x = f64x2.add(x, numbers(scaledDown, bias + k, b))
      y = f64x2.add(y, numbers(scaledDown, bias + k + 16, b))
      const low = f32x4.demote_f64x2_zero(x)
      v128.store(to + j, v128.shuffle<f64>(low, f32x4.demote_f64x2_zero(y), 0, 2))
    }
    at += pitch
    to += pitch
  }
}

export function standardizeRows(
  at: usize,
  rows: i32,
  columns: i32,
  to: usize,
  mean: usize,
  factor: usize,
  weight: usize,
  bias: usize,
): void {
  standardized(false, false, at, rows, columns, to, mean, factor, weight, bias)
}

export function standardizeBoth(
  at: usize,
  rows: i32,
  columns: i32,
  to: usize,
  mean: usize,
  factor: usize,
  weight: usize,
  bias: usize,
): void {
  standardized(false, true, at, rows, columns, to, mean, factor, weight, bias)
}

export function standardizeColumns(
  at: usize,
  rows: i32,
  columns: i32,
  to: usize,
  mean: usize,
  factor: usize,
  weight: usize,
  bias: usize,
): void {
  standardized(true, true, at, rows, columns, to, mean, factor, weight, bias)
}

/** Rows to columns, which lie `pitch` bytes apart: 4 × 4 elements at a time, 16 columns' worth of a line of the cache after another. */
export function transpose(at: usize, rows: i32, columns: i32, to: usize, pitch: usize): void {
  const step = <usize>columns << 2
  for (let top: i32 = 0; top < rows; top += 16) {
    const end = min(top + 16, rows)
    for (let left: i32 = 0; left < columns; left += 4) {
      let from = at + <usize>top * step + (<usize>left << 2)
      let place = to + <usize>left * pitch + (<usize>top << 2)
      for (let i = top; i < end; i += 4) {
        const a = v128.load(from)
        const b = v128.load(from + step)
        const c = v128.load(from + 2 * step)
        const d = v128.load(from + 3 * step)
        storeTransposed(a, b, c, d, place, pitch)
        from += step << 2
        place += 16
      }
    }
  }
}
