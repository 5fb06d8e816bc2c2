import type { Framework } from '../framework.ts'

/** PyTorch's CPU generator, initializers and layer defaults. */
export const torch: Framework = () => 'unknown'
