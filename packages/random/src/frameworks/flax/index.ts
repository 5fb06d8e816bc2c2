export { type FoldPathOptions, foldPath } from '../jax/fold-path.ts'
export { createLinenRng, type LinenOptions, linenRngFromJSON } from './linen-rng.ts'
export { createRngs, type Rngs, type RngsSeeds } from './rngs.ts'
