import { Module } from '@nn/layers'
import type { Tensor } from '@nn/tensor'

/** torchvision's `Permute`, which counts among the layers of a `Sequential`. */
export class Permute extends Module {
  readonly axes: readonly number[]

  constructor(...axes: readonly number[]) {
    super()
    this.axes = axes
  }

  override forward(x: Tensor): Tensor {
    return x.permute(this.axes)
  }
}
