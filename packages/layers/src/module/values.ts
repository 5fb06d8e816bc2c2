import { checkOptions, flag, message, type OptionNames, show, showShape } from '@nn/check'
import { type DType, isTensor, ShapeError, type Tensor } from '@nn/tensor'
import { fits, type PartialShape } from '../tree/shape.ts'

/** How given values become a parameter's or a buffer's. */
export interface LoadValueOptions {
  /** Whether the tensor itself may become the storage where there is none yet. Default false. */
  readonly assign?: boolean | undefined
  /** Whether a parameter takes the shape of the values, and keeps what made the old ones. Default false. */
  readonly resize?: boolean | undefined
}

const NAMES: OptionNames<LoadValueOptions> = { assign: true, resize: true }

/** The options of a load, checked. */
export function checkLoadOptions(
  path: string,
  options: LoadValueOptions,
): Readonly<Record<keyof LoadValueOptions, boolean>> {
  checkOptions(path, options, NAMES)
  const { assign = false, resize = false } = options
  return { assign: flag(path, 'assign', assign), resize: flag(path, 'resize', resize) }
}

/** What given values are to fit, and where they go. */
interface Target {
  readonly shape: PartialShape
  readonly dtype: DType
  /** The storage, if there is one: views and references to it stay live. */
  readonly old: Tensor | undefined
  readonly assign: boolean
}

/** Checks values; what is returned stores them, and gives the tensor that has them. */
export function storing(path: string, value: Tensor, { shape, dtype, old, assign }: Target): () => Tensor {
  if (!isTensor(value)) throw new TypeError(message(path, 'values to be a tensor', show(value)))
  if (!fits(value.shape, shape)) {
    throw new ShapeError(message(path, `values of shape ${showShape(shape)}`, showShape(value.shape)))
  }
  if (old === undefined && assign && value.dtype === dtype && value.isContiguous) return () => value
  const cast = value.dtype === dtype ? value : value.cast(dtype)
  return () => {
    if (old !== undefined) return old.copy_(cast)
    return cast === value ? value.clone() : cast
  }
}

/** The error of `parameter.data = …`, which would leave the layer with the old tensor. */
export function refuseAssignment(path: string): never {
  const cure = 'call data.copy_(values), or loadStateDict'
  throw new TypeError(message(path, 'values to be written into data', 'an assignment to data', cure))
}
