export type { FileDType } from './dtypes.ts'
export type { DTypeOption } from './encode.ts'
export { encodeNpz, type NpzOptions } from './encode-npz.ts'
export {
  type EncodeOptions,
  encodeSafetensors,
  safetensorsStream,
  type Tensors,
} from './encode-safetensors.ts'
export { FormatError } from './errors.ts'
export { encodeNpy, type NpyOptions, readNpy, readNpyRaw } from './npy.ts'
export { NpzFile, openNpz } from './npz.ts'
export type { RawTensor } from './raw-tensor.ts'
export type { ReadOptions } from './read-tensor.ts'
export { openSafetensors, SafetensorsFile, type TensorArchive } from './safetensors-file.ts'
export type { TensorInfo } from './safetensors-header.ts'
export { openSharded, ShardedSafetensors } from './sharded-safetensors.ts'
export { httpSource, type Source, type SourceLike } from './source.ts'
export { streamSafetensors } from './stream-safetensors.ts'
