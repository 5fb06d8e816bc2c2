/**
 * Whether the memory of an array was transferred, as `postMessage` does it: the array then has no elements, and writing them does nothing.
 */
export function isDetached({ buffer, byteLength }: ArrayBufferView): boolean {
  if (byteLength > 0) return false
  try {
    new Uint8Array(buffer)
    return false
  } catch {
    return true
  }
}
