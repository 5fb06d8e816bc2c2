import type { TensorData } from '@nn/tensor'
import { CHUNK } from './addresses.ts'

/** The length from which on rows are copied by `set` or `fill`; shorter ones are copied element by element. */
const SHORT = 48

/** Up to the next multiple of 16, by which kernels count. */
export function padded(count: number): number {
  return (count + 15) & ~15
}

/** Copies `count` elements at a constant distance into a chunk, or so many from each of `rows`. */
export function load(
  chunk: Float32Array | Uint8Array,
  from: TensorData,
  at: number,
  step: number,
  count: number,
  rowStep = 0,
  rows = 1,
): void {
  if (step === 1 && (rows === 1 || rowStep === count)) chunk.set(from.subarray(at, at + rows * count))
  else if (step === 0 && rows === 1) chunk.fill(from[at]!, 0, count)
  else if (count >= SHORT && (step === 0 || step === 1)) {
    for (let i = 0; i < rows * count; i += count, at += rowStep) {
      if (step === 0) chunk.fill(from[at]!, i, i + count)
      else chunk.set(from.subarray(at, at + count), i)
    }
  } else if (chunk instanceof Uint8Array) gather(chunk, from as Uint8Array, at, step, count, rowStep, rows)
  else gatherFloats(chunk, from as Float32Array, at, step, count, rowStep, rows)
}

/** Copies the beginning of a chunk out, likewise. */
export function store(
  chunk: Float32Array | Uint8Array,
  to: TensorData,
  at: number,
  step: number,
  count: number,
  rowStep = 0,
  rows = 1,
): void {
  const size = rows * count
  if (step === 1 && (rows === 1 || rowStep === count))
    to.set(size === CHUNK ? chunk : chunk.subarray(0, size), at)
  else if (step === 1 && count >= SHORT) {
    for (let i = 0; i < size; i += count, at += rowStep) to.set(chunk.subarray(i, i + count), at)
  } else {
    for (let i = 0, row = at; i < size; row += rowStep) {
      for (let k = row, end = i + count; i < end; i++, k += step) to[k] = chunk[i]!
    }
  }
}

/** Copies what does not lie together. */
type Gather<T> = (
  chunk: T,
  from: T,
  at: number,
  step: number,
  count: number,
  rowStep: number,
  rows: number,
) => void

// A loop that sees arrays of one kind only is several times as fast as one that sees more.
const gather: Gather<Uint8Array> = (chunk, from, at, step, count, rowStep, rows) => {
  for (let i = 0, row = at; i < rows * count; row += rowStep) {
    for (let k = row, end = i + count; i < end; i++, k += step) chunk[i] = from[k]!
  }
}

const gatherFloats: Gather<Float32Array> = (chunk, from, at, step, count, rowStep, rows) => {
  for (let i = 0, row = at; i < rows * count; row += rowStep) {
    for (let k = row, end = i + count; i < end; i++, k += step) chunk[i] = from[k]!
  }
}

/** What is done with a chunk: `whole` is its padded length, `done` how many elements came before. */
type Visit = (whole: number, count: number, done: number) => void

/** Loads `size` elements at a constant distance chunk by chunk; behind the last one there is `filler`. */
export function eachChunk(
  chunk: Float32Array,
  from: TensorData,
  at: number,
  step: number,
  size: number,
  filler: number,
  visit: Visit,
): void {
  for (let done = 0; done < size; done += CHUNK) {
    const count = Math.min(CHUNK, size - done)
    const whole = padded(count)
    load(chunk, from, at + done * step, step, count)
    if (whole > count) chunk.fill(filler, count, whole)
    visit(whole, count, done)
  }
}
