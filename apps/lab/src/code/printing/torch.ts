import { exponential, fixed, notFinite } from './decimal.ts'

/** Digits after the point. */
const PRECISION = 4
/** Characters of a line. */
const LINE = 80
const PREFIX = 'tensor('

/** The text of `print(x)` for a vector of float32 of up to 1000 values, as PyTorch has it by default. */
export function torchText(values: ArrayLike<number>): string {
  const all = Array.from(values)
  if (all.length === 0) return 'tensor([])'
  const { format, width } = formatter(all)
  const cells = all.map((value) => format(value).padStart(width))
  const count = Math.max(1, Math.floor((LINE - PREFIX.length) / (width + 2)))
  const lines = Array.from({ length: Math.ceil(cells.length / count) }, (_, i) =>
    cells.slice(i * count, (i + 1) * count).join(', '),
  )
  return `${PREFIX}[${lines.join(`,\n${' '.repeat(PREFIX.length + 1)}`)}])`
}

/** How all values of a tensor are shown, and the characters of the longest that is finite and not 0. */
function formatter(values: readonly number[]): { format: (value: number) => string; width: number } {
  const counted = values.filter((value) => Number.isFinite(value) && value !== 0)
  const sizes = counted.map(Math.abs)
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)]
  const isScientific = counted.length > 0 && (high / low > 1000 || high > 1e8 || low < 1e-4)
  const format = finite(isScientific, counted.every(Number.isInteger))
  const width = Math.max(1, ...counted.map((value) => format(value).length))
  return { format: (value) => (Number.isFinite(value) ? format(value) : notFinite(value)), width }
}

function finite(isScientific: boolean, areIntegers: boolean): (value: number) => string {
  if (isScientific) return (value) => exponential(value, PRECISION)
  return areIntegers ? (value) => `${fixed(value, 0)}.` : (value) => fixed(value, PRECISION)
}
