import type { Backend, Strided } from '../backend/kernels.ts'
import { type DType, dtypeOf, fixedLength, type TensorData } from '../dtype/dtype.ts'
import { formatTensor } from '../format/format-tensor.ts'
import { buildNested } from '../nested/build-nested.ts'
import type { Nested } from '../nested/parse-nested.ts'
import type { Operand } from '../operands/check-operand.ts'
import { markTensor } from '../operands/is-tensor.ts'
import * as activations from '../ops/activations.ts'
import { cast, contiguous, contiguousData, copyAs, reshape } from '../ops/cast.ts'
import { binary, binaryInPlace, compare, test, unary, unaryInPlace } from '../ops/elementwise.ts'
import { allClose, type CloseOptions, type EqualOptions, equals } from '../ops/equality.ts'
import { matmul } from '../ops/matmul.ts'
import { item, primitive } from '../ops/read.ts'
import * as rearrange from '../ops/rearrange.ts'
import type { Axes, NormOptions, ReduceOptions, VarianceOptions } from '../ops/reduce.ts'
import * as reductions from '../ops/reduce.ts'
import { view } from '../ops/results.ts'
import { set, type Value, write } from '../ops/write.ts'
import * as layouts from '../shape/layout.ts'
import { rowMajorLayout } from '../shape/row-major-layout.ts'
import { at, type SelectionItem, select } from '../shape/selection.ts'
import { checkNdim, checkShape, type Listed, listOf, sizeOf } from '../shape/shape.ts'
import { checkInit, type TensorInit } from './tensor-init.ts'

/**
 * An n-dimensional array: element `[i, j, …]` is `data[offset + i·strides[0] + j·strides[1] + …]`.
 *
 * The layout never changes; the data is live. Views (`at`, `slice`, `transpose`, `permute`, `reshape`,
 * `expand`, `squeeze`, `unsqueeze`, `flatten`) share it, so that what is written through one is read through
 * all. Methods that end in `_`, and `set`, write in place; all others make a new tensor on the same backend.
 * Shapes broadcast as in NumPy.
 *
 * The dtype of a result is the larger in bool < int32 < float32 < float64. A number has a kind but no width:
 * it makes float32 of int32 if it is no integer of 32 bits, int32 of bool, and leaves floats alone. An
 * operation in place never changes the dtype of its target. Values of float32 are computed in double
 * precision and rounded once; int32 is exact modulo 2³².
 *
 * Tensors are usually made by a backend: `cpu.tensor([[1, 2], [3, 4]])`, `cpu.zeros([2, 4])`. Operands of two
 * backends are computed by that of the first, as all backends keep their elements in ordinary typed arrays.
 *
 * @throws ShapeError where shapes do not fit, TypeError for operands of the wrong kind or dtype, RangeError
 * for axes and indices that do not exist and for extremes of nothing. What a failing call would have written
 * keeps its old values.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.tensor([[1, 2], [3, 4]])
 * x.at(0).mul_(10)
 * x.add(cpu.tensor([1, -1])).toNested() // => [[11, 19], [4, 3]]
 * x.mean(0).toNested() // => [6.5, 12]
 * String(x.at(1)) // => 'tensor([3., 4.], shape=[2], dtype=float32)'
 * ```
 */
export class Tensor implements Strided {
  /** The backend that computes what the methods return. */
  readonly backend: Backend
  /** The storage, shared with the views; not all of it need belong to this tensor. */
  readonly data: TensorData
  /** The type of the elements. */
  readonly dtype: DType
  /** The number of elements along each axis; frozen. */
  readonly shape: readonly number[]
  /** The distance in `data` between neighbours along each axis; 0 where an axis is repeated; frozen. */
  readonly strides: readonly number[]
  /** The position in `data` of the first element. */
  readonly offset: number
  /** The number of elements. */
  readonly size: number

  /**
   * A tensor on given storage, which it shares.
   *
   * @throws TypeError for parts that a tensor does not have, no backend, or data that does not store `dtype`; ShapeError if an
   * element would lie outside of `data`.
   */
  constructor(init: TensorInit)
  /** @internal */
  constructor(init: TensorInit, checked: typeof CHECKED)
  constructor(init: TensorInit, checked?: typeof CHECKED) {
    const isChecked = checked === CHECKED
    const dtype = isChecked ? dtypeOf(init.data) : checkInit(init)
    const { backend, data, shape, strides, offset = 0 } = init
    checkNdim('tensor', shape.length)
    markTensor(this)
    if (!isChecked) makePrintable()
    this.backend = backend
    this.data = isChecked ? data : fixedLength(data)
    this.dtype = dtype
    const layout = strides === undefined ? rowMajorLayout(shape) : undefined
    this.shape = layout?.shape ?? frozen(shape)
    this.strides = layout?.strides ?? frozen(strides ?? [])
    this.offset = offset
    this.size = layout?.size ?? sizeOf(shape)
  }

  /**
   * A tensor of parts that were checked: what operations make their results by, so that they need not import this class, and that
   * those of tensors of another copy of this package belong to that copy.
   *
   * @internal
   */
  make(init: TensorInit): Tensor {
    return makeTensor(init)
  }

  /** The number of axes. */
  get ndim(): number {
    return this.shape.length
  }

  /** Whether the elements lie row-major without gaps. */
  get isContiguous(): boolean {
    return layouts.isContiguous(this)
  }

  // Views

  /**
   * The view at leading indices: `at(i)` is row i; with an index for every axis it is 0-d. Negative indices
   * count from the end.
   */
  at(...indices: number[]): Tensor {
    return view(this, at('at', this, indices))
  }

  /**
   * The view of the elements selected, one item for each axis from the first: `null` is all of it, a number
   * drops the axis, `[start, stop?, step?]` is a range as in NumPy, where `null` is an open end and negative
   * numbers count from the end.
   */
  slice(...selection: SelectionItem[]): Tensor {
    return view(this, select('slice', this, selection))
  }

  /** The view with two axes exchanged, by default the last two. */
  transpose(...axes: Listed): Tensor {
    return view(this, layouts.transpose(this, listOf(axes)))
  }

  /** The view whose axis k is axis `axes[k]`: `permute(1, 0)`, or `permute([1, 0])`. */
  permute(...axes: Listed): Tensor {
    return view(this, layouts.permute('permute', this, listOf(axes)))
  }

  /**
   * The elements in row-major order under another shape, one size of which may be -1: a view where strides
   * allow, else a copy. `reshape(2, 3)`, or `reshape([2, 3])`.
   */
  reshape(...shape: Listed): Tensor {
    return reshape(this, layouts.inferShape(this, listOf(shape)))
  }

  /**
   * The read-only view repeated along axes of size 1, and new leading ones, to `shape`: `expand(2, 3)`, or
   * `expand([2, 3])`.
   */
  expand(...shape: Listed): Tensor {
    return view(this, layouts.expand('expand', this, checkShape('expand', listOf(shape))))
  }

  /** The view without `axes`, which have size 1, or without every such axis: `squeeze(0, 2)`, or `squeeze([0, 2])`. */
  squeeze(...axes: Listed): Tensor {
    return view(this, layouts.squeeze(this, axes.length === 0 ? undefined : listOf(axes)))
  }

  /** The view with new axes of size 1 at `axes` of the result: `unsqueeze(0, 2)`, or `unsqueeze([0, 2])`. */
  unsqueeze(...axes: Listed): Tensor {
    return view(this, layouts.unsqueeze(this, listOf(axes)))
  }

  /** The axes from `start` to `end`, both included, made one: a view where strides allow, else a copy. */
  flatten(start: number = 0, end: number = -1): Tensor {
    return reshape(this, layouts.flattenedShape(this, start, end))
  }

  // Reading and writing

  /**
   * The value of the only element, or, with an index for each axis, of that one, without making a view; a boolean for bool. Negative
   * indices count from the end.
   */
  item(...indices: number[]): number | boolean {
    return item(this, indices)
  }

  /** A row-major copy of the elements. */
  toArray(): TensorData {
    return contiguousData(this).slice()
  }

  /** The elements as nested arrays of numbers, or booleans for bool. */
  toNested(): Nested {
    return buildNested(contiguousData(this), this.shape, this.dtype)
  }

  /**
   * Writes `value`, repeated as needed, to the elements selected as by `slice`: `w.set([0, 0], 42)`,
   * `w.set([[0, 2], null], row)`.
   */
  set(selection: readonly SelectionItem[], value: Value): Tensor {
    return set(this, selection, value)
  }

  /** Writes `value` everywhere. */
  fill_(value: number | boolean): Tensor {
    return write('fill_', this, value)
  }

  /** Writes the elements of `source`, repeated as needed. */
  copy_(source: Value): Tensor {
    return write('copy_', this, source)
  }

  /** A contiguous copy of its own. */
  clone(): Tensor {
    return copyAs(this, this.dtype)
  }

  /** The tensor itself if it is contiguous, else a contiguous copy. */
  contiguous(): Tensor {
    return contiguous(this)
  }

  /**
   * A copy with `dtype`: floats are truncated towards zero for int32, other than 0 is true for bool, and for float32 values are rounded,
   * those beyond its range to infinity, as in arithmetic.
   */
  cast(dtype: DType): Tensor {
    return cast(this, dtype)
  }

  /** Whether shape, dtype and every value are the same; NaN differs from NaN unless `equalNaN`. */
  equals(other: Tensor, options?: EqualOptions): boolean {
    return equals(this, other, options)
  }

  /** Whether `|this - other| <= atol + rtol·|other|` everywhere; rtol is 1e-5 and atol 1e-8 if left out. */
  allClose(other: Operand, options?: CloseOptions): boolean {
    return allClose(this, other, options)
  }

  // Arithmetic

  /** this + other; or of two bools. */
  add(other: Operand): Tensor {
    return binary('add', this, other)
  }

  /** `add` in place. */
  add_(other: Operand): Tensor {
    return binaryInPlace('add', this, other)
  }

  /** this − other. */
  sub(other: Operand): Tensor {
    return binary('sub', this, other)
  }

  /** `sub` in place. */
  sub_(other: Operand): Tensor {
    return binaryInPlace('sub', this, other)
  }

  /** this · other; and of two bools. */
  mul(other: Operand): Tensor {
    return binary('mul', this, other)
  }

  /** `mul` in place. */
  mul_(other: Operand): Tensor {
    return binaryInPlace('mul', this, other)
  }

  /** this ÷ other, in floating point. */
  div(other: Operand): Tensor {
    return binary('div', this, other)
  }

  /** `div` in place. */
  div_(other: Operand): Tensor {
    return binaryInPlace('div', this, other)
  }

  /** this to the power of other; of int32 modulo 2³² and truncated towards zero. */
  pow(other: Operand): Tensor {
    return binary('pow', this, other)
  }

  /** `pow` in place. */
  pow_(other: Operand): Tensor {
    return binaryInPlace('pow', this, other)
  }

  /** this − other·⌊this ÷ other⌋, with the sign of other; of int32 by 0 it is 0. */
  remainder(other: Operand): Tensor {
    return binary('remainder', this, other)
  }

  /** `remainder` in place. */
  remainder_(other: Operand): Tensor {
    return binaryInPlace('remainder', this, other)
  }

  /** The larger of the two; NaN if one is. */
  maximum(other: Operand): Tensor {
    return binary('maximum', this, other)
  }

  /** `maximum` in place. */
  maximum_(other: Operand): Tensor {
    return binaryInPlace('maximum', this, other)
  }

  /** The smaller of the two; NaN if one is. */
  minimum(other: Operand): Tensor {
    return binary('minimum', this, other)
  }

  /** `minimum` in place. */
  minimum_(other: Operand): Tensor {
    return binaryInPlace('minimum', this, other)
  }

  /**
   * The matrix product `[…, m, k] × […, k, n] → […, m, n]`; a vector is a row on the left and a column on the
   * right.
   */
  matmul(other: Tensor): Tensor {
    return matmul(this, other)
  }

  // Questions, whose answer is bool

  /** this = other. */
  eq(other: Operand): Tensor {
    return compare('eq', this, other)
  }

  /** this ≠ other. */
  ne(other: Operand): Tensor {
    return compare('ne', this, other)
  }

  /** this < other. */
  lt(other: Operand): Tensor {
    return compare('lt', this, other)
  }

  /** this <= other. */
  le(other: Operand): Tensor {
    return compare('le', this, other)
  }

  /** this > other. */
  gt(other: Operand): Tensor {
    return compare('gt', this, other)
  }

  /** this >= other. */
  ge(other: Operand): Tensor {
    return compare('ge', this, other)
  }

  /** Whether both are other than 0. */
  logicalAnd(other: Operand): Tensor {
    return compare('logicalAnd', this, other)
  }

  /** Whether one is other than 0. */
  logicalOr(other: Operand): Tensor {
    return compare('logicalOr', this, other)
  }

  /** Whether exactly one is other than 0. */
  logicalXor(other: Operand): Tensor {
    return compare('logicalXor', this, other)
  }

  /** Whether x is 0. */
  logicalNot(): Tensor {
    return test('logicalNot', this)
  }

  /** Whether x is NaN. */
  isNaN(): Tensor {
    return test('isNaN', this)
  }

  /** Whether x is neither infinite nor NaN. */
  isFinite(): Tensor {
    return test('isFinite', this)
  }

  // Functions of each element

  /** −x. */
  neg(): Tensor {
    return unary('neg', this)
  }

  /** `neg` in place. */
  neg_(): Tensor {
    return unaryInPlace('neg', this)
  }

  /** |x|. */
  abs(): Tensor {
    return unary('abs', this)
  }

  /** `abs` in place. */
  abs_(): Tensor {
    return unaryInPlace('abs', this)
  }

  /** −1, 0 or 1; ±0 and NaN stay. */
  sign(): Tensor {
    return unary('sign', this)
  }

  /** `sign` in place. */
  sign_(): Tensor {
    return unaryInPlace('sign', this)
  }

  /** The largest integer <= x. */
  floor(): Tensor {
    return unary('floor', this)
  }

  /** `floor` in place. */
  floor_(): Tensor {
    return unaryInPlace('floor', this)
  }

  /** The smallest integer >= x. */
  ceil(): Tensor {
    return unary('ceil', this)
  }

  /** `ceil` in place. */
  ceil_(): Tensor {
    return unaryInPlace('ceil', this)
  }

  /** The nearest integer, the even one of two. */
  round(): Tensor {
    return unary('round', this)
  }

  /** `round` in place. */
  round_(): Tensor {
    return unaryInPlace('round', this)
  }

  /** The integer part. */
  trunc(): Tensor {
    return unary('trunc', this)
  }

  /** `trunc` in place. */
  trunc_(): Tensor {
    return unaryInPlace('trunc', this)
  }

  /** x². */
  square(): Tensor {
    return unary('square', this)
  }

  /** `square` in place. */
  square_(): Tensor {
    return unaryInPlace('square', this)
  }

  /** √x. */
  sqrt(): Tensor {
    return unary('sqrt', this)
  }

  /** `sqrt` in place. */
  sqrt_(): Tensor {
    return unaryInPlace('sqrt', this)
  }

  /** 1 / x. */
  reciprocal(): Tensor {
    return unary('reciprocal', this)
  }

  /** `reciprocal` in place. */
  reciprocal_(): Tensor {
    return unaryInPlace('reciprocal', this)
  }

  /** eˣ. */
  exp(): Tensor {
    return unary('exp', this)
  }

  /** `exp` in place. */
  exp_(): Tensor {
    return unaryInPlace('exp', this)
  }

  /** eˣ − 1, exact near 0. */
  expm1(): Tensor {
    return unary('expm1', this)
  }

  /** `expm1` in place. */
  expm1_(): Tensor {
    return unaryInPlace('expm1', this)
  }

  /** ln x. */
  log(): Tensor {
    return unary('log', this)
  }

  /** `log` in place. */
  log_(): Tensor {
    return unaryInPlace('log', this)
  }

  /** ln(1 + x), exact near 0. */
  log1p(): Tensor {
    return unary('log1p', this)
  }

  /** `log1p` in place. */
  log1p_(): Tensor {
    return unaryInPlace('log1p', this)
  }

  /** sin x. */
  sin(): Tensor {
    return unary('sin', this)
  }

  /** `sin` in place. */
  sin_(): Tensor {
    return unaryInPlace('sin', this)
  }

  /** cos x. */
  cos(): Tensor {
    return unary('cos', this)
  }

  /** `cos` in place. */
  cos_(): Tensor {
    return unaryInPlace('cos', this)
  }

  /** tan x. */
  tan(): Tensor {
    return unary('tan', this)
  }

  /** `tan` in place. */
  tan_(): Tensor {
    return unaryInPlace('tan', this)
  }

  /** 2/√π ∫₀ˣ exp(−t²) dt. */
  erf(): Tensor {
    return unary('erf', this)
  }

  /** `erf` in place. */
  erf_(): Tensor {
    return unaryInPlace('erf', this)
  }

  /** tanh x. */
  tanh(): Tensor {
    return unary('tanh', this)
  }

  /** `tanh` in place. */
  tanh_(): Tensor {
    return unaryInPlace('tanh', this)
  }

  // Functions that networks use between their layers

  /** max(x, 0). */
  relu(): Tensor {
    return unary('relu', this)
  }

  /** `relu` in place. */
  relu_(): Tensor {
    return unaryInPlace('relu', this)
  }

  /** 1 / (1 + e⁻ˣ). */
  sigmoid(): Tensor {
    return unary('sigmoid', this)
  }

  /** `sigmoid` in place. */
  sigmoid_(): Tensor {
    return unaryInPlace('sigmoid', this)
  }

  /** x · sigmoid(x). */
  silu(): Tensor {
    return unary('silu', this)
  }

  /** `silu` in place. */
  silu_(): Tensor {
    return unaryInPlace('silu', this)
  }

  /** ln(1 + eˣ). */
  softplus(): Tensor {
    return unary('softplus', this)
  }

  /** `softplus` in place. */
  softplus_(): Tensor {
    return unaryInPlace('softplus', this)
  }

  /** x·Φ(x) with the normal distribution function Φ, or its approximation `x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))`. */
  gelu(options?: activations.GeluOptions): Tensor {
    return activations.gelu(this, options)
  }

  /** `gelu` in place. */
  gelu_(): Tensor {
    return unaryInPlace('gelu', this)
  }

  /** x where x > 0, else slope·x. */
  leakyRelu(slope: number = 0.01): Tensor {
    return activations.leakyRelu(this, slope)
  }

  /** x where x > 0, else alpha·(eˣ − 1). */
  elu(alpha: number = 1): Tensor {
    return activations.elu(this, alpha)
  }

  /** 1.0507·elu(x, 1.6733), the constants that keep mean 0 and variance 1. */
  selu(): Tensor {
    return activations.selu(this)
  }

  /** x · tanh(softplus(x)). */
  mish(): Tensor {
    return activations.mish(this)
  }

  /** x limited to [−1, 1]. */
  hardtanh(): Tensor {
    return activations.hardtanh(this)
  }

  /** x limited to [low, high]. */
  clamp(low: number, high: number): Tensor {
    return activations.clamp(this, low, high)
  }

  /** exp(x) / Σ exp(x) along `axis`. */
  softmax(axis: number): Tensor {
    return activations.softmax(this, axis)
  }

  /** x − ln Σ exp(x) along `axis`. */
  logSoftmax(axis: number): Tensor {
    return activations.logSoftmax(this, axis)
  }

  // Reductions of axes, all of them if none are given

  /** Σ x, summed in double precision; 0 of nothing. */
  sum(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.sum('sum', this, axes, options)
  }

  /** Π x; 1 of nothing. */
  prod(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.sum('prod', this, axes, options)
  }

  /** Σ x / n; NaN of nothing. */
  mean(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.mean(this, axes, options)
  }

  /** The least element; NaN if there is one. */
  min(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.extremum('min', this, axes, options)
  }

  /** The greatest element; NaN if there is one. */
  max(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.extremum('max', this, axes, options)
  }

  /** Whether an element is other than 0. */
  any(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.truth('any', this, axes, options)
  }

  /** Whether every element is other than 0. */
  all(axes?: Axes, options?: ReduceOptions): Tensor {
    return reductions.truth('all', this, axes, options)
  }

  /** Σ (x − mean)² / (n − correction); NaN if the divisor is not positive. */
  var(axes?: Axes, options?: VarianceOptions): Tensor {
    return reductions.variance(this, axes, options)
  }

  /** √var. */
  std(axes?: Axes, options?: VarianceOptions): Tensor {
    return reductions.deviation(this, axes, options)
  }

  /** Σ|x| for ord 1, √Σx² for ord 2 (the default), max|x| for Infinity. */
  norm(axes?: Axes, options?: NormOptions): Tensor {
    return reductions.norm(this, axes, options)
  }

  /** The index of the first greatest element (or NaN) along `axis`, or into the flattened tensor. */
  argmax(axis?: number, options?: ReduceOptions): Tensor {
    return reductions.argReduce('argmax', this, axis, options)
  }

  /** The index of the first least element (or NaN) along `axis`, or into the flattened tensor. */
  argmin(axis?: number, options?: ReduceOptions): Tensor {
    return reductions.argReduce('argmin', this, axis, options)
  }

  // Rearrangement

  /**
   * The read-only view of the windows of `size` elements along `axis`, which become a new last axis:
   * `[…, n, …] → […, ⌊(n − dilation·(size − 1) − 1)/step⌋ + 1, …, size]`.
   */
  unfold(axis: number, size: number, options?: rearrange.UnfoldOptions): Tensor {
    return rearrange.unfold(this, axis, size, options)
  }

  /** A copy with `value` around it: `widths` holds `[before, after]` for each of the last axes. */
  pad(widths: readonly rearrange.PadWidths[], value: number | boolean = 0): Tensor {
    return rearrange.pad(this, widths, value)
  }

  /** The rows at int32 `indices` in [0, n): `[n, …] → [...indices.shape, …]`. */
  take(indices: Tensor): Tensor {
    return rearrange.take(this, indices)
  }

  // Printing

  /** The elements as NumPy prints them, then shape and dtype. */
  toString(): string {
    return formatTensor(this)
  }

  /** The elements as nested arrays, which is what `JSON.stringify` writes; JSON has `null` for NaN and infinities. */
  toJSON(): Nested {
    return this.toNested()
  }

  /**
   * The text in templates; the value of the only element for operators such as `+` and `>`.
   *
   * @throws ShapeError for operators unless there is exactly one element.
   */
  [Symbol.toPrimitive](hint: string): string | number | boolean {
    return primitive(this, hint)
  }
}

/** The array itself if it cannot change, else a copy that cannot. */
function frozen(array: readonly number[]): readonly number[] {
  return Object.isFrozen(array) ? array : Object.freeze([...array])
}

/** A tensor of parts that were checked. */
export function makeTensor(init: TensorInit): Tensor {
  return new Tensor(init, CHECKED)
}

/**
 * Lets Node's console.log and util.inspect print tensors. Backends call it, and the constructor: a static block would keep the class in
 * every bundle.
 */
export function makePrintable(): void {
  const { prototype } = Tensor
  const inspect = Symbol.for('nodejs.util.inspect.custom')
  if (inspect in prototype) return
  Object.defineProperty(prototype, inspect, { value: prototype.toString })
  // Vue puts no proxy around what says so; within one, each operation would be slow, and every tensor another.
  Object.defineProperty(prototype, '__v_skip', { value: true })
}

/** What marks parts that were checked. */
const CHECKED: unique symbol = /* @__PURE__ */ Symbol()
