import { message, showShape } from '@nn/check'
import type { FloatArray } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, axisList } from './axes.ts'

/** A weight seen as a matrix: rows are one axis of it or several, columns all others in their order. */
interface MatrixView {
  readonly rows: number
  readonly columns: number
  /** Size of what lies behind the row axes; undefined if these do not lie one behind the other. */
  readonly inner: number | undefined
  /** Where each row and each column begins: element [i, j] is stored at `rows[i] + columns[j]`. */
  starts(): { readonly rows: Float64Array; readonly columns: Float64Array }
}

/** The weight of a request as a matrix whose rows are the outputs; of a plain shape, the first axis. */
export function matrixOf(
  name: string,
  { path, shape, axes }: { path: string; shape: readonly number[]; axes: Axes | undefined },
): MatrixView {
  const out = axisList(axes?.out ?? 0)
  if (shape.length < 2) {
    throw new ShapeError(message(path, `at least 2 axes for ${name}`, `shape ${showShape(shape)}`))
  }
  const others = [...shape.keys()].filter((axis) => !out.includes(axis))
  const isRun = out.every((axis, i) => axis === out[0]! + i)
  return {
    rows: sizeOf(out.map((axis) => shape[axis]!)),
    columns: sizeOf(others.map((axis) => shape[axis]!)),
    inner: isRun ? sizeOf(shape.slice(out.at(-1)! + 1)) : undefined,
    starts: () => ({ rows: startsAlong(shape, out), columns: startsAlong(shape, others) }),
  }
}

/** Where each index along some axes is stored, the last axis the fastest. */
function startsAlong(shape: readonly number[], axes: readonly number[]): Float64Array {
  const starts = new Float64Array(sizeOf(axes.map((axis) => shape[axis]!)))
  let inner = starts.length
  for (const axis of axes) {
    const length = shape[axis]!
    inner /= length
    const stride = sizeOf(shape.slice(axis + 1))
    for (let i = 0; i < starts.length; i++) starts[i]! += (Math.floor(i / inner) % length) * stride
  }
  return starts
}

/** Writes the elements of a matrix to where they are stored. */
export function writeMatrix(
  view: MatrixView,
  out: FloatArray,
  element: (row: number, column: number, at: number) => number,
): void {
  const { rows, columns } = view.starts()
  for (const [row, start] of rows.entries()) {
    for (let column = 0; column < columns.length; column++) {
      const at = start + columns[column]!
      out[at] = element(row, column, at)
    }
  }
}
