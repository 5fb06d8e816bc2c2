import { message, wrongKind } from '@nn/check'
import { isTensor, type TensorData } from '@nn/tensor'
import { checkCount } from '../initializer/array-values.ts'
import type { InitRequest } from '../initializer/request.ts'
import { dtypeOf, isStorage } from '../initializer/typed-arrays.ts'

/** The bytes that a parameter has adopted. */
interface Adopted {
  readonly path: string
  readonly buffer: ArrayBufferLike
  readonly start: number
  readonly end: number
}

/** Makes arrays themselves the values of requests, each of one path. */
export function adopter(): (value: unknown, request: InitRequest) => TensorData {
  const adopted: Adopted[] = []
  return (value, request) => {
    const { path, dtype } = request
    const data = elementsOf(value, path)
    checkCount(data, request)
    const { buffer, byteOffset: start, byteLength } = data
    const end = start + byteLength
    const other = adopted.find(
      (one) => one.path !== path && one.buffer === buffer && one.start < end && start < one.end,
    )
    if (other !== undefined) {
      throw new RangeError(message(path, 'an array of its own to adopt', `one that ${other.path} has, too`))
    }
    const own = dtypeOf(data)
    if (own !== dtype) {
      throw new TypeError(message(path, `${dtype} values to adopt`, String(own), 'leave out copy: false'))
    }
    adopted.push({ path, buffer, start, end })
    return data
  }
}

/** The elements of a contiguous tensor, or of a typed array, where they are. */
function elementsOf(value: unknown, path: string): TensorData {
  const cure = 'leave out copy: false'
  if (isStorage(value)) return value
  if (!isTensor(value)) throw wrongKind(path, 'a tensor or a typed array to adopt', value, cure)
  if (value.isContiguous) return value.data.subarray(value.offset, value.offset + value.size)
  throw new TypeError(message(path, 'values to adopt', 'a view that is not contiguous', cure))
}
