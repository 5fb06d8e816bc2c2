export { type Helper, startHelper } from './helper.ts'
export { type Compiled, compile, createMemory, instantiate, type Memory } from './module.ts'
export type { HelperStart } from './worker.ts'
