import type { Box } from './box.ts'
import type { Convolution } from './convolution.ts'
import { clearAround, type Plane, reachOf, stageBox } from './plane.ts'

// Images of short rows are copied in one piece, or a channel at a time, and their rows are set apart by a kernel: to copy each by itself
// takes longer than to sum its windows. What is copied lies behind the filters, in the second half of the left operand's memory.

/** `stageBox` of channels of images. */
export function stageRows(task: Convolution, box: Box, plane: Plane, first: number, channels: number): void {
  const { product, axes, source } = task
  const { kernels, stage, left } = product
  const [images, rows, columns] = axes
  const reach = reachOf(source, axes, box, plane, first)
  const [count = 0, height = 0, width = 0] = reach.inner
  const run = (height - 1) * (rows?.from ?? 0) + width
  const half = left.length / 2
  if (
    kernels.spread === undefined ||
    axes.length !== 3 ||
    columns?.from !== 1 ||
    rows === undefined ||
    images === undefined ||
    rows.from < width ||
    rows.from > 2 * width ||
    channels * run > half
  ) {
    stageBox(stage, source, axes, box, plane, first, channels)
    return
  }
  clearAround(stage, reach, plane, channels)
  const { data, strides } = source.x
  const apart = strides[1]!
  // All channels where they lie one behind the other, else one by one.
  const piece = apart === run ? channels * run : run
  for (let image = 0; image < count; image++) {
    let from = reach.from + image * images.from
    for (let c = 0; c < channels * run; c += piece, from += apart)
      left.set(data.subarray(from, from + piece), half + c)
    const to = stage.byteOffset + 4 * (reach.to + image * plane.steps[0]!)
    const [from4, row4] = [left.byteOffset + 4 * half, 4 * rows.from]
    const [plane4, step4] = [4 * plane.size, 4 * plane.steps[1]!]
    kernels.spread(from4, 4 * run, row4, to, plane4, step4, channels, height, 4 * width)
  }
}

/**
 * Stores the staged results of some units, whose rows are `wide` elements, in the result, of which rows are the first ones of these.
 *
 * @returns Whether it was done: not unless whole images are to be stored.
 */
export function storeRows(
  { product, axes, out }: Convolution,
  units: number,
  { count }: Box,
  wide: readonly number[],
  at: number,
): boolean {
  const { kernels, stage, left } = product
  const [images, rows, columns] = axes
  const [, height = 0, width = 0] = count
  const [, , pitch = 0] = wide
  const run = height * width
  const isWhole = columns?.to === 1 && rows?.to === width && out.strides[1] === run && pitch !== width
  const half = left.length / 2
  if (kernels.spread === undefined || axes.length !== 3 || !isWhole || units * run > half) return false
  for (let image = 0; image < count[0]!; image++) {
    const from = stage.byteOffset + 4 * image * height * pitch
    const [fromPlane, to] = [4 * wide[0]! * height * pitch, left.byteOffset + 4 * half]
    kernels.spread(from, fromPlane, 4 * pitch, to, 4 * run, 4 * width, units, height, 4 * width)
    out.data.set(left.subarray(half, half + units * run), at + image * images!.to)
  }
  return true
}
