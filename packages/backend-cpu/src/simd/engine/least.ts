import type { Strided, UnaryOp } from '@nn/tensor'

/** The sizes from which on the copies into the engine's memory, and its compilation, are worth it. */
export interface Least {
  /** The products of a matrix product. */
  readonly products: number
  /** The elements of any other operation. */
  readonly elements: number
  /** The elements of a costly function. */
  readonly costly: number
  /** The elements that lie at a constant distance, or for elementwise operations in rows that do. */
  readonly row: number
}

/** The sizes of `cpu`. The choice depends on sizes and strides alone, so that the same call always gives the same bits. */
export const USUAL: Least = { products: 16384, elements: 1024, costly: 256, row: 64 }

/** The functions that take longer than copying their elements into the engine's memory, or to a helper, and back. */
export const COSTLY: readonly UnaryOp[] = [
  ...(['exp', 'expm1', 'log', 'log1p', 'tanh', 'sigmoid', 'silu', 'gelu', 'softplus', 'erf'] as const),
  ...(['sin', 'cos', 'tan'] as const),
]

/** Whether elements are of float32. */
export const isSingle = (x: Strided): boolean => x.dtype === 'float32'
/** Whether elements are of bool. */
export const isBool = (x: Strided): boolean => x.dtype === 'bool'
/** Whether elements are of float32 or bool. */
export const isSingleOrBool = (x: Strided): boolean => isSingle(x) || isBool(x)

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}
