import type { DType, Tensor, TensorData } from '@nn/tensor'
import { isStateBuffer, type ParameterOrBuffer } from '../tree/nodes.ts'

/** The bytes of a buffer that a contiguous tensor takes. */
interface Extent {
  readonly node: ParameterOrBuffer
  readonly start: number
  readonly end: number
}

/** Whether the elements of a tensor are gone: its buffer was transferred, to a worker for example. */
export function isLost({ data, size }: Tensor): boolean {
  return size > 0 && data.length === 0
}

/** How messages show lost elements. */
export const LOST = 'a buffer that was transferred'

/** Why a tensor cannot be the storage of values of a dtype, as a message shows it; undefined if it can. */
export function whyNotAdopted(value: Tensor, dtype: DType): string | undefined {
  if (isLost(value)) return LOST
  if (value.dtype !== dtype) return value.dtype
  return value.isContiguous ? undefined : 'a view that is not contiguous'
}

/** The values of a parameter or buffer that are in memory. */
export function inMemory(node: ParameterOrBuffer): Tensor | undefined {
  const isThere = isStateBuffer(node) ? node.isReady : node.isMaterialized
  return isThere ? node.data : undefined
}

/** Whether a value is an array that can be a tensor's storage. */
export function isStorage(value: unknown): value is TensorData {
  return [Float32Array, Float64Array, Int32Array, Uint8Array].some((type) => value instanceof type)
}

/** For nodes whose values would share bytes with those of another one, that other one. */
export function sharing(
  values: Iterable<readonly [node: ParameterOrBuffer, tensor: Tensor | undefined]>,
): Map<ParameterOrBuffer, ParameterOrBuffer> {
  const extents = new Map<ArrayBufferLike, Extent[]>()
  for (const [node, tensor] of values) {
    if (tensor === undefined) continue
    const { data, offset, size } = tensor
    const start = data.byteOffset + offset * data.BYTES_PER_ELEMENT
    const known = extents.get(data.buffer) ?? []
    extents.set(data.buffer, known)
    if (size > 0) known.push({ node, start, end: start + size * data.BYTES_PER_ELEMENT })
  }
  const found = new Map<ParameterOrBuffer, ParameterOrBuffer>()
  for (const known of extents.values()) {
    known.sort((one, other) => one.start - other.start)
    let last: Extent | undefined
    for (const extent of known) {
      if (last !== undefined && extent.start < last.end) {
        found.set(extent.node, last.node)
        found.set(last.node, extent.node)
      }
      if (last === undefined || extent.end > last.end) last = extent
    }
  }
  return found
}
