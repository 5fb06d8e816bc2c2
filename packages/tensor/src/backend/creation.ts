import type { DType, TensorData } from '../dtype/dtype.ts'
import type { Nested } from '../nested/parse-nested.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** Options of every creation. */
export interface CreationOptions {
  /** The type of the elements. Default float32. */
  readonly dtype?: DType
}

/** Options of `tensor`. */
export interface TensorOptions extends CreationOptions {
  /**
   * The shape of the elements of a typed array or a flat array, in row-major order. Default that of the source, from which the shape of
   * nested arrays may not differ.
   */
  readonly shape?: number | readonly number[]
  /** Whether elements are copied; if not, a typed array of the right dtype is the storage itself. Default true. */
  readonly copy?: boolean
}

/** Options of `arange`. */
export interface ArangeOptions extends CreationOptions {
  /** The first number. Default 0. */
  readonly start?: number
  /** The distance of neighbours, other than 0. Default 1. */
  readonly step?: number
}

/** Options of `linspace`. */
export interface LinspaceOptions extends CreationOptions {
  /** Whether `stop` is the last number. Default true. */
  readonly endpoint?: boolean
}

/** Options of `eye`. */
export interface EyeOptions extends CreationOptions {
  /** The number of columns. Default that of the rows. */
  readonly columns?: number
}

/** The range `[low, high)`. */
export interface UniformOptions extends CreationOptions {
  /** Default 0. */
  readonly low?: number
  /** Default 1. */
  readonly high?: number
}

/** The mean and the standard deviation. */
export interface NormalOptions extends CreationOptions {
  /** Default 0. */
  readonly mean?: number
  /** Default 1. */
  readonly std?: number
}

/** A source of random numbers, such as an `Rng` of `@nn/random`. */
export interface RandomSource {
  /** Fills `out` with U[low, high). */
  uniform(out: Float32Array | Float64Array, options: { readonly low: number; readonly high: number }): unknown
  /** Fills `out` with N(mean, std²). */
  normal(out: Float32Array | Float64Array, options: { readonly mean: number; readonly std: number }): unknown
}

/** The creation of tensors on a backend. */
export interface Creation {
  /** A tensor of a number, a boolean, a nested array or a typed array. */
  tensor(source: Nested | TensorData, options?: TensorOptions): Tensor
  /** Zeros: `zeros([2, 3])`, or `zeros(2, 3)`. */
  zeros(shape: number | readonly number[], options?: CreationOptions): Tensor
  zeros(size: number, ...more: (number | CreationOptions)[]): Tensor
  /** Ones: `ones([2, 3])`, or `ones(2, 3)`. */
  ones(shape: number | readonly number[], options?: CreationOptions): Tensor
  ones(size: number, ...more: (number | CreationOptions)[]): Tensor
  /** `value` everywhere; bool for a boolean. */
  full(shape: number | readonly number[], value: number | boolean, options?: CreationOptions): Tensor
  /** 1 on the diagonal, else 0: `[rows, columns]`. */
  eye(rows: number, options?: EyeOptions): Tensor
  /** `start, start + step, …` before `stop`. */
  arange(stop: number, options?: ArangeOptions): Tensor
  /** `count` numbers evenly spaced from `start` to `stop`. */
  linspace(start: number, stop: number, count: number, options?: LinspaceOptions): Tensor
  /** U[low, high). */
  uniform(rng: RandomSource, shape: number | readonly number[], options?: UniformOptions): Tensor
  /** N(mean, std²). */
  normal(rng: RandomSource, shape: number | readonly number[], options?: NormalOptions): Tensor
}
