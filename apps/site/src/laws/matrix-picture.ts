import { FAINT, INK, label, px, svg } from './svg.ts'

/** How the values of a weight are laid out. */
export interface MatrixLayout {
  readonly rows: number
  readonly columns: number
  /** Columns between two gaps, as the taps of one input of a convolution. Default: no gaps. */
  readonly group?: number
  /** What rows are called; one for each. */
  readonly names?: readonly string[]
}

const [MOST, LEAST] = [20, 10]

/**
 * A Hinton diagram: the values of a matrix as squares whose area is their size, filled where they are positive, outlined where negative,
 * a dot where they are 0.
 */
export function matrixPicture(values: ArrayLike<number>, layout: MatrixLayout, title: string): string {
  const { rows, columns, group = columns, names } = layout
  const cell = Math.max(LEAST, Math.min(MOST, Math.floor(290 / (columns + columns / group / 2))))
  const gap = cell / 2
  const left = names === undefined ? 1 : 60
  const largest = Math.max(...Array.from({ length: rows * columns }, (_, i) => Math.abs(values[i] ?? 0)))
  const marks = { filled: '', outlined: '', dots: '' }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] ?? 0
      const x = left + column * cell + Math.floor(column / group) * gap + cell / 2
      const y = 1 + row * cell + cell / 2
      if (value === 0) marks.dots += `M${px(x - 0.5)} ${px(y)}h1`
      else if (value > 0) marks.filled += square(x, y, (cell - 2) * Math.sqrt(value / largest))
      else marks.outlined += square(x, y, (cell - 2) * Math.sqrt(-value / largest) - 1.2)
    }
  }
  const width = left + columns * cell + (Math.ceil(columns / group) - 1) * gap + 1
  return svg(width, rows * cell + 2, title, [
    `<path d="${marks.dots}" stroke="${FAINT}" stroke-width="1"/>`,
    `<path d="${marks.filled}" fill="${INK}"/>`,
    `<path d="${marks.outlined}" fill="none" stroke="${INK}" stroke-width="1.2"/>`,
    ...(names ?? []).map((name, row) => label(left - 6, 1 + row * cell + cell / 2 + 4, name, 'end')),
  ])
}

function square(x: number, y: number, side: number): string {
  const half = Math.max(side, 0.6) / 2
  return `M${px(x - half)} ${px(y - half)}h${px(2 * half)}v${px(2 * half)}h${px(-2 * half)}Z`
}
