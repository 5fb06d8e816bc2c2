// The matrix product of float64.
import * as product from './product'

export function packLeft(first: i32, rows: i32, depth: i32, padded: i32, transposed: bool): void {
  product.packLeft<f64>(first, rows, depth, padded, transposed)
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
  product.multiply<f64>(padded, columns, start, depth, staged, from, to)
}

export function finish(padded: i32, rows: i32, columns: i32, biased: i32, rectified: bool): void {
  product.finish<f64>(padded, rows, columns, biased, rectified)
}
