import { superscript, three } from '../format/number.ts'
import type { Beside } from '../pictures/picture.ts'

/** 10^exponent with three digits, also where no double holds it: 31.6, 3.16 × 10⁵⁰. */
export function tenTo(exponent: number): string {
  if (!Number.isFinite(exponent)) return three(10 ** exponent)
  if (Math.abs(exponent) < 300) return three(10 ** exponent)
  const whole = Math.floor(exponent)
  const mantissa = Number((10 ** (exponent - whole)).toPrecision(3))
  return mantissa === 10 ? `1 × 10${superscript(whole + 1)}` : `${mantissa} × 10${superscript(whole)}`
}

/** A measured number, with what theory says: `0.251 (0.25 by theory)`. */
export function beside({ measured, predicted }: Beside, show: (value: number) => string = three): string {
  if (predicted === undefined || Number.isNaN(predicted)) return show(measured)
  return `${show(measured)} (${show(predicted)} by theory)`
}

/** A number with its noun: `1 layer`, `20 layers`. */
export function some(count: number, noun: string): string {
  return `${three(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A list as in a sentence; items that have an `and` of their own are kept apart by commas. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  const last = items.some((item) => item.includes(' and ')) ? ', and ' : ' and '
  return `${items.slice(0, -1).join(', ')}${last}${items.at(-1)}`
}

/** The shape of a parameter: `100 × 64`. */
export function sizes(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single number' : shape.join(' × ')
}
