import { type PadWidths, ShapeError, type Tensor } from '@nn/tensor'
import type { PerAxis } from './convolution.ts'
import { reach, type Steps, sameWidths } from './convolve.ts'
import { perAxis } from './options.ts'

/**
 * Zeros around an input: as many on both sides of each axis, `'valid'` for none, or `'same'` for as many as
 * make ⌈length/stride⌉ outputs, where of an odd number one more comes after.
 */
export type Padding = PerAxis | 'same' | 'valid'

/** A layer that pads its input for a kernel. */
interface Padded extends Pick<Steps, 'stride' | 'dilation'> {
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

/** `[n, channels, …lengths]` with zeros around it, so that the kernel fits. */
export function padInput(layer: Padded, x: Tensor): Tensor {
  const widths = layer.kernelSize.map((_, axis) => widthsAlong(layer, axis, x.shape[axis + 2]!))
  return widths.every(([before, after]) => before + after === 0) ? x : x.pad(widths)
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
