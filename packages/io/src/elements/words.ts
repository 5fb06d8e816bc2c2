import type { FileDType } from './dtypes.ts'

/** A dtype that JavaScript has an array of. */
export type WordDType = Extract<FileDType, 'BOOL' | `${'U' | 'I'}${8 | 16 | 32 | 64}` | 'F32' | 'F64'>

/** The elements of a dtype as JavaScript has them. */
export type Words =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array

interface WordsConstructor {
  new (buffer: ArrayBufferLike, offset: number, length: number): Words
  readonly BYTES_PER_ELEMENT: number
}

/** The arrays of the dtypes that JavaScript knows; the others are patterns or have none. */
const ARRAYS: Readonly<Record<WordDType, WordsConstructor>> = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  I8: Int8Array,
  U16: Uint16Array,
  I16: Int16Array,
  U32: Uint32Array,
  I32: Int32Array,
  F32: Float32Array,
  F64: Float64Array,
  U64: BigUint64Array,
  I64: BigInt64Array,
}

/** Whether JavaScript has an array of a dtype. */
export function isWordDType(dtype: FileDType): dtype is WordDType {
  return Object.hasOwn(ARRAYS, dtype)
}

/** The elements in aligned bytes in this machine's order. */
export function wordsOf(dtype: WordDType, { buffer, byteOffset, length }: Uint8Array): Words {
  const type = ARRAYS[dtype]
  return new type(buffer, byteOffset, length / type.BYTES_PER_ELEMENT)
}

/** The 16-bit patterns in aligned bytes in this machine's order. */
export function patternsOf({ buffer, byteOffset, length }: Uint8Array): Uint16Array {
  return new Uint16Array(buffer, byteOffset, length / 2)
}
