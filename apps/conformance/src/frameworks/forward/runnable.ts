import type { Module, UnaryModule } from '@nn/layers'
import type { Backend, Tensor } from '@nn/tensor'
import type { ArgReader } from '../../golden/args.ts'
import { at } from '../../golden/present.ts'

/** The inputs of a call. */
export interface Call {
  readonly list: readonly Tensor[]
  readonly named: ReadonlyMap<string, Tensor>
  readonly backend: Backend
}

/** One of our layers, and how it is called: results in PyTorch's order. */
export interface Runnable {
  readonly module: Module
  call(inputs: Call, args: ArgReader): readonly Tensor[]
}

/** Makes the layer that a PyTorch constructor with these arguments makes. */
export type CreateLayer = (args: ArgReader) => Runnable

/** A layer of one tensor. */
export function unary(module: UnaryModule): Runnable {
  return {
    module,
    call: ({ list }) => [module.forward(at(list, 0))],
  }
}
