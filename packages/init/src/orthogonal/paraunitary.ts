import { sizeOf } from '../math/size-of.ts'
import { matrix } from './float-matrix.ts'
import { type HaarTools, haarRows } from './haar.ts'

/** A projection onto the span of orthonormal rows of length n, as rows. */
interface Projection {
  readonly rows: Float64Array
  readonly rank: number
  readonly n: number
}

/** Onto a uniform subspace whose dimension is binomial(n, ½), as in the authors' code. */
function randomProjection(tools: HaarTools, n: number): Projection {
  const coins = tools.rng.bernoulli(new Uint8Array(n))
  const rank = coins.reduce((sum, coin) => sum + coin, 0)
  const rows = new Float64Array(rank * n)
  haarRows(tools, matrix(rows, rank, n))
  return { rows, rank, n }
}

/** P·m for m `[n, columns]`: the rows' products first, then their combination. */
function project({ rows, rank, n }: Projection, m: Float64Array): Float64Array {
  const columns = m.length / n
  const result = new Float64Array(m.length)
  for (let r = 0; r < rank; r++) {
    for (let column = 0; column < columns; column++) {
      let product = 0
      for (let i = 0; i < n; i++) product += rows[r * n + i]! * m[i * columns + column]!
      for (let i = 0; i < n; i++) result[i * columns + column]! += rows[r * n + i]! * product
    }
  }
  return result
}

/** A matrix `[outputs, inputs]` of a convolution, and where in the field it stands. */
export interface Tap {
  readonly place: readonly number[]
  readonly values: Float64Array
}

/**
 * The taps of `Π (P + (I − P)·shift) · matrix`, one factor for each step along each axis of the field: a product of factors
 * that keep norms at every frequency, so that the convolution keeps them.
 *
 * @param lengths Lengths of the field's axes.
 * @param matrix `[n, inputs]` with orthonormal columns.
 */
export function projectTaps(
  lengths: readonly number[],
  matrix: Float64Array,
  n: number,
  tools: HaarTools,
): readonly Tap[] {
  const places = Array.from({ length: sizeOf(lengths) }, (_, i) => placeOf(i, lengths))
  let taps = places.map((place) => (place.some(Boolean) ? new Float64Array(matrix.length) : matrix))
  for (const [axis, length] of lengths.entries()) {
    const stride = sizeOf(lengths.slice(axis + 1))
    for (let step = 1; step < length; step++) {
      const projection = randomProjection(tools, n)
      const kept = taps.map((tap) => project(projection, tap))
      taps = kept.map((own, i) => {
        if (places[i]![axis] === 0) return own
        const [before, keptBefore] = [taps[i - stride]!, kept[i - stride]!]
        return own.map((value, j) => value + before[j]! - keptBefore[j]!)
      })
    }
  }
  return taps.map((values, i) => ({ place: places[i]!, values }))
}

function placeOf(index: number, lengths: readonly number[]): number[] {
  return lengths.map((length, axis) => Math.floor(index / sizeOf(lengths.slice(axis + 1))) % length)
}
