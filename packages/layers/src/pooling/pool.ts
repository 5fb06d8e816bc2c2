import { type PadWidths, ShapeError, type Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { checkFloating, checkRank } from '../check/input.ts'
import { flag, type PerAxis, perAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { reach, windows } from '../windows/windows.ts'

/** The options that max and average pools share. */
export interface PoolOptions {
  /** Distance of neighbouring windows. Default kernelSize, so that they do not overlap. */
  readonly stride?: PerAxis
  /** Elements added to both ends of each axis; at most half a window. Default 0. */
  readonly padding?: PerAxis
  /** Whether a last window may reach beyond the padding, if it starts before it. Default false. */
  readonly ceilMode?: boolean
}

/** What a kind of pool is made of. */
interface Kind {
  readonly name: string
  readonly rank: number
  /** Options beyond those of all. */
  readonly others: readonly string[]
}

/** Where the windows along one axis lie. */
export interface Span {
  /** Number of windows. */
  readonly count: number
  /** Elements to add before and after, so that each window has all of its own. */
  readonly widths: PadWidths
}

/** What pools share: windows that are moved over the last axes. */
export abstract class Pool extends Module {
  readonly kernelSize: readonly number[]
  readonly stride: readonly number[]
  readonly padding: readonly number[]
  readonly dilation: readonly number[]
  readonly ceilMode: boolean

  constructor(
    { name, rank, others }: Kind,
    kernelSize: PerAxis,
    options: PoolOptions,
    dilation: PerAxis = 1,
  ) {
    super()
    checkOptions(name, options, ['stride', 'padding', 'ceilMode', ...others])
    this.kernelSize = perAxis(name, 'kernelSize', kernelSize, rank, 1)
    this.stride = perAxis(name, 'stride', options.stride ?? kernelSize, rank, 1)
    this.padding = perAxis(name, 'padding', options.padding ?? 0, rank, 0)
    this.dilation = perAxis(name, 'dilation', dilation, rank, 1)
    this.ceilMode = flag(name, 'ceilMode', options.ceilMode ?? false)
    this.padding.forEach((padding, axis) => {
      const size = this.kernelSize[axis]!
      if (2 * padding <= size) return
      throw new RangeError(`${name}: expected padding <= ${size / 2}, half of the window, got ${padding}`)
    })
  }

  override forward(x: Tensor): Tensor {
    const rank = this.kernelSize.length
    checkFloating(this, x)
    checkRank(this, x, rank)
    const lengths = x.shape.slice(-rank)
    const spans = lengths.map((length, axis) => spanAlong(this, axis, length))
    const padded = x.pad(
      spans.map(({ widths }) => widths),
      this.filler,
    )
    return this.reduce(windows(padded, this.kernelSize, this), spans, lengths)
  }

  /** What is padded with. */
  protected abstract get filler(): number

  /** Reduces the axes of the windows: `[…, …counts, …kernelSize] → […, …counts]`. */
  protected abstract reduce(view: Tensor, spans: readonly Span[], lengths: readonly number[]): Tensor
}

function spanAlong(pool: Pool, axis: number, length: number): Span {
  const [stride, padding] = [pool.stride[axis]!, pool.padding[axis]!]
  const size = reach(pool.kernelSize[axis]!, pool.dilation[axis]!)
  const room = length + 2 * padding - size
  if (room < 0) {
    const expected = `at least ${size} elements along axis ${axis - pool.kernelSize.length} with padding`
    throw new ShapeError(`${pool.label}: expected ${expected}, got ${length + 2 * padding}; give it padding`)
  }
  const most = (pool.ceilMode ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1
  const count = (most - 1) * stride >= length + padding ? most - 1 : most
  return { count, widths: [padding, Math.max((count - 1) * stride + size - length - padding, 0)] }
}
