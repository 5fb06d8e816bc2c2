import { WINDOWS } from '../engine/product.ts'
import { clampTo, isTooDeep, round } from '../products/matmul.ts'
import { type Box, boxCounts, eachBox, halve } from './box.ts'
import { type Convolution, copyFilters, finish } from './convolution.ts'
import { planeOf, stageBox } from './plane.ts'
import { stageRows } from './rows.ts'
import { tapsOf, writePlaces, writeTerms } from './terms.ts'

/**
 * A convolution as a product of packed weights and packed windows.
 *
 * @returns Whether it was done: not if windows are too large.
 */
export function multiplyWindows(task: Convolution): boolean {
  const { product, axes, groups, units, terms } = task
  if (isTooDeep(product, terms)) return false
  const counts = boxCounts(axes, product.side)
  let depth = depthOf(task, counts)
  for (; depth === 0; depth = depthOf(task, counts)) if (!halve(counts)) return false
  const rows = clampTo(4, product.left.length / terms, Math.min(product.side, round(units, 4)))
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < units; i += rows) {
      const height = Math.min(rows, units - i)
      packFilters(task, group * units + i, height)
      eachBox(axes, counts, (box) => multiplyBox(task, group, group * units + i, height, depth, box))
    }
  }
  return true
}

/** The terms whose channels are staged at a time: all, or blocks of 256; 0 if these do not fit either. */
function depthOf({ product, axes, channels, terms }: Convolution, counts: readonly number[]): number {
  const taps = terms / channels
  const { size } = planeOf(axes, counts)
  const within = (room: number): number => {
    const held = Math.floor(room / size)
    const most = Math.min(held >= channels ? terms : (held - 1) * taps + 1, product.terms.length)
    return most >= terms ? terms : Math.max(0, Math.floor(most / 256) * 256)
  }
  const few = within(product.piece)
  return few > 0 ? few : within(product.stage.length)
}

/** Packs the weights of some units as the left operand. */
function packFilters({ product, weight, terms }: Convolution, first: number, rows: number): void {
  const piece = clampTo(4, product.stage.length / terms, rows)
  for (let i = 0; i < rows; i += piece) {
    const count = Math.min(piece, rows - i)
    copyFilters(product.stage, weight, first + i, count)
    product.kernels.packLeft(i, count, terms, round(rows, 4), false)
  }
}

function multiplyBox(
  task: Convolution,
  group: number,
  unit: number,
  height: number,
  depth: number,
  box: Box,
): void {
  const { product, axes, source, channels, terms } = task
  const { kernels, stage } = product
  const bytes = stage.BYTES_PER_ELEMENT
  const plane = planeOf(axes, box.count)
  const taps = tapsOf(axes, plane, bytes)
  const width = writePlaces(product.places, axes, box.count, plane, bytes)
  const staged = WINDOWS + axes.at(-1)!.stride - 1
  const padded = round(height, 4)
  for (let l = 0; l < terms; l += depth) {
    const count = Math.min(depth, terms - l)
    const first = Math.floor(l / taps.length)
    const held = Math.ceil((l + count) / taps.length) - first
    // The second half of the filters' memory is free then.
    if (padded * terms <= product.left.length / 2) stageRows(task, box, plane, group * channels + first, held)
    else stageBox(stage, source, axes, box, plane, group * channels + first, held)
    writeTerms(product.terms, taps, bytes * plane.size, l, count)
    kernels.multiply(padded, width, l, count, staged, 0, width)
  }
  finish(task, unit, height, padded, box, box.count)
}
