import type { FloatArray } from '@nn/random'
import type { Law } from '../initializer/law.ts'
import { sizeOf } from '../math/size-of.ts'
import { type Blocks, blockSizes } from '../parameter/axes.ts'

/** Multiplies each element by the factor of its block; `out` holds the elements from `start` on. */
export function rescale(
  out: FloatArray,
  start: number,
  shape: readonly number[],
  blocks: Blocks,
  factors: readonly number[],
): void {
  if (factors.every((factor) => factor === 1)) return
  const inner = sizeOf(shape.slice(blocks.axis + 1))
  const byUnit = blockSizes(blocks, shape).flatMap((length, i) => new Array<number>(length).fill(factors[i]!))
  for (let i = 0; i < out.length; i++) {
    const factor = byUnit[Math.floor((start + i) / inner) % byUnit.length]
    if (factor !== undefined && factor !== 1) out[i]! *= factor
  }
}

/** The law after `rescale`: unchanged where every factor is 1, else with the moments over all blocks. */
export function blockLaw(
  law: Law,
  shape: readonly number[],
  blocks: Blocks,
  factors: readonly number[],
): Law {
  if (factors.every((factor) => factor === 1)) return law
  const sizes = blockSizes(blocks, shape)
  const square = sizes.reduce((sum, length, i) => sum + length * factors[i]! ** 2, 0)
  const most = Math.max(...factors)
  const { std = 0, low = 0, high = 0 } = law
  return {
    text: `${law.text}, each block its own`,
    mean: 0,
    std: std * Math.sqrt(square / shape[blocks.axis]!),
    low: low * most,
    high: high * most,
  }
}
