import type { Backend, Strided } from './backend.ts'
import { type DType, dtypeOf, type TensorData } from './dtype.ts'
import { checkDType, message, ShapeError, show } from './errors.ts'
import { formatTensor } from './format/format-tensor.ts'
import { markTensor } from './is-tensor.ts'
import * as layouts from './layout.ts'
import { RearrangementMethods } from './methods/rearrangement-methods.ts'
import { buildNested, type Nested } from './nested.ts'
import { castTo, contiguousData, copyAs, view } from './ops/apply.ts'
import type { Operand } from './ops/elementwise.ts'
import { allClose, type CloseOptions, type EqualOptions, equals } from './ops/equality.ts'
import { type Value, write } from './ops/write.ts'
import { type SelectionItem, select } from './selection.ts'
import { checkShape, formatShape, rowMajor, sizeOf } from './shape.ts'

/** What a tensor is made of; strides are row-major and the offset is 0 if left out. */
export interface TensorInit {
  readonly backend: Backend
  readonly data: TensorData
  /** The dtype that `data` stores, if left out. */
  readonly dtype?: DType
  readonly shape: readonly number[]
  readonly strides?: readonly number[]
  readonly offset?: number
}

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
export class Tensor extends RearrangementMethods implements Strided {
  /** Computes and makes what the methods return. */
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
   * @throws TypeError if `data` does not store `dtype`; ShapeError if an element would lie outside of `data`.
   */
  constructor({ backend, data, dtype, shape, strides, offset = 0 }: TensorInit) {
    super()
    markTensor(this)
    const stored = dtypeOf(data)
    if (stored === undefined) {
      const expected = 'data in a Float32Array, Float64Array, Int32Array or Uint8Array'
      throw new TypeError(message('Tensor', expected, show(data)))
    }
    if (dtype !== undefined && dtype !== stored) {
      checkDType('Tensor', dtype)
      throw new TypeError(message('Tensor', `data of ${dtype}`, stored, 'cast() the tensor'))
    }
    this.backend = backend
    this.data = data
    this.dtype = stored
    this.shape = frozen(checkShape('Tensor', shape))
    this.strides = strides === undefined ? Object.freeze(rowMajor(shape)) : frozen(strides)
    this.offset = offset
    this.size = sizeOf(shape)
    checkFits(this, strides === undefined)
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
    return view(this, select('at', this, indices))
  }

  /**
   * The view of the elements selected, one item for each axis from the first: `null` is all of it, a number
   * drops the axis, `[start, stop?, step?]` is a range as in NumPy, where `null` is an open end and negative
   * numbers count from the end.
   */
  slice(...selection: SelectionItem[]): Tensor {
    return view(this, select('slice', this, selection))
  }

  /** The view with axes `a` and `b` exchanged. */
  transpose(a: number = -2, b: number = -1): Tensor {
    return view(this, layouts.transpose(this, a, b))
  }

  /** The view whose axis k is axis `axes[k]`. */
  permute(...axes: number[]): Tensor {
    return view(this, layouts.permute('permute', this, axes))
  }

  /**
   * The elements in row-major order under another shape, one size of which may be -1: a view where strides
   * allow, else a copy.
   */
  reshape(...shape: number[]): Tensor {
    const inferred = layouts.inferShape(this, shape)
    const layout = layouts.reshape(this, inferred)
    return layout === undefined ? this.contiguous().reshape(...inferred) : view(this, layout)
  }

  /** The read-only view repeated along axes of size 1, and new leading ones, to `shape`. */
  expand(...shape: number[]): Tensor {
    return view(this, layouts.expand('expand', this, checkShape('expand', shape)))
  }

  /** The view without `axis`, which has size 1, or without every such axis. */
  squeeze(axis?: number): Tensor {
    return view(this, layouts.squeeze(this, axis))
  }

  /** The view with a new axis of size 1 at `axis` of the result. */
  unsqueeze(axis: number): Tensor {
    return view(this, layouts.unsqueeze(this, axis))
  }

  /** The axes from `start` to `end`, both included, made one: a view where strides allow, else a copy. */
  flatten(start: number = 0, end: number = -1): Tensor {
    return this.reshape(...layouts.flattenedShape(this, start, end))
  }

  // Reading and writing

  /** The value of the only element; a boolean for bool. */
  item(): number | boolean {
    if (this.size !== 1) {
      throw new ShapeError(
        message('item', 'exactly one element', `shape ${formatShape(this.shape)}`, 'use at(…) first'),
      )
    }
    const value = this.data[this.offset]!
    return this.dtype === 'bool' ? value !== 0 : value
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
    write('set', view(this, select('set', this, selection)), value)
    return this
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
    return this.isContiguous ? this : this.clone()
  }

  /** A copy with `dtype`: floats are truncated towards zero for int32, and other than 0 is true for bool. */
  cast(dtype: DType): Tensor {
    checkDType('cast', dtype)
    return this.dtype === dtype ? this.clone() : castTo(this, dtype)
  }

  /** Whether shape, dtype and every value are the same; NaN differs from NaN unless `equalNaN`. */
  equals(other: Tensor, options: EqualOptions = {}): boolean {
    return equals(this, other, options)
  }

  /** Whether `|this - other| <= atol + rtol·|other|` everywhere; rtol is 1e-5 and atol 1e-8 if left out. */
  allClose(other: Operand, options: CloseOptions = {}): boolean {
    return allClose(this, other, options)
  }

  // Printing

  /** The elements as NumPy prints them, then shape and dtype. */
  override toString(): string {
    return formatTensor(this)
  }

  static {
    // Node's console.log and util.inspect look for this method.
    const value = Tensor.prototype.toString
    Object.defineProperty(Tensor.prototype, Symbol.for('nodejs.util.inspect.custom'), { value })
  }
}

/** The array itself if it cannot change, else a copy that cannot. */
function frozen(array: readonly number[]): readonly number[] {
  return Object.isFrozen(array) ? array : Object.freeze([...array])
}

/** Throws unless every element lies inside of the data. */
function checkFits(tensor: Tensor, rowMajor: boolean): void {
  const { data, shape, strides, offset, size } = tensor
  if (rowMajor && offset === 0 && size <= data.length) return
  let valid = strides.length === shape.length && Number.isSafeInteger(offset)
  for (const stride of strides) valid &&= Number.isSafeInteger(stride)
  if (!valid) {
    const got = `strides ${show(strides)} and offset ${show(offset)}`
    throw new ShapeError(message('Tensor', `an integer stride for each axis of ${formatShape(shape)}`, got))
  }
  const [low, high] = layouts.extent(tensor)
  if (size > 0 && (low < 0 || high >= data.length)) {
    const expected = `data with positions ${low} to ${high} for shape ${formatShape(shape)}`
    throw new ShapeError(message('Tensor', expected, `${data.length} elements`))
  }
}
