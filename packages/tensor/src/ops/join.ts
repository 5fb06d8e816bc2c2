import { message, showShape, wrongKind } from '@nn/check'
import type { DType } from '../dtype/dtype.ts'
import { promote } from '../dtype/promote.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { normalizeAxis } from '../shape/axes.ts'
import { item } from '../shape/item.ts'
import { sameShape } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'
import { resultLike } from './results.ts'

/**
 * The tensors one behind the other along an axis: `[…, n₁, …], […, n₂, …] → […, n₁ + n₂, …]`. The dtype is the
 * largest of theirs.
 *
 * @param axis Negative to count from the end. Default 0.
 * @throws TypeError unless all are tensors, RangeError for none of them or an axis that they do not have; ShapeError if other
 * axes differ.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { concat } from '@nn/tensor'
 * concat([cpu.tensor([[1, 2]]), cpu.tensor([[3, 4]])]).toNested() // => [[1, 2], [3, 4]]
 * concat([cpu.tensor([[1, 2]]), cpu.tensor([[3]])], -1).toNested() // => [[1, 2, 3]]
 * concat([cpu.ones([2]), cpu.ones([2, 2])]) // throws /equal shapes but for axis 0/
 * ```
 */
export function concat(tensors: readonly Tensor[], axis: number = 0): Tensor {
  const first = checkTensors('concat', tensors)
  const at = normalizeAxis('concat', axis, first.ndim)
  const rest = (x: Tensor): readonly number[] => x.shape.toSpliced(at, 1)
  for (const x of tensors) {
    if (x.ndim !== first.ndim || !sameShape(rest(x), rest(first))) {
      const got = `${showShape(first.shape)} and ${showShape(x.shape)}`
      throw shapeError('concat', `equal shapes but for axis ${axis}`, got)
    }
  }
  const length = tensors.reduce((sum, x) => sum + item(x.shape, at), 0)
  const dtype = tensors.reduce<DType>((widest, x) => promote(widest, x.dtype), first.dtype)
  const out = resultLike(first, first.shape.with(at, length), dtype)
  let start = 0
  for (const x of tensors) {
    const end = start + item(x.shape, at)
    const selection = first.shape.map((_, k) => (k === at ? ([start, end] as const) : null))
    out.slice(...selection).copy_(castTo(x, dtype))
    start = end
  }
  return out
}

/**
 * The tensors, of one shape, along a new axis: k times `[…] → [k, …]`.
 *
 * @param axis Of the result, negative to count from the end. Default 0.
 * @throws TypeError unless all are tensors, RangeError for none of them or an axis out of range; ShapeError if shapes differ.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { stack } from '@nn/tensor'
 * stack([cpu.tensor([1, 2]), cpu.tensor([3, 4])], 1).toNested() // => [[1, 3], [2, 4]]
 * stack([]) // throws /at least one tensor/
 * ```
 */
export function stack(tensors: readonly Tensor[], axis: number = 0): Tensor {
  const first = checkTensors('stack', tensors)
  const at = normalizeAxis('stack', axis, first.ndim + 1)
  for (const x of tensors) {
    if (sameShape(x.shape, first.shape)) continue
    const got = `${showShape(first.shape)} and ${showShape(x.shape)}`
    throw shapeError('stack', 'tensors of one shape', got)
  }
  return concat(
    tensors.map((x) => x.unsqueeze(at)),
    at,
  )
}

/** Returns the first tensor; throws unless all are tensors, and there is one. */
function checkTensors(where: string, tensors: readonly Tensor[]): Tensor {
  if (!Array.isArray(tensors) || !Array.from(tensors).every(isTensor)) {
    throw wrongKind(where, 'an array of tensors', tensors)
  }
  const [first] = tensors
  if (first === undefined) throw new RangeError(message(where, 'at least one tensor', 'none'))
  return first
}
