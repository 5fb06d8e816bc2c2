export { type FlaxNameOptions, flaxStateDict, loadFlaxStateDict } from './flax-state.ts'
