import type { Axes, Fans, Initializer, LayerKind, ParameterUse } from '@nn/init'
import type { Rng } from '@nn/random'
import type { Backend, DType } from '@nn/tensor'
import type { PartialShape } from '../tree/shape.ts'
import type { Choice } from './precedence.ts'

/** Computed values that are not stored yet, or a draw to remember. */
export interface Pending {
  readonly status: 'initialized' | 'deferred'
  commit(): void
}

/** A parameter, as far as initialization is concerned. */
export interface Slot {
  readonly path: string
  readonly role: string
  readonly use: ParameterUse | undefined
  readonly shape: PartialShape
  readonly axes: Axes | undefined
  readonly dtype: DType
  readonly fans: Fans | undefined
  /** Of a bias: the weight whose fan-in its laws may read. */
  readonly weight: object | undefined
  readonly paddingIndex: number | undefined
  readonly fallback: Initializer
  readonly option: Initializer | undefined
  readonly choice: Choice | undefined
  readonly isReady: boolean
  readonly isFrozen: boolean
  prepare(choice: Choice, rng: Rng | undefined, backend: Backend | undefined): Pending
}

/** A buffer, as far as initialization is concerned. */
export interface BufferSlot {
  readonly path: string
  readonly shape: PartialShape
  readonly init: Initializer
}

/** A module that owns parameters. */
export interface Owner {
  readonly path: string
  readonly kind: LayerKind | undefined
  readonly bidirectional?: boolean | undefined
  readonly takesSeed: boolean
  /** Parts that are equal but for their values. */
  readonly repeated?: readonly { readonly path: string }[] | undefined
}
