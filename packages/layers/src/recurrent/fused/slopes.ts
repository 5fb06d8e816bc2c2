import type { Tensor } from '@nn/tensor'

/** The gradient by x of that by `y = sigmoid(x)`. */
export function sigmoidBack(g: Tensor, y: Tensor): Tensor {
  return g.mul(y).mul(y.neg().add(1))
}

/** The gradient by x of that by `y = tanh(x)`. */
export function tanhBack(g: Tensor, y: Tensor): Tensor {
  return g.mul(y.square().neg().add(1))
}
