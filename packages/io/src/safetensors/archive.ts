import type { Backend, Tensor } from '@nn/tensor'
import type { RawTensor } from '../elements/raw-tensor.ts'
import type { ReadOptions } from '../elements/read-tensor.ts'
import type { TensorInfo } from './header.ts'

/** Tensors by name, each read on request: of one file, or of many shards. */
export interface TensorArchive {
  /** Dtype, shape and place of each tensor, in the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /** The strings of `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>
  /** Reads one tensor, and nothing else of the file. @throws RangeError if there is no such name */
  tensor(name: string, backend: Backend, options?: ReadOptions): Promise<Tensor>
  /** Reads one tensor as it is stored, of any dtype. @throws RangeError if there is no such name */
  raw(name: string): Promise<RawTensor>
  /** Reads all of them, one after the other: a state dict. */
  readAll(backend: Backend, options?: ReadOptions): Promise<Map<string, Tensor>>
}
