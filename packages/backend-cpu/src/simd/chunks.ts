import type { TensorData } from '@nn/tensor'
import { CHUNK } from './engine.ts'

/** Copies `count` elements at a constant distance into a chunk. */
export function load(
  chunk: Float32Array | Uint8Array,
  from: TensorData,
  at: number,
  step: number,
  count: number,
): void {
  if (step === 1) chunk.set(from.subarray(at, at + count))
  else if (step === 0) chunk.fill(from[at]!, 0, count)
  else if (chunk instanceof Uint8Array) gather(chunk, from as Uint8Array, at, step, count)
  else gatherFloats(chunk, from as Float32Array, at, step, count)
}

/** Copies the beginning of a chunk out. */
export function store(
  chunk: Float32Array | Uint8Array,
  to: TensorData,
  at: number,
  step: number,
  count: number,
): void {
  if (step === 1) to.set(count === CHUNK ? chunk : chunk.subarray(0, count), at)
  else for (let i = 0, k = at; i < count; i++, k += step) to[k] = chunk[i]!
}

// A loop that sees arrays of one kind only is several times as fast as one that sees more.
function gather(chunk: Uint8Array, from: Uint8Array, at: number, step: number, count: number): void {
  for (let i = 0, k = at; i < count; i++, k += step) chunk[i] = from[k]!
}

function gatherFloats(
  chunk: Float32Array,
  from: Float32Array,
  at: number,
  step: number,
  count: number,
): void {
  for (let i = 0, k = at; i < count; i++, k += step) chunk[i] = from[k]!
}

/** What is done with a chunk: `padded` is its length up to the next 16, `done` how many elements came before. */
type Visit = (padded: number, count: number, done: number) => void

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
    const padded = (count + 15) & ~15
    load(chunk, from, at + done * step, step, count)
    if (padded > count) chunk.fill(filler, count, padded)
    visit(padded, count, done)
  }
}
