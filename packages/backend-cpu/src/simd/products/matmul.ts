import type { Strided } from '@nn/tensor'
import { eachProduct, type Matrix, transposed } from '../../kernels/matrix.ts'
import type { MapKernel } from '../engine/maps.ts'
import { COLUMNS, EACH_COLUMN, type Product } from '../engine/product.ts'

/** What is done to the sums before they are stored. */
export interface Epilogue {
  /** Added to each row, `[n]`. */
  readonly bias?: Strided | undefined
  /** Whether negative sums become 0. */
  readonly rectified?: boolean
  /** Another function that is applied to the sums in place. */
  readonly activate?: MapKernel | undefined
}

/** The most rows that are multiplied by dot products with the columns of `b`, if these lie together. */
const FEW_ROWS = 3

/** Whether sums of `k` terms are too long for the engine, and left to the plain kernel. */
export function isTooDeep({ stage }: Product, k: number): boolean {
  return k > stage.length / 4
}

/**
 * The product of matrices of one precision: `a` and `b` are copied piece by piece into the engine's memory and packed there, the
 * result is copied out. Sums of float32 run in float32 over blocks of 256 terms, or, of few rows, as eight sums side by side; those
 * of float64 run term by term, whatever the layout.
 */
export function multiplySimd(
  product: Product,
  a: Strided,
  b: Strided,
  out: Strided,
  epilogue: Epilogue = {},
): void {
  eachProduct(a, b, out, (left, right, result, m, k, n) => {
    const { dots } = product.kernels
    const few = m <= FEW_ROWS && right.row === 1 && dots !== undefined && k <= product.groups[0]!.length
    const multiply = few ? multiplyFew : multiplyBlocked
    multiply(product, left, right, result, m, k, n, epilogue)
  })
}

function multiplyBlocked(
  product: Product,
  a: Matrix,
  b: Matrix,
  out: Matrix,
  m: number,
  k: number,
  n: number,
  { bias, rectified = false, activate }: Epilogue,
): void {
  const { kernels, side, panel } = product
  const across = transposed(b)
  const staged = product.stage.length
  const widest = Math.min(side, round(n, panel))
  // Whole columns of b where they lie together, else pieces of many of its rows: long copies.
  const inByRows = b.row !== 1 && b.column === 1
  const columns = inByRows ? widest : clampTo(panel, product.piece / k, widest)
  const depth = Math.min(k, Math.floor(staged / columns / 256) * 256)
  const rows = clampTo(4, product.left.length / k, Math.min(side, round(m, 4)))
  for (let i = 0; i < m; i += rows) {
    const height = Math.min(rows, m - i)
    const padded = round(height, 4)
    packLeft(product, a, i, height, k, padded)
    for (let j = 0; j < n; j += columns) {
      const width = Math.min(columns, n - j)
      for (let l = 0; l < k; l += depth) {
        const count = Math.min(depth, k - l)
        const staged = stage(product.stage, across, j, width, l, count) ? COLUMNS : 0
        kernels.multiply(padded, width, l, count, staged, 0, width)
      }
      if (bias !== undefined) readBias(product.bias, bias, j, width)
      kernels.finish(padded, height, width, bias === undefined ? 0 : EACH_COLUMN, rectified)
      activate?.(product.stage.byteOffset, round(height * width, 16))
      unstage(product.stage, out, i, height, j, width)
    }
  }
}

function packLeft(product: Product, a: Matrix, first: number, rows: number, k: number, padded: number): void {
  const piece = clampTo(4, product.stage.length / k, rows)
  for (let i = 0; i < rows; i += piece) {
    const count = Math.min(piece, rows - i)
    const rowsStaged = stage(product.stage, a, first + i, count, 0, k)
    product.kernels.packLeft(i, count, k, padded, !rowsStaged)
  }
}

function multiplyFew(
  product: Product,
  a: Matrix,
  b: Matrix,
  out: Matrix,
  m: number,
  k: number,
  n: number,
  { bias, rectified = false, activate }: Epilogue,
): void {
  const { kernels, sums, groups } = product
  const across = transposed(b)
  const columns = Math.min(Math.max(1, Math.floor(16384 / k)), Math.ceil(n / 4))
  gather(product.left, a, 0, m, 0, k)
  for (let first = 0; first < n; first += 4 * columns) {
    for (let g = 0, j = first; g < 4 && j < n; g++, j += columns) {
      gather(groups[g]!, across, j, Math.min(columns, n - j), 0, k)
    }
    kernels.dots!(m, columns, k)
    const width = Math.min(4 * columns, n - first)
    for (let i = 0; i < m; i++) {
      const row = sums.subarray(4 * columns * i, 4 * columns * i + width)
      if (bias !== undefined) addBias(row, bias, first)
      if (rectified) for (let j = 0; j < width; j++) row[j] = Math.max(row[j]!, 0)
    }
    activate?.(sums.byteOffset, round(4 * columns * m, 16))
    for (let i = 0; i < m; i++) {
      const to = out.at + i * out.row + first * out.column
      for (let j = 0; j < width; j++) out.data[to + j * out.column] = sums[4 * columns * i + j]!
    }
  }
}

export function round(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple
}

/** `n` as a multiple of `multiple`, at least one and at most `most`. */
export function clampTo(multiple: number, n: number, most: number): number {
  return Math.max(multiple, Math.min(Math.floor(n / multiple) * multiple, most))
}

/** What the engine multiplies. */
type Values = Float32Array | Float64Array

/** The length from which on rows are copied by `set`; shorter ones are copied element by element. */
const SHORT = 24

/** Copies a part of a matrix: as `[rows][columns]` and returns true, or as `[columns][rows]` if its columns lie together. */
function stage(to: Values, x: Matrix, i: number, rows: number, j: number, columns: number): boolean {
  if (x.column !== 1 && x.row === 1 && rows > 1) {
    gather(to, transposed(x), j, columns, i, rows)
    return false
  }
  gather(to, x, i, rows, j, columns)
  return true
}

function gather(to: Values, x: Matrix, i: number, rows: number, j: number, columns: number): void {
  const data = x.data as Values
  let at = x.at + i * x.row + j * x.column
  if (x.column === 1 && x.row === columns) {
    to.set(data.subarray(at, at + rows * columns))
  } else if (x.column === 1 && columns >= SHORT) {
    for (let r = 0; r < rows; r++, at += x.row) to.set(data.subarray(at, at + columns), r * columns)
  } else {
    for (let r = 0, k = 0; r < rows; r++, at += x.row) {
      for (let c = 0, from = at; c < columns; c++, from += x.column) to[k++] = data[from]!
    }
  }
}

function unstage(from: Values, x: Matrix, i: number, rows: number, j: number, columns: number): void {
  const data = x.data as Values
  let at = x.at + i * x.row + j * x.column
  if (x.column === 1 && x.row === columns) {
    data.set(from.subarray(0, rows * columns), at)
  } else if (x.column === 1 && columns >= SHORT) {
    for (let r = 0; r < rows; r++, at += x.row) data.set(from.subarray(r * columns, (r + 1) * columns), at)
  } else {
    for (let r = 0, k = 0; r < rows; r++, at += x.row) {
      for (let c = 0, to = at; c < columns; c++, to += x.column) data[to] = from[k++]!
    }
  }
}

function addBias(to: Values, bias: Strided, first: number): void {
  const step = bias.strides[0]!
  for (let j = 0, at = bias.offset + first * step; j < to.length; j++, at += step) {
    to[j] = to[j]! + bias.data[at]!
  }
}

export function readBias(to: Values, bias: Strided, first: number, count: number): void {
  const step = bias.strides[0]!
  for (let j = 0, at = bias.offset + first * step; j < count; j++, at += step) to[j] = bias.data[at]!
}
