import type { Strided } from '@nn/tensor'
import { type Walk, walkRows } from '../../kernels/walk.ts'
import { BLOCK, type Blocks, WIDEST } from '../engine/blocks.ts'
import { loadRows, storeRows } from './copy-rows.ts'

/** The walk over the rows of blocks: over all axes but the last. */
function rowsOf({ outer, strides, steps }: Walk): Walk {
  const last = outer.length - 1
  if (last < 0) return { outer: [], strides: [], count: 1, steps: steps.map(() => 0) }
  return {
    outer: outer.slice(0, last),
    strides: strides.slice(0, last),
    count: outer[last]!,
    steps: strides[last]!,
  }
}

/** Copies numbers at a constant distance into a table. */
function tabulate(table: Float64Array, { data }: Strided, at: number, step: number, count: number): void {
  if (step === 0) table.fill(data[at]!, 0, count)
  else for (let k = 0; k < count; k++, at += step) table[k] = data[at]!
}

/** `(x − mean)·factor·weight + bias` of float32; the operands are x, mean, factor, weight, bias and out, and the walk is theirs. */
export function standardize(blocks: Blocks, walk: Walk, operands: readonly Strided[]): void {
  const { kernels, input, output, tables } = blocks
  const [x, , , , , out] = operands as [Strided, Strided, Strided, Strided, Strided, Strided]
  const { count, steps } = walk
  const rows = rowsOf(walk)
  // Mean and factor go together, and weight and bias: as numbers of rows if they stay the same along these.
  const scaledDown = steps[3] !== 0 || steps[4] !== 0 || steps[1] !== 0 || steps[2] !== 0
  const centredDown = steps[1] !== 0 || steps[2] !== 0
  const isDown = [centredDown, centredDown, scaledDown, scaledDown]
  const kernel = centredDown
    ? kernels.standardizeColumns
    : scaledDown
      ? kernels.standardizeBoth
      : kernels.standardizeRows
  const [mean, factor, weight, bias] = tables
  const addresses = [mean.byteOffset, factor.byteOffset, weight.byteOffset, bias.byteOffset] as const
  const starts = operands.map(({ offset }) => offset)
  // Columns that differ from row to row are tabulated for each.
  const differ = isDown.some((down, k) => down && rows.steps[k + 1] !== 0)
  walkRows(rows, starts, (at) => {
    for (let j = 0; j < count; j += WIDEST) {
      const columns = Math.min(WIDEST, count - j)
      const most = differ ? 1 : Math.min(WIDEST, Math.floor(BLOCK / columns))
      for (let i = 0; i < rows.count; i += most) {
        const height = Math.min(most, rows.count - i)
        const position = (k: number): number => at[k]! + i * rows.steps[k]! + j * steps[k]!
        for (let k = 0; k < 4; k++) {
          const operand = operands[k + 1]!
          if (!isDown[k]) tabulate(tables[k]!, operand, position(k + 1), rows.steps[k + 1]!, height)
          else if (i === 0 || differ) tabulate(tables[k]!, operand, position(k + 1), steps[k + 1]!, columns)
        }
        loadRows(input, 0, x.data, position(0), rows.steps[0]!, height, steps[0]!, columns)
        kernel(input.byteOffset, height, columns, output.byteOffset, ...addresses)
        storeRows(output, out.data, position(5), rows.steps[5]!, height, steps[5]!, columns)
      }
    }
  })
}
