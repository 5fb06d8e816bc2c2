import type { Module, UnaryModule } from '@nn/layers'
import type { Backend, Tensor } from '@nn/tensor'
import type { ArgReader } from '../../args.ts'
import { ACTIVATIONS } from './activations.ts'
import { ATTENTION } from './attention.ts'
import { CONVOLUTIONS } from './convolutions.ts'
import { NORMS } from './norms.ts'
import { POOLS } from './pools.ts'
import { RECURRENT } from './recurrent.ts'
import type { CreateLayer } from './runnable.ts'
import { SIMPLE } from './simple.ts'

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
    call: ({ list }) => [module.forward(list[0]!)],
  }
}

/** By the name of the class in PyTorch. */
export const LAYERS: Readonly<Record<string, CreateLayer>> = Object.fromEntries(
  Object.entries({
    ...ACTIVATIONS,
    ...ATTENTION,
    ...CONVOLUTIONS,
    ...NORMS,
    ...POOLS,
    ...RECURRENT,
    ...SIMPLE,
  }).map(([name, create]) => [`torch.nn.${name}`, create]),
)
