import type { DType, TensorData } from '../dtype/dtype.ts'
import type { Creation } from './creation.ts'

/**
 * Where the elements of an n-dimensional array lie in a typed array: element `[i, j, …]` is
 * `data[offset + i·strides[0] + j·strides[1] + …]`. A stride is 0 along a broadcast axis.
 */
export interface Strided {
  readonly data: TensorData
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number
}

/**
 * Elementwise functions of one argument: x and `out` are both int32 or both bool for those that map integers
 * to integers (`neg` to `square`, `relu`; never `neg` of bool), else both of one floating dtype.
 */
export type UnaryOp =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'square'
  | 'sqrt'
  | 'reciprocal'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'tanh'
  | 'erf'
  | 'relu'
  | 'sigmoid'
  | 'gelu'
  | 'silu'
  | 'softplus'

/** The functions that `linear` and `convolve` can apply to their sums before they are stored. */
export type ActivationOp = Extract<UnaryOp, 'relu' | 'sigmoid' | 'tanh' | 'gelu' | 'silu' | 'softplus'>

/** The gradients of functions whose slope follows from their value. */
export type SlopeOp = 'reluSlope' | 'sigmoidSlope' | 'tanhSlope'

/** Elementwise questions about one argument of any dtype; the result is bool. */
export type TestOp = 'isNaN' | 'isFinite' | 'logicalNot'

/**
 * Elementwise functions of two arguments of the dtype of `out`, or bool, which is then 0 or 1. Of two bools, `add` is or and `mul` is and, while
 * `sub`, `pow` and `remainder` do not occur; `div` occurs for floats only. int32 wraps modulo 2³².
 */
export type BinaryOp = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'remainder' | 'maximum' | 'minimum'

/** Elementwise questions about two arguments of one dtype; the result is bool. */
export type CompareOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'logicalAnd' | 'logicalOr' | 'logicalXor'

/**
 * Reductions over the trailing axes. Floats are accumulated in double precision and rounded once to the dtype
 * of `out`, which may be wider than that of x; `sum` and `prod` into int32 wrap modulo 2³²; `mean` and
 * `sumSquares` take floats, and the mean of nothing is NaN; `max` and `min` take at least one element and
 * propagate NaN; `any` and `all` take every dtype to bool.
 */
export type ReduceOp = 'sum' | 'mean' | 'prod' | 'max' | 'min' | 'sumSquares' | 'any' | 'all'

/** Reductions to the index along the last axis of the first largest or smallest element; NaN is both. */
export type ArgReduceOp = 'argmax' | 'argmin'

/** Where the windows of a convolution lie in its input: a number for each axis of the kernel. */
export interface Windows {
  /** How far the first window begins in front of the input, over zeros; behind its first element if negative. */
  readonly before: readonly number[]
  /** The distance of neighbouring windows. */
  readonly stride: readonly number[]
  /** The distance of neighbouring elements of a window. */
  readonly dilation: readonly number[]
  /** The parts into which the channels are cut. */
  readonly groups: number
}

/** Writes a function of the elements of `x` to `out`. */
export type UnaryKernel = (x: Strided, out: Strided) => void

/** Writes a function of the elements of `a` and `b` to `out`. */
export type BinaryKernel = (a: Strided, b: Strided, out: Strided) => void

/** Reduces the last `axes` axes of `x`; `out` has the shape of the axes that stay. */
export type ReduceKernel = (x: Strided, axes: number, out: Strided) => void

/**
 * The contract of a backend. Every record is exhaustive: a missing kernel is a compile error.
 *
 * What a kernel may rely on, because the caller checked it: operands were broadcast to one shape (with zero
 * strides) and cast to one dtype; `out` has the result's shape and dtype; `out` is either apart from every
 * operand in memory or is laid out exactly as the operand that it shares its storage with; strides may be
 * negative, shapes may hold zeros, and scalars have shape `[]`. What it promises: every element of `out` is
 * written, and nothing else.
 *
 * `backendConformance` of this repository checks a backend against all of this.
 */
export interface Kernels {
  /** The name that `tensor.backend.name` shows. */
  readonly name: string
  readonly unary: Readonly<Record<UnaryOp, UnaryKernel>>
  /**
   * `out = g·f′(x)` of g and y = f(x), all of one floating dtype, in double precision: of relu g, but 0 where y ≤ 0; of sigmoid
   * g·y·(1 − y); of tanh g·(1 − y²).
   */
  readonly slope: Readonly<Record<SlopeOp, BinaryKernel>>
  readonly test: Readonly<Record<TestOp, UnaryKernel>>
  readonly binary: Readonly<Record<BinaryOp, BinaryKernel>>
  readonly compare: Readonly<Record<CompareOp, BinaryKernel>>
  readonly reduce: Readonly<Record<ReduceOp, ReduceKernel>>
  /** `out` is int32 and has the shape of `x` without its last axis, which is not empty. */
  readonly argReduce: Readonly<Record<ArgReduceOp, UnaryKernel>>
  /** `out = condition ? a : b`; the condition is bool. */
  readonly where: (condition: Strided, a: Strided, b: Strided, out: Strided) => void
  /** `[…batch, m, k] × […batch, k, n] → […batch, m, n]` in floats or int32; batches were broadcast. */
  readonly matmul: BinaryKernel
  /**
   * The product of `matmul` in floats, with the same bits everywhere. Each element is the sum from 0 of its products in ascending k, every product and every sum rounded to the dtype: none is fused or wider. In
   * float64 that is one sum; in float32 each 256 terms are a sum of their own, and these are added up in order.
   */
  readonly orderedMatmul: BinaryKernel
  /**
   * `out = activation(x·Wᵀ + b)`: x `[m, k]`, W `[n, k]` and b `[n]`, all of the floating dtype of `out`; as `matmul`, `add` and the
   * function one after the other.
   */
  readonly linear: (
    x: Strided,
    weight: Strided,
    bias: Strided | undefined,
    activation: ActivationOp | undefined,
    out: Strided,
  ) => void
  /**
   * `out[n, u, …t] = b[u] + Σ W[u, c, …k]·x[n, g·channels + c, …(t·stride + k·dilation − before)]`, g the group of u, and then
   * the activation: x `[n, groups·channels, …lengths]` and 0 around it, W `[units, channels, …sizes]` and b `[units]`, all of the dtype
   * of `out`, floating or, without activation, int32. There are as many windows as `out` has places; they may reach beyond x on every
   * side, and have no elements.
   */
  readonly convolve: (
    x: Strided,
    weight: Strided,
    bias: Strided | undefined,
    activation: ActivationOp | undefined,
    windows: Windows,
    out: Strided,
  ) => void
  /**
   * `out[…index, …rest] = x[indices[…index], …rest]`: rows of `x`, which has the dtype of `out`, at int32 indices in
   * [0, n).
   */
  readonly take: BinaryKernel
  /**
   * `out = exp(x) / Σ exp(x)` along the last axis, which is not empty, in floats; no exponential overflows, as x is taken from
   * its maximum.
   */
  readonly softmax: UnaryKernel
  /**
   * Mean `Σx/n` of the last `axes` axes of floats and the sum of the squared distances from it, `Σ(x − mean)²`, in double precision
   * and two passes, as a difference of large sums would cancel. The results are float64 and have the shape of the axes that stay;
   * of nothing the mean is NaN and the sum 0.
   */
  readonly moments: (x: Strided, axes: number, mean: Strided, squares: Strided) => void
  /**
   * `out = (x − mean)·factor·weight + bias` of floats, from left to right in double precision, rounded once to the dtype of `out`,
   * which is that of x. The others were broadcast and may have any floating dtype.
   */
  readonly standardize: (
    x: Strided,
    mean: Strided,
    factor: Strided,
    weight: Strided,
    bias: Strided,
    out: Strided,
  ) => void
  /**
   * Copies, casting from the dtype of `x` to that of `out`: truncated to int32, and all but 0 true for bool.
   */
  readonly copy: UnaryKernel
  /** Writes `value`, which the dtype of `out` can hold, everywhere. */
  readonly fill: (out: Strided, value: number) => void
}

/** A backend: the kernels that compute tensors, and the creation of tensors on it. */
export interface Backend extends Kernels, Creation {}
