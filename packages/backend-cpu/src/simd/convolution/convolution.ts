import type { Strided } from '@nn/tensor'
import { copy } from '../../kernels/copy.ts'
import { EACH_ROW, type Product } from '../engine/product.ts'
import { type Epilogue, readBias, round } from '../products/matmul.ts'
import type { Axis, Source } from './axis.ts'
import type { Box } from './box.ts'
import { rowMajor } from './plane.ts'
import { storeRows } from './rows.ts'

/** A convolution, cut into axes. */
export interface Convolution {
  readonly product: Product
  readonly axes: readonly Axis[]
  readonly source: Source
  readonly weight: Strided
  readonly out: Strided
  readonly epilogue: Epilogue
  readonly groups: number
  /** The units of a group. */
  readonly units: number
  /** The channels of a group. */
  readonly channels: number
  /** The terms of a sum: channels times elements of the kernel. */
  readonly terms: number
}

/** Copies the weights of some units. */
export function copyFilters(to: Product['stage'], weight: Strided, first: number, rows: number): void {
  const shape = weight.shape.with(0, rows)
  const { data, dtype, strides, offset } = weight
  copy(
    { data, dtype, shape, strides, offset: offset + first * strides[0]! },
    { data: to, dtype, shape, strides: rowMajor(shape), offset: 0 },
  )
}

/** Adds the bias to sums of some units for windows of these counts, and stores those of the box in the result. */
export function finish(
  task: Convolution,
  unit: number,
  rows: number,
  padded: number,
  { first, count }: Box,
  counts: readonly number[],
): void {
  const { product, axes, out, epilogue } = task
  const { bias, rectified = false, activate } = epilogue
  const { stage, kernels } = product
  const strides = rowMajor([rows, ...counts])
  const width = strides[0]!
  if (bias !== undefined) readBias(product.bias, bias, unit, rows)
  kernels.finish(padded, rows, width, bias === undefined ? 0 : EACH_ROW, rectified)
  activate?.(stage.byteOffset, round(rows * width, 16))
  const at = axes.reduce((sum, { to }, k) => sum + first[k]! * to, out.offset + unit * out.strides[1]!)
  if (storeRows(task, rows, { first, count }, counts, at)) return
  const shape = [rows, ...count]
  copy(
    { data: stage, dtype: out.dtype, shape, strides, offset: 0 },
    {
      data: out.data,
      dtype: out.dtype,
      shape,
      strides: [out.strides[1]!, ...axes.map(({ to }) => to)],
      offset: at,
    },
  )
}
