import type { DType, TensorData } from '../dtype/dtype.ts'
import type { Nested } from '../nested/parse-nested.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** The element type of a new tensor, float32 unless said. */
export interface CreationOptions {
  readonly dtype?: DType
}

/** How `tensor` reads its source. */
export interface TensorOptions extends CreationOptions {
  /** The shape of the elements in row-major order; the source's own if left out. */
  readonly shape?: readonly number[]
  /** With `false`, a typed array of the right dtype is used as the storage itself. */
  readonly copy?: boolean
}

/** The numbers `start + i·step` before `stop`. */
export interface ArangeOptions extends CreationOptions {
  readonly start?: number
  readonly step?: number
}

/** Whether `stop` is the last number. */
export interface LinspaceOptions extends CreationOptions {
  readonly endpoint?: boolean
}

/** The number of columns, that of the rows if left out. */
export interface EyeOptions extends CreationOptions {
  readonly columns?: number
}

/** The range `[low, high)`, `[0, 1)` if left out. */
export interface UniformOptions extends CreationOptions {
  readonly low?: number
  readonly high?: number
}

/** Mean and standard deviation, 0 and 1 if left out. */
export interface NormalOptions extends CreationOptions {
  readonly mean?: number
  readonly std?: number
}

/** What fills typed arrays with random numbers; an `Rng` of `@nn/random` is one. */
export interface RandomSource {
  uniform(out: Float32Array | Float64Array, options: { readonly low: number; readonly high: number }): unknown
  normal(out: Float32Array | Float64Array, options: { readonly mean: number; readonly std: number }): unknown
}

/** How tensors are made on a backend. */
export interface Creation {
  /** The elements of a number, a boolean, a nested array or a typed array. */
  tensor(source: Nested | TensorData, options?: TensorOptions): Tensor
  /** 0 everywhere. */
  zeros(shape: readonly number[], options?: CreationOptions): Tensor
  /** 1 everywhere. */
  ones(shape: readonly number[], options?: CreationOptions): Tensor
  /** `value` everywhere; bool for a boolean. */
  full(shape: readonly number[], value: number | boolean, options?: CreationOptions): Tensor
  /** 1 on the diagonal, else 0: `[rows, columns]`. */
  eye(rows: number, options?: EyeOptions): Tensor
  /** `start, start + step, …` before `stop`. */
  arange(stop: number, options?: ArangeOptions): Tensor
  /** `count` numbers evenly spaced from `start` to `stop`. */
  linspace(start: number, stop: number, count: number, options?: LinspaceOptions): Tensor
  /** U[low, high). */
  uniform(rng: RandomSource, shape: readonly number[], options?: UniformOptions): Tensor
  /** N(mean, std²). */
  normal(rng: RandomSource, shape: readonly number[], options?: NormalOptions): Tensor
}
