import { checkOptions, flag, message, type OptionNames, showShape, wrongKind } from '@nn/check'
import { castHeld } from '@nn/init/layer'
import { type Backend, type DType, isTensor, ShapeError, type Tensor, type TensorData } from '@nn/tensor'
import { optionalBackend } from '../check/options.ts'
import { fits, isKnown, type PartialShape } from '../tree/shape.ts'
import { isLost, isStorage, LOST, whyNotAdopted } from './storage.ts'

/** Values to load: a tensor, or a typed array of its elements in row-major order. */
export type Values = Tensor | TensorData

/** How given values become a parameter's or a buffer's. */
export interface LoadValueOptions {
  /** Whether the values are copied. Default true; with false the given array becomes the storage, in the place of what there was. */
  readonly copy?: boolean | undefined
  /** Whether the shape becomes that of the values; a parameter keeps what made the old ones. Default false. */
  readonly resize?: boolean | undefined
  /** Where typed arrays become tensors. Default where the values are. */
  readonly backend?: Backend | undefined
}

const NAMES: OptionNames<LoadValueOptions> = { copy: true, resize: true, backend: true }

/** The options of a load, checked. */
export function checkLoadOptions(
  path: string,
  options: LoadValueOptions,
): { readonly copy: boolean; readonly resize: boolean; readonly backend: Backend | undefined } {
  checkOptions(path, options, NAMES)
  const { copy = true, resize = false } = options
  const backend = optionalBackend(path, options.backend)
  return { copy: flag(path, 'copy', copy), resize: flag(path, 'resize', resize), backend }
}

/**
 * The tensor of given values, which shares their storage. An array has as many elements as a known shape asks for, or is a vector.
 *
 * @throws TypeError if the values are neither, or there is no backend for a typed array.
 */
export function tensorOf(
  path: string,
  values: Values,
  shape: PartialShape,
  backend: Backend | undefined,
): Tensor {
  if (isTensor(values)) return values
  if (!isStorage(values)) throw wrongKind(path, 'values to be a tensor or a typed array of a dtype', values)
  if (backend === undefined) {
    throw new TypeError(message(path, 'a backend for a typed array', 'none', 'pass { backend: cpu }'))
  }
  const isWhole = isKnown(shape) && shape.reduce((size, length) => size * length, 1) === values.length
  return backend.tensor(values, isWhole ? { shape, copy: false } : { copy: false })
}

/** What given values are to fit, and where they go. */
interface Target {
  readonly shape: PartialShape
  readonly dtype: DType
  /** The storage, if there is one: views and references to it stay live when values are copied. */
  readonly old: Tensor | undefined
  readonly copy: boolean
}

/** Checks values; what is returned stores them, and gives the tensor that has them. */
export function storing(path: string, value: Tensor, { shape, dtype, old, copy }: Target): () => Tensor {
  if (!fits(value.shape, shape)) {
    throw new ShapeError(message(path, `values of shape ${showShape(shape)}`, showShape(value.shape)))
  }
  if (!copy) {
    const reason = whyNotAdopted(value, dtype)
    if (reason === undefined) return () => value
    throw new TypeError(message(path, `${dtype} values to adopt`, reason, 'leave out copy: false'))
  }
  if (isLost(value)) throw new TypeError(message(path, 'values in memory', LOST))
  const cast = castHeld(path, value, dtype)
  return () => {
    if (old !== undefined && !isLost(old)) return old.copy_(cast)
    return cast === value ? value.clone() : cast
  }
}

/** The error of `parameter.data = …`, which would leave the layer with the old tensor. */
export function refuseAssignment(path: string): never {
  const cure = 'call data.copy_(values), or loadStateDict'
  throw new TypeError(message(path, 'values to be written into data', 'an assignment to data', cure))
}
