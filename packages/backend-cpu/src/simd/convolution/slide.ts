import { round } from '../products/matmul.ts'
import { type Box, boxCounts, eachBox, halve } from './box.ts'
import { type Convolution, copyFilters, finish } from './convolution.ts'
import { planeOf } from './plane.ts'
import { stageRows } from './rows.ts'
import { tapsOf, writePlaces, writeTerms } from './terms.ts'

/** The most units of a group that are summed each for itself; more are a product of matrices. */
const FEW_UNITS = 8
/** The most windows whose sums are made at a time. */
const MANY_PLACES = 4096

/**
 * A convolution where few units see the same windows: each unit for itself, without packing, and several groups at a time.
 *
 * @returns Whether it was done: not if units are many or windows too large.
 */
export function slide(task: Convolution): boolean {
  const { product, axes, groups, units, terms } = task
  const isFit = units <= FEW_UNITS && axes.at(-1)!.stride <= 2 && terms <= product.terms.length
  if (!isFit || product.kernels.slide === undefined) return false
  const counts = boxCounts(axes, MANY_PLACES)
  let held = groupsOf(task, counts)
  for (; held === 0; held = groupsOf(task, counts)) if (!halve(counts)) return false
  for (let group = 0; group < groups; group += held) {
    const some = Math.min(held, groups - group)
    copyFilters(product.left, task.weight, group * units, some * units)
    eachBox(axes, counts, (box) => slideBox(task, group, some, box))
  }
  return true
}

/** The groups that are staged at a time; 0 if one is too large. */
function groupsOf({ product, axes, units, channels, terms }: Convolution, counts: readonly number[]): number {
  const { stage, sums, left, side, places } = product
  const width = widened(counts).reduce((size, count) => size * count, 1)
  if (width > places.length) return 0
  const staged = stage.length / (channels * planeOf(axes, counts).size)
  const summed = sums.length / (units * round(width, 16))
  return Math.floor(Math.min(staged, summed, left.length / (2 * units * terms), side / units))
}

function slideBox(task: Convolution, group: number, some: number, box: Box): void {
  const { product, axes, units, channels, terms } = task
  const { kernels, stage } = product
  const bytes = stage.BYTES_PER_ELEMENT
  const plane = planeOf(axes, box.count)
  const wide = widened(box.count)
  const width = writePlaces(product.places, axes, wide, plane, bytes)
  stageRows(task, box, plane, group * channels, some * channels)
  writeTerms(product.terms, tapsOf(axes, plane, bytes), bytes * plane.size, 0, terms)
  const rows = some * units
  for (let l = 0; l < terms; l += 256) {
    const count = Math.min(256, terms - l)
    kernels.slide!(rows, units, bytes * channels * plane.size, axes.at(-1)!.stride, width, l, count, terms)
  }
  finish(task, group * units, rows, rows, box, wide)
}

/** The counts with whole vectors of windows along the last axis; what the surplus ones see lies in the stage, and is not kept. */
function widened(counts: readonly number[]): number[] {
  return counts.with(-1, round(counts.at(-1)!, 4))
}
