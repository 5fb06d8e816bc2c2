import type { StridedLayout, TorchArray, TorchFloat } from '@nn/random/torch'
import { at, present } from '../../golden/present.ts'

/** Shape, type and memory order of a case's tensor. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly dtype: string
  /** Absent for row-major order. */
  readonly layout?: StridedLayout
  /** Elements of the array behind it. */
  readonly storage: number
}

export type Floats = Float32Array | Float64Array

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}

/** Row-major strides. */
function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => product(shape.slice(axis + 1)))
}

/** A row-major tensor. */
export function tensor(shape: readonly number[], dtype = 'float32'): Tensor {
  return { shape, dtype, storage: product(shape) }
}

function permuted(shape: readonly number[], memoryOrder: readonly number[]): number[] {
  const strides = stridesOf(memoryOrder.map((axis) => at(shape, axis)))
  return shape.map((_, axis) => present(strides[memoryOrder.indexOf(axis)], 'strides'))
}

/**
 * The tensor that a case's `layout` describes in words; its sizes are those of the shape. `base` holds the rows, columns,
 * first and last column of the matrix that a slice is taken from.
 */
export function tensorOf(
  shape: readonly number[],
  dtype: string,
  description: string,
  base?: readonly number[],
): Tensor {
  const plain = tensor(shape, dtype)
  if (/^contiguous|^torch weight layout|^row-major/.test(description)) return plain
  const axes = shape.map((_, axis) => axis)
  if (description.startsWith('channels_last'))
    return { ...plain, layout: { shape, strides: permuted(shape, [0, ...axes.slice(2), 1]) } }
  if (description.startsWith('transposed view'))
    return { ...plain, layout: { shape, strides: permuted(shape, axes.toReversed()) } }
  const column = /^column (\d+) of torch\.\w+\(\d+, ?(\d+)\)/.exec(description)
  if (column) return slice(shape, dtype, Number(column[1]), Number(column[2]))
  const columns = /^x\[:, (\d+):\d+\] of torch\.\w+\(\d+, ?(\d+)\)/.exec(description)
  if (columns) return slice(shape, dtype, base?.[2] ?? Number(columns[1]), base?.[1] ?? Number(columns[2]))
  throw new RangeError(`a layout that is not known: ${description}`)
}

/** Columns from `first` on of a matrix with `width` columns. */
function slice(shape: readonly number[], dtype: string, first: number, width: number): Tensor {
  const strides = shape.length === 1 ? [width] : [width, 1]
  return { shape, dtype, layout: { shape, strides, offset: first }, storage: at(shape, 0) * width }
}

const KINDS: Readonly<Record<string, new (length: number) => TorchArray>> = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bfloat16: Float32Array,
  float16: Float32Array,
  float32: Float32Array,
  float64: Float64Array,
}

/** An array of the tensor's type with its storage, zeros. */
export function storageOf({ dtype, storage }: Tensor): TorchArray {
  const Kind = KINDS[dtype]
  if (!Kind) throw new RangeError(`a dtype that is not known: ${dtype}`)
  return new Kind(storage)
}

/** The same for a float type. */
export function floatsOf(tensor: Tensor): Floats {
  const out = storageOf(tensor)
  if (out instanceof Float32Array || out instanceof Float64Array) return out
  throw new RangeError(`expected a float dtype, got ${tensor.dtype}`)
}

/** The options of a fill of the tensor. */
export function floatOptions({ dtype, layout }: Tensor): { dtype: TorchFloat; layout?: StridedLayout } {
  return { dtype: dtype as TorchFloat, ...layoutOptions({ layout }) }
}

export function layoutOptions({ layout }: { layout?: StridedLayout | undefined }): {
  layout?: StridedLayout
} {
  return layout ? { layout } : {}
}

/** The elements in row-major order. */
export function logical<T extends TorchArray>(out: T, { shape, layout }: Tensor): T {
  if (!layout) return out
  const values = out.slice(0, product(shape)) as T
  const from: ArrayLike<number | bigint> = out
  const to = values as { [index: number]: number | bigint }
  const rowMajor = stridesOf(shape)
  for (let i = 0; i < values.length; i++) {
    const place = shape.reduce(
      (from, size, axis) => from + (Math.floor(i / at(rowMajor, axis)) % size) * at(layout.strides, axis),
      layout.offset ?? 0,
    )
    to[i] = at(from, place)
  }
  return values
}
