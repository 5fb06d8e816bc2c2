/** More digits than a float32 has after the point where they decide a tie. */
const ALL = 100

/** A number with `digits` digits after the point, as C and Python round it: the exact value, ties to even. */
export function fixed(value: number, digits: number): string {
  const rounded = Math.abs(value).toFixed(digits)
  const exact = Math.abs(value).toFixed(ALL)
  const kept = exact.slice(0, exact.length - ALL + digits)
  return signed(value, toEven(kept, rounded, exact.slice(exact.length - ALL + digits)).replace(/\.$/, ''))
}

/** A number as digits and a power of ten of at least two digits, rounded as by `fixed`. */
export function exponential(value: number, digits: number): string {
  const [rounded = '', power = ''] = Math.abs(value).toExponential(digits).split('e')
  const [exact = ''] = Math.abs(value).toExponential(ALL).split('e')
  const length = digits === 0 ? 1 : digits + 2
  const mantissa = toEven(exact.slice(0, length), rounded, exact.slice(length).replace('.', ''))
  const exponent = power.slice(1).padStart(2, '0')
  return signed(value, `${mantissa}e${power.startsWith('-') ? '-' : '+'}${exponent}`)
}

/** As PyTorch and NumPy show it. */
export function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  return value > 0 ? 'inf' : '-inf'
}

/** What JavaScript rounded, which takes ties up, or what is cut off after an even digit. */
function toEven(kept: string, rounded: string, rest: string): string {
  const isTie = /^5?0*$/.test(rest) && rest.startsWith('5')
  return isTie && /[02468]\.?$/.test(kept) ? kept : rounded
}

function signed(value: number, text: string): string {
  return value < 0 || Object.is(value, -0) ? `-${text}` : text
}
