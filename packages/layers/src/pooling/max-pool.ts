import type { OptionNames } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import type { PerAxis } from '../check/options.ts'
import { greatest } from './greatest.ts'
import { Pool, type PoolDesign, type PoolOptions } from './pool.ts'

/** The options of `MaxPool1d`, `MaxPool2d` and `MaxPool3d`. */
export interface MaxPoolOptions extends PoolOptions {
  /** Distance of neighbouring elements of a window. Default 1. */
  readonly dilation?: PerAxis | undefined
}

const OTHERS: OptionNames<Omit<MaxPoolOptions, keyof PoolOptions>> = { dilation: true }

/**
 * What `MaxPool1d`, `MaxPool2d` and `MaxPool3d` share: a max pool of any number of axes.
 *
 * @example
 * ```ts
 * import { MaxPool, MaxPool2d } from '@nn/layers'
 * new MaxPool2d(2) instanceof MaxPool // => true
 * ```
 */
export abstract class MaxPool extends Pool {
  constructor(
    { name, rank }: Pick<PoolDesign, 'name' | 'rank'>,
    kernelSize: PerAxis,
    options: MaxPoolOptions = {},
  ) {
    super({ name, rank, filler: -Infinity, dilation: options?.dilation, others: OTHERS }, kernelSize, options)
  }

  override reduce(view: Tensor): Tensor {
    return greatest(view, this.kernelSize.length, () => maximaOf(view, this.kernelSize))
  }
}

/** The maxima of windows, which the last axes of a view are. */
function maximaOf(view: Tensor, kernelSize: readonly number[]): Tensor {
  const rank = kernelSize.length
  if (product(view.shape.slice(-2 * rank, -rank)) <= MANY * product(kernelSize)) {
    return view.max(kernelSize.map((_, axis) => -1 - axis))
  }
  // The maximum of the first elements of all windows, then of the second, …
  const [first, ...others] = kernelSize.reduce<Tensor[]>((views) => views.flatMap(alongLast), [view])
  return others.reduce((y, x) => y.maximum_(x), (first ?? view).clone())
}

/** Where an image has more windows than this for each element of one, all are taken at once. */
const MANY = 4

function product(sizes: readonly number[]): number {
  return sizes.reduce((result, size) => result * size, 1)
}

/** The parts of a tensor at every index of its last axis. */
function alongLast(x: Tensor): Tensor[] {
  const before = new Array<null>(x.ndim - 1).fill(null)
  return Array.from({ length: x.shape.at(-1) ?? 0 }, (_, i) => x.slice(...before, i))
}

/**
 * `y[…, t] = max over k of x[…, t·stride + k·dilation]`, x padded by −∞; NaN wins. `[n, channels, length] →
 * [n, channels, ⌊(length + 2·padding − dilation·(kernelSize − 1) − 1)/stride⌋ + 1]`, also without n.
 *
 * @throws TypeError or RangeError if sizes are not integers or padding is more than half a window; the
 * input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { MaxPool1d } from '@nn/layers'
 * new MaxPool1d(2).forward(cpu.tensor([[1, 3, 2, 0, 9]])).toNested() // => [[3, 2]]
 * new MaxPool1d(2, { ceilMode: true }).forward(cpu.tensor([[1, 3, 2, 0, 9]])).toNested() // => [[3, 2, 9]]
 * ```
 */
export class MaxPool1d extends MaxPool {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super({ name: 'MaxPool1d', rank: 1 }, kernelSize, options)
  }
}

/**
 * As `MaxPool1d` over two axes: `[n, channels, height, width] → [n, channels, height′, width′]`, also without
 * n.
 *
 * @throws As `MaxPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { MaxPool2d } from '@nn/layers'
 * new MaxPool2d(2).forward(cpu.tensor([[[1, 2], [4, 3]]])).toNested() // => [[[4]]]
 * new MaxPool2d(3, { stride: 2, padding: 1 }).forward(cpu.ones([2, 3, 7, 6])).shape // => [2, 3, 4, 3]
 * ```
 */
export class MaxPool2d extends MaxPool {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super({ name: 'MaxPool2d', rank: 2 }, kernelSize, options)
  }
}

/**
 * As `MaxPool1d` over three axes: `[n, channels, depth, height, width] → [n, channels, depth′, height′,
 * width′]`, also without n.
 *
 * @throws As `MaxPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { MaxPool3d } from '@nn/layers'
 * new MaxPool3d(2, { stride: 1 }).forward(cpu.ones([1, 3, 3, 3, 4])).shape // => [1, 3, 2, 2, 3]
 * ```
 */
export class MaxPool3d extends MaxPool {
  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super({ name: 'MaxPool3d', rank: 3 }, kernelSize, options)
  }
}
