import type { Axis } from './axis.ts'
import type { Plane } from './plane.ts'

/** Writes the bytes from the first element staged to the first of each window of a box, row-major, then zeros up to a multiple of 16. */
export function writePlaces(
  to: Int32Array,
  axes: readonly Axis[],
  counts: readonly number[],
  { steps }: Plane,
  bytes: number,
): number {
  let filled = 1
  to[0] = 0
  for (const [k, count] of counts.entries()) {
    const step = bytes * axes[k]!.stride * steps[k]!
    for (let i = filled - 1; i >= 0; i--) {
      const place = to[i]!
      for (let t = count - 1; t >= 0; t--) to[i * count + t] = place + t * step
    }
    filled *= count
  }
  to.fill(0, filled, (filled + 15) & ~15)
  return filled
}

/** The bytes from the first element of a window to each of its elements in one channel. */
export function tapsOf(axes: readonly Axis[], { steps }: Plane, bytes: number): number[] {
  return axes.reduce<number[]>(
    (taps, { size, dilation }, k) =>
      taps.flatMap((tap) => Array.from({ length: size }, (_, i) => tap + bytes * i * dilation * steps[k]!)),
    [0],
  )
}

/** Writes the bytes from the first element of a window to `count` of its terms; the first of them is in the first channel that is staged. */
export function writeTerms(
  to: Int32Array,
  taps: readonly number[],
  channel: number,
  first: number,
  count: number,
): void {
  let tap = first % taps.length
  for (let l = 0, at = 0; l < count; l++) {
    to[l] = at + taps[tap]!
    if (++tap === taps.length) {
      tap = 0
      at += channel
    }
  }
}
