import type { Strided } from '@nn/tensor'
import type { Move } from '../../kernels/move.ts'
import { walkRows } from '../../kernels/walk.ts'
import { type Blocks, WIDEST } from '../engine/blocks.ts'
import { loadRows } from './copy-rows.ts'

/** The most rows of a block. */
const ROWS = 1024
/** The most elements of a block. */
const ELEMENTS = 2 ** 17

/**
 * Whether a copy transposes matrices that are large enough: each row lies together in x, and each column in `out`.
 */
export function isTranspose(
  { rows, rowSteps, columns, steps }: Move,
  side: number,
  elements: number,
): boolean {
  const lies = rowSteps[0] === 1 && steps[1] === 1 && steps[0] !== 1
  return lies && Math.min(rows, columns) >= side && rows * columns >= elements
}

/** Copies float32 from where rows lie together to where columns do, block by block. */
export function transposeSimd(
  { kernels, input, output }: Blocks,
  x: Strided,
  out: Strided,
  plan: Move,
): void {
  const { walk, rows, columns, rowSteps, steps } = plan
  const height = Math.min(rows, ROWS)
  const width = Math.min(columns, WIDEST, Math.floor(ELEMENTS / height))
  const pitch = ((width + 3) & ~3) + 4
  const lines = Array.from({ length: height }, (_, r) => output.subarray(r * pitch, r * pitch + width))
  const to = out.data as Float32Array
  walkRows(walk, [x.offset, out.offset], (at) => {
    for (let top = 0; top < rows; top += height) {
      const tall = Math.min(height, rows - top)
      for (let left = 0; left < columns; left += width) {
        const wide = Math.min(width, columns - left)
        loadRows(input, 0, x.data, at[0]! + top + left * steps[0]!, steps[0]!, wide, 1, tall)
        kernels.transpose(input.byteOffset, wide, tall, output.byteOffset, 4 * pitch)
        for (let r = 0, k = at[1]! + top * rowSteps[1]! + left; r < tall; r++, k += rowSteps[1]!) {
          to.set(wide === width ? lines[r]! : lines[r]!.subarray(0, wide), k)
        }
      }
    }
  })
}
