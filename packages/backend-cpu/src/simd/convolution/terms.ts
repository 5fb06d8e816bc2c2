import type { Axis } from './axis.ts'
import type { Plane } from './plane.ts'

/** Writes the bytes from the first element staged to the first of each window of a box, row-major, then zeros up to a multiple of 16. */
export function writePlaces(
  to: Int32Array,
  axes: readonly Axis[],
  counts: readonly number[],
  plane: Plane,
  bytes: number,
): number {
  const filled = writeGrid(
    to,
    counts,
    axes.map(({ stride }, k) => bytes * stride * plane.steps[k]!),
  )
  to.fill(0, filled, (filled + 15) & ~15)
  return filled
}

/** The bytes from the first element of a window to each of its elements in one channel. */
export function tapsOf(axes: readonly Axis[], { steps }: Plane, bytes: number): Int32Array {
  const sizes = axes.map(({ size }) => size)
  const taps = new Int32Array(sizes.reduce((count, size) => count * size, 1))
  writeGrid(
    taps,
    sizes,
    axes.map(({ dilation }, k) => bytes * dilation * steps[k]!),
  )
  return taps
}

/** Writes the places of the points of a grid, row-major, which are `steps` apart; returns how many there are. */
function writeGrid(to: Int32Array, counts: readonly number[], steps: readonly number[]): number {
  let filled = 1
  to[0] = 0
  for (const [k, count] of counts.entries()) {
    for (let i = filled - 1; i >= 0; i--) {
      const place = to[i]!
      for (let t = count - 1; t >= 0; t--) to[i * count + t] = place + t * steps[k]!
    }
    filled *= count
  }
  return filled
}

/** Writes the bytes from the first element of a window to `count` of its terms; the first of them is in the first channel that is staged. */
export function writeTerms(
  to: Int32Array,
  taps: Int32Array,
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
