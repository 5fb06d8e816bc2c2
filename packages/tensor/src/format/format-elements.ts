import type { DType } from '../dtype/dtype.ts'
import { type Decimal, scientific, shortPositional, shortScientific } from './digits.ts'

/** The most digits behind the point. */
const precision = 8

type Formatter = (x: number) => string

/** How the elements of a tensor are written: all of one width, floats with one number of digits. */
export function elementFormatter(values: readonly number[], dtype: DType, isScalar: boolean): Formatter {
  if (dtype === 'bool') return (x) => String(x !== 0).padStart(isScalar ? 0 : 5)
  if (dtype === 'int32') {
    const width = widest(values.map(String))
    return (x) => String(x).padStart(width)
  }
  return floatFormatter(values, dtype)
}

function widest(words: readonly string[]): number {
  return words.reduce((width, word) => Math.max(width, word.length), 0)
}

/** Whether the numbers are so large, so small or so far apart that they are written with an exponent. */
function needsExponent(values: readonly number[], dtype: DType): boolean {
  const round = dtype === 'float32' ? Math.fround : (x: number) => x
  const magnitudes = values.filter((x) => x !== 0).map(Math.abs)
  if (magnitudes.length === 0) return false
  const max = magnitudes.reduce((a, b) => Math.max(a, b))
  const min = magnitudes.reduce((a, b) => Math.min(a, b))
  return max >= (dtype === 'float32' ? 1e6 : 1e8) || min < round(1e-4) || round(max / min) > 1000
}

/** Joins a decimal: the point always stands, the exponent has a sign and at least `exponentSize` digits. */
function exponentText(exponent: number, exponentSize: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(exponentSize, '0')}`
}

function floatFormatter(values: readonly number[], dtype: DType): Formatter {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return withNonFinite(values, 0, 0, String)
  if (!needsExponent(finite, dtype)) {
    const write = (x: number): Decimal => shortPositional(x, dtype, precision)
    const decimals = finite.map(write)
    const left = widest(decimals.map((d) => d.whole))
    const right = widest(decimals.map((d) => d.fraction))
    return withNonFinite(values, left, right, (x, padded) => {
      const { whole, fraction } = write(x)
      return `${whole.padStart(padded)}.${fraction.padEnd(right)}`
    })
  }
  const decimals = finite.map((x) => shortScientific(x, dtype, precision))
  const left = widest(decimals.map((d) => d.whole))
  const places = widest(decimals.map((d) => d.fraction))
  const exponentSize = Math.max(2, widest(decimals.map((d) => String(Math.abs(d.exponent)))))
  return withNonFinite(values, left, places + exponentSize + 2, (x, padded) => {
    const { whole, fraction, exponent } = scientific(x, dtype, places)
    return `${whole.padStart(padded)}.${fraction}${exponentText(exponent, exponentSize)}`
  })
}

/** Adds `nan` and `inf`, flush right over `left` columns before the point and `right` behind it. */
function withNonFinite(
  values: readonly number[],
  left: number,
  right: number,
  finite: (x: number, left: number) => string,
): Formatter {
  const words = values.filter((x) => !Number.isFinite(x)).map((x) => nonFinite(x))
  const padded = words.length === 0 ? left : Math.max(left, Math.max(3, widest(words)) - right - 1)
  return (x) => (Number.isFinite(x) ? finite(x, padded) : nonFinite(x).padStart(padded + right + 1))
}

function nonFinite(x: number): string {
  return Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf'
}
