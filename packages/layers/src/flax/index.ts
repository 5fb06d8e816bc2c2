export { type FlaxNameOptions, flaxStateDict, loadFlaxStateDict } from './flax-state.ts'
export type { Scope } from './places.ts'
