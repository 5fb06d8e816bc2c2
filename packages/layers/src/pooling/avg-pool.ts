import { flag, integer, type OptionNames } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import type { PerAxis } from '../check/options.ts'
import { Pool, type PoolDesign, type PoolOptions, type Span } from './pool.ts'

/** The options of `AvgPool1d`, `AvgPool2d` and `AvgPool3d`. */
export interface AvgPoolOptions extends PoolOptions {
  /** Whether padding counts as elements of value 0, as in PyTorch and Flax; in Keras it does not. Default true. */
  readonly countIncludePad?: boolean | undefined
  /** Divisor of each sum, instead of the number of elements. */
  readonly divisor?: number | undefined
}

const OTHERS: OptionNames<Omit<AvgPoolOptions, keyof PoolOptions>> = { countIncludePad: true, divisor: true }

/**
 * What `AvgPool1d`, `AvgPool2d` and `AvgPool3d` share: an average pool of any number of axes.
 *
 * @example
 * ```ts
 * import { AvgPool, AvgPool2d } from '@nn/layers'
 * new AvgPool2d(2) instanceof AvgPool // => true
 * ```
 */
export abstract class AvgPool extends Pool {
  readonly countIncludePad: boolean
  readonly divisor: number | undefined

  constructor(
    { name, rank }: Pick<PoolDesign, 'name' | 'rank'>,
    kernelSize: PerAxis,
    options: AvgPoolOptions = {},
  ) {
    super({ name, rank, filler: 0, others: OTHERS }, kernelSize, options)
    const { countIncludePad = true, divisor } = options
    this.countIncludePad = flag(name, 'countIncludePad', countIncludePad)
    this.divisor = divisor === undefined ? undefined : integer(name, 'divisor', divisor, 1)
  }

  override reduce(view: Tensor, spans: readonly Span[], lengths: readonly number[]): Tensor {
    const sums = view.sum(this.kernelSize.map((_, axis) => -1 - axis))
    if (this.divisor !== undefined) return sums.div_(this.divisor)
    return spans.reduce((y, span, axis) => {
      const counts = countsAlong(this, axis, span, lengths[axis] ?? 0)
      const after = new Array<number>(spans.length - 1 - axis).fill(1)
      return y.div_(y.backend.tensor(counts, { dtype: y.dtype }).reshape(span.count, ...after))
    }, sums)
  }
}

/** How many elements of each window count; what lies beyond the padding never does. */
function countsAlong(pool: AvgPool, axis: number, { count, widths }: Span, length: number): number[] {
  const [size, stride] = [pool.kernelSize[axis] ?? 1, pool.stride[axis] ?? 1]
  const [padding] = widths
  const after = pool.padding === 'same' ? widths[1] : padding
  const [low, high] = pool.countIncludePad ? [-padding, length + after] : [0, length]
  return Array.from({ length: count }, (_, i) => {
    const start = i * stride - padding
    return Math.min(start + size, high) - Math.max(start, low)
  })
}

/**
 * `y[…, t] = Σ over k of x[…, t·stride + k] / kernelSize`, x padded by zeros: `[n, channels, length] → [n,
 * channels, ⌊(length + 2·padding − kernelSize)/stride⌋ + 1]`, also without n.
 *
 * @throws TypeError or RangeError if sizes are not integers or padding is more than half a window; the
 * input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AvgPool1d } from '@nn/layers'
 * const x = cpu.tensor([[2, 4, 6, 8]])
 * new AvgPool1d(2).forward(x).toNested() // => [[3, 7]]
 * new AvgPool1d(2, { padding: 1 }).forward(x).toNested() // => [[1, 5, 4]]
 * new AvgPool1d(2, { padding: 1, countIncludePad: false }).forward(x).toNested() // => [[2, 5, 8]]
 * ```
 */
export class AvgPool1d extends AvgPool {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super({ name: 'AvgPool1d', rank: 1 }, kernelSize, options)
  }
}

/**
 * As `AvgPool1d` over two axes: `[n, channels, height, width] → [n, channels, height′, width′]`, also without
 * n.
 *
 * @throws As `AvgPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AvgPool2d } from '@nn/layers'
 * new AvgPool2d(2).forward(cpu.tensor([[[1, 2], [4, 3]]])).toNested() // => [[[2.5]]]
 * ```
 */
export class AvgPool2d extends AvgPool {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super({ name: 'AvgPool2d', rank: 2 }, kernelSize, options)
  }
}

/**
 * As `AvgPool1d` over three axes: `[n, channels, depth, height, width] → [n, channels, depth′, height′,
 * width′]`, also without n.
 *
 * @throws As `AvgPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AvgPool3d } from '@nn/layers'
 * new AvgPool3d([1, 2, 2]).forward(cpu.ones([1, 3, 2, 4, 4])).shape // => [1, 3, 2, 2, 2]
 * ```
 */
export class AvgPool3d extends AvgPool {
  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super({ name: 'AvgPool3d', rank: 3 }, kernelSize, options)
  }
}
