import { message, showShape } from '@nn/check'
import type { TensorData } from '../dtype/dtype.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { normalizeAxis } from '../shape/axes.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A tensor's elements in row-major order as lines along an axis: `outer` × `length` × `inner`. */
export interface Lines {
  readonly axis: number
  readonly outer: number
  readonly length: number
  readonly inner: number
}

/** The lines of a tensor along an axis. @throws TypeError unless x is a tensor; RangeError if it has no such axis */
export function linesOf(where: string, x: Tensor, axis: number): Lines {
  checkTensor(where, x)
  const at = normalizeAxis(where, axis, x.ndim)
  const product = (lengths: readonly number[]): number => lengths.reduce((size, length) => size * length, 1)
  return {
    axis: at,
    outer: product(x.shape.slice(0, at)),
    length: x.shape[at] ?? 1,
    inner: product(x.shape.slice(at + 1)),
  }
}

/** Calls `visit` with the place of each line's first element, in row-major order. */
export function forLines({ outer, length, inner }: Lines, visit: (start: number) => void): void {
  for (let i = 0; i < outer; i++) for (let k = 0; k < inner; k++) visit(i * length * inner + k)
}

/** @throws TypeError if a tensor is of truth values. */
export function checkNumbers(where: string, x: Tensor): void {
  if (x.dtype !== 'bool') return
  throw new TypeError(message(where, 'a tensor of numbers', x.dtype, 'cast it first'))
}

/** @throws TypeError unless indices are int32; RangeError if one is out of range, counted from the front. */
export function checkIndices(where: string, indices: Tensor, values: TensorData, count: number): void {
  if (indices.dtype !== 'int32') {
    throw new TypeError(message(where, 'indices of int32', indices.dtype, "cast('int32') them first"))
  }
  const wrong = values.find((index) => index < 0 || index >= count)
  if (wrong === undefined) return
  const expected = `indices in [0, ${count})`
  throw new RangeError(message(where, expected, `${wrong} in a tensor of shape ${showShape(indices.shape)}`))
}
