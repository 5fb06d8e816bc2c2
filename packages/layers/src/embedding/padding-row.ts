import { integer, message, show } from '@nn/check'

/** The row of what is no token, counted from the start. @throws RangeError if there is no such row. */
export function paddingRow(index: number, rows: number): number {
  const row = integer('Embedding', 'paddingIndex', index)
  if (row >= -rows && row < rows) return row < 0 ? row + rows : row
  throw new RangeError(message('Embedding', `paddingIndex to be a row in [${-rows}, ${rows})`, show(row)))
}
