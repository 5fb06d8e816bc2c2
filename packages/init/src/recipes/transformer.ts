import { byBlock } from '../combinators/by-block.ts'
import type { Initializer } from '../initializer/initializer.ts'
import type { Placed } from './roles.ts'

/** What becomes of an attention's values, its output, and both layers of a feed-forward branch; of packed weights, the values alone. */
export function branchWeight(
  { part, axes, isWeight }: Placed,
  plain: Initializer,
  branch: Initializer,
): readonly [init: Initializer, reason: string] | undefined {
  if (part === 'value' || part === 'feedforward' || part === 'residualOut') return [branch, part]
  if (isWeight && axes?.blocks?.names?.includes('value') === true) {
    return [byBlock({ value: branch }, plain), 'queries, keys and values']
  }
  return undefined
}
