import { checkOptions, flag, message, type OptionNames } from '@nn/check'
import type { PadWidths, Tensor } from '@nn/tensor'
import { checkFloating, checkRank } from '../check/input.ts'
import { type PerAxis, perAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { type Padding, paddingOf, sameWidths } from '../windows/padding.ts'
import { checkReach, reach, windows } from '../windows/windows.ts'

/** The options that max and average pools share. */
export interface PoolOptions {
  /** Distance of neighbouring windows. Default kernelSize, so that they do not overlap. */
  readonly stride?: PerAxis | undefined
  /**
   * Elements added to both ends of each axis, at most half a window; `'valid'` for none, or `'same'` for as many as make ⌈length/stride⌉ windows, where of an odd number one
   * more comes after. Default 0.
   */
  readonly padding?: Padding | undefined
  /** Whether a last window may reach beyond the padding, if it starts before it. Default false. */
  readonly ceilMode?: boolean | undefined
}

const NAMES: OptionNames<PoolOptions> = { stride: true, padding: true, ceilMode: true }

/** The design of a kind of pool is. */
export interface PoolDesign {
  /** As errors name the layer that is constructed. */
  readonly name: string
  /** Number of axes of the windows. */
  readonly rank: number
  /** Value of the elements that are added as padding. */
  readonly filler: number
  /** Distance of neighbouring elements of a window. Default 1. */
  readonly dilation?: PerAxis | undefined
  /** The names of options beyond those of all pools. */
  readonly others?: Readonly<Record<string, true>>
}

/** Where the windows along one axis lie. */
export interface Span {
  /** Number of windows. */
  readonly count: number
  /** Elements to add before and after, so that each window has all of its own. */
  readonly widths: PadWidths
}

/**
 * A layer that moves windows over the last axes: options and the checks of inputs, of which a subclass makes its `reduce`.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range, or padding is more than half a window.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Pool } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * class MinPool1d extends Pool {
 *   constructor(kernelSize: number) {
 *     super({ name: 'MinPool1d', rank: 1, filler: Infinity }, kernelSize)
 *   }
 *   reduce(view: Tensor) {
 *     return view.min(-1)
 *   }
 * }
 * new MinPool1d(2).forward(cpu.tensor([[3, 1, 2, 4]])).toNested() // => [[1, 2]]
 * ```
 */
export abstract class Pool extends Module {
  readonly kernelSize: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[] | 'same'
  readonly dilation: readonly number[]
  readonly ceilMode: boolean
  /** Value of the elements that are added as padding. */
  readonly filler: number

  constructor(design: PoolDesign, kernelSize: PerAxis, options: PoolOptions = {}) {
    super()
    const { name, rank, filler, dilation = 1, others } = design
    checkOptions(name, options, { ...NAMES, ...others })
    const { stride = kernelSize, padding = 0, ceilMode = false } = options
    this.kernelSize = perAxis(name, 'kernelSize', kernelSize, rank, 1)
    this.stride = perAxis(name, 'stride', stride, rank, 1)
    this.padding = paddingOf(name, padding, rank)
    this.dilation = perAxis(name, 'dilation', dilation, rank, 1)
    this.ceilMode = flag(name, 'ceilMode', ceilMode)
    this.filler = filler
    for (const [axis, size] of this.kernelSize.entries()) {
      const width = this.padding === 'same' ? 0 : (this.padding[axis] ?? 0)
      if (2 * width <= size) continue
      throw new RangeError(message(name, `padding <= ${size / 2}, half of the window`, String(width)))
    }
  }

  override forward(x: Tensor): Tensor {
    const rank = this.kernelSize.length
    checkFloating(this, x)
    checkRank(this, x, rank)
    const lengths = x.shape.slice(-rank)
    const spans = lengths.map((length, axis) => spanAlong(this, axis, length))
    return this.reduce(windows(padded(x, spans, this.filler), this.kernelSize, this), spans, lengths)
  }

  /** Reduces the axes of the windows: `[…, …counts, …kernelSize] → […, …counts]`. */
  abstract reduce(view: Tensor, spans: readonly Span[], lengths: readonly number[]): Tensor
}

/** The input with its padding in memory of its own: the input itself, where it has both. */
function padded(x: Tensor, spans: readonly Span[], filler: number): Tensor {
  const widths = spans.map((span) => span.widths)
  const isBare = widths.every(([before, after]) => before + after === 0)
  return isBare && x.isContiguous && x.data.length === x.size ? x : x.pad(widths, filler)
}

function spanAlong(pool: Pool, axis: number, length: number): Span {
  const { kernelSize, ceilMode } = pool
  const stride = pool.stride[axis] ?? 1
  const size = reach(kernelSize[axis] ?? 1, pool.dilation[axis] ?? 1)
  if (pool.padding === 'same') {
    const widths = sameWidths(length, size, stride)
    checkReach(pool, axis - kernelSize.length, length + widths[0] + widths[1], size)
    return { count: Math.ceil(length / stride), widths }
  }
  const padding = pool.padding[axis] ?? 0
  const room = length + 2 * padding - size
  checkReach(pool, axis - kernelSize.length, length + 2 * padding, size)
  const most = (ceilMode ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1
  const count = (most - 1) * stride >= length + padding ? most - 1 : most
  return { count, widths: [padding, Math.max((count - 1) * stride + size - length - padding, 0)] }
}
