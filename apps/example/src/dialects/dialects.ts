import { FLAX } from './flax.ts'
import type { Framework } from './framework.ts'
import { KERAS } from './keras.ts'
import { MXNET } from './mxnet.ts'
import { TORCH } from './torch.ts'

/** The frameworks by the names of the command line. */
export const DIALECTS: Readonly<Record<string, Framework>> = {
  torch: TORCH,
  keras: KERAS,
  flax: FLAX,
  mxnet: MXNET,
}
