import type { Strided, TensorData } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/** A matrix of a batch: element `[i, j]` is `data[at + i·row + j·column]`. */
export interface Matrix {
  readonly data: TensorData
  readonly at: number
  readonly row: number
  readonly column: number
}

/** Writes the product of `a` `[m, k]` and `b` `[k, n]` to `out`. */
export type Multiply = (a: Matrix, b: Matrix, out: Matrix, m: number, k: number, n: number) => void

/** Calls `multiply` with the matrices of every batch; batches that are rows of one matrix are multiplied as one. */
export function eachProduct(a: Strided, b: Strided, out: Strided, multiply: Multiply): void {
  const batch = out.shape.length - 2
  const m = out.shape[batch]!
  const n = out.shape[batch + 1]!
  const k = a.shape[batch + 1]!
  const matrix = (x: Strided, at: number): Matrix => ({
    data: x.data,
    at,
    row: x.strides[batch]!,
    column: x.strides[batch + 1]!,
  })
  if (batch === 0) {
    multiply(matrix(a, a.offset), matrix(b, b.offset), matrix(out, out.offset), m, k, n)
    return
  }
  const walk = planWalk([a, b, out], 0, batch)
  const [da, db, dout] = walk.steps as [number, number, number]
  const joined = db === 0 && da === m * a.strides[batch]! && dout === m * out.strides[batch]!
  const [times, rows] = joined ? [1, m * walk.count] : [walk.count, m]
  walkRows(walk, [a.offset, b.offset, out.offset], (at) => {
    for (let i = 0; i < times; i++) {
      const left = matrix(a, at[0]! + i * da)
      multiply(left, matrix(b, at[1]! + i * db), matrix(out, at[2]! + i * dout), rows, k, n)
    }
  })
}

/** A matrix `[m, n]` as its transpose `[n, m]`. */
export function transpose({ data, dtype, shape, strides, offset }: Strided): Strided {
  return { data, dtype, shape: [shape[1]!, shape[0]!], strides: [strides[1]!, strides[0]!], offset }
}

/** The same for a matrix of a batch. */
export function transposed({ data, at, row, column }: Matrix): Matrix {
  return { data, at, row: column, column: row }
}
