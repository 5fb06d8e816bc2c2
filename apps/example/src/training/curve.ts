/** Rows of the picture. */
const HEIGHT = 8
const BLOCKS = ' ▁▂▃▄▅▆▇█'

/** A curve as lines of text, its least and its greatest value at the side: `width` columns, each the mean of its part. */
export function curve(values: readonly number[], width: number): string[] {
  const columns = Array.from({ length: Math.min(width, values.length) }, (_, i, { length } = values) => {
    const [from, to] = [i, i + 1].map((k) => Math.floor((k * values.length) / Math.min(width, length)))
    const part = values.slice(from, to)
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
  const [least, most] = [Math.min(...columns), Math.max(...columns)]
  const heights = columns.map((value) => (most === least ? 0 : (value - least) / (most - least)) * HEIGHT)
  const labels = [most.toFixed(3), least.toFixed(3)]
  const margin = Math.max(...labels.map((label) => label.length))
  return Array.from({ length: HEIGHT }, (_, row) => {
    const base = HEIGHT - 1 - row
    const cells = heights.map((height) => {
      const eighths = Math.round(Math.min(1, Math.max(row === HEIGHT - 1 ? 1 / 8 : 0, height - base)) * 8)
      return BLOCKS[eighths] ?? ' '
    })
    const label = row === 0 ? labels[0] : row === HEIGHT - 1 ? labels[1] : ''
    return `${(label ?? '').padStart(margin)} ${cells.join('')}`.trimEnd()
  })
}
