import { message } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import type { Labelled } from '../check/input.ts'

/** How a kernel is moved over an input, a number for each of its axes. */
export interface Steps {
  readonly stride: readonly number[]
  readonly dilation: readonly number[]
}

/** How much of an input a kernel of `size` elements reaches over. */
export function reach(size: number, dilation: number): number {
  return dilation * (size - 1) + 1
}

/** Throws unless a kernel that reaches over `size` elements fits into an axis with its padding. */
export function checkReach(layer: Labelled, axis: number, padded: number, size: number): void {
  if (padded >= size) return
  const expected = `at least ${size} elements along axis ${axis} with padding`
  throw new ShapeError(message(layer.label, expected, String(padded), 'give it padding'))
}

/** The windows of the last axes as new axes: `[…, …lengths] → […, …positions, …sizes]`. */
export function windows(x: Tensor, sizes: readonly number[], { stride, dilation }: Steps): Tensor {
  const first = x.ndim - sizes.length
  return sizes.reduce(
    (view, size, i) => view.unfold(first + i, size, { step: stride[i] ?? 1, dilation: dilation[i] ?? 1 }),
    x,
  )
}
