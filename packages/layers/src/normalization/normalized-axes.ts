import { integer, showShape } from '@nn/check'
import type { DType, Tensor } from '@nn/tensor'
import { checkInput, type Labelled, wrongShape } from '../check/input.ts'
import { checkLengths, fits, type PartialShape } from '../tree/shape.ts'

/** What is normalised: so many of the last axes, or the last axes of these lengths. */
export interface NormalizedAxes {
  /**
   * Number of the last axes that are normalised together; the first input decides their lengths. Default 1.
   */
  readonly axes?: number
  /** Lengths of the last axes that are normalised together; a number for one axis. */
  readonly shape?: number | readonly number[]
}

/** Lengths of the normalised axes, null for those that the first input decides. */
export function normalizedShape(where: string, { axes = 1, shape }: NormalizedAxes): PartialShape {
  if (shape === undefined) return new Array<null>(integer(where, 'axes', axes, 1)).fill(null)
  const lengths = typeof shape === 'number' ? [shape] : shape
  checkLengths(where, lengths)
  return lengths
}

/** The lengths of an input's last axes, checked. */
export function checkNormalized(layer: Labelled, x: Tensor, dtype: DType, expected: PartialShape): number[] {
  checkInput(layer, x, dtype)
  const own = x.shape.slice(Math.max(x.ndim - expected.length, 0))
  if (fits(own, expected)) return own
  throw wrongShape(layer, `an input that ends in ${showShape(expected)}`, x)
}
