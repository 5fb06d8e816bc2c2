import { type PadWidths, ShapeError, type Tensor } from '@nn/tensor'
import { type PerAxis, perAxis } from '../check/options.ts'
import { reach, type Steps } from './windows.ts'

/**
 * Zeros around an input: as many on both sides of each axis, `'valid'` for none, or `'same'` for as many as
 * make ⌈length/stride⌉ outputs, where of an odd number one more comes after.
 */
export type Padding = PerAxis | 'same' | 'valid'

/** A layer that pads its input for a kernel. */
interface Padded extends Steps {
  readonly label: string
  readonly kernelSize: readonly number[]
  readonly padding: readonly number[] | 'same'
}

/** Padding as a number for each axis, or `'same'`, checked. */
export function paddingOf(where: string, padding: Padding, rank: number): readonly number[] | 'same' {
  if (padding === 'same') return padding
  if (typeof padding === 'string' && padding !== 'valid') {
    const expected = "padding to be 'same', 'valid', one number or one for each axis"
    throw new RangeError(`${where}: expected ${expected}, got ${JSON.stringify(padding)}`)
  }
  return perAxis(where, 'padding', padding === 'valid' ? 0 : padding, rank, 0)
}

/** The zeros around an input `[n, channels, …lengths]` in which the kernel fits. */
export function paddingWidths(layer: Padded, x: Tensor): PadWidths[] {
  return layer.kernelSize.map((_, axis) => widthsAlong(layer, axis, x.shape[axis + 2]!))
}

function widthsAlong(layer: Padded, axis: number, length: number): PadWidths {
  const [size, stride, dilation] = [layer.kernelSize[axis]!, layer.stride[axis]!, layer.dilation[axis]!]
  const { padding } = layer
  const widths: PadWidths =
    padding === 'same' ? sameWidths(length, size, stride, dilation) : [padding[axis]!, padding[axis]!]
  const [padded, least] = [length + widths[0] + widths[1], reach(size, dilation)]
  if (padded >= least) return widths
  const expected = `at least ${least} elements along axis ${axis + 2} with padding`
  throw new ShapeError(`${layer.label}: expected ${expected}, got ${padded}; give it padding`)
}

/**
 * Widths that make ⌈length/stride⌉ outputs of `length` inputs; the odd one of them is after, as in TensorFlow
 * and PyTorch.
 */
function sameWidths(length: number, size: number, stride: number, dilation: number): PadWidths {
  const outputs = Math.ceil(length / stride)
  const total = Math.max((outputs - 1) * stride + reach(size, dilation) - length, 0)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}
