import type { Tensor } from '@nn/tensor'

/** Mean and variance over axes that stay with length 1, in double precision. */
export interface Moments {
  readonly mean: Tensor
  /** Of the population: divided by the number of elements. */
  readonly variance: Tensor
}

/** The moments of x, in double precision and two passes: a difference of large sums would cancel. */
export function momentsOf(wide: Tensor, axes: readonly number[]): Moments {
  const mean = wide.mean(axes, { keepDims: true })
  return { mean, variance: wide.sub(mean).square_().mean(axes, { keepDims: true }) }
}

/** `(x − mean) / √(variance + eps)` in double precision. */
export function standardize(wide: Tensor, { mean, variance }: Moments, eps: number): Tensor {
  return wide.sub(mean).mul_(variance.add(eps).sqrt_().reciprocal_())
}

/** The last axes of a tensor, counted from the end. */
export function lastAxes(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i - count)
}
