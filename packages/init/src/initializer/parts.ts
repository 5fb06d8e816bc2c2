import type { FloatArray } from '@nn/random'
import type { TensorData } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, axisList, type Blocks, blockSizes, checkAxes, groupsOf } from '../parameter/axes.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { checkFill, fill } from './fill.ts'
import type { InitRequest } from './request.ts'
import { allocate } from './typed-arrays.ts'

/** Indices `[start, end)` along an axis. */
type Range = readonly [start: number, end: number]

/** One weight of a packed parameter: where it lies, and what is left of the axes there. */
interface Part {
  readonly path: string
  /** Name of the block, or its index; undefined without blocks. */
  readonly name: string | undefined
  /** The indices along each axis of the parameter; none at all where the part is the whole. */
  readonly ranges: readonly Range[]
  readonly shape: readonly number[]
  readonly axes: Axes | undefined
}

interface PartsRequest {
  readonly path?: string
  readonly shape: readonly number[]
  readonly axes?: Axes | undefined
}

/** The weights that a parameter packs: one for each index of its batch axes, each block and each group; the whole, if it packs none. */
export function partsOf(request: PartsRequest): Part[] {
  const { shape, axes, path = 'parameter' } = request
  const whole = [{ path, name: undefined, ranges: [], shape, axes }]
  if (axes === undefined) return whole
  const { blocks, batch = [], groups = 1, unitsPerGroup, ...rest } = axes
  if (blocks === undefined && axes.batch === undefined && groups === 1 && unitsPerGroup === undefined)
    return whole
  checkAxes(path, shape, axes)
  const count = groupsOf(axes, shape)
  const units = axisList(rest.transposed ? (rest.in ?? rest.out) : rest.out)[0]!
  const dropped = [batch].flat()
  const kept = shape.flatMap((_, axis) => (dropped.includes(axis) ? [] : [axis]))
  const moved = (axis: number | readonly number[]): number | readonly number[] =>
    typeof axis === 'number' ? kept.indexOf(axis) : axis.map((one) => kept.indexOf(one))
  const { in: ins, heads } = rest
  const own: Axes = {
    ...rest,
    out: moved(rest.out),
    ...(ins === undefined ? {} : { in: moved(ins) }),
    ...(heads === undefined ? {} : { heads: { ...heads, axis: kept.indexOf(heads.axis) } }),
  }
  let parts: Part[] = [
    { path, name: undefined, ranges: shape.map((length) => [0, length]), shape, axes: own },
  ]
  if (blocks !== undefined) parts = parts.flatMap((part) => cutBlocks(part, blocks, shape))
  if (count > 1) parts = parts.flatMap((part) => cutGroups(part, units, count))
  for (const axis of dropped) parts = parts.flatMap((part) => cutBatch(part, axis, shape[axis]!))
  return parts.map((part) => ({ ...part, shape: kept.map((axis) => part.shape[axis]!) }))
}

function cutBlocks(part: Part, blocks: Blocks, shape: readonly number[]): Part[] {
  const { axis } = blocks
  let end = 0
  return blockSizes(blocks, shape).map((length, i) => {
    const range: Range = [end, end + length]
    end += length
    return {
      ...part,
      name: blocks.names?.[i] ?? String(i),
      ranges: replaced(part.ranges, axis, range),
      shape: replaced(part.shape, axis, length),
    }
  })
}

function cutGroups(part: Part, axis: number, count: number): Part[] {
  const [start] = part.ranges[axis]!
  const length = part.shape[axis]! / count
  return Array.from({ length: count }, (_, i) => ({
    ...part,
    ranges: replaced<Range>(part.ranges, axis, [start + i * length, start + (i + 1) * length]),
    shape: replaced(part.shape, axis, length),
  }))
}

/** The text of a law that each group of a parameter has by itself. */
export function ofGroups(text: string, axes: Axes | undefined, shape: readonly (number | null)[]): string {
  if (axes === undefined) return text
  const { groups = 1, unitsPerGroup } = axes
  if (unitsPerGroup !== undefined && !isKnownShape(shape)) return `${text}, each group its own`
  const count = unitsPerGroup === undefined ? groups : groupsOf(axes, shape as readonly number[])
  return count > 1 ? `${text}, each of ${count} groups` : text
}

function cutBatch(part: Part, axis: number, length: number): Part[] {
  return Array.from({ length }, (_, i) => ({
    ...part,
    ranges: replaced<Range>(part.ranges, axis, [i, i + 1]),
  }))
}

function replaced<T>(items: readonly T[], index: number, item: T): T[] {
  return items.map((old, i) => (i === index ? item : old))
}

/** The values of each part by itself, put together, or of the whole if it packs none; consecutive fills of the one stream, in the order of the parts. */
export function drawParts(
  request: InitRequest,
  draw: (part: InitRequest, name: string | undefined) => TensorData,
): TensorData {
  const { path, shape, dtype } = request
  const parts = partsOf(request)
  if (parts[0]?.ranges.length === 0) return draw(request, undefined)
  const whole = allocate(path, dtype, sizeOf(shape))
  for (const part of parts) {
    setPart(whole, shape, part.ranges, draw(request.part(part.shape, part.axes), part.name))
  }
  return whole
}

/** `drawParts` for laws that fill arrays. */
export function fillParts(
  name: string,
  request: InitRequest,
  write: (part: InitRequest, out: FloatArray) => void,
): TensorData {
  checkFill(name, request)
  return drawParts(request, (part) => fill(name, part, (out) => write(part, out)))
}

/** Writes the values of a part, in row-major order, to where it lies in the whole. */
export function setPart(
  whole: TensorData,
  shape: readonly number[],
  ranges: readonly Range[],
  values: TensorData,
): void {
  // From the last axis that is cut on, a part lies in one piece.
  const last = ranges.findLastIndex(([start, end], axis) => end - start !== shape[axis])
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  let at = 0
  const visit = (axis: number, offset: number): void => {
    const [[start, end], stride] = [ranges[axis]!, strides[axis]!]
    if (axis < last) {
      for (let i = start; i < end; i++) visit(axis + 1, offset + i * stride)
      return
    }
    const length = (end - start) * stride
    whole.set(values.subarray(at, at + length), offset + start * stride)
    at += length
  }
  visit(0, 0)
}
