import { byBlock } from '../combinators/by-block.ts'
import type { Initializer } from '../initializer/initializer.ts'
import type { Placed } from './roles.ts'

/** What becomes of an attention's values, its output, and both layers of a feed-forward branch; of packed weights, the values alone. */
export function branchWeight(
  { purpose, axes, isWeight }: Placed,
  plain: Initializer,
  branch: Initializer,
): readonly [init: Initializer, reason: string] | undefined {
  if (purpose === 'value' || purpose === 'feedforward' || purpose === 'residualOut') return [branch, purpose]
  if (isWeight && axes?.blocks?.names?.includes('value') === true) {
    return [byBlock({ value: branch }, plain), 'queries, keys and values']
  }
  return undefined
}
