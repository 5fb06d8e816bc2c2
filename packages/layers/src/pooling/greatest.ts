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
  const steps = placesOf(shape.slice(-axes), strides.slice(-axes), 0)
  const rows = placesOf(windows.slice(0, -1), strides.slice(0, -axes - 1), offset)
  const [count = 1, apart = 0] = [windows.at(-1), strides.at(-axes - 1)]
  const places = new Int32Array(rows.length * count)
  const values = new Float32Array(places.length)
  const found = new Int32Array(values.buffer)
  const scan = steps.length === 4 ? scanFours : scanWindows
  for (const [row, start] of rows.entries()) {
    const isPositive = scan(bits, steps, start, apart, places, found, row * count, count)
    if (!isPositive) return undefined
  }
  const options = { shape: windows, copy: false }
  return { values: backend.tensor(values, options), places: backend.tensor(places, options) }
}

/**
 * Finds the greatest elements of `count` windows, which begin at `start` and `apart` elements after one another, and their places, and writes
 * them from index `to` on. Returns whether none is negative or NaN.
 */
type Scan = (
  bits: Int32Array,
  steps: Int32Array,
  start: number,
  apart: number,
  places: Int32Array,
  found: Int32Array,
  to: number,
  count: number,
) => boolean

const scanWindows: Scan = (bits, steps, start, apart, places, found, to, count) => {
  let signs = 0
  for (let i = to, first = start; i < to + count; i++, first += apart) {
    let place = first
    let value = bits[first] ?? 0
    signs |= value
    for (let k = 1; k < steps.length; k++) {
      const next = first + (steps[k] ?? 0)
      const other = bits[next] ?? 0
      signs |= other
      const isLess = (value - other) >> 31
      place += (next - place) & isLess
      value += (other - value) & isLess
    }
    places[i] = place
    found[i] = value
    signs |= INFINITE - value
  }
  return signs >= 0
}

/** The same of windows of four, as most are: as two pairs, which takes two thirds of the time. */
const scanFours: Scan = (bits, steps, start, apart, places, found, to, count) => {
  const b = steps[1] ?? 0
  const c = steps[2] ?? 0
  const d = steps[3] ?? 0
  let signs = 0
  for (let i = to, first = start; i < to + count; i++, first += apart) {
    const w = bits[first] ?? 0
    const x = bits[first + b] ?? 0
    const y = bits[first + c] ?? 0
    const z = bits[first + d] ?? 0
    const isSecond = (w - x) >> 31
    const isFourth = (y - z) >> 31
    const upper = w + ((x - w) & isSecond)
    const lower = y + ((z - y) & isFourth)
    const isLower = (upper - lower) >> 31
    const place = b & isSecond
    const value = upper + ((lower - upper) & isLower)
    places[i] = first + place + ((c + ((d - c) & isFourth) - place) & isLower)
    found[i] = value
    signs |= w | x | y | z | (INFINITE - value)
  }
  return signs >= 0
}

/** The bits of infinity. Those of NaN are greater: what is left of these after a value's are taken off is negative for NaN alone. */
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
