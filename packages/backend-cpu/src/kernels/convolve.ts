import type { Kernels, Strided, TensorData, Windows } from '@nn/tensor'
import { unary } from './unary.ts'
import { planWalk, walkRows } from './walk.ts'

/** The elements of a window along the axes of the kernel. */
interface Taps {
  readonly count: number
  /** How far each lies behind the window's first along each axis, `[count][axes]`. */
  readonly places: Int32Array
  /** How far each lies behind the window's first in the storage of the input. */
  readonly steps: Int32Array
}

/**
 * Each element is the sum over channels and the elements of the kernel, in row-major order: in double precision, or exact modulo 2³².
 * A window's elements beyond the input are zeros, which are multiplied like all others. One window is held at a time.
 */
export const convolve: Kernels['convolve'] = (x, weight, bias, activation, windows, out) => {
  const [units, channels] = weight.shape as [number, number]
  const taps = tapsOf(x, weight, windows)
  const filters = rowsOf(weight)
  const window = new Float64Array(channels * taps.count)
  const multiply = out.dtype === 'int32' ? integers : floats
  const perGroup = units / windows.groups
  for (let group = 0; group < windows.groups; group++) {
    const first = group * perGroup
    eachPlace(out, (index, to) => {
      gather(x, taps, index, group * channels, channels, windows, window)
      const at = to + first * out.strides[1]!
      multiply(filters, first * window.length, window, perGroup, out.data, at, out.strides[1]!)
    })
  }
  if (bias !== undefined) addBias(bias, out)
  if (activation !== undefined) unary[activation](out, out)
}

function tapsOf(x: Strided, weight: Strided, { dilation }: Windows): Taps {
  const sizes = weight.shape.slice(2)
  const count = sizes.reduce((product, size) => product * size, 1)
  const places = new Int32Array(count * sizes.length)
  const steps = new Int32Array(count)
  for (let tap = 0; tap < count; tap++) {
    for (let axis = sizes.length - 1, rest = tap; axis >= 0; axis--) {
      const place = (rest % sizes[axis]!) * dilation[axis]!
      rest = Math.floor(rest / sizes[axis]!)
      places[tap * sizes.length + axis] = place
      steps[tap]! += place * x.strides[axis + 2]!
    }
  }
  return { count, places, steps }
}

/** The weights of each unit as doubles, one after the other. */
function rowsOf(weight: Strided): Float64Array {
  const out = new Float64Array(weight.shape.reduce((product, n) => product * n, 1))
  const walk = planWalk([weight])
  let k = 0
  walkRows(walk, [weight.offset], ([at]) => {
    for (let n = 0, i = at!; n < walk.count; n++, i += walk.steps[0]!) out[k++] = weight.data[i]!
  })
  return out
}

/** Calls `visit` with the index `[n, …place]` of every window, and where its first unit is stored. */
function eachPlace({ shape, strides, offset }: Strided, visit: (index: number[], at: number) => void): void {
  const counts = shape.toSpliced(1, 1)
  if (counts.includes(0)) return
  const steps = strides.toSpliced(1, 1)
  const index = new Array<number>(counts.length).fill(0)
  for (let at = offset, axis = 0; axis >= 0; ) {
    visit(index, at)
    for (axis = counts.length - 1; axis >= 0; axis--) {
      at += steps[axis]!
      if (++index[axis]! < counts[axis]!) break
      at -= steps[axis]! * counts[axis]!
      index[axis] = 0
    }
  }
}

function gather(
  { data, shape, strides, offset }: Strided,
  { count, places, steps }: Taps,
  index: readonly number[],
  first: number,
  channels: number,
  { before, stride }: Windows,
  to: Float64Array,
): void {
  const rank = before.length
  const origin = before.map((n, axis) => index[axis + 1]! * stride[axis]! - n)
  const channel = strides[1]!
  const at = origin.reduce((sum, n, axis) => sum + n * strides[axis + 2]!, offset + index[0]! * strides[0]!)
  for (let tap = 0; tap < count; tap++) {
    let inside = true
    for (let axis = 0; axis < rank; axis++) {
      const place = origin[axis]! + places[tap * rank + axis]!
      inside &&= place >= 0 && place < shape[axis + 2]!
    }
    let from = at + first * channel + steps[tap]!
    for (let k = tap; k < channels * count; k += count, from += channel) to[k] = inside ? data[from]! : 0
  }
}

/** Dot products of a window with `rows` filters, from position `p` on, four at a time: five loads for four products. */
function floats(
  filters: Float64Array,
  p: number,
  window: Float64Array,
  rows: number,
  out: TensorData,
  to: number,
  step: number,
): void {
  const k = window.length
  let row = 0
  for (; row + 4 <= rows; row += 4, p += 4 * k, to += 4 * step) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    for (let l = 0; l < k; l++) {
      const x = window[l]!
      s0 += filters[p + l]! * x
      s1 += filters[p + k + l]! * x
      s2 += filters[p + 2 * k + l]! * x
      s3 += filters[p + 3 * k + l]! * x
    }
    out[to] = s0
    out[to + step] = s1
    out[to + 2 * step] = s2
    out[to + 3 * step] = s3
  }
  for (; row < rows; row++, p += k, to += step) {
    let sum = 0
    for (let l = 0; l < k; l++) sum += filters[p + l]! * window[l]!
    out[to] = sum
  }
}

/** The dot products of `floats` for integers, exact modulo 2³². */
function integers(
  filters: Float64Array,
  p: number,
  window: Float64Array,
  rows: number,
  out: TensorData,
  to: number,
  step: number,
): void {
  const k = window.length
  for (let row = 0; row < rows; row++, p += k, to += step) {
    let sum = 0
    for (let l = 0; l < k; l++) sum = (sum + Math.imul(filters[p + l]!, window[l]!)) | 0
    out[to] = sum
  }
}

function addBias(bias: Strided, out: Strided): void {
  const { data, shape, strides } = out
  eachPlace(out, (_, at) => {
    for (let u = 0; u < shape[1]!; u++, at += strides[1]!) {
      data[at] = data[at]! + bias.data[bias.offset + u * bias.strides[0]!]!
    }
  })
}
