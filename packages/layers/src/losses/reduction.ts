import { message, oneOf, showShape } from '@nn/check'
import { isTensor, ShapeError, type Tensor } from '@nn/tensor'

/** What becomes of the losses of elements: their mean, their sum, or themselves. */
export type Reduction = 'mean' | 'sum' | 'none'

/** The options that all losses take. */
export interface LossOptions {
  /** Default `'mean'`. */
  readonly reduction?: Reduction | undefined
}

const REDUCTIONS: readonly Reduction[] = ['mean', 'sum', 'none']

/** @throws TypeError or RangeError unless it is one, or left out. */
export function reductionOf(where: string, reduction: unknown): Reduction {
  return reduction === undefined ? 'mean' : oneOf(where, 'reduction', reduction, REDUCTIONS)
}

/** The mean, the sum, or the losses themselves. */
export function reduced(losses: Tensor, reduction: Reduction): Tensor {
  return reduction === 'none' ? losses : reduction === 'sum' ? losses.sum() : losses.mean()
}

/** @throws TypeError unless a value is a tensor of floats. */
export function checkFloats(where: string, name: string, x: Tensor): void {
  if (!isTensor(x)) throw new TypeError(message(where, `${name} to be a tensor`, typeof x))
  if (x.dtype === 'float32' || x.dtype === 'float64') return
  throw new TypeError(message(where, `${name} of floats`, x.dtype, 'cast it first'))
}

/** @throws TypeError unless both are tensors of floats; ShapeError unless they have one shape. */
export function checkPair(where: string, input: Tensor, target: Tensor, name: string = 'a target'): void {
  checkFloats(where, 'an input', input)
  checkFloats(where, name, target)
  if (String(input.shape) === String(target.shape)) return
  throw new ShapeError(message(where, `${name} of shape ${showShape(input.shape)}`, showShape(target.shape)))
}
