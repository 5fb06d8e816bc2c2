export type { EngineState } from './engines.ts'
export { createMxnetRng, type MxnetRngOptions, type MxnetState, mxnetRngFromJSON } from './mxnet-rng.ts'
export type { MxnetApi } from './streams.ts'
