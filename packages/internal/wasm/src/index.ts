export { type Helper, startHelper } from './helper.ts'
export {
  type Compiled,
  compile,
  createMemory,
  decode,
  instantiate,
  type Memory,
  type ModuleSource,
} from './module.ts'
export { type Block, emptyBlock, shareOut, type Work } from './share.ts'
export type { HelperStart } from './worker.ts'
