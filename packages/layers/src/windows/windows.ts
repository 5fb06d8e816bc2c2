import type { Tensor } from '@nn/tensor'

/** How a kernel is moved over an input, a number for each of its axes. */
export interface Steps {
  readonly stride: readonly number[]
  readonly dilation: readonly number[]
}

/** How much of an input a kernel of `size` elements reaches over. */
export function reach(size: number, dilation: number): number {
  return dilation * (size - 1) + 1
}

/** The windows of the last axes as new axes: `[…, …lengths] → […, …positions, …sizes]`. */
export function windows(x: Tensor, sizes: readonly number[], { stride, dilation }: Steps): Tensor {
  const first = x.ndim - sizes.length
  return sizes.reduce(
    (view, size, i) => view.unfold(first + i, size, { step: stride[i] ?? 1, dilation: dilation[i] ?? 1 }),
    x,
  )
}
