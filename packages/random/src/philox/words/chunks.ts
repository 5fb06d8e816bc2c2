import { PHILOX_CHUNK } from '../../wasm/addresses.ts'
import { type Kernel, lawOf, type Simd, simd, tell } from './simd.ts'
import { FILL, SHARED_LENGTH } from './threads.ts'
import { CHUNK, carries, counterOf, fillGroups, GROUP, type WordSource } from './word-source.ts'

/** Any typed array that can be written by `set`. */
interface Target {
  readonly length: number
  set(values: ArrayLike<number>, offset: number): void
}

/** Up to this length elements are copied sooner one by one than by a view. */
const SHORT = 128

/** How a law's elements lie in the words: this many to each group of 16 words, made in arrays of this kind. */
interface Layout<V> {
  readonly perGroup: number
  readonly Values: new (length: number) => V
  /** A chunk of values for fills by the plain twin, once there was one. */
  scratch?: V
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
  return 2 * i - (i % 4)
}

/** 52 bits of two words as a number of (0, 1): u and 1 − u are both exact. */
export function open52(high: number, low: number): number {
  return (high * 1048576 + (low >>> 12) + 0.5) * 2 ** -52
}

/** A chunk of elements. */
interface Elements<V> extends ArrayLike<number> {
  subarray(begin: number, end: number): V
}

/** What a law makes of the words of a chunk. */
interface Law<V> {
  readonly layout: Layout<V>
  /** Writes a chunk's elements, `count` of them, from its words; `first` is the stream index of the chunk's first element. */
  readonly transform: (words: Uint32Array, values: V, count: number, first: number) => void
  /** The SIMD twin of `transform`. */
  readonly kernel?: Kernel | undefined
}

let plainWords: Uint32Array | undefined

/**
 * The words of `groups` groups, at most those of a chunk, from group `first` on: in an array that the next fill overwrites.
 */
export function wordsOf(source: WordSource, first: number, groups: number, vector: Simd | null): Uint32Array {
  if (vector && !carries(first, groups)) {
    const [low, high] = counterOf(first)
    tell(vector.inputs, source.key, undefined)
    vector.exports.philox(PHILOX_CHUNK, low, high, source.call, groups)
    return vector.words
  }
  plainWords ??= new Uint32Array(CHUNK)
  fillGroups(source, plainWords, first, groups)
  return plainWords
}

/**
 * Fills `out` with the elements `[start, start + out.length)` of a law over the source's words. Whole groups are made and the part
 * that is asked for is copied, so that a slice equals the slice of the whole.
 */
export function fillByChunks<V extends Elements<V>>(
  source: WordSource,
  out: Target,
  start: number,
  { layout, transform, kernel }: Law<V>,
): void {
  const { perGroup, Values } = layout
  const first = Math.floor(start / perGroup)
  const last = Math.ceil((start + out.length) / perGroup)
  const most = CHUNK / GROUP
  const vector = simd(out.length)
  const copy = (made: Elements<ArrayLike<number>>, group: number, groups: number): void => {
    const at = group * perGroup - start
    const begin = Math.max(0, -at)
    const end = Math.min(perGroup * groups, out.length - at)
    if (out instanceof Float32Array && end - begin <= SHORT)
      for (let i = begin; i < end; i++) out[at + i] = made[i]!
    else out.set(end - begin === made.length ? made : made.subarray(begin, end), at + begin)
  }
  const make = (group: number, groups: number): void => {
    if (vector && kernel && !carries(group, groups)) {
      const [low, high] = counterOf(group)
      vector.exports.fill(lawOf(kernel), PHILOX_CHUNK, low, high, source.call, groups)
      copy(vector.singles, group, groups)
      return
    }
    layout.scratch ??= new Values(perGroup * most)
    transform(wordsOf(source, group, groups, vector), layout.scratch, perGroup * groups, group * perGroup)
    copy(layout.scratch, group, groups)
  }
  if (vector && kernel) tell(vector.inputs, source.key, kernel)
  if (source.threads && vector && kernel && out instanceof Float32Array && out.length >= SHARED_LENGTH)
    source.threads[FILL](source, kernel, first, last, { make, copy })
  else for (let group = first; group < last; group += most) make(group, Math.min(most, last - group))
}
