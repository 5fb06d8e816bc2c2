import type { InitLike } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import type { Module, Rule } from '@nn/layers'
import type { Backend, Tensor } from '@nn/tensor'

/** A network that the command line can name. */
export interface Model {
  /** One line of what it is. */
  readonly about: string
  /** The network, all its sizes known; a port starts itself where it is given PyTorch's session. */
  build(dialect?: TorchDialect): Module
  /** What its forward takes: one small batch. */
  inputs(backend: Backend): readonly Tensor[]
  /** How it starts, beyond what its layers do by themselves; of a port, the same in words. */
  readonly init?: InitLike
  readonly rules?: readonly Rule[]
  /** Whether it is a port of a library's model, which draws while it is constructed. */
  readonly isPort?: boolean
}
