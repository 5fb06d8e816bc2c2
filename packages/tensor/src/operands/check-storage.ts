import { message, showShape } from '@nn/check'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * Throws if the elements of a tensor are gone, because its buffer was transferred, to a worker for example, or shrunk: a typed array
 * has no length then, and reading it gives `undefined`.
 */
export function checkStorage({ data, size, shape }: Tensor): void {
  if (data.length > 0 || size === 0) return
  const expected = `the elements of shape ${showShape(shape)}`
  const cure = 'transfer the buffer of a clone() instead'
  throw new TypeError(message('tensor', expected, 'a buffer that was transferred or shrunk', cure))
}
