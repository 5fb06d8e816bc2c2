import { cpu } from '@nn/backend-cpu'
import type { Tensor } from '@nn/tensor'
import type { Int } from '../../golden/golden.ts'

/** A tensor of the file: bytes of floats, or integers. */
export interface GoldenTensor {
  readonly name?: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly f32_base64?: string
  readonly values_int?: readonly Int[]
}

/** An input: a tensor, or the very one of another name. */
type GoldenInput = Partial<GoldenTensor> & { readonly same_as?: string }

/** One call of a layer in PyTorch. */
export interface ForwardCase {
  readonly id: string
  /** Its class, as `torch.nn.Linear`. */
  readonly layer: string
  readonly args: Readonly<Record<string, unknown>>
  /** Further arguments of forward. */
  readonly call?: Readonly<Record<string, unknown>>
  readonly mode: 'train' | 'eval'
  readonly state?: Readonly<Record<string, GoldenTensor>>
  readonly inputs: readonly GoldenInput[]
  readonly outputs: readonly GoldenTensor[]
  /** The buffers that the call changed. */
  readonly state_after?: Readonly<Record<string, GoldenTensor>>
  readonly tolerance_rel: number
  readonly tolerance_abs: number
  /** Where PyTorch's own float32 is off: the answers in float64, by what they are answers for. */
  readonly unstable?: Readonly<
    Record<string, { readonly index: readonly number[]; readonly f64_base64: string }>
  >
}

/** The floats of little-endian bytes. */
export function floats(base64: string, width: 4 | 8): number[] {
  const bytes = Buffer.from(base64, 'base64')
  const read = (i: number): number => (width === 4 ? bytes.readFloatLE(4 * i) : bytes.readDoubleLE(8 * i))
  return Array.from({ length: bytes.length / width }, (_, i) => read(i))
}

/** The numbers of a tensor of the file, in row-major order. */
export function numbersOf({ f32_base64, values_int }: GoldenTensor): number[] {
  if (f32_base64 !== undefined) return floats(f32_base64, 4)
  if (values_int !== undefined) return values_int.map(Number)
  throw new TypeError('a tensor with neither f32_base64 nor values_int')
}

const DTYPES: Readonly<Record<string, 'float32' | 'int32' | 'bool'>> = {
  float32: 'float32',
  int64: 'int32',
  bool: 'bool',
}

/** A tensor of the file as one of ours; int64 becomes int32. */
export function readTensor(golden: GoldenTensor): Tensor {
  const dtype = DTYPES[golden.dtype]
  if (dtype === undefined) throw new TypeError(`a dtype that is not known: ${golden.dtype}`)
  const numbers = numbersOf(golden)
  const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }
  return cpu.tensor(arrays[dtype].from(numbers), { shape: golden.shape, dtype })
}
