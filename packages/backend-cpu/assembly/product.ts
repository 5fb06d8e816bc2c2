// The matrix product, packed and register-blocked: tiles of 4 rows and two vectors of columns stay in registers over a block of
// 256 terms. In float32 the sums of the blocks are added in order; in float64 they go on from block to block, so that every
// element is summed term by term, as by the plain kernel.
//
// Tails are computed with whatever lies behind the last row or column and dropped by `finish`.
import { BIAS, DEPTH, LEFT, RIGHT, STAGE, SUMS } from '../src/simd/engine/addresses'
import { at, madd, splat, storeTransposed, width } from './vector'
import { packWindows } from './windows'

/** Panels of 4 rows whose block stays in the second-level cache. */
const ROW_PANELS: i32 = 32

/** Four rows, `pitch` bytes apart, of `depth` elements each as `[depth][4]` with `step` bytes from one to the next. */
function packRows<T>(from: usize, pitch: usize, depth: i32, to: usize, step: usize): void {
  const end = at<T>(from, depth & ~3)
  while (from < end) {
    const r0 = v128.load(from)
    const r1 = v128.load(from + pitch)
    const r2 = v128.load(from + 2 * pitch)
    const r3 = v128.load(from + 3 * pitch)
    if (sizeof<T>() == 8) {
      v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2))
      v128.store(to, v128.shuffle<f64>(r2, r3, 0, 2), 16)
      v128.store(to + step, v128.shuffle<f64>(r0, r1, 1, 3))
      v128.store(to + step, v128.shuffle<f64>(r2, r3, 1, 3), 16)
      from += 16
      to += 2 * step
    } else {
      storeTransposed(r0, r1, r2, r3, to, step)
      from += 16
      to += 4 * step
    }
  }
  for (let k = depth & 3; k > 0; k--) {
    for (let row: usize = 0; row < 4; row++) store<T>(to + row * sizeof<T>(), load<T>(from + row * pitch))
    from += sizeof<T>()
    to += step
  }
}

/** Columns of `vectors` vectors, `pitch` bytes apart, close together. */
// @ts-ignore: decorator
@inline
function packColumns(from: usize, pitch: usize, depth: i32, to: usize, vectors: usize): void {
  for (const end = to + <usize>depth * 16 * vectors; to < end; to += 16 * vectors) {
    v128.store(to, v128.load(from))
    if (vectors == 2) v128.store(to, v128.load(from, 16), 16)
    from += pitch
  }
}

/**
 * Packs the staged rows `[first, first + rows)` of the left operand, `[rows][depth]` or, transposed, `[depth][rows]`, as blocks of
 * `[panels][256][4]` of a matrix of `padded` rows.
 */
// @ts-ignore: decorator
@inline
export function packLeft<T>(first: i32, rows: i32, depth: i32, padded: i32, transposed: bool): void {
  for (let k = 0; k < depth; k += DEPTH) {
    const count = min(DEPTH, depth - k)
    const block = at<T>(LEFT, k * padded)
    for (let i = 0; i < rows; i += 4) {
      const to = at<T>(block, (first + i) * count)
      if (transposed) packColumns(at<T>(STAGE, k * rows + i), at<T>(0, rows), count, to, sizeof<T>() / 4)
      else packRows<T>(at<T>(STAGE, i * depth + k), at<T>(0, depth), count, to, 4 * sizeof<T>())
    }
  }
}

/** How the right operand is staged: `[depth][columns]`, */
const ROWS: i32 = 0
/** `[columns][depth]`, or else as windows of the input of a convolution, `staged − 1` elements apart. */
const COLUMNS: i32 = 1

function packRight<T>(columns: i32, depth: i32, k: i32, count: i32, staged: i32, from: i32, to: i32): void {
  if (staged > COLUMNS) return packWindows<T>(staged - 1, k, count, from, to)
  for (let j = from; j < to; j += width<T>()) {
    const panel = at<T>(RIGHT, j * DEPTH)
    if (staged != ROWS) {
      const rows = at<T>(STAGE, j * depth + k)
      const pitch = at<T>(0, depth)
      packRows<T>(rows, pitch, count, panel, 32)
      if (sizeof<T>() == 4) packRows<T>(rows + 4 * pitch, pitch, count, panel + 16, 32)
    } else packColumns(at<T>(STAGE, k * columns + j), at<T>(0, columns), count, panel, 2)
  }
}

/** One tile: 4 rows × 2 vectors × `depth` terms, written to or added to the sums. */
// @ts-ignore: decorator
@inline
function tile<T>(a: usize, b: usize, depth: i32, c: usize, first: bool): void {
  let c00 = f32x4.splat(0)
  let c01 = c00
  let c10 = c00
  let c11 = c00
  let c20 = c00
  let c21 = c00
  let c30 = c00
  let c31 = c00
  if (sizeof<T>() == 8 && !first) {
    c00 = v128.load(c)
    c01 = v128.load(c, 16)
    c10 = v128.load(c, 32)
    c11 = v128.load(c, 48)
    c20 = v128.load(c, 64)
    c21 = v128.load(c, 80)
    c30 = v128.load(c, 96)
    c31 = v128.load(c, 112)
  }
  const end = a + <usize>depth * (4 * sizeof<T>())
  do {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const a0 = splat<T>(a, 0)
    c00 = madd<T>(a0, b0, c00)
    c01 = madd<T>(a0, b1, c01)
    const a1 = splat<T>(a, sizeof<T>())
    c10 = madd<T>(a1, b0, c10)
    c11 = madd<T>(a1, b1, c11)
    const a2 = splat<T>(a, 2 * sizeof<T>())
    c20 = madd<T>(a2, b0, c20)
    c21 = madd<T>(a2, b1, c21)
    const a3 = splat<T>(a, 3 * sizeof<T>())
    c30 = madd<T>(a3, b0, c30)
    c31 = madd<T>(a3, b1, c31)
    a += 4 * sizeof<T>()
    b += 32
  } while (a < end)
  if (sizeof<T>() == 4 && !first) {
    c00 = f32x4.add(v128.load(c), c00)
    c01 = f32x4.add(v128.load(c, 16), c01)
    c10 = f32x4.add(v128.load(c, 32), c10)
    c11 = f32x4.add(v128.load(c, 48), c11)
    c20 = f32x4.add(v128.load(c, 64), c20)
    c21 = f32x4.add(v128.load(c, 80), c21)
    c30 = f32x4.add(v128.load(c, 96), c30)
    c31 = f32x4.add(v128.load(c, 112), c31)
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  v128.store(c, c10, 32)
  v128.store(c, c11, 48)
  v128.store(c, c20, 64)
  v128.store(c, c21, 80)
  v128.store(c, c30, 96)
  v128.store(c, c31, 112)
}

/**
 * Multiplies the packed left operand, `padded` rows, from its term `start` on, with the staged right one: of its columns those from
 * `from` up to `to`, a multiple of a panel's width or all. The sums lie in panels of two vectors. `start` is a multiple of 256.
 */
// @ts-ignore: decorator
@inline
export function multiply<T>(
  padded: i32,
  columns: i32,
  start: i32,
  depth: i32,
  staged: i32,
  from: i32,
  to: i32,
): void {
  for (let k = 0; k < depth; k += DEPTH) {
    const count = min(DEPTH, depth - k)
    packRight<T>(columns, depth, k, count, staged, from, to)
    const block = at<T>(LEFT, (start + k) * padded)
    const first = start + k == 0
    const panels = padded >> 2
    for (let i0 = 0; i0 < panels; i0 += ROW_PANELS) {
      const i1 = min(panels, i0 + ROW_PANELS)
      for (let j = from; j < to; j += width<T>()) {
        const b = at<T>(RIGHT, j * DEPTH)
        const c = at<T>(SUMS, j * padded)
        for (let i = i0; i < i1; i++) {
          tile<T>(at<T>(block, 4 * i * count), b, count, c + (<usize>i << 7), first)
        }
      }
    }
  }
}

/** What is added to sums: an element for each column, */
const EACH_COLUMN: i32 = 1
/** or one for each row. */
const EACH_ROW: i32 = 2

/** The sums of `rows` × `columns` elements in row-major order into the stage, with the bias added and negative ones cut off. */
// @ts-ignore: decorator
@inline
export function finish<T>(padded: i32, rows: i32, columns: i32, biased: i32, rectified: bool): void {
  const zero = f32x4.splat(0)
  for (let i = 0; i < rows; i++) {
    let to = at<T>(STAGE, i * columns)
    for (let j = 0; j < columns; j += width<T>()) {
      const from = at<T>(SUMS, j * padded) + (<usize>i << 5)
      let low = v128.load(from)
      let high = v128.load(from, 16)
      if (biased == EACH_ROW) {
        const bias = splat<T>(at<T>(BIAS, i), 0)
        low = v128.add<T>(low, bias)
        high = v128.add<T>(high, bias)
      } else if (biased == EACH_COLUMN) {
        low = v128.add<T>(low, v128.load(at<T>(BIAS, j)))
        high = v128.add<T>(high, v128.load(at<T>(BIAS, j), 16))
      }
      if (rectified) {
        low = v128.max<T>(low, zero)
        high = v128.max<T>(high, zero)
      }
      v128.store(to, low)
      v128.store(to, high, 16)
      to += 32
    }
  }
}
