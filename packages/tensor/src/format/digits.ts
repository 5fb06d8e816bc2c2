import type { DType } from '../dtype/dtype.ts'

/**
 * A decimal number `±whole.fraction`, or `±whole.fraction·10^exponent`; the fraction has no trailing zeros.
 */
export interface Decimal {
  readonly whole: string
  readonly fraction: string
  readonly exponent: number
}

/** How many zeros behind a 5 make it an exact half: no double of 17 digits has so many by chance. */
const farEnough = 30

/** Whether the decimal digits of `exact` behind the first `kept` ones are 5, 0, 0, …. */
function isHalf(exact: string, kept: number): boolean {
  return /^50*$/.test(exact.slice(kept).replace(/e.*$/, ''))
}

/** `x >= 0` rounded to `places` digits behind the point, by `render`; of an exact half, to the even digit. */
function roundHalfEven(x: number, places: number, render: (x: number, places: number) => string): string {
  const rounded = render(x, places)
  const exact = render(x, places + farEnough)
  const kept = exact.indexOf('.') + 1 + places
  if (!isHalf(exact, kept)) return rounded
  const last = Number(exact.charAt(places === 0 ? kept - 2 : kept - 1))
  if (last % 2 === 1) return rounded
  return exact.slice(0, places === 0 ? kept - 1 : kept) + exact.replace(/^[^e]*/, '')
}

const renderFixed = (x: number, places: number): string => x.toFixed(places)
const renderScientific = (x: number, places: number): string => x.toExponential(places)

/**
 * `x >= 0` with `places` digits behind the point of `d.ddde±x`, rounded to the nearest. Below a power of two
 * the floats lie twice as dense as above it: where only the digits above read back as `x`, these are taken,
 * though farther away.
 */
function digitsAt(x: number, places: number, dtype: DType): string {
  const nearest = roundHalfEven(x, places, renderScientific)
  const value = Number(nearest)
  if (dtype !== 'float32' || value >= x || Math.fround(value) === x) return nearest
  const unit = 10 ** (Number(nearest.split('e')[1]) - places)
  const above = (value + unit).toExponential(places)
  return Math.fround(Number(above)) === x ? above : nearest
}

/** The fewest digits that read back as the same number of `dtype`, as `d.ddde±x`. */
function shortest(x: number, dtype: DType): string {
  if (dtype !== 'float32') return x.toExponential()
  for (let places = 0; places < 8; places++) {
    const digits = digitsAt(x, places, dtype)
    if (Math.fround(Number(digits)) === x) return digits
  }
  return digitsAt(x, 8, dtype)
}

function parse(x: number, digits: string): Decimal {
  const [mantissa = '', exponent = '0'] = digits.split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const sign = x < 0 || Object.is(x, -0) ? '-' : ''
  return { whole: sign + whole, fraction, exponent: Number(exponent) }
}

function trim(decimal: Decimal): Decimal {
  return { ...decimal, fraction: decimal.fraction.replace(/0+$/, '') }
}

/** `x` in scientific form with exactly `places` digits behind the point. */
export function scientific(x: number, dtype: DType, places: number): Decimal {
  return parse(x, digitsAt(Math.abs(x), places, dtype))
}

/** `x` in scientific form with the fewest digits that tell it apart, at most `places` behind the point. */
export function shortScientific(x: number, dtype: DType, places: number): Decimal {
  const short = parse(x, shortest(Math.abs(x), dtype))
  return short.fraction.length <= places ? short : trim(scientific(x, dtype, places))
}

/**
 * `|x| < 1e21` in positional form with the fewest digits that tell it apart, at most `places` behind the
 * point.
 */
export function shortPositional(x: number, dtype: DType, places: number): Decimal {
  const short = shortest(Math.abs(x), dtype)
  const { fraction, exponent } = parse(x, short)
  const needed = Math.max(fraction.length - exponent, 0)
  const digits =
    needed <= places ? Number(short).toFixed(needed) : roundHalfEven(Math.abs(x), places, renderFixed)
  return trim(parse(x, digits))
}
