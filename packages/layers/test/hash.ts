import type { Tensor } from '@nn/tensor'

/** A short hash of bytes (FNV-1a). */
export function hash(bytes: Iterable<number>): string {
  let result = 0x811c9dc5
  for (const byte of bytes) {
    result = Math.imul(result ^ byte, 0x01000193) >>> 0
  }
  return result.toString(16).padStart(8, '0')
}

/** The bytes of values as float32. */
export function bytesOf(data: Tensor): Uint8Array {
  return new Uint8Array(Float32Array.from(data.toArray() as Float32Array).buffer)
}
