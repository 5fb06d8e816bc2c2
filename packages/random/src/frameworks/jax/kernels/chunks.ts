/** Elements of a chunk: the scratch that a fill streams through stays in the first-level cache. */
export const CHUNK = 1024

/** Calls `write` for every chunk of a fill: `done` elements are written, `count` come now. */
export function byChunks(length: number, write: (done: number, count: number) => void): void {
  for (let done = 0; done < length; done += CHUNK) write(done, Math.min(CHUNK, length - done))
}

/** How many elements the largest chunk of a fill has. */
export function chunkOf({ length }: { readonly length: number }): number {
  return Math.min(CHUNK, length)
}
