import { message } from '@nn/check'
import { Module } from '@nn/layers'

/** A module whose original's parameters and start are ported, and not its function. */
export abstract class WithoutForward extends Module {
  override forward(): never {
    const cure = 'take its weights by stateDict() to where the function is'
    throw new TypeError(message(this.label, 'a port of its forward', 'its start alone', cure))
  }
}
