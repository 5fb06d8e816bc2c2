import type { Values } from './framework.ts'

/** What a file says of one tensor of a model. */
export interface GoldenTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  /** Of the values' little-endian bytes in C order, as the framework stores them. */
  readonly sha256: string
  /** The bits of the first four values, in hexadecimal. */
  readonly head: readonly string[]
  /** Keras: false for moving averages and the like. */
  readonly trainable?: boolean
}

/** A whole model: the Python that builds it, and what the framework holds then. */
export interface GoldenModel {
  readonly id: string
  readonly framework: string
  /** Keras: the backend that ran. */
  readonly backend?: string
  /** Flax: `linen` or `nnx`. */
  readonly api?: string
  /** A text of digits beyond 2⁵³. */
  readonly seed: number | string
  readonly code: string
  readonly parameters: readonly GoldenTensor[]
  readonly buffers?: readonly GoldenTensor[]
  /** Groups of names that are one tensor. */
  readonly tied?: readonly (readonly string[])[]
  /** The state of the generator once the model is built, in the framework's form. */
  readonly after?: unknown
  /** Parts of the names of what a QR decomposition made. */
  readonly orthogonal?: readonly string[]
}

/** One tensor of a model that ran here. */
export interface ModelTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  readonly trainable?: boolean
  /** In the framework's own layout. */
  readonly values: Values
}

/** A model that ran here, in the form of the file. */
export interface RunModel {
  readonly parameters: readonly ModelTensor[]
  readonly buffers?: readonly ModelTensor[]
  readonly tied?: readonly (readonly string[])[]
  readonly after?: unknown
}

/** Runs the program of a model with what this repository has instead of the framework. */
export type ModelRunner = (model: GoldenModel) => RunModel
