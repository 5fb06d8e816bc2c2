import type { Strided } from '@nn/tensor'
import { planWalk, walkRows } from '../../kernels/walk.ts'
import { CHUNK } from '../engine/addresses.ts'
import { WIDEST } from '../engine/blocks.ts'
import { eachChunk, padded, store } from '../engine/chunks.ts'
import type { Engine } from '../engine/engine.ts'
import { loadRows, storeRows } from './copy-rows.ts'

/** Softmax along the last axis, whose elements in `out` lie together. */
export function softmax(engine: Engine, x: Strided, out: Strided): void {
  const last = x.shape.length - 1
  const size = x.shape[last]!
  const outer = planWalk([x, out], 0, last)
  const [dx, dout] = outer.steps as [number, number]
  const most = Math.floor(CHUNK / padded(size))
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let n = 0, i = at[0]!, k = at[1]!; n < outer.count; ) {
      const rows = Math.max(1, Math.min(most, outer.count - n))
      if (most === 0) softmaxRow(engine, x, i, out, k, size, x.strides[last]!)
      else softmaxRows(engine, x, i, dx, out, k, dout, rows)
      n += rows
      i += rows * dx
      k += rows * dout
    }
  })
}

/** Softmax of as many rows as a chunk holds: of each the maximum, then exponentials and their sum, then quotients. */
function softmaxRows(
  engine: Engine,
  x: Strided,
  i: number,
  dx: number,
  out: Strided,
  k: number,
  dout: number,
  rows: number,
): void {
  const { elementwise, x: chunk } = engine
  const { kernels, tables } = engine.blocks()
  const size = x.shape.at(-1)!
  const pitch = padded(size)
  const [maxima] = tables
  if (pitch > size) chunk.fill(-Infinity, 0, rows * pitch)
  loadRows(chunk, 0, x.data, i, dx, rows, x.strides.at(-1)!, size, pitch)
  maxima.fill(-Infinity, 0, rows)
  kernels.extreme(chunk.byteOffset, rows, pitch, maxima.byteOffset, false)
  for (let row = 0, at = chunk.byteOffset; row < rows; row++, at += 4 * pitch) {
    elementwise.scale(at, pitch, 1 / exponentials(engine, at, pitch, maxima[row]!))
  }
  storeRows(chunk, out.data, k, dout, rows, 1, size, pitch)
}

/** The same of a row that is longer than a chunk, in three passes. */
function softmaxRow(
  engine: Engine,
  x: Strided,
  i: number,
  out: Strided,
  k: number,
  size: number,
  step: number,
): void {
  const { elementwise, x: chunk } = engine
  const { kernels, tables } = engine.blocks()
  const [maxima] = tables
  const at = chunk.byteOffset
  maxima[0] = -Infinity
  eachChunk(chunk, x.data, i, step, size, -Infinity, (_, count) => {
    kernels.extreme(at, 1, count, maxima.byteOffset, false)
  })
  let sum = 0
  eachChunk(chunk, x.data, i, step, size, -Infinity, (whole, count, done) => {
    sum += exponentials(engine, at, whole, maxima[0]!)
    store(chunk, out.data, k + done, 1, count)
  })
  eachChunk(chunk, out.data, k, 1, size, 0, (whole, count, done) => {
    elementwise.scale(at, whole, 1 / sum)
    store(chunk, out.data, k + done, 1, count)
  })
}

/** Makes elements at an address their exponentials, less `shift`; returns the sum. */
function exponentials({ elementwise, blocks }: Engine, at: number, count: number, shift: number): number {
  const { centres, sums } = blocks()
  centres.fill(shift, 0, 4)
  elementwise.expDown(at, count / 4, 4, centres.byteOffset, sums.byteOffset)
  return sums[0]! + sums[1]! + (sums[2]! + sums[3]!)
}

/** The most elements of a block: it is read three times, and stays in the nearest cache. */
const NEAR = 8192
/** The most elements along an axis that is taken down columns. */
export const TALLEST: number = 2 ** 14

/** Softmax along the last axis of many rows of any layout: block by block, where rows become columns that are computed side by side. */
export function softmaxDown(engine: Engine, x: Strided, out: Strided): void {
  const { kernels, input, output, sums, centres, tables } = engine.blocks()
  const last = x.shape.length - 1
  const rows = x.shape[last]!
  const [rx, rout] = [x.strides[last]!, out.strides[last]!]
  const outer = planWalk([x, out], 0, last)
  const [dx, dout] = outer.steps as [number, number]
  const most = Math.max(8, Math.min(Math.floor(NEAR / rows) & ~3, WIDEST, outer.count))
  const [mean, factor, weight, bias] = tables
  mean.fill(0, 0, most)
  weight.fill(1, 0, most)
  bias.fill(-0, 0, most)
  walkRows(outer, [x.offset, out.offset], (at) => {
    for (let first = 0; first < outer.count; first += most) {
      const count = Math.min(most, outer.count - first)
      const pitch = (count + 3) & ~3
      loadRows(input, 0, x.data, at[0]! + first * dx, rx, rows, dx, count, pitch)
      centres.fill(-Infinity, 0, pitch)
      kernels.extremeDown(input.byteOffset, rows, pitch, centres.byteOffset, false)
      engine.elementwise.expDown(input.byteOffset, rows, pitch, centres.byteOffset, sums.byteOffset)
      for (let k = 0; k < pitch; k++) factor[k] = 1 / sums[k]!
      kernels.standardizeColumns(
        input.byteOffset,
        rows,
        pitch,
        output.byteOffset,
        mean.byteOffset,
        factor.byteOffset,
        weight.byteOffset,
        bias.byteOffset,
      )
      storeRows(output, out.data, at[1]! + first * dout, rout, rows, dout, count, pitch)
    }
  })
}
