import type { Strided } from '@nn/tensor'
import { sizeOf, type Walk, walkRows } from '../../kernels/walk.ts'
import { BLOCK, type Blocks, HELD, WIDEST } from '../engine/blocks.ts'
import { loadRows } from './copy-rows.ts'

/** Reductions that the engine has. */
export type FoldName = 'sum' | 'mean' | 'sumSquares' | 'max' | 'min'

/** What is done with a block of rows that was copied in. */
type Fold = (at: number, rows: number, columns: number) => void

/**
 * Some neighbouring results: `count` from the `first` of a row of `outer` on, which begins at the positions `at`. `pass` hands all
 * elements that they depend on to a kernel, block by block.
 */
type Visit = (at: readonly number[], first: number, count: number, pass: (fold: Fold) => void) => void

/** Visits results whose elements lie in rows: several results at a time where these lie one behind the other. */
function eachAlong({ input }: Blocks, x: Strided, outer: Walk, inner: Walk, starts: number[], visit: Visit) {
  const size = sizeOf(inner)
  const step = outer.steps[0]!
  const packed = inner.outer.length === 0 && step === size
  const most = packed ? Math.max(1, Math.min(WIDEST, Math.floor(BLOCK / size))) : 1
  walkRows(outer, starts, (at) => {
    for (let first = 0; first < outer.count; first += most) {
      const count = Math.min(most, outer.count - first)
      const i = at[0]! + first * step
      let held = false
      visit(at, first, count, (fold) => {
        if (size > HELD) {
          walkRows(inner, [i], (start) => {
            for (let done = 0; done < inner.count; done += BLOCK) {
              const columns = Math.min(BLOCK, inner.count - done)
              loadRows(input, 0, x.data, start[0]! + done, 0, 1, 1, columns)
              fold(input.byteOffset, 1, columns)
            }
          })
          return
        }
        let filled = 0
        if (!held) {
          walkRows(inner, [i], (start) => {
            loadRows(input, filled, x.data, start[0]!, size, count, 1, inner.count)
            filled += inner.count
          })
        }
        held = true
        fold(input.byteOffset, count, size)
      })
    }
  })
}

/** Visits results that lie side by side as the elements that they depend on do: rows are folded down columns. */
function eachDown({ input }: Blocks, x: Strided, outer: Walk, inner: Walk, starts: number[], visit: Visit) {
  const step = inner.steps[0]!
  walkRows(outer, starts, (at) => {
    for (let first = 0; first < outer.count; first += WIDEST) {
      const columns = Math.min(WIDEST, outer.count - first)
      const most = Math.floor(BLOCK / columns)
      const whole = inner.outer.length === 0 && inner.count <= most
      let held = false
      visit(at, first, columns, (fold) => {
        if (whole && held) {
          fold(input.byteOffset, inner.count, columns)
          return
        }
        held = true
        walkRows(inner, [at[0]! + first], (start) => {
          for (let done = 0; done < inner.count; done += most) {
            const rows = Math.min(most, inner.count - done)
            loadRows(input, 0, x.data, start[0]! + done * step, step, rows, 1, columns)
            fold(input.byteOffset, rows, columns)
          }
        })
      })
    }
  })
}

/** Which way elements are folded: along rows, or down columns. */
type Way = 'along' | 'down'

/** A reduction of the elements of `inner` for each place of `outer`. */
export interface Folding {
  readonly blocks: Blocks
  readonly way: Way
  readonly outer: Walk
  readonly inner: Walk
}

/** The way that is worth it for results over `outer`, each of the elements of `inner`; undefined if none is. */
export function wayOf(outer: Walk, inner: Walk, row: number): Way | undefined {
  const size = sizeOf(inner)
  const packed = inner.outer.length === 0 && outer.steps[0] === size
  if (inner.steps[0] === 1 && (inner.count >= row || packed)) return 'along'
  return outer.steps[0] === 1 && outer.count >= Math.min(row, 8) ? 'down' : undefined
}

/** Reduces float32 x to `out`. */
export function fold({ blocks, way, outer, inner }: Folding, name: FoldName, x: Strided, out: Strided): void {
  const { kernels, sums, centres } = blocks
  const dout = outer.steps[1]!
  const smallest = name === 'min'
  const [each, sum, squares, extreme] =
    way === 'along'
      ? [eachAlong, kernels.sum, kernels.squares, kernels.extreme]
      : [eachDown, kernels.sumDown, kernels.squaresDown, kernels.extremeDown]
  const identity = name === 'max' ? -Infinity : smallest ? Infinity : 0
  const kernel = name === 'sumSquares' ? squares : sum
  const divisor = name === 'mean' ? sizeOf(inner) : 1
  each(blocks, x, outer, inner, [x.offset, out.offset], (at, first, count, pass) => {
    sums.fill(identity, 0, count)
    if (name === 'sumSquares') centres.fill(0, 0, count)
    if (name === 'max' || smallest) {
      pass((from, rows, columns) => extreme(from, rows, columns, sums.byteOffset, smallest))
    } else {
      pass((from, rows, columns) => kernel(from, rows, columns, sums.byteOffset, centres.byteOffset))
    }
    for (let k = 0, to = at[1]! + first * dout; k < count; k++, to += dout) out.data[to] = sums[k]! / divisor
  })
}

/** The moments of float32 x. */
export function momentsOf(
  { blocks, way, outer, inner }: Folding,
  x: Strided,
  mean: Strided,
  squares: Strided,
): void {
  const { kernels, sums, centres } = blocks
  const [, dmean, dsquares] = outer.steps as [number, number, number]
  const size = sizeOf(inner)
  const [each, sum, square] =
    way === 'along'
      ? [eachAlong, kernels.sum, kernels.squares]
      : [eachDown, kernels.sumDown, kernels.squaresDown]
  each(blocks, x, outer, inner, [x.offset, mean.offset, squares.offset], (at, first, count, pass) => {
    sums.fill(0, 0, count)
    pass((from, rows, columns) => sum(from, rows, columns, sums.byteOffset, centres.byteOffset))
    for (let k = 0; k < count; k++) centres[k] = sums[k]! / size
    sums.fill(0, 0, count)
    pass((from, rows, columns) => square(from, rows, columns, sums.byteOffset, centres.byteOffset))
    for (let k = 0; k < count; k++) {
      mean.data[at[1]! + (first + k) * dmean] = centres[k]!
      squares.data[at[2]! + (first + k) * dsquares] = sums[k]!
    }
  })
}
