import { isDetached, wrongKind, wrongValue } from '@nn/check'
import type { FloatArray, NumericArray } from './rng.ts'

/** Classes of arrays that a fill writes. */
export type Kinds = readonly { new (...args: never[]): unknown; readonly name: string }[]

/** The kinds of FloatArray. */
export const FLOATS: Kinds = [Float32Array, Float64Array]

const SIGNED: Kinds = [Int8Array, Int16Array, Int32Array]

/** The kinds of NumericArray. */
export const NUMBERS: Kinds = [...FLOATS, ...SIGNED, Uint8Array, Uint8ClampedArray, Uint16Array, Uint32Array]

/** Words of 32 bits. */
export const WORDS: Kinds = [Uint32Array]

/** Throws a TypeError unless `out` is an array of one of the kinds. */
export function checkOut(where: string, out: unknown, kinds: Kinds): void {
  if (isOne(out, kinds) && !isDetached(out as ArrayBufferView)) return
  throw wrongKind(where, `out to be a ${kinds.map(({ name }) => name).join(' or ')}`, out)
}

function isOne(out: unknown, kinds: Kinds): boolean {
  for (const kind of kinds) if (out instanceof kind) return true
  return false
}

/** From here on a number is rounded to Infinity, in the types of JAX, TensorFlow and PyTorch that float32 arrays stand for. */
const OVERFLOW: Readonly<Record<string, number>> = {
  float16: 65520,
  bfloat16: 2 ** 128 - 2 ** 119,
  float32: 2 ** 128 - 2 ** 103,
}

/** Throws a RangeError if a number is infinite in the type of the array, or in the one that is named. */
export function checkHeld(where: string, name: string, value: number, out: FloatArray, dtype: unknown): void {
  const held = out instanceof Float32Array ? 'float32' : 'float64'
  const type = typeof dtype === 'string' && Object.hasOwn(OVERFLOW, dtype) ? dtype : held
  if (Math.abs(value) < (OVERFLOW[type] ?? Infinity)) return
  throw wrongValue(where, `${name} as ${type} to be finite`, value)
}

/** The least and the greatest integer such that an array holds all integers between them exactly. */
export function capacity(out: NumericArray): [least: number, most: number] {
  if (out instanceof Float64Array) return [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  if (out instanceof Float32Array) return [-(2 ** 24), 2 ** 24]
  const values = 2 ** (8 * out.BYTES_PER_ELEMENT)
  const least = isOne(out, SIGNED) ? -values / 2 : 0
  return [least, least + values - 1]
}
