import { checkOptions, type OptionNames, wrongValue } from '@nn/check'
import { isFloating } from '../dtype/dtype.ts'
import { item } from '../shape/item.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'
import { isPadWidths, type PadWidths, reach } from './rearrange.ts'
import { resultLike } from './results.ts'
import { checkFit, checkOperands, perAxis, sumDType, type WindowOptions, windowNames } from './windows.ts'

/** Options of `convolve`; a list has a number for each axis of the kernel. */
export interface ConvolveOptions extends WindowOptions {
  /** Zeros on both sides of each axis, or `[before, after]`. Default 0. */
  readonly padding?: number | readonly (number | PadWidths)[]
}

const convolveNames: OptionNames<ConvolveOptions> = /* @__PURE__ */ Object.assign({}, windowNames, {
  padding: true,
} as const)

/**
 * `y[n, u, t] = b[u] + Σ W[u, c, k]·x[n, g·channels + c, t·stride + k·dilation − before]`, g the group of u and x padded by zeros,
 * over any number of axes: `[n, groups·channels, …lengths] → [n, units, …⌊(length + before + after − dilation·(size − 1) − 1)/stride⌋
 * + 1]`, with W `[units, channels, …sizes]` and b `[units]`. No padded copy and no matrix of the windows is made.
 *
 * @throws TypeError if an operand is no tensor, ShapeError if W has no sizes, x or b do not fit it, or a kernel does not fit in the
 * padded input, RangeError if an option is out of range.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { convolve } from '@nn/tensor'
 * const x = cpu.tensor([[[1, 2, 3, 4]]])
 * const weight = cpu.tensor([[[1, 10]], [[-1, 0]]])
 * convolve(x, weight).toNested() // => [[[21, 32, 43], [-1, -2, -3]]]
 * convolve(x, weight, cpu.tensor([0, 2]), { stride: 3, padding: [[0, 1]], activation: 'relu' }).toNested() // => [[[21, 4], [1, 0]]]
 * convolve(x, cpu.ones([1, 1, 5])) // throws /expected at least 5 elements along axis 2 with padding, got 4/
 * ```
 */
export function convolve(x: Tensor, weight: Tensor, bias?: Tensor, options?: ConvolveOptions): Tensor {
  checkOptions('convolve', options, convolveNames)
  const { stride = 1, dilation = 1, padding = 0, groups = 1, activation } = options ?? {}
  const operands = { x, weight, bias }
  const [units, channels, ...sizes] = checkOperands('convolve', operands, '[units, channels, …sizes]')
  const fit = { divided: ['units', units], channels: channels * groups, units } as const
  checkFit('convolve', operands, { groups, activation }, fit)
  const rank = sizes.length
  const widths = widthsOf(padding, rank)
  const windows = {
    before: widths.map(([before]) => before),
    stride: perAxis('convolve', 'stride', stride, rank, 1),
    dilation: perAxis('convolve', 'dilation', dilation, rank, 1),
    groups,
  }
  const counts = sizes.map((size, axis) => {
    const [before, after] = item(widths, axis)
    const padded = item(x.shape, axis + 2) + before + after
    const least = reach(size, item(windows.dilation, axis))
    if (padded >= least) return Math.floor((padded - least) / item(windows.stride, axis)) + 1
    const expected = `at least ${least} elements along axis ${axis + 2} with padding`
    throw shapeError('convolve', expected, String(padded))
  })
  const dtype = sumDType(operands)
  const out = resultLike(x, [item(x.shape, 0), units, ...counts], dtype)
  const b = bias === undefined ? undefined : castTo(bias, dtype)
  const fused = isFloating(dtype) ? activation : undefined
  x.backend.convolve(castTo(x, dtype), castTo(weight, dtype), b, fused, windows, out)
  return fused === undefined && activation !== undefined ? out[activation]() : out
}

/** The padding before and after each axis of the kernel. */
function widthsOf(padding: NonNullable<ConvolveOptions['padding']>, rank: number): readonly PadWidths[] {
  const all = typeof padding === 'number' ? new Array<number>(rank).fill(padding) : padding
  const widths: unknown[] = Array.isArray(all)
    ? Array.from(all, (n: unknown) => (typeof n === 'number' ? [n, n] : n))
    : []
  if (widths.length === rank && widths.every(isPadWidths)) return widths
  const expected = `padding to be an integer >= 0, or ${rank} of them or of [before, after]`
  throw wrongValue('convolve', expected, padding)
}
