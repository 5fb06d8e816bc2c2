import { show, wrongKind } from '@nn/check'
import type { Backend, Tensor } from '@nn/tensor'
import { bytesSource, readFrom } from '../bytes/source.ts'
import { StreamReader } from '../bytes/stream-reader.ts'
import { checkReading, type ReadOptions, readTensor } from '../elements/read-tensor.ts'
import { malformed } from '../errors/format-error.ts'
import { FORMAT, headerLength, inOrder, LENGTH_BYTES, parseHeader } from './header.ts'

const WHERE = 'streamSafetensors'

/**
 * Reads a safetensors file from a stream, such as the body of a response, in one pass: tensors come one by one in the order of
 * their data, and only the one that is read is in memory.
 *
 * @throws FormatError as `openSafetensors`, and if the stream ends early or has more; TypeError if an argument is of another kind.
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
  checkReading(WHERE, backend, options)
  if (!(stream instanceof ReadableStream)) {
    throw wrongKind(WHERE, 'a ReadableStream of bytes', stream)
  }
  const reader = new StreamReader(stream)
  try {
    const length = headerLength(FORMAT, await reader.take(LENGTH_BYTES), undefined)
    const { tensors } = parseHeader(FORMAT, await reader.take(length), undefined)
    for (const [name, { dtype, shape, start, end }] of [...tensors].sort(([, a], [, b]) => inOrder(a, b))) {
      // Nothing of the size that the header claims is made before as many bytes have come.
      const next = readFrom(bytesSource(await reader.take(end - start)), 0)
      const stored = { where: `${FORMAT}: ${show(name)}`, name, dtype, shape, next }
      yield [name, await readTensor(stored, backend, options)]
    }
    if (await reader.more()) throw malformed(FORMAT, 'the end of the stream', 'bytes of no tensor')
  } finally {
    await reader.close()
  }
}
