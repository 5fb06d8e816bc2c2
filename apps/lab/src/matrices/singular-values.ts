import { log2, log10 } from '../exact/log.ts'
import { powerOfTwo } from '../exact/powers.ts'
import { dot } from './dot.ts'

/** Numbers with an exponent of their own: `values` · 2^`exponent`. */
export interface Scaled {
  readonly values: Float64Array
  readonly exponent: number
}

/** Most passes over all pairs; six to ten do. */
const SWEEPS = 40
/** Cosines of angles between columns that count as right. */
const RIGHT = 1e-15

/**
 * log10 of the singular values of a matrix with these rows, largest first; −Infinity of 0. By Jacobi's method on one side: pairs of rows are turned until all
 * are orthogonal (Hestenes, 1958); small ones are as exact as large ones where rows differ in size (Demmel and Veselić, 1992).
 */
export function logSingularValues(rows: readonly Scaled[]): number[] {
  const turned = rows
    .map(({ values, exponent }) => scaled(values.slice(), exponent))
    .sort((a, b) => size(b) - size(a))
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let isDone = true
    for (let i = 0; i < turned.length; i++)
      for (let j = i + 1; j < turned.length; j++) if (turn(turned, i, j)) isDone = false
    if (isDone) break
  }
  return turned.map((row) => size(row) * log10(2)).sort((a, b) => b - a)
}

/** log2 of the length. */
function size({ values, exponent }: Scaled): number {
  return log2(Math.sqrt(dot(values, values))) + exponent
}

/** Turns two rows to a right angle; whether they were not at one. */
function turn(rows: Scaled[], i: number, j: number): boolean {
  const [x, y] = [rows[i], rows[j]]
  if (x === undefined || y === undefined) return false
  // Of the larger row the smaller one is a part, down to 0 where it is out of its range.
  if (y.exponent > x.exponent) return turn(rows, j, i)
  const ratio = powerOfTwo(y.exponent - x.exponent)
  const [xx, yy, xy] = [dot(x.values, x.values), dot(y.values, y.values), dot(x.values, y.values)]
  if (!(Math.abs(xy) > RIGHT * Math.sqrt(xx * yy))) return false
  const difference = xx - ratio * ratio * yy
  // The tangent is `ratio · part`: the part is finite where the ratio is 0.
  const part =
    (2 * xy * (difference < 0 ? -1 : 1)) / (Math.abs(difference) + hypotenuse(difference, 2 * ratio * xy))
  const tangent = ratio * part
  const cosine = 1 / Math.sqrt(1 + tangent * tangent)
  for (let k = 0; k < x.values.length; k++) {
    const [a = 0, b = 0] = [x.values[k], y.values[k]]
    x.values[k] = cosine * (a + tangent * ratio * b)
    y.values[k] = cosine * (b - part * a)
  }
  rows[i] = scaled(x.values, x.exponent)
  rows[j] = scaled(y.values, y.exponent)
  return true
}

/** √(x² + y²), whatever their size. */
function hypotenuse(x: number, y: number): number {
  const most = Math.max(Math.abs(x), Math.abs(y))
  if (most === 0) return 0
  const [a, b] = [x / most, y / most]
  return most * Math.sqrt(a * a + b * b)
}

/** The same numbers, of which the largest is between 1 and 2, in place. */
export function scaled(values: Float64Array, exponent: number): Scaled {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  if (largest === 0 || !Number.isFinite(largest)) return { values, exponent }
  const shift = Math.floor(log2(largest))
  if (shift === 0) return { values, exponent }
  // In two steps, as the power alone may be out of range.
  const half = Math.trunc(shift / 2)
  for (let k = 0; k < values.length; k++)
    values[k] = (values[k] ?? 0) / powerOfTwo(half) / powerOfTwo(shift - half)
  return { values, exponent: exponent + shift }
}
