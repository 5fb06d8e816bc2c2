const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** An integer as superscript digits, such as ⁻³. */
export function superscript(value: number): string {
  const digits = [...String(Math.abs(value))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? digit)
  return (value < 0 ? '⁻' : '') + digits.join('')
}

/** A number with three significant digits; beyond 10⁻³ and 10⁵ as a power of ten; 0, ∞ and NaN in words. */
export function three(value: number): string {
  if (Number.isNaN(value)) return 'not a number'
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : '−infinite'
  if (value === 0) return '0'
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential(2).split('e')
  const sign = value < 0 ? '−' : ''
  const power = Number(exponent)
  if (power < -3 || power > 4) return `${sign}${Number(mantissa)} × 10${superscript(power)}`
  return sign + String(Number(Math.abs(value).toPrecision(3)))
}

/** A share as a percentage with three digits. */
export function percent(share: number): string {
  return `${three(share * 100)} %`
}

/** A power of ten as the tick of an axis of log10 values: 10⁻³, 0.1, 1, 10, 100. */
export function powerOfTen(exponent: number): string {
  if (!Number.isInteger(exponent)) return ''
  return exponent >= -1 && exponent <= 2 ? String(10 ** exponent) : `10${superscript(exponent)}`
}

/** A count with thin spaces between thousands. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009')
}
