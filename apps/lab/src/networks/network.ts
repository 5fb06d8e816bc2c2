import type { Module } from '@nn/layers'
import type { Tensor } from '@nn/tensor'

/** A part of a network whose result is measured: a linear layer with its activation, or a block. */
export interface Stage {
  /** Path of the module whose parameters it has. */
  readonly path: string
  /** 1 for the first stage. */
  readonly layer: number
  /** In a few words, such as `Dense 100 → 100, tanh`. */
  readonly label: string
  /** What the activation is applied to; undefined where no activation ends the stage. */
  readonly before: ((x: Tensor) => Tensor) | undefined
  /** The result. */
  readonly run: (x: Tensor) => Tensor
}

/** A network as the lab sees it; running the stages one after the other is its forward. */
export interface LabNetwork {
  readonly net: Module
  readonly stages: readonly Stage[]
  /** Of one example. */
  readonly inputShape: readonly number[]
  /** Numbers of the result. */
  readonly outputs: number
  /** The path of the embedding's weight, if there is one. */
  readonly embedding: string | undefined
}
