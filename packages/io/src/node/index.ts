export type { ShardOptions } from '../safetensors/plan-shards.ts'
export { type Closable, type FileSource, fileSource } from './file-source.ts'
export { loadNpy, openNpzFile, saveNpy, saveNpz } from './numpy-files.ts'
export { loadSafetensors, openSafetensorsFile, saveSafetensors, saveSharded } from './safetensors-files.ts'
