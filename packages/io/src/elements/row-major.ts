import { product } from './shape.ts'

/** The strides, in elements, of an array whose first axis varies fastest. */
export function columnMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => product(shape.slice(0, axis)))
}

/** Elements of `width` bytes in column-major order, brought into row-major order. */
export function rowMajor(bytes: Uint8Array, shape: readonly number[], width: number): Uint8Array {
  const axes = shape.map((length, axis) => ({ length, stride: product(shape.slice(0, axis)), index: 0 }))
  axes.reverse()
  const out = new Uint8Array(bytes.length)
  let from = 0
  for (let to = 0; to < out.length; to += width) {
    out.set(bytes.subarray(from * width, (from + 1) * width), to)
    for (const axis of axes) {
      from += axis.stride
      axis.index++
      if (axis.index < axis.length) break
      from -= axis.stride * axis.length
      axis.index = 0
    }
  }
  return out
}
