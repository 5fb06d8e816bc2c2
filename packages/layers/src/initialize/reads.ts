import type { Initializer, Need } from '@nn/init'
import { checkNeeds, fanInAlone } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import type { Slot } from './slot.ts'

/** Throws what an initializer throws of a parameter that has not what it reads; a bias has the fan-in of its weight. */
export function checkReads(
  { path, role, axes, shape, weight }: Pick<Slot, 'path' | 'role' | 'axes' | 'shape' | 'weight'>,
  init: Initializer,
  needs: readonly Need[],
  rng?: Rng | undefined,
): void {
  const isShared = weight !== undefined && needs.includes('fans')
  checkNeeds(isShared ? needs.filter((need) => need !== 'fans') : needs, { path, role, axes, rng })
  // A law that reads the fan-out, too, is none of a bias.
  if (isShared) init.describe({ path, shape, axes, fans: fanInAlone(path, role, 1) })
}
