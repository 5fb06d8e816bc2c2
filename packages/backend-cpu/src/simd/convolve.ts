import type { Strided, Windows } from '@nn/tensor'
import { EACH_ROW, type Product, WINDOWS } from './engine.ts'
import { clampTo, type Epilogue, isTooDeep, readBias, round } from './matmul.ts'
import {
  type Axis,
  axesOf,
  type Box,
  boxCounts,
  copyBox,
  eachBox,
  halve,
  planeOf,
  rowMajor,
  type Source,
  stageBox,
  tapsOf,
  writePlaces,
  writeTerms,
} from './windows.ts'

/** A convolution, cut into axes. */
interface Convolution {
  readonly product: Product
  readonly axes: readonly Axis[]
  readonly source: Source
  readonly weight: Strided
  readonly out: Strided
  readonly epilogue: Epilogue
  readonly groups: number
  /** The units and channels of a group, */
  readonly units: number
  readonly channels: number
  /** and the terms of a sum: channels times elements of the kernel. */
  readonly terms: number
}

/** Up to this many units of a group are summed each for itself, more as a product of matrices. */
const FEW_UNITS = 3
/** The windows of a box of few units. */
const MANY_PLACES = 2048

/**
 * A convolution, a box of windows at a time: what these reach over is staged as it lies, with zeros around it, and windows are read
 * or packed from there, so that no matrix of them is made. Sums are those of a product of the weights with the windows.
 *
 * @returns Whether it was done: not if a window is too large for the stage.
 */
export function convolveSimd(
  product: Product,
  x: Strided,
  weight: Strided,
  windows: Windows,
  out: Strided,
  epilogue: Epilogue,
): boolean {
  const [axes, source] = axesOf(x, weight, windows, out)
  const { groups } = windows
  const [units, channels] = [weight.shape[0]! / groups, weight.shape[1]!]
  const terms = axes.reduce((count, { size }) => count * size, channels)
  const task = { product, axes, source, weight, out, epilogue, groups, units, channels, terms }
  return (units <= FEW_UNITS && slide(task)) || multiply(task)
}

/** As a product of packed weights and packed windows. */
function multiply(task: Convolution): boolean {
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

/** The weights of some units, packed as the left operand. */
function packFilters({ product, weight, terms }: Convolution, first: number, rows: number): void {
  const piece = clampTo(4, product.stage.length / terms, rows)
  for (let i = 0; i < rows; i += piece) {
    const count = Math.min(piece, rows - i)
    copyFilters(product.stage, weight, first + i, count)
    product.kernels.packLeft(i, count, terms, round(rows, 4), false)
  }
}

function copyFilters(to: Product['stage'], weight: Strided, first: number, rows: number): void {
  const { data, strides, offset } = weight
  const shape = weight.shape.with(0, rows)
  const from = { data, at: offset + first * strides[0]!, strides }
  copyBox(shape, from, { data: to, at: 0, strides: rowMajor(shape) })
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
  const width = writePlaces(product.places, axes, box, plane, bytes)
  const padded = round(height, 4)
  for (let l = 0; l < terms; l += depth) {
    const count = Math.min(depth, terms - l)
    const first = Math.floor(l / taps.length)
    const held = Math.ceil((l + count) / taps.length) - first
    stageBox(stage, source, axes, box, plane, group * channels + first, held)
    writeTerms(product.terms, taps, bytes * plane.size, l, count)
    kernels.multiply(padded, width, l, count, WINDOWS, 0, width)
  }
  finish(task, unit, height, padded, width, box)
}

/** Each unit for itself, without packing; several groups are staged at a time. */
function slide(task: Convolution): boolean {
  const { product, axes, groups, units, terms } = task
  if (terms > product.terms.length) return false
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
  const width = counts.reduce((size, count) => size * count, 1)
  const { stage, sums, left, side } = product
  const staged = stage.length / (channels * planeOf(axes, counts).size)
  const summed = sums.length / (units * round(width, 16))
  return Math.floor(Math.min(staged, summed, left.length / (units * terms), side / units))
}

function slideBox(task: Convolution, group: number, some: number, box: Box): void {
  const { product, axes, source, units, channels, terms } = task
  const { kernels, stage } = product
  const bytes = stage.BYTES_PER_ELEMENT
  const plane = planeOf(axes, box.count)
  const width = writePlaces(product.places, axes, box, plane, bytes)
  stageBox(stage, source, axes, box, plane, group * channels, some * channels)
  writeTerms(product.terms, tapsOf(axes, plane, bytes), bytes * plane.size, 0, terms)
  const rows = some * units
  for (let l = 0; l < terms; l += 256) {
    const count = Math.min(256, terms - l)
    kernels.slide(rows, units, bytes * channels * plane.size, width, l, count, terms)
  }
  finish(task, group * units, rows, rows, width, box)
}

/** Sums of some units with their bias to the stage, and from there to the result. */
function finish(
  { product, axes, out, epilogue }: Convolution,
  unit: number,
  rows: number,
  padded: number,
  width: number,
  { first, count }: Box,
): void {
  const { bias, rectified = false, activate } = epilogue
  const { stage, kernels } = product
  if (bias !== undefined) readBias(product.bias, bias, unit, rows)
  kernels.finish(padded, rows, width, bias === undefined ? 0 : EACH_ROW, rectified)
  activate?.(stage.byteOffset, round(rows * width, 16))
  const shape = [rows, ...count]
  const at = axes.reduce((sum, { to }, k) => sum + first[k]! * to, out.offset + unit * out.strides[1]!)
  const strides = [out.strides[1]!, ...axes.map(({ to }) => to)]
  copyBox(shape, { data: stage, at: 0, strides: rowMajor(shape) }, { data: out.data, at, strides })
}
