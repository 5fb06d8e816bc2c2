import type { Moments, Tensor } from '@nn/tensor'

/** What `standardize` takes of moments: the mean, and `1/√(variance + eps)`. */
export function scaleOf({ mean, variance }: Moments, eps: number): { mean: Tensor; factor: Tensor } {
  return { mean, factor: inverseRoot(variance, eps) }
}

/** `1/√(x + eps)` in double precision. */
export function inverseRoot(x: Tensor, eps: number): Tensor {
  return x.cast('float64').add(eps).sqrt_().reciprocal_()
}

/** The last axes of a tensor, counted from the end. */
export function lastAxes(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i - count)
}
