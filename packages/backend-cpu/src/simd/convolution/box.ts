import type { Axis } from './axis.ts'

/** Some of the windows: those from `first` on along each axis. */
export interface Box {
  readonly first: readonly number[]
  readonly count: readonly number[]
}

/** The counts of windows along each axis that make a box of at most `most`, the last axes whole. */
export function boxCounts(axes: readonly Axis[], most: number): number[] {
  const counts = axes.map(({ count }) => count)
  let room = most
  for (let k = axes.length - 1; k >= 0; k--) {
    const pieces = Math.ceil(counts[k]! / room)
    counts[k] = Math.ceil(counts[k]! / pieces)
    room = Math.floor(room / counts[k]!)
  }
  return counts
}

/** Halves the windows along the first axis that has more than one; returns false if none has. */
export function halve(counts: number[]): boolean {
  const axis = counts.findIndex((count) => count > 1)
  if (axis < 0) return false
  counts[axis] = Math.ceil(counts[axis]! / 2)
  return true
}

/** Cuts all windows into boxes of `counts` windows, fewer at the ends, and calls `visit` with each. */
export function eachBox(axes: readonly Axis[], counts: readonly number[], visit: (box: Box) => void): void {
  const first = axes.map(() => 0)
  for (let axis = 0; axis >= 0; ) {
    visit({ first, count: axes.map(({ count }, k) => Math.min(counts[k]!, count - first[k]!)) })
    for (axis = axes.length - 1; axis >= 0; axis--) {
      first[axis]! += counts[axis]!
      if (first[axis]! < axes[axis]!.count) break
      first[axis] = 0
    }
  }
}
