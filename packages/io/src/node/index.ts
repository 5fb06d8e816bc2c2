export type { ShardOptions } from '../plan-shards.ts'
export { type FileSource, fileSource } from './file-source.ts'
export {
  type Closable,
  loadSafetensors,
  openSafetensorsFile,
  saveSafetensors,
  saveSharded,
} from './files.ts'
export { loadNpy, openNpzFile, saveNpy, saveNpz } from './numpy-files.ts'
