import type { DType } from '@nn/tensor'
import { roundHalf } from '../../../internals/random.ts'

/** A type of PyTorch's tensors that programs here have. */
export type TorchType = 'bool' | 'int32' | 'int64' | 'float16' | 'bfloat16' | 'float32' | 'float64'

/** By what holds their values here; those of 16-bit types are rounded. */
const STORED: Readonly<Record<TorchType, DType>> = {
  bool: 'bool',
  int32: 'int32',
  int64: 'int32',
  float16: 'float32',
  bfloat16: 'float32',
  float32: 'float32',
  float64: 'float64',
}

/** Names of types: `torch.half` is `torch.float16`. */
export const TYPE_NAMES: Readonly<Record<string, TorchType>> = {
  bool: 'bool',
  int32: 'int32',
  int: 'int32',
  int64: 'int64',
  long: 'int64',
  float16: 'float16',
  half: 'float16',
  bfloat16: 'bfloat16',
  float32: 'float32',
  float: 'float32',
  float64: 'float64',
  double: 'float64',
}

/** What `torch.float32` is in a program. */
export class TypeObject {
  readonly name: TorchType
  readonly is_floating_point: boolean

  constructor(name: TorchType) {
    this.name = name
    this.is_floating_point = isFloat(name)
  }
}

const OBJECTS = new Map<TorchType, TypeObject>()

export function typeObject(name: TorchType): TypeObject {
  const known = OBJECTS.get(name) ?? new TypeObject(name)
  OBJECTS.set(name, known)
  return known
}

export function storedAs(type: TorchType): DType {
  return STORED[type]
}

export function isFloat(type: TorchType): boolean {
  return type.includes('float')
}

export function isHalf(type: TorchType): type is 'float16' | 'bfloat16' {
  return type === 'float16' || type === 'bfloat16'
}

/** A number as an element of a type. */
export function roundingTo(type: TorchType): (value: number) => number {
  if (isHalf(type)) {
    const round = roundHalf(type)
    return (value) => round(Math.fround(value))
  }
  return type === 'float32' ? Math.fround : (value) => value
}

const ORDER: readonly TorchType[] = ['bool', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64']

/** The type of an operation of two tensors. */
export function promoted(a: TorchType, b: TorchType): TorchType {
  if (a === b) return a
  // Neither of the 16-bit types holds the other.
  if (isHalf(a) && isHalf(b)) return 'float32'
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b
}
