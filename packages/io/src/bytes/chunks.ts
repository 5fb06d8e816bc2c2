/** A file that is not written yet: its length in bytes, and the bytes piece by piece. */
export interface Encoding {
  readonly size: number
  /** Views of the tensors' storage where they can be, so they are to be used before it changes. */
  chunks(): Generator<Uint8Array>
}

/** The bytes of all chunks one after the other, `size` in all. */
export function concatenate(chunks: Iterable<Uint8Array>, size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

/** How many bytes the chunks have together. */
export function totalLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0)
}

/** A stream that takes a chunk whenever it is read. Each is copied: a reader may hand its buffer on, and it may be a tensor's. */
export function streamOf(chunks: Iterator<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull: (controller) => {
      const { done, value } = chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
  })
}
