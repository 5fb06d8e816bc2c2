import type { UnaryModule } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { Elementwise } from '../theory/expectation.ts'

/** What a stage does, one after the other, in the words of theory. */
export type Part =
  /** A weight with its bias, by the path of their module. */
  | { readonly kind: 'linear'; readonly path: string }
  | { readonly kind: 'activation'; readonly of: Elementwise }
  /** x + branch(x). */
  | { readonly kind: 'residual'; readonly branch: readonly Part[] }
  /** What theory says nothing of, such as attention. */
  | { readonly kind: 'other' }

/** A part of a network whose result is measured: a linear layer with its activation, or a block. */
export interface Stage {
  /** Path of the module whose parameters it has. */
  readonly path: string
  /** 1 for the first stage. */
  readonly layer: number
  /** In a few words, such as `Dense 100 → 100, tanh`. */
  readonly label: string
  readonly parts: readonly Part[]
  /** What its activation is applied to; undefined where none ends the stage. */
  readonly before: ((x: Tensor) => Tensor) | undefined
  /** The result. */
  readonly run: (x: Tensor) => Tensor
}

/** A network as the lab sees it; running the stages one after the other is its forward. */
export interface LabNetwork {
  readonly net: UnaryModule
  readonly stages: readonly Stage[]
  /** Of one example. */
  readonly inputShape: readonly number[]
  /** How many tokens there are, where examples are tokens and not numbers. */
  readonly vocabulary: number | undefined
  /** Path of the module whose weight is an embedding, if there is one. */
  readonly embedding: string | undefined
}
