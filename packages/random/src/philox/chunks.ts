import { SIMD_LENGTH } from '../simd-module.ts'
import { type Kernel, type Simd, simd } from './simd.ts'
import { CHUNK, fillGroups, GROUP, type WordSource } from './word-source.ts'

/** Any typed array that can be written by `set`. */
interface Target {
  readonly length: number
  set(values: ArrayLike<number>, offset: number): void
}

/** How a law's elements lie in the words: this many to each group of 16 words, made in arrays of this kind. */
interface Layout<V> {
  readonly perGroup: number
  readonly Values: new (length: number) => V
}

/** One word makes one float32. */
export const SINGLES: Layout<Float32Array> = { perGroup: GROUP, Values: Float32Array }
/**
 * Two words make one float64: elements 0–3 of a group take outputs (0, 1) of its four counters, elements 4–7 outputs (2, 3).
 * The two words of element `i` are `firstWord(i)` and that plus 4.
 */
export const DOUBLES: Layout<Float64Array> = { perGroup: GROUP / 2, Values: Float64Array }
/** One word makes one 0 or 1. */
export const BITS: Layout<Uint8Array> = { perGroup: GROUP, Values: Uint8Array }
/** One word makes one integer of any array. */
export const INTEGERS: Layout<Float64Array> = { perGroup: GROUP, Values: Float64Array }
/** The words themselves. */
export const WORDS: Layout<Uint32Array> = { perGroup: GROUP, Values: Uint32Array }

/** Index of the first of the two words of element `i` of `DOUBLES`. */
export function firstWord(i: number): number {
  return 2 * i - (i & 3)
}

/** 52 bits of two words as a number of (0, 1): u and 1 − u are both exact. */
export function open52(high: number, low: number): number {
  return (high * 1048576 + (low >>> 12) + 0.5) * 2 ** -52
}

/** A chunk of elements. */
interface Elements<V> extends ArrayLike<number> {
  subarray(begin: number, end: number): V
}

/** Writes a chunk's elements from its words; `first` is the stream index of the chunk's first element. */
type Transform<V> = (words: Uint32Array, values: V, first: number) => void

/**
 * Fills `out` with the elements `[start, start + out.length)` of the law that `transform` makes of the source's words;
 * `kernel` is its SIMD twin, if there is one. Whole groups are made and the part that is asked for is copied, so that a
 * slice equals the slice of the whole.
 */
export function fillByChunks<V extends Elements<V>>(
  source: WordSource,
  out: Target,
  start: number,
  { perGroup, Values }: Layout<V>,
  transform: Transform<V>,
  kernel?: Kernel,
): void {
  let group = Math.floor(start / perGroup)
  const last = Math.ceil((start + out.length) / perGroup)
  const most = Math.min(CHUNK / GROUP, last - group)
  const vector = out.length >= SIMD_LENGTH ? simd() : null
  const words = vector?.words ?? new Uint32Array(GROUP * most)
  const values = vector && kernel ? vector.singles : new Values(perGroup * most)
  vector?.keys.set(source.keys)
  if (vector && kernel) vector.params.set(new Uint8Array(kernel.params.buffer))
  for (let done = 0; done < out.length; group += most) {
    const groups = Math.min(most, last - group)
    if (vector) fillGroupsBySimd(vector, source, group, groups)
    else fillGroups(source, words, group, groups)
    if (vector && kernel) vector.exports[kernel.name](groups)
    else transform(words, (values as V).subarray(0, perGroup * groups), group * perGroup)
    const skip = start + done - group * perGroup
    const count = Math.min(perGroup * most - skip, out.length - done)
    out.set(count === values.length ? values : values.subarray(skip, skip + count), done)
    done += count
  }
}

function fillGroupsBySimd(vector: Simd, source: WordSource, group: number, groups: number): void {
  const low = (4 * group) % 2 ** 32
  // The kernel's counters do not carry into the second word: the chunk that would is made by the plain twin.
  if (low + 4 * CHUNK > 2 ** 32) fillGroups(source, vector.words, group, groups)
  else vector.exports.philox(low, Math.floor(group / 2 ** 30), source.call, groups)
}
