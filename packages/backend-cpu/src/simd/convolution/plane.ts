import { copy } from '../../kernels/copy.ts'
import type { Axis, Source } from './axis.ts'
import type { Box } from './box.ts'

/** What the windows of a box reach over, as it is staged: row-major, channel after channel. */
export interface Plane {
  /** The number of elements along each axis. */
  readonly lengths: readonly number[]
  /** How far elements lie apart along each axis. */
  readonly steps: readonly number[]
  /** The elements of a channel. */
  readonly size: number
}

/** What the windows of a box reach over. */
export function planeOf(axes: readonly Axis[], counts: readonly number[]): Plane {
  const lengths = axes.map(
    ({ stride, size, dilation }, k) => (counts[k]! - 1) * stride + (size - 1) * dilation + 1,
  )
  return { lengths, steps: rowMajor(lengths), size: lengths.reduce((size, length) => size * length, 1) }
}

/** The part of the input that windows of a box reach over: how much of each axis, where it begins in the storage, and where in its plane. */
interface Reach {
  readonly inner: readonly number[]
  readonly from: number
  readonly to: number
}

/** What the windows of a box reach over of the channels from `first` on. */
export function reachOf(
  { x, at }: Source,
  axes: readonly Axis[],
  box: Box,
  { lengths, steps }: Plane,
  first: number,
): Reach {
  const starts = axes.map(({ stride, before }, k) => box.first[k]! * stride - before)
  const skipped = starts.map((start) => Math.max(0, -start))
  const inner = axes.map(({ length }, k) =>
    Math.max(0, Math.min(lengths[k]!, length - starts[k]!) - skipped[k]!),
  )
  const from = axes.reduce(
    (sum, axis, k) => sum + (starts[k]! + skipped[k]!) * axis.from,
    at + first * x.strides[1]!,
  )
  const to = steps.reduce((sum, step, k) => sum + skipped[k]! * step, 0)
  return { inner, from, to }
}

/** Fills the planes of channels with zeros, if there is not input everywhere. */
export function clearAround(
  stage: Float32Array | Float64Array,
  { inner }: Reach,
  { lengths, size }: Plane,
  channels: number,
): void {
  if (inner.some((length, k) => length < lengths[k]!)) stage.fill(0, 0, channels * size)
}

/** Copies what the windows of a box reach over of the channels from `first` on to the stage, and zeros where there is no input. */
export function stageBox(
  stage: Float32Array | Float64Array,
  source: Source,
  axes: readonly Axis[],
  box: Box,
  plane: Plane,
  first: number,
  channels: number,
): void {
  const { x } = source
  const { steps, size } = plane
  const reach = reachOf(source, axes, box, plane, first)
  const { inner, from, to } = reach
  const shape = [channels, ...inner]
  clearAround(stage, reach, plane, channels)
  copy(
    {
      data: x.data,
      dtype: x.dtype,
      shape,
      strides: [x.strides[1]!, ...axes.map((axis) => axis.from)],
      offset: from,
    },
    { data: stage, dtype: x.dtype, shape, strides: [size, ...steps], offset: to },
  )
}

/** The strides of a shape without gaps. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  for (let axis = shape.length - 1, step = 1; axis >= 0; step *= shape[axis--]!) strides[axis] = step
  return strides
}
