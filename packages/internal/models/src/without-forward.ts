import { message } from '@nn/check'
import { Module } from '@nn/layers'

/** The error of a module whose function is not ported. */
export function refuseForward(module: Module): never {
  const cure = 'take its weights by stateDict() to where the function is'
  throw new TypeError(message(module.label, 'a port of its forward', 'its start alone', cure))
}

/** A module whose original's parameters and start are ported, and not its function. */
export abstract class WithoutForward extends Module {
  override forward(): never {
    return refuseForward(this)
  }
}
