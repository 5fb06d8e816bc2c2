import type { Strided, TensorData, Windows } from '@nn/tensor'
import { planWalk, walkRows } from '../kernels/walk.ts'

/** An axis along which windows lie: that of the batch, along which a window has one element, or one of the kernel. */
export interface Axis {
  /** The inputs, and how far they lie apart in the storage. */
  readonly length: number
  readonly from: number
  /** The windows, and how far their sums lie apart. */
  readonly count: number
  readonly to: number
  /** The elements of a window. */
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
}

/** Some of the windows: those from `first` on along each axis. */
export interface Box {
  readonly first: readonly number[]
  readonly count: readonly number[]
}

/**
 * How what the windows of a box reach over is staged, channel after channel: along the last axis first the elements 0, stride,
 * 2·stride, …, then 1, stride + 1, …, so that neighbouring windows have neighbouring elements.
 */
export interface Plane {
  /** The elements along each axis, */
  readonly lengths: readonly number[]
  /** and in the stage the distance of those along it, for the last axis of its parts. */
  readonly steps: readonly number[]
  /** The elements of a channel in the stage. */
  readonly size: number
}

/** The input of a convolution: where the first element of the first channel lies, and how far the channels are apart. */
export interface Source {
  readonly data: Strided['data']
  readonly at: number
  readonly channel: number
}

/** The axes of a convolution, that of the batch first, and its input. */
export function axesOf(x: Strided, weight: Strided, windows: Windows, out: Strided): [Axis[], Source] {
  let at = x.offset
  const axes = [0, ...windows.before.map((_, k) => k + 2)].map((axis): Axis => {
    const isBatch = axis === 0
    const size = isBatch ? 1 : weight.shape[axis]!
    const stride = isBatch ? 1 : windows.stride[axis - 2]!
    const dilation = isBatch ? 1 : windows.dilation[axis - 2]!
    const before = isBatch ? 0 : windows.before[axis - 2]!
    // Where all windows together see every n-th input only, these are the inputs.
    const n = gcd(stride, size > 1 ? dilation : 0)
    const skipped = Math.ceil(before / n) * n - before
    at += skipped * x.strides[axis]!
    return {
      length: Math.max(0, Math.ceil((x.shape[axis]! - skipped) / n)),
      from: n * x.strides[axis]!,
      count: out.shape[axis]!,
      to: out.strides[axis]!,
      size,
      stride: stride / n,
      dilation: size > 1 ? dilation / n : 1,
      before: (before + skipped) / n,
    }
  })
  return [axes, { data: x.data, at, channel: x.strides[1]! }]
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** How many windows along each axis make a box of at most `most`, the last axes whole. */
export function boxCounts(axes: readonly Axis[], most: number): number[] {
  const counts = axes.map(({ count }) => count)
  let room = most
  for (let k = axes.length - 1; k >= 0; k--) {
    const pieces = Math.ceil(counts[k]! / room)
    counts[k] = Math.ceil(counts[k]! / pieces)
    room = Math.floor(room / counts[k]!)
  }
  return counts
}

/** Half of the windows along the first axis that has more than one; false if none has. */
export function halve(counts: number[]): boolean {
  const axis = counts.findIndex((count) => count > 1)
  if (axis < 0) return false
  counts[axis] = Math.ceil(counts[axis]! / 2)
  return true
}

/** Calls `visit` with boxes of `counts` windows, or fewer at the ends, that are all windows together. */
export function eachBox(axes: readonly Axis[], counts: readonly number[], visit: (box: Box) => void): void {
  const first = axes.map(() => 0)
  for (let axis = 0; axis >= 0; ) {
    visit({ first, count: axes.map(({ count }, k) => Math.min(counts[k]!, count - first[k]!)) })
    for (axis = axes.length - 1; axis >= 0; axis--) {
      first[axis]! += counts[axis]!
      if (first[axis]! < axes[axis]!.count) break
      first[axis] = 0
    }
  }
}

export function planeOf(axes: readonly Axis[], counts: readonly number[]): Plane {
  const lengths = axes.map(
    ({ stride, size, dilation }, k) => (counts[k]! - 1) * stride + (size - 1) * dilation + 1,
  )
  const steps = new Array<number>(axes.length)
  const last = axes.length - 1
  steps[last] = Math.ceil(lengths[last]! / axes[last]!.stride)
  let size = steps[last]! * axes[last]!.stride
  for (let k = last - 1; k >= 0; k--) {
    steps[k] = size
    size *= lengths[k]!
  }
  return { lengths, steps, size }
}

/** Copies what the windows of a box reach over of the channels from `first` on to the stage, and zeros where there is no input. */
export function stageBox(
  to: Float32Array | Float64Array,
  { data, at, channel }: Source,
  axes: readonly Axis[],
  box: Box,
  { lengths, steps, size }: Plane,
  first: number,
  channels: number,
): void {
  const last = axes.length - 1
  const parts = axes[last]!.stride
  const starts = axes.map(({ stride, before }, k) => box.first[k]! * stride - before)
  if (axes.some(({ length }, k) => starts[k]! < 0 || starts[k]! + lengths[k]! > length))
    to.fill(0, 0, channels * size)
  for (let part = 0; part < parts; part++) {
    const shape = [channels]
    const inner = [size]
    const outer = [channel]
    let source = at + first * channel
    let target = part * steps[last]!
    for (let k = 0; k <= last; k++) {
      const start = starts[k]! + (k === last ? part : 0)
      const step = k === last ? parts : 1
      const length = k === last ? Math.ceil((lengths[k]! - part) / step) : lengths[k]!
      const low = Math.max(0, Math.ceil(-start / step))
      const high = Math.min(length, Math.ceil((axes[k]!.length - start) / step))
      shape.push(Math.max(0, high - low))
      inner.push(k === last ? 1 : steps[k]!)
      outer.push(step * axes[k]!.from)
      source += (start + low * step) * axes[k]!.from
      target += low * inner[k + 1]!
    }
    copyBox(shape, { data, at: source, strides: outer }, { data: to, at: target, strides: inner })
  }
}

/** The strides of a shape without gaps. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  for (let axis = shape.length - 1, step = 1; axis >= 0; step *= shape[axis--]!) strides[axis] = step
  return strides
}

/** Elements in a storage: where the first lies, and how far apart they are along each axis. */
export interface Elements {
  readonly data: TensorData
  readonly at: number
  readonly strides: readonly number[]
}

/** Copies the elements of a shape. */
export function copyBox(shape: readonly number[], from: Elements, to: Elements): void {
  const walk = planWalk([
    { shape, strides: from.strides },
    { shape, strides: to.strides },
  ])
  // The outermost loops are walked, the two innermost are written out: most rows are short.
  const outer = walk.outer.slice(0, -1)
  const rows = walk.outer.at(-1) ?? 1
  const between = walk.strides.at(-1) ?? [0, 0]
  walkRows({ ...walk, outer }, [from.at, to.at], (at) => {
    copyRows(
      from.data,
      at[0]!,
      between[0]!,
      walk.steps[0]!,
      to.data,
      at[1]!,
      between[1]!,
      walk.steps[1]!,
      rows,
      walk.count,
    )
  })
}

/** Shorter rows are copied element by element. */
const SHORT = 24

/** Copies rows of `count` elements, each row `down` from the one before, each element `step`. */
function copyRows(
  from: TensorData,
  i: number,
  down: number,
  step: number,
  to: TensorData,
  k: number,
  downTo: number,
  stepTo: number,
  rows: number,
  count: number,
): void {
  if (step === 1 && stepTo === 1 && count >= SHORT) {
    for (let row = 0; row < rows; row++, i += down, k += downTo) to.set(from.subarray(i, i + count), k)
    return
  }
  for (let row = 0; row < rows; row++, i += down, k += downTo) {
    for (let n = 0, a = i, b = k; n < count; n++, a += step, b += stepTo) to[b] = from[a]!
  }
}

/** The bytes from the first element staged to the first of each window of a box, row-major, then zeros up to a multiple of 16. */
export function writePlaces(
  to: Int32Array,
  axes: readonly Axis[],
  { count }: Box,
  { steps }: Plane,
  bytes: number,
): number {
  const last = axes.length - 1
  let filled = 1
  to[0] = 0
  for (let k = 0; k <= last; k++) {
    const n = count[k]!
    const step = bytes * (k === last ? 1 : axes[k]!.stride * steps[k]!)
    for (let i = filled - 1; i >= 0; i--) {
      const place = to[i]!
      for (let t = n - 1; t >= 0; t--) to[i * n + t] = place + t * step
    }
    filled *= n
  }
  to.fill(0, filled, (filled + 15) & ~15)
  return filled
}

/** The bytes from the first element of a window to each, in one channel. */
export function tapsOf(axes: readonly Axis[], { steps }: Plane, bytes: number): number[] {
  const last = axes.length - 1
  return axes.reduce<number[]>(
    (taps, { size, stride, dilation }, k) =>
      taps.flatMap((tap) =>
        Array.from({ length: size }, (_, i) => {
          const at = i * dilation
          const place = k === last ? (at % stride) * steps[k]! + Math.floor(at / stride) : at * steps[k]!
          return tap + bytes * place
        }),
      ),
    [0],
  )
}

/** The bytes from the first element of a window to each of its terms from `first` on, `count` of all channels, the staged ones. */
export function writeTerms(
  to: Int32Array,
  taps: readonly number[],
  channel: number,
  first: number,
  count: number,
): void {
  let tap = first % taps.length
  for (let l = 0, at = 0; l < count; l++) {
    to[l] = at + taps[tap]!
    if (++tap === taps.length) {
      tap = 0
      at += channel
    }
  }
}
