import { grad } from '@nn/autograd'
import type { Tensor } from '@nn/tensor'

/** The greatest difference between the gradient of a number and what central differences show of it, over all elements of x, of float64. */
export function gradientError(fn: (x: Tensor) => Tensor, x: Tensor): number {
  const gradient = grad(fn)(x.clone()).reshape(-1)
  const step = 1e-5
  const errors = Array.from({ length: x.size }, (_, i) => {
    const at = (shift: number): number => {
      const moved = x.clone()
      const flat = moved.reshape(-1)
      flat.set([i], Number(flat.item(i)) + shift)
      return Number(fn(moved).item())
    }
    return Math.abs((at(step) - at(-step)) / (2 * step) - Number(gradient.item(i)))
  })
  return Math.max(...errors)
}

/** A number that depends on all elements, each in its own way. */
export function mixed(out: Tensor): Tensor {
  const weights = out.backend
    .arange(out.size)
    .add(1)
    .mul(0.37)
    .sin()
    .reshape(...out.shape)
  return out.mul(weights).sum()
}
