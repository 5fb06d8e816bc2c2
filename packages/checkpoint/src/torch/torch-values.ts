import { createTorchRng, skip, type TorchRng } from '@nn/random/torch'
import type { Fill } from '../law/drawn.ts'
import { BLOCK, type Place } from './places.ts'

/** Draws weights at their places of the sequence of one seed; it goes on from where it stands, or starts again. */
export class TorchValues {
  readonly #seed: number | bigint
  readonly #rng: TorchRng
  #at = 0

  constructor(seed: number | bigint) {
    this.#seed = seed
    this.#rng = createTorchRng(seed)
  }

  /** N(0, std²) of a weight of `size` elements, as `normal_` draws it. */
  normal(place: Place, size: number, std: number): Fill {
    if (size < BLOCK)
      return (out, start) => out.set(this.#small(place, size, std).subarray(start, start + out.length))
    const whole = size - (size % BLOCK)
    return (out, start) => {
      const end = start + out.length
      const [from, to] = [start - (start % BLOCK), Math.min(whole, Math.ceil(end / BLOCK) * BLOCK)]
      if (from === start && to === end) this.#blocks(place.word + from, out, std)
      else if (from < to)
        copy(this.#blocks(place.word + from, new Float32Array(to - from), std), from, out, start)
      // PyTorch draws the last 16 elements once more where the size is no multiple of 16.
      const last = size - BLOCK
      if (size !== whole && end > last)
        copy(this.#blocks(place.word + size, new Float32Array(BLOCK), std), last, out, start)
    }
  }

  /** Whole blocks from a word on. */
  #blocks(word: number, out: Float32Array, std: number): Float32Array {
    if (word < this.#at) {
      this.#rng.manualSeed(this.#seed)
      this.#at = 0
    }
    if (word > this.#at) skip(this.#rng, word - this.#at)
    this.#at = word + out.length
    return this.#rng.normal(out, { std })
  }

  /** Elements that are drawn one by one: the first may be the second of an earlier pair. */
  #small({ word, kept }: Place, size: number, std: number): Float32Array {
    const rng = createTorchRng(this.#seed)
    if (kept !== undefined) skip(rng, kept).normal(new Float32Array(1))
    skip(rng, kept === undefined ? word : word - kept - 4)
    return rng.normal(new Float32Array(size), { std })
  }
}

/** Copies what two slices of a parameter have in common. */
function copy(values: Float32Array, from: number, out: Float32Array, start: number): void {
  const begin = Math.max(from, start)
  const end = Math.min(from + values.length, start + out.length)
  if (begin < end) out.set(values.subarray(begin - from, end - from), begin - start)
}
