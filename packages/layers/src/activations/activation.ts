import type { Tensor } from '@nn/tensor'

/** A function from a tensor to one of the same shape. */
export type Activation = (x: Tensor) => Tensor
