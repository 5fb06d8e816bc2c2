import { type PhiloxKey, philoxBlock } from '../../../engines/philox4x32.ts'

const TWO_32 = 2 ** 32
/** Blocks of a chunk: the scratch that a fill streams through stays in the first-level cache. */
const CHUNK = 256

/** A place in a Philox stream: key and 128-bit counter as TensorFlow's `PhiloxRandom` holds them, low words first. */
export interface PhiloxSource {
  readonly key: PhiloxKey
  readonly counter: readonly [number, number, number, number]
}

/** A signed or unsigned 64-bit integer as two words, low word first. */
export function words64(value: bigint): [number, number] {
  const bits = BigInt.asUintN(64, value)
  return [Number(bits & 0xffffffffn), Number(bits >> 32n)]
}

/** The counter `blocks` blocks on, modulo 2¹²⁸. */
export function skip(counter: PhiloxSource['counter'], blocks: number): [number, number, number, number] {
  const out: [number, number, number, number] = [...counter]
  let carry = blocks
  for (let i = 0; i < 4 && carry > 0; i++) {
    const sum = out[i]! + carry
    out[i] = sum % TWO_32
    carry = Math.floor(sum / TWO_32)
  }
  return out
}

/** Writes `blocks` blocks of four words from block `first` on. */
export function fillBlocks(source: PhiloxSource, first: number, blocks: number, out: Uint32Array): void {
  let [c0, c1, c2, c3] = skip(source.counter, first)
  for (let block = 0; block < blocks; block++) {
    philoxBlock(source.key, c0, c1, c2, c3, out, 4 * block, 1)
    c0 = (c0 + 1) >>> 0
    if (c0 === 0) [c0, c1, c2, c3] = skip([0, c1, c2, c3], TWO_32)
  }
}

/** Any array that takes a part of a typed array. */
interface Target<V> {
  readonly length: number
  set(values: V, offset: number): void
}

/** A typed array of a law's values. */
interface Scratch<V> {
  readonly length: number
  subarray(begin: number, end: number): V
}

/** Makes `count` values, a whole number of blocks of them, from the blocks' words. */
type Transform<S> = (words: Uint32Array, values: S, count: number) => void

/**
 * Fills `out` with elements `start` and following of a law that makes `perBlock` values of each block. Whole blocks are made and
 * the part that is asked for is copied, so that a slice equals the slice of the whole.
 */
export function fillByBlocks<V, S extends Scratch<V>>(
  source: PhiloxSource,
  out: Target<V>,
  start: number,
  perBlock: number,
  values: S,
  transform: Transform<S>,
): void {
  const words = new Uint32Array(4 * mostBlocks(out, perBlock))
  let block = Math.floor(start / perBlock)
  let offset = start - block * perBlock
  for (let done = 0; done < out.length; block += CHUNK) {
    const count = Math.min(perBlock * CHUNK - offset, out.length - done)
    const blocks = Math.ceil((offset + count) / perBlock)
    fillBlocks(source, block, blocks, words)
    transform(words, values, perBlock * blocks)
    out.set(values.subarray(offset, offset + count), done)
    done += count
    offset = 0
  }
}

/** How many blocks of `perBlock` values are made at once: those of a chunk, or all, of which the first and the last are made in part. */
function mostBlocks({ length }: { readonly length: number }, perBlock: number): number {
  return Math.min(CHUNK, 1 + Math.ceil(length / perBlock))
}

/** The size of the scratch for `perBlock` values a block. */
export function scratchLength(out: { readonly length: number }, perBlock: number): number {
  return perBlock * mostBlocks(out, perBlock)
}
