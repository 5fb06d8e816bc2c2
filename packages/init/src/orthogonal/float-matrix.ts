import type { FloatArray } from '@nn/random'
import type { Strided } from '@nn/tensor'

/** A matrix of floats, with any strides. */
export interface FloatMatrix extends Strided {
  readonly data: FloatArray
  readonly shape: readonly [rows: number, columns: number]
  readonly strides: readonly [row: number, column: number]
}

/** Rows or columns from `start` up to `end`, which is not included. */
export type Range = readonly [start: number, end: number]

/** An array of zeros of the dtype of a matrix. */
export function floats({ dtype }: FloatMatrix, size: number): FloatArray {
  return dtype === 'float32' ? new Float32Array(size) : new Float64Array(size)
}

/** The beginning of an array as a matrix of contiguous rows. */
export function matrix(data: FloatArray, rows: number, columns: number): FloatMatrix {
  const dtype = data instanceof Float32Array ? 'float32' : 'float64'
  return { data, dtype, shape: [rows, columns], strides: [columns, 1], offset: 0 }
}

/** The same elements, rows as columns. */
export function transpose(x: FloatMatrix): FloatMatrix {
  const { shape, strides } = x
  return { ...x, shape: [shape[1], shape[0]], strides: [strides[1], strides[0]] }
}

/** Some rows and columns, as a view. */
export function submatrix(x: FloatMatrix, [top, bottom]: Range, [left, right]: Range): FloatMatrix {
  const offset = x.offset + top * x.strides[0] + left * x.strides[1]
  return { ...x, shape: [bottom - top, right - left], offset }
}
