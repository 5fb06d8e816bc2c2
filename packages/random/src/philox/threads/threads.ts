import type { Kernel } from '../simd.ts'
import type { WordSource } from '../word-source.ts'

/** From this length on a fill is worth waking helpers for: it takes about 70 µs. */
export const SHARED_LENGTH = 65536

/** What this thread does with groups: make them, and copy those that a helper has made. */
export interface Own {
  make(group: number, groups: number): void
  copy(values: Float32Array, group: number, groups: number): void
}

/** Where `Threads` have what streams call: nobody else can name it. */
export const FILL: unique symbol = /* @__PURE__ */ Symbol('fill')

/** Threads that streams share, as `startThreads` has started them. */
export interface Threads {
  /** How many there are, this one included: less than was asked for where helpers cannot be started, or have failed. */
  readonly count: number
  /** Makes groups `[first, last)` of a law's values. */
  readonly [FILL]: (source: WordSource, kernel: Kernel, first: number, last: number, own: Own) => void
}
