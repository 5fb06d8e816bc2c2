import type { Strided, Windows } from '@nn/tensor'

/** An axis along which windows lie: that of the batch, along which a window has one element, or one of the kernel. */
export interface Axis {
  /** The number of inputs. */
  readonly length: number
  /** How far inputs lie apart in the storage. */
  readonly from: number
  /** The number of windows. */
  readonly count: number
  /** How far the sums of windows lie apart in the storage. */
  readonly to: number
  /** The elements of a window. */
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
}

/** The input of a convolution, and where the first element of its first channel lies. */
export interface Source {
  readonly x: Strided
  readonly at: number
}

/** The axes of a convolution, that of the batch first, and its input. */
export function axesOf(x: Strided, weight: Strided, windows: Windows, out: Strided): [Axis[], Source] {
  let at = x.offset
  const axes = [0, ...windows.before.map((_, k) => k + 2)].map((axis): Axis => {
    const isBatch = axis === 0
    const size = isBatch ? 1 : weight.shape[axis]!
    const stride = isBatch ? 1 : windows.stride[axis - 2]!
    const dilation = isBatch ? 1 : windows.dilation[axis - 2]!
    const before = isBatch ? 0 : windows.before[axis - 2]!
    // Where all windows together see every n-th input only, these are the inputs.
    const n = gcd(stride, size > 1 ? dilation : 0)
    const skipped = Math.ceil(before / n) * n - before
    at += skipped * x.strides[axis]!
    return {
      length: Math.max(0, Math.ceil((x.shape[axis]! - skipped) / n)),
      from: n * x.strides[axis]!,
      count: out.shape[axis]!,
      to: out.strides[axis]!,
      size,
      stride: stride / n,
      dilation: size > 1 ? dilation / n : 1,
      before: (before + skipped) / n,
    }
  })
  return [axes, { x, at }]
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
