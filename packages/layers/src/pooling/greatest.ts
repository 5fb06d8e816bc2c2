import { isRecorded, segmentSum, Tensor, withGradient } from '@nn/tensor'

/**
 * The greatest elements over the last axes of a view, as `compute` finds them. The gradient goes to one element of each window: of equal
 * ones to the first in row-major order, as in PyTorch, where that of `max` is shared.
 */
export function greatest(view: Tensor, axes: number, compute: () => Tensor): Tensor {
  const { backend, data } = view
  // Windows overlap: the gradient is added up on the memory that they are views of.
  const memory = new Tensor({ backend, data, shape: [data.length] })
  const found = isRecorded(backend) ? greatestOfPositive(view, axes) : undefined
  return withGradient({
    inputs: [memory],
    compute: found === undefined ? compute : () => found.values,
    keep: (y) => [found === undefined ? placesOfGreatest(view, axes, y) : found.places],
    gradient: (g, places) => [segmentSum(g, places, data.length)],
    isNew: true,
  })
}

/**
 * The greatest element of each window and its place, of float32 of which none is negative or NaN, as behind `relu`: the bits of these
 * are integers in the same order, which are compared without a branch, as no processor foresees where the greatest is.
 */
function greatestOfPositive(
  { backend, data, shape, strides, offset }: Tensor,
  axes: number,
): { readonly values: Tensor; readonly places: Tensor } | undefined {
  if (!(data instanceof Float32Array)) return undefined
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length)
  const windows = shape.slice(0, -axes)
  const places = placesOf(windows, strides.slice(0, -axes), offset)
  const steps = placesOf(shape.slice(-axes), strides.slice(-axes), 0)
  const values = new Float32Array(places.length)
  const found = new Int32Array(values.buffer)
  for (let i = 0; i < places.length; i++) {
    const start = places[i] ?? 0
    let place = start
    let value = bits[start] ?? 0
    let signs = value
    for (let k = 1; k < steps.length; k++) {
      const next = start + (steps[k] ?? 0)
      const other = bits[next] ?? 0
      signs |= other
      const isLess = (value - other) >> 31
      place += (next - place) & isLess
      value += (other - value) & isLess
    }
    places[i] = place
    found[i] = value
    // Negative if one of the values is, or if the greatest is NaN, whose bits are greater than those of infinity.
    if ((signs | (INFINITE - value)) < 0) return undefined
  }
  const options = { shape: windows, copy: false }
  return { values: backend.tensor(values, options), places: backend.tensor(places, options) }
}

/** The bits of infinity. */
const INFINITE = 0x7f800000

/** The place in memory of the greatest element of each window: the first of equal ones, or the last NaN. */
function placesOfGreatest(
  { backend, data, shape, strides, offset }: Tensor,
  axes: number,
  y: Tensor,
): Tensor {
  const windows = shape.slice(0, -axes)
  const places = placesOf(windows, strides.slice(0, -axes), offset)
  const steps = placesOf(shape.slice(-axes), strides.slice(-axes), 0)
  const greatest = y.contiguous()
  for (let i = 0; i < places.length; i++) {
    const start = places[i] ?? 0
    const value = greatest.data[greatest.offset + i]
    // How many come before it: counted without a branch, as no processor foresees where the greatest is.
    let isBefore = 1
    let before = 0
    for (let k = 0; k < steps.length; k++) {
      isBefore &= Number(data[start + (steps[k] ?? 0)] !== value)
      before += isBefore
    }
    if (before === steps.length) before = steps.findLastIndex((step) => Number.isNaN(data[start + step]))
    places[i] = start + (steps[before] ?? 0)
  }
  return backend.tensor(places, { shape: windows, copy: false })
}

/** The places of the elements of a layout, in row-major order. */
function placesOf(shape: readonly number[], strides: readonly number[], start: number): Int32Array {
  const places = new Int32Array(shape.reduce((size, n) => size * n, 1)).fill(start)
  let block = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const n = shape[axis] ?? 0
    const stride = strides[axis] ?? 0
    for (let i = block; i < n * block; i++) places[i] = (places[i - block] ?? 0) + stride
    block *= n
  }
  return places
}
