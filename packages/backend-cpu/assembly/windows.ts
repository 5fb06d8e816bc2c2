// Windows of a convolution in the staged input: term l of window j is at STAGE + PLACES[j] + TERMS[l], in bytes.
import { DEPTH, LEFT, PLACES, RIGHT, STAGE, SUMS, TERMS } from '../src/simd/engine/addresses'
import { at, madd, splat, width } from './vector'

// @ts-ignore: decorator
@inline
function place(j: i32): usize {
  return <usize>load<i32>(at<i32>(PLACES, j))
}

/** The element at an address in each of the windows from j on. */
// @ts-ignore: decorator
@inline
function gather<T>(from: usize, j: i32): v128 {
  if (sizeof<T>() == 8) {
    return v128.load64_lane(from + place(j + 1), v128.load64_zero(from + place(j)), 1)
  }
  let x = v128.load32_zero(from + place(j))
  x = v128.load32_lane(from + place(j + 1), x, 1)
  x = v128.load32_lane(from + place(j + 2), x, 2)
  return v128.load32_lane(from + place(j + 3), x, 3)
}

/** Windows of which each begins one element behind the one before; as a type, so that loops are compiled for each distance. */
type Next = u8
/** Or two elements. */
type Second = u16

/** The element at an address in windows at this distance. */
// @ts-ignore: decorator
@inline
function spaced<T, Distance>(from: usize): v128 {
  if (sizeof<Distance>() == sizeof<Next>()) return v128.load(from)
  if (sizeof<T>() == 8) return v128.shuffle<f64>(v128.load(from), v128.load(from, 16), 0, 2)
  return v128.shuffle<f32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6)
}

/** The terms [k, k + count) of the windows from j on into one half of a panel. */
// @ts-ignore: decorator
@inline
function packHalf<T>(j: i32, step: i32, k: i32, count: i32, to: usize): void {
  const first = STAGE + place(j)
  const isSpaced = place(j + width<T>() / 2 - 1) - place(j) == <usize>step * (16 - sizeof<T>())
  let l = at<i32>(TERMS, k)
  const end = at<i32>(l, count)
  if (isSpaced && step == 1) {
    for (; l < end; l += 4, to += 32) v128.store(to, spaced<T, Next>(first + <usize>load<i32>(l)))
  } else if (isSpaced && step == 2) {
    for (; l < end; l += 4, to += 32) v128.store(to, spaced<T, Second>(first + <usize>load<i32>(l)))
  } else {
    for (; l < end; l += 4, to += 32) v128.store(to, gather<T>(STAGE + <usize>load<i32>(l), j))
  }
}

/** The terms [k, k + count) of the windows [from, to), neighbours `step` elements apart, as panels. */
export function packWindows<T>(step: i32, k: i32, count: i32, from: i32, to: i32): void {
  for (let j = from; j < to; j += width<T>()) {
    const panel = at<T>(RIGHT, j * DEPTH)
    packHalf<T>(j, step, k, count, panel)
    packHalf<T>(j + width<T>() / 2, step, k, count, panel + 16)
  }
}

/** Sums of one row, two panels at a time. */
// @ts-ignore: decorator
@inline
function slideRow<Distance>(
  base: usize,
  filter: usize,
  columns: i32,
  start: i32,
  count: i32,
  to: usize,
  pitch: usize,
): void {
  for (let j = 0; j < columns; j += 16, to += 2 * pitch) {
    let s0 = f32x4.splat(0)
    let s1 = s0
    let s2 = s0
    let s3 = s0
    const x0 = base + place(j)
    const x1 = base + place(j + 4)
    const x2 = base + place(j + 8)
    const x3 = base + place(j + 12)
    let w = filter
    let l = at<i32>(TERMS, start)
    const end = at<i32>(l, count)
    for (; l < end; l += 4, w += 4) {
      const weight = splat<f32>(w, 0)
      const term = <usize>load<i32>(l)
      s0 = madd<f32>(weight, spaced<f32, Distance>(x0 + term), s0)
      s1 = madd<f32>(weight, spaced<f32, Distance>(x1 + term), s1)
      s2 = madd<f32>(weight, spaced<f32, Distance>(x2 + term), s2)
      s3 = madd<f32>(weight, spaced<f32, Distance>(x3 + term), s3)
    }
    if (start > 0) {
      s0 = f32x4.add(v128.load(to), s0)
      s1 = f32x4.add(v128.load(to, 16), s1)
      s2 = f32x4.add(v128.load(to + pitch), s2)
      s3 = f32x4.add(v128.load(to + pitch, 16), s3)
    }
    v128.store(to, s0)
    v128.store(to, s1, 16)
    v128.store(to + pitch, s2)
    v128.store(to + pitch, s3, 16)
  }
}

/**
 * Sums of `count` terms where few filters see the same windows: row i has its filter at LEFT, `depth` elements of which those from
 * `start` on are taken, and the input of its group staged, `apart` bytes from group to group of `perGroup` rows. The windows of a
 * vector are `step` elements apart, 1 or 2. Sums lie as those of `multiply` with `rows` rows, and are of float32.
 */
export function slide(
  rows: i32,
  perGroup: i32,
  apart: usize,
  step: i32,
  columns: i32,
  start: i32,
  count: i32,
  depth: i32,
): void {
  const pitch = <usize>rows << 5
  for (let i = 0; i < rows; i++) {
    const base = STAGE + <usize>(i / perGroup) * apart
    const filter = at<f32>(LEFT, i * depth + start)
    const to = SUMS + (<usize>i << 5)
    if (step == 1) slideRow<Next>(base, filter, columns, start, count, to, pitch)
    else slideRow<Second>(base, filter, columns, start, count, to, pitch)
  }
}

/** Copies rows of `bytes` bytes, and planes of them, to where they lie otherwise apart. */
export function spread(
  from: usize,
  fromPlane: usize,
  fromRow: usize,
  to: usize,
  toPlane: usize,
  toRow: usize,
  planes: i32,
  rows: i32,
  bytes: usize,
): void {
  for (; planes > 0; planes--, from += fromPlane, to += toPlane) {
    let source = from
    let target = to
    for (let row = rows; row > 0; row--, source += fromRow, target += toRow) {
      let i: usize = 0
      for (; i + 16 <= bytes; i += 16) v128.store(target + i, v128.load(source + i))
      for (; i < bytes; i += 4) store<i32>(target + i, load<i32>(source + i))
    }
  }
}
