import { ACTIVATIONS } from './activations.ts'
import { ATTENTION } from './attention.ts'
import { CONVOLUTIONS } from './convolutions.ts'
import { NORMS } from './norms.ts'
import { POOLS } from './pools.ts'
import { RECURRENT } from './recurrent.ts'
import type { CreateLayer } from './runnable.ts'
import { SIMPLE } from './simple.ts'

/** By the name of the class in PyTorch. */
export const LAYERS: Readonly<Record<string, CreateLayer>> = Object.fromEntries(
  Object.entries({
    ...ACTIVATIONS,
    ...ATTENTION,
    ...CONVOLUTIONS,
    ...NORMS,
    ...POOLS,
    ...RECURRENT,
    ...SIMPLE,
  }).map(([name, create]) => [`torch.nn.${name}`, create]),
)
