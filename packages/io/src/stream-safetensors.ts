import type { Backend, Tensor } from '@nn/tensor'
import { malformed, show } from './errors.ts'
import { nextOf, type ReadOptions, readTensor } from './read-tensor.ts'
import { headerLength, LENGTH_BYTES, parseHeader } from './safetensors-header.ts'
import { StreamReader } from './stream-reader.ts'

/**
 * Reads a safetensors file from a stream, such as the body of a response, in one pass: tensors come one by one in the order of
 * their data, and beside the one that is read nothing is kept.
 *
 * @throws FormatError as `openSafetensors`, and if the stream ends early or has more.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeSafetensors, streamSafetensors } from '@nn/io'
 * const stream = new Blob([encodeSafetensors({ a: cpu.ones([2]), b: cpu.zeros([1]) })]).stream()
 * const names = []
 * for await (const [name] of streamSafetensors(stream, cpu)) names.push(name)
 * names // => ['a', 'b']
 * ```
 */
export async function* streamSafetensors(
  stream: ReadableStream<Uint8Array>,
  backend: Backend,
  options: ReadOptions = {},
): AsyncGenerator<[string, Tensor]> {
  const reader = new StreamReader(stream)
  try {
    const length = headerLength(await reader.take(LENGTH_BYTES), undefined)
    const { tensors } = parseHeader(await reader.take(length), undefined)
    const inOrder = [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)
    for (const [name, { dtype, shape, start, end }] of inOrder) {
      // Nothing of the size that the header claims is made before as many bytes have come.
      const next = nextOf(await reader.take(end - start))
      const stored = { where: `safetensors: ${show(name)}`, dtype, shape, next }
      yield [name, await readTensor(stored, backend, options)]
    }
    if (await reader.more()) throw malformed('safetensors', 'the end of the stream', 'bytes of no tensor')
  } finally {
    await reader.close()
  }
}
