import type { Strided } from '@nn/tensor'
import { planWalk, type Walk, walkRows } from './walk.ts'

/** The length from which on runs are copied by `set`; shorter ones are copied element by element. */
const SHORT = 40
/** The sides of a tile: rows lie close in what is read, columns in what is written, where they fill a line of the cache. */
const ROWS = 128
const COLUMNS = 16

/** The walk over a copy with its last two axes as rows and columns. */
export interface Move {
  readonly walk: Walk
  readonly rows: number
  readonly rowSteps: readonly number[]
  readonly columns: number
  readonly steps: readonly number[]
}

/** Plans a copy. Rows are the axis that lies closest in x, whichever it is, as the order of a copy does not matter. */
export function planMove(x: Strided, out: Strided): Move {
  const { outer, strides, count: columns, steps } = planWalk([x, out])
  if (outer.length === 0) {
    const rowSteps = [0, 0]
    return { walk: { outer, strides, count: 1, steps: rowSteps }, rows: 1, rowSteps, columns, steps }
  }
  const distances = strides.map(([step]) => Math.abs(step!))
  const at = distances.lastIndexOf(Math.min(...distances))
  const walk = { outer: outer.toSpliced(at, 1), strides: strides.toSpliced(at, 1), count: 1, steps: [0, 0] }
  return { walk, rows: outer[at]!, rowSteps: strides[at]!, columns, steps }
}

/** Copies elements of 4 bytes and one dtype as they are. */
export function move(x: Strided, out: Strided, plan: Move = planMove(x, out)): void {
  const { walk, rows, rowSteps, columns, steps } = plan
  const [a, b] = [words(x), words(out)]
  const [dx, dout] = steps as [number, number]
  const [rx, rout] = rowSteps as [number, number]
  const run = dx === 1 && dout === 1 && columns >= SHORT ? moveRuns : moveTiles
  walkRows(walk, [x.offset, out.offset], (at) => {
    run(a, at[0]!, rx, dx, b, at[1]!, rout, dout, rows, columns)
  })
}

/** The elements as integers: their bits, and one kind of array for the loops below. */
function words({ data }: Strided): Int32Array {
  if (data instanceof Int32Array) return data
  return new Int32Array(data.buffer, data.byteOffset, data.length)
}

/** Copies rows of elements. */
type Loop = (
  a: Int32Array,
  i: number,
  rx: number,
  dx: number,
  out: Int32Array,
  k: number,
  rout: number,
  dout: number,
  rows: number,
  columns: number,
) => void

const moveRuns: Loop = (a, i, rx, _dx, out, k, rout, _dout, rows, columns) => {
  for (let r = 0; r < rows; r++, i += rx, k += rout) out.set(a.subarray(i, i + columns), k)
}

/**
 * Copies four rows at a time, or the quarters of one. Where columns are far from each other in x it goes tile by tile, which reads what
 * a line of the cache holds while it is there.
 */
const moveTiles: Loop = (a, i, rx, dx, out, k, rout, dout, rows, columns) => {
  const span = Math.abs(rx) < Math.abs(dx) ? COLUMNS : columns
  for (let top = 0; top < rows; top += ROWS) {
    const bottom = Math.min(rows, top + ROWS)
    for (let left = 0; left < columns; left += span) {
      const width = Math.min(columns - left, span)
      let [from, to] = [i + top * rx + left * dx, k + top * rout + left * dout]
      let r = top
      for (; r + 4 <= bottom; r += 4, from += 4 * rx, to += 4 * rout) {
        moveFour(a, from, rx, dx, out, to, rout, dout, width)
      }
      for (; r < bottom; r++, from += rx, to += rout) {
        const part = width >> 2
        moveFour(a, from, part * dx, dx, out, to, part * dout, dout, part)
        for (let c = 4 * part; c < width; c++) out[to + c * dout] = a[from + c * dx]!
      }
    }
  }
}

/** Copies four rows side by side: their loads and stores do not wait for each other. */
function moveFour(
  a: Int32Array,
  p: number,
  rx: number,
  dx: number,
  out: Int32Array,
  q: number,
  rout: number,
  dout: number,
  width: number,
): void {
  for (let c = 0; c < width; c++, p += dx, q += dout) {
    out[q] = a[p]!
    out[q + rout] = a[p + rx]!
    out[q + 2 * rout] = a[p + 2 * rx]!
    out[q + 3 * rout] = a[p + 3 * rx]!
  }
}
