import { exponential, fixed, notFinite } from './decimal.ts'

/** Digits after the point, at most. */
const PRECISION = 8
/** Characters of a line, without the bracket at its end. */
const LINE = 74

/** The text of `print(x)` for a vector of float32 of up to 1000 values, as NumPy 2.4 has it by default; JAX's arrays print so, too. */
export function numpyText(values: ArrayLike<number>): string {
  const lines: string[] = []
  let line = ''
  for (const cell of cellsOf(Array.from(values))) {
    if (line !== '' && line.length + 1 + cell.length > LINE) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += ` ${cell}`
  }
  // The bracket stands where the other lines have a blank.
  return `[${[...lines, line].join('\n').slice(1)}]`
}

/** The values of `x.round(4)`, each step in float32. */
export function roundedToFour(values: Float32Array): Float32Array {
  return values.map((value) => toEven(Math.fround(value * 1e4)) / 1e4)
}

/** To the nearest integer, ties to the even one. */
function toEven(value: number): number {
  const low = Math.floor(value)
  const rest = value - low
  if (rest !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}

/** All values, one as wide as the other, their points in one column. */
function cellsOf(values: readonly number[]): readonly string[] {
  const finite = values.filter(Number.isFinite)
  const format = isScientific(finite) ? scientific(finite) : positional
  const texts = values.map((value) => (Number.isFinite(value) ? format(value) : notFinite(value)))
  const right = Math.max(0, ...finite.map((value) => afterPoint(format(value)).length))
  const padded = texts.map((text, i) =>
    Number.isFinite(values[i]) ? text + ' '.repeat(right - afterPoint(text).length) : text,
  )
  const width = Math.max(...padded.map(({ length }) => length))
  return padded.map((text) => text.padStart(width))
}

function afterPoint(text: string): string {
  return text.slice(text.indexOf('.') + 1)
}

/** Compared in float32, as NumPy does. */
function isScientific(values: readonly number[]): boolean {
  const sizes = values.filter((value) => value !== 0).map(Math.abs)
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)]
  return sizes.length > 0 && (high >= 1e6 || low < Math.fround(1e-4) || Math.fround(high / low) > 1000)
}

/** As many digits as the value that needs most: true ones, not zeros. */
function scientific(values: readonly number[]): (value: number) => string {
  const digits = Math.max(...values.map((value) => needed(value) - 1))
  return (value) => (digits === 0 ? exponential(value, 0).replace('e', '.e') : exponential(value, digits))
}

/** As many digits as the value needs. */
function positional(value: number): string {
  const [, exponent = '0'] = value.toExponential(needed(value) - 1).split('e')
  const digits = Math.max(0, needed(value) - 1 - Number(exponent))
  if (digits === 0) return `${fixed(value, 0)}.`
  return fixed(value, Math.min(digits, PRECISION)).replace(/0+$/, '')
}

/** How many digits tell a float32 from its neighbours. */
function needed(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    if (Math.fround(Number(value.toPrecision(digits))) === value) return digits
  }
  return 9
}
