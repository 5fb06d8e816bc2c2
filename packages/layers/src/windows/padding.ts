import { message, oneOf, show } from '@nn/check'
import { type PadMode, type PadWidths, padMode, type Tensor } from '@nn/tensor'
import { type PerAxis, perAxis } from '../check/options.ts'
import { checkReach, reach, type Steps } from './windows.ts'

/**
 * How much is put around an input: as many elements on both sides of each axis, `'valid'` for none, or `'same'` for as many as
 * make ⌈length/stride⌉ outputs, where of an odd number one more comes after.
 */
export type Padding = PerAxis | 'same' | 'valid'

/** What stands around an input: zeros, its mirror image, its edge, or its other end. */
export type PaddingMode = 'zeros' | PadMode

const MODES: readonly PaddingMode[] = ['zeros', 'reflect', 'replicate', 'circular']

/** A layer that pads its input for a kernel. */
interface Padded extends Steps {
  readonly label: string
  readonly kernelSize: readonly number[]
  readonly padding: readonly number[] | 'same'
  readonly paddingMode: PaddingMode
}

/** The mode of padding, checked; zeros if it is left out. */
export function paddingModeOf(where: string, mode: PaddingMode = 'zeros'): PaddingMode {
  return oneOf(where, 'paddingMode', mode, MODES)
}

/** An input with all that is no zeros around it, and the zeros that are left to be put there. */
export function padded(layer: Padded, x: Tensor): readonly [input: Tensor, zeros: PadWidths[] | 0] {
  const widths = paddingWidths(layer, x)
  return layer.paddingMode === 'zeros' ? [x, widths] : [padMode(x, widths, layer.paddingMode), 0]
}

/** Padding as a number for each axis, or `'same'`, checked. */
export function paddingOf(where: string, padding: Padding, rank: number): readonly number[] | 'same' {
  if (padding === 'same') return padding
  if (typeof padding === 'string' && padding !== 'valid') {
    const expected = "padding to be 'same', 'valid', one number or one for each axis"
    throw new RangeError(message(where, expected, show(padding)))
  }
  return perAxis(where, 'padding', padding === 'valid' ? 0 : padding, rank, 0)
}

/** The widths of the padding around an input `[n, channels, …lengths]` in which the kernel fits. */
function paddingWidths(layer: Padded, x: Tensor): PadWidths[] {
  const { kernelSize, stride, dilation, padding } = layer
  return kernelSize.map((size, axis) => {
    const length = x.shape[axis + 2] ?? 0
    const spread = reach(size, dilation[axis] ?? 1)
    const widths =
      padding === 'same' ? sameWidths(length, spread, stride[axis] ?? 1) : both(padding[axis] ?? 0)
    checkReach(layer, axis + 2, length + widths[0] + widths[1], spread)
    return widths
  })
}

function both(width: number): PadWidths {
  return [width, width]
}

/**
 * Widths that make ⌈length/stride⌉ outputs of `length` inputs for a kernel that reaches over `spread` of them. The odd one is after,
 * as in TensorFlow and PyTorch.
 */
export function sameWidths(length: number, spread: number, stride: number): PadWidths {
  const outputs = Math.ceil(length / stride)
  const total = Math.max((outputs - 1) * stride + spread - length, 0)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}
