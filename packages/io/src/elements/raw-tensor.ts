import { message, oneOf, show, wrongValue } from '@nn/check'
import { FILE_DTYPES, type FileDType } from './dtypes.ts'
import { byteCount } from './shape.ts'

/** A tensor as a file has it: of any of the format's dtypes, little-endian, row-major. */
export interface RawTensor {
  readonly dtype: FileDType
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** Throws unless the bytes are those of dtype and shape. */
export function checkRaw(where: string, { dtype, shape, bytes }: RawTensor): void {
  oneOf(where, 'dtype', dtype, FILE_DTYPES)
  if (!Array.isArray(shape) || !(bytes instanceof Uint8Array)) {
    throw new TypeError(message(where, 'a shape and a Uint8Array', `${show(shape)} and ${show(bytes)}`))
  }
  if (shape.findIndex((length) => !Number.isSafeInteger(length) || length < 0) >= 0) {
    throw wrongValue(where, 'a shape of integers >= 0', shape)
  }
  if (byteCount(dtype, shape) !== bytes.length) {
    const expected = `the bytes of ${dtype} ${show(shape)}`
    throw new RangeError(message(where, expected, `${bytes.length} bytes`))
  }
}

/** Whether a value has bytes, as tensors have not. */
export function isRaw(value: unknown): value is RawTensor {
  return typeof value === 'object' && value !== null && 'bytes' in value
}
