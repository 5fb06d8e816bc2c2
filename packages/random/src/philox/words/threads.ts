import { message, show } from '@nn/check'
import type { Kernel } from './simd.ts'
import type { WordSource } from './word-source.ts'

/** From this length on a fill is worth waking helpers for: it takes about 70 µs. */
export const SHARED_LENGTH = 65536

/** Threads that streams share, as `startThreads` has started them. */
export interface Threads {
  /** How many there are, this one included: less than was asked for where helpers cannot be started, or have failed. */
  readonly count: number
}

/** What this thread does with groups: make them, and copy those that a helper has made. */
export interface Own {
  make(group: number, groups: number): void
  copy(values: Float32Array, group: number, groups: number): void
}

/**
 * Where threads have what streams call: the same in all copies of this package whose kernels are the same. The number goes up with the
 * parameters of `FillingThreads` and the numbers of the kernels.
 */
export const FILL: unique symbol = /* @__PURE__ */ Symbol.for('@nn/random/threads/1')

/** Threads as streams use them. */
export interface FillingThreads extends Threads {
  /** Makes groups `[first, last)` of a law's values. */
  [FILL](source: WordSource, kernel: Kernel, first: number, last: number, own: Own): void
}

/**
 * The threads of an option, those of another copy of this package included.
 *
 * @throws TypeError if they are none that `startThreads` gives.
 */
export function threadsOf(where: string, threads: Threads | undefined): FillingThreads | undefined {
  if (threads === undefined || isFilling(threads)) return threads
  throw new TypeError(message(where, 'threads that startThreads gives', show(threads), 'try startThreads(2)'))
}

function isFilling(threads: Threads | null): threads is FillingThreads {
  return (threads as FillingThreads | null)?.[FILL] !== undefined
}
