import { cpu } from '@nn/backend-cpu'
import type { Tensor } from '@nn/tensor'
import type { Values } from '../../../golden/framework.ts'
import { raised } from '../../../python/errors.ts'
import { PyClass, PyObject } from '../../../python/objects.ts'
import { isNumber, typeName } from '../../../python/values.ts'
import { roundingTo, storedAs, type TorchType } from './dtypes.ts'

/** A tensor of a program: what is behind its object. */
export interface Held {
  data: Tensor
  type: TorchType
  requiresGrad: boolean
  /** Whether the last bits hang on an order of sums, which is PyTorch's own there. */
  isRough?: boolean
}

/** `torch.Tensor`; its methods are added where they are written. */
export const TENSOR: PyClass = new PyClass('Tensor')
/** `nn.Parameter` */
export const PARAMETER: PyClass = new PyClass('Parameter', [TENSOR])

export function isTensorObject(value: unknown): value is PyObject {
  return value instanceof PyObject && value.type.isBelow(TENSOR)
}

/** What is behind a tensor of a program. */
export function heldBy(value: unknown): Held {
  if (isTensorObject(value)) return value.held as Held
  throw raised('TypeError', `expected Tensor, got ${typeName(value)}`)
}

/** A tensor for the program. */
export function tensorObject(data: Tensor, type: TorchType, of: PyClass = TENSOR): PyObject {
  const held: Held = { data, type, requiresGrad: of === PARAMETER }
  return new PyObject(of, held)
}

/** The values of a tensor, as an array of its own type; those of 16-bit types as float32. */
export function valuesOf(tensor: PyObject): Values {
  const { data, type } = heldBy(tensor)
  const values = data.toArray()
  return type === 'int64' ? BigInt64Array.from(Array.from(values), BigInt) : values
}

/** A tensor whose last bits may be others than PyTorch's: only its shape counts. */
export function roughly(data: Tensor, type: TorchType): PyObject {
  const made = tensorObject(data, type)
  heldBy(made).isRough = true
  return made
}

/** A tensor made of others, as rough as they are. */
export function derived(
  data: Tensor,
  from: readonly Held[],
  type: TorchType = from[0]?.type ?? 'float32',
): PyObject {
  const made = tensorObject(data, type)
  if (from.some(({ isRough }) => isRough)) heldBy(made).isRough = true
  return made
}

/** A sum or a product of elements, which is exact of integers and of one element. */
export function reduced(held: Held, run: (data: Tensor) => Tensor): PyObject {
  const result = rounded(run(held.data), held.type)
  if (!held.type.includes('float') || held.data.size <= 1) return derived(result, [held])
  return roughly(result, held.type)
}

/** What is behind a tensor whose bits are PyTorch's. @throws TypeError if they need not be. */
export function exact(held: Held): Held {
  if (held.isRough) throw new TypeError('values that hang on the order of a sum are not read')
  return held
}

/** Values of a type, rounded to it. */
export function rounded(data: Tensor, type: TorchType): Tensor {
  if (type !== 'float16' && type !== 'bfloat16') return data
  const round = roundingTo(type)
  const values = data.toArray()
  if (!(values instanceof Float32Array)) throw new TypeError(`values of ${type} in ${data.dtype}`)
  return cpu.tensor(values.map(round), { shape: data.shape, copy: false })
}

/** The same values in another type, as a copy. */
export function converted({ data }: Held, type: TorchType): Tensor {
  return rounded(data.cast(storedAs(type)), type)
}

/** Sizes, given one by one, as a list, or as a shape. */
export function sizesOf(given: readonly unknown[]): number[] {
  const list = given.length === 1 && Array.isArray(given[0]) ? given[0] : given
  return list.map((size) => {
    if (!isNumber(size)) throw raised('TypeError', `sizes must be integers, not ${typeName(size)}`)
    return Number(size)
  })
}
