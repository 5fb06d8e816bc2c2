import { FILE_DTYPES, type FileDType, isFileDType } from './dtypes.ts'
import { show } from './errors.ts'
import { byteCount, showShape } from './shape.ts'

/** A tensor as a file has it: of any of the format's dtypes, little-endian, row-major. */
export interface RawTensor {
  readonly dtype: FileDType
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

/** Throws unless the bytes are those of dtype and shape. */
export function checkRaw(where: string, { dtype, shape, bytes }: RawTensor): void {
  if (!isFileDType(dtype)) {
    throw new TypeError(`${where}: expected dtype to be one of ${FILE_DTYPES.join(', ')}, got ${show(dtype)}`)
  }
  if (!Array.isArray(shape) || !(bytes instanceof Uint8Array)) {
    throw new TypeError(`${where}: expected a shape and a Uint8Array, got ${show(shape)} and ${show(bytes)}`)
  }
  if (byteCount(dtype, shape) !== bytes.length) {
    const got = `${bytes.length} bytes`
    throw new RangeError(`${where}: expected the bytes of ${dtype} ${showShape(shape)}, got ${got}`)
  }
}
