import type { InitLike } from '@nn/init'
import type { Module, Rule } from '@nn/layers'
import type { Backend, Tensor } from '@nn/tensor'

/** A network that the command line can name. */
export interface Model {
  /** One line of what it is. */
  readonly about: string
  /** The network, all its sizes known. */
  build(): Module
  /** What its forward takes: one small batch. */
  inputs(backend: Backend): readonly Tensor[]
  /** How it starts, beyond what its layers do by themselves. */
  readonly init?: InitLike
  readonly rules?: readonly Rule[]
}
