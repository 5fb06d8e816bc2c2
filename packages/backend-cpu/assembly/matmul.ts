// The matrix product of float32, packed and register-blocked: tiles of 4 rows and 8 columns stay in registers over a block of
// 256 terms, the sums of the blocks are added in order. Compiled twice: with fused multiply-add where it is there.
//
// Tails are computed with whatever lies behind the last row or column and dropped by `finish`.
import { BIAS, LEFT, RIGHT, STAGE, SUMS } from './layout'

const DEPTH: i32 = 256
/** Panels of 4 rows whose block stays in the second-level cache: 128 KiB. */
const ROW_PANELS: i32 = 32

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

/** Stores four rows of four elements as columns, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function storeTransposed(to: usize, step: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2))
  v128.store(to + step, v128.shuffle<f64>(low01, low23, 1, 3))
  v128.store(to + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2))
  v128.store(to + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3))
}

/** Four rows of `depth` elements, `pitch` bytes apart, as `[depth][4]` with `step` bytes from one to the next. */
function packRows(from: usize, pitch: usize, depth: i32, to: usize, step: usize): void {
  const end = from + (<usize>(depth & ~3) << 2)
  while (from < end) {
    storeTransposed(
      to, step,
      v128.load(from), v128.load(from + pitch), v128.load(from + 2 * pitch), v128.load(from + 3 * pitch),
    )
    from += 16
    to += 4 * step
  }
  for (let k = depth & 3; k > 0; k--) {
    for (let row: usize = 0; row < 4; row++) store<f32>(to + 4 * row, load<f32>(from + row * pitch))
    from += 4
    to += step
  }
}

/** Columns of `width` ∈ {16, 32} bytes, `pitch` bytes apart, close together. */
// @ts-ignore: decorator
@inline
function packColumns(from: usize, pitch: usize, depth: i32, to: usize, width: usize): void {
  for (const end = to + <usize>depth * width; to < end; to += width) {
    v128.store(to, v128.load(from))
    if (width == 32) v128.store(to, v128.load(from, 16), 16)
    from += pitch
  }
}

/**
 * Packs the staged rows `[first, first + rows)` of the left operand, `[rows][depth]` or, transposed, `[depth][rows]`, as blocks of
 * `[panels][256][4]` of a matrix of `padded` rows.
 */
export function packLeft(first: i32, rows: i32, depth: i32, padded: i32, transposed: bool): void {
  for (let k = 0; k < depth; k += DEPTH) {
    const count = min(DEPTH, depth - k)
    const block = LEFT + (<usize>(k * padded) << 2)
    for (let i = 0; i < rows; i += 4) {
      const to = block + (<usize>((first + i) * count) << 2)
      if (transposed) packColumns(STAGE + (<usize>(k * rows + i) << 2), <usize>rows << 2, count, to, 16)
      else packRows(STAGE + (<usize>(i * depth + k) << 2), <usize>depth << 2, count, to, 16)
    }
  }
}

function packRight(columns: i32, depth: i32, k: i32, count: i32, transposed: bool): void {
  for (let j = 0; j < columns; j += 8) {
    const to = RIGHT + (<usize>(j * count) << 2)
    if (transposed) {
      const from = STAGE + (<usize>(j * depth + k) << 2)
      const pitch = <usize>depth << 2
      packRows(from, pitch, count, to, 32)
      packRows(from + 4 * pitch, pitch, count, to + 16, 32)
    } else packColumns(STAGE + (<usize>(k * columns + j) << 2), <usize>columns << 2, count, to, 32)
  }
}

/** One tile: 4 rows × 8 columns × `depth` terms, written to or added to the sums. */
function tile(a: usize, b: usize, depth: i32, c: usize, first: bool): void {
  let c00 = f32x4.splat(0)
  let c01 = c00
  let c10 = c00
  let c11 = c00
  let c20 = c00
  let c21 = c00
  let c30 = c00
  let c31 = c00
  const end = a + (<usize>depth << 4)
  do {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const a0 = v128.load32_splat(a)
    c00 = madd(a0, b0, c00)
    c01 = madd(a0, b1, c01)
    const a1 = v128.load32_splat(a, 4)
    c10 = madd(a1, b0, c10)
    c11 = madd(a1, b1, c11)
    const a2 = v128.load32_splat(a, 8)
    c20 = madd(a2, b0, c20)
    c21 = madd(a2, b1, c21)
    const a3 = v128.load32_splat(a, 12)
    c30 = madd(a3, b0, c30)
    c31 = madd(a3, b1, c31)
    a += 16
    b += 32
  } while (a < end)
  if (!first) {
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
 * Multiplies the packed left operand, `padded` rows, from its term `start` on, with the staged right one, `[depth][columns]` or,
 * transposed, `[columns][depth]`. The sums lie in panels of 8 columns. `start` is a multiple of 256.
 */
export function multiply(padded: i32, columns: i32, start: i32, depth: i32, transposed: bool): void {
  for (let k = 0; k < depth; k += DEPTH) {
    const count = min(DEPTH, depth - k)
    packRight(columns, depth, k, count, transposed)
    const block = LEFT + (<usize>((start + k) * padded) << 2)
    const first = start + k == 0
    const panels = padded >> 2
    for (let i0 = 0; i0 < panels; i0 += ROW_PANELS) {
      const i1 = min(panels, i0 + ROW_PANELS)
      for (let j = 0; j < columns; j += 8) {
        const b = RIGHT + (<usize>(j * count) << 2)
        for (let i = i0; i < i1; i++) {
          tile(block + (<usize>(i * count) << 4), b, count, SUMS + (<usize>(j * padded + i * 32) << 2), first)
        }
      }
    }
  }
}

/** The sums of `rows` × `columns` elements in row-major order into the stage, with the bias added and negative ones cut off. */
export function finish(padded: i32, rows: i32, columns: i32, biased: bool, rectified: bool): void {
  const zero = f32x4.splat(0)
  for (let i = 0; i < rows; i++) {
    let to = STAGE + (<usize>(i * columns) << 2)
    for (let j = 0; j < columns; j += 8) {
      const from = SUMS + (<usize>(j * padded + i * 8) << 2)
      let low = v128.load(from)
      let high = v128.load(from, 16)
      if (biased) {
        low = f32x4.add(low, v128.load(BIAS + (<usize>j << 2)))
        high = f32x4.add(high, v128.load(BIAS + (<usize>j << 2), 16))
      }
      if (rectified) {
        low = f32x4.max(low, zero)
        high = f32x4.max(high, zero)
      }
      v128.store(to, low)
      v128.store(to, high, 16)
      to += 32
    }
  }
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
