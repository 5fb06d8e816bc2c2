import type { Tensor } from '@nn/tensor'

/** Inputs and the class of each. */
export interface Examples {
  readonly about: string
  readonly x: Tensor
  /** int32 */
  readonly labels: Tensor
}
