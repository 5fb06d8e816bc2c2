import { createHash } from 'node:crypto'
import type { Vector } from '../../golden/golden.ts'
import { at } from '../../golden/present.ts'
import { numbersOf } from '../../golden/read.ts'

/** Computes a vector's outputs, by the members that hold them in the file and in the same form (strings of hex digits, or numbers). */
export type VectorCheck = (vector: Vector) => Readonly<Record<string, unknown>>

/** A word as the files write it. */
export function hex(word: number | bigint, digits = 8): string {
  return word.toString(16).padStart(digits, '0')
}

/** The members of a vector over a whole table of words: a sample of them and the hash of all little-endian bytes. */
export function tableOutputs(vector: Vector, table: Uint32Array | BigUint64Array): Record<string, unknown> {
  const index = numbersOf(vector.sample_index)
  return {
    n: table.length,
    sample_hex: index.map((i) => hex(at<number | bigint>(table, i), 2 * table.BYTES_PER_ELEMENT)),
    sha256: createHash('sha256').update(new Uint8Array(table.buffer)).digest('hex'),
  }
}
