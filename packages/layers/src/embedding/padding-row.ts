import { integer, message, show } from '@nn/check'
import type { InitLike } from '@nn/init'
import { mapped } from '@nn/init/layer'
import type { Tensor } from '@nn/tensor'

/** The row of what is no token, counted from the start. @throws RangeError if there is no such row. */
export function paddingRow(index: number, rows: number): number {
  const row = integer('Embedding', 'paddingIndex', index)
  if (row >= -rows && row < rows) return row < 0 ? row + rows : row
  throw new RangeError(message('Embedding', `paddingIndex to be a row in [${-rows}, ${rows})`, show(row)))
}

/** The initializer with the padding row set to 0. */
export function padded(init: InitLike, row: number | undefined): InitLike {
  if (row === undefined) return init
  const zeroPadding = (values: Tensor): Tensor => values.clone().set([row], 0)
  return mapped(init, zeroPadding)
}
