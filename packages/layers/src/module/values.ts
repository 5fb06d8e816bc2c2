import { showShape } from '@nn/check'
import { type DType, ShapeError, type Tensor } from '@nn/tensor'
import type { PartialShape } from '../tree/shape.ts'

/** How given values become a parameter's. */
export interface Loaded {
  /** Whether the tensor itself may become the storage where there is none yet. Default false. */
  readonly assign?: boolean
  /** Whether the parameter takes the shape of the values, and keeps what made the old ones. Default false. */
  readonly resize?: boolean
}

/** What given values are to fit. */
interface Target extends Loaded {
  readonly shape: PartialShape
  readonly dtype: DType
  /** The storage, if there is one: views and references to it stay live. */
  readonly old: Tensor | undefined
}

/** Whether a shape is one of a parameter whose lengths may not be known yet. */
export function fits(shape: readonly number[], expected: PartialShape): boolean {
  return (
    shape.length === expected.length &&
    expected.every((length, axis) => length === null || length === shape[axis])
  )
}

/** Checks a value; what is returned stores it and says where. @throws ShapeError if it does not fit. */
export function adopt(path: string, value: Tensor, { shape, dtype, old, assign }: Target): () => Tensor {
  if (!fits(value.shape, shape)) {
    throw new ShapeError(
      `${path}: expected values of shape ${showShape(shape)}, got ${showShape(value.shape)}`,
    )
  }
  if (old === undefined && assign === true && value.dtype === dtype && value.isContiguous) return () => value
  const cast = value.dtype === dtype ? value : value.cast(dtype)
  return () => {
    if (old !== undefined) return old.copy_(cast)
    return cast === value ? value.clone() : cast
  }
}
