import type { BinaryKernel, TensorData, UnaryKernel } from '@nn/tensor'
import { planWalk, walkRows } from './walk.ts'

/**
 * Writes `count` elements of `out` from position k on in steps of `dk`, each from the element of `a` at the
 * same place.
 *
 * Operations that should be fast write this loop out instead of taking it from `mapRow`: a loop that calls a
 * function handed to it is compiled once for all of them, and the call then costs more than the arithmetic.
 */
export type UnaryRow = (
  a: TensorData,
  i: number,
  di: number,
  out: TensorData,
  k: number,
  dk: number,
  count: number,
) => void

/** The same of two operands. */
export type BinaryRow = (
  a: TensorData,
  i: number,
  di: number,
  b: TensorData,
  j: number,
  dj: number,
  out: TensorData,
  k: number,
  dk: number,
  count: number,
) => void

/** The row of a function whose own cost hides that of the call. */
export function mapRow(f: (x: number) => number): UnaryRow {
  return (a, i, di, out, k, dk, count) => {
    for (let n = 0; n < count; n++, i += di, k += dk) out[k] = f(a[i]!)
  }
}

/** The row of a function of two operands. */
export function zipRow(f: (x: number, y: number) => number): BinaryRow {
  return (a, i, di, b, j, dj, out, k, dk, count) => {
    for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = f(a[i]!, b[j]!)
  }
}

/** The kernel that runs a row over operands of any layout. */
export function unaryKernel(row: UnaryRow): UnaryKernel {
  return (x, out) => {
    const walk = planWalk([x, out])
    const [dx, dout] = walk.steps as [number, number]
    walkRows(walk, [x.offset, out.offset], (at) =>
      row(x.data, at[0]!, dx, out.data, at[1]!, dout, walk.count),
    )
  }
}

/** The kernel that runs a row over two operands of any layout. */
export function binaryKernel(row: BinaryRow): BinaryKernel {
  return (a, b, out) => {
    const walk = planWalk([a, b, out])
    const [da, db, dout] = walk.steps as [number, number, number]
    walkRows(walk, [a.offset, b.offset, out.offset], (at) =>
      row(a.data, at[0]!, da, b.data, at[1]!, db, out.data, at[2]!, dout, walk.count),
    )
  }
}
