import { message, showShape } from '@nn/check'
import type { FloatArray } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import type { Axes } from './axes.ts'

/** A weight seen as a matrix: rows are one axis of it, columns all others in their order. */
interface MatrixView {
  readonly rows: number
  readonly columns: number
  /** Size of what lies behind the row axis. */
  readonly inner: number
}

/** The weight of a request as a matrix whose rows are the outputs; of a plain shape, the first axis. */
export function matrixOf(
  name: string,
  { path, shape, axes }: { path: string; shape: readonly number[]; axes: Axes | undefined },
): MatrixView {
  const axis = axes?.out ?? 0
  if (shape.length < 2) {
    throw new ShapeError(message(path, `at least 2 axes for ${name}`, `shape ${showShape(shape)}`))
  }
  const others = shape.filter((_, i) => i !== axis)
  return { rows: shape[axis]!, columns: sizeOf(others), inner: sizeOf(shape.slice(axis + 1)) }
}

/** Writes the elements of a matrix to where they are stored. */
export function writeMatrix(
  { rows, columns, inner }: MatrixView,
  out: FloatArray,
  element: (row: number, column: number) => number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const outer = Math.floor(column / inner)
      out[(outer * rows + row) * inner + (column % inner)] = element(row, column)
    }
  }
}
