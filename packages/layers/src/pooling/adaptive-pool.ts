import { integer, message, show } from '@nn/check'
import { concat, type Tensor } from '@nn/tensor'
import { checkFloating, checkRank, wrongShape } from '../check/input.ts'
import { Module } from '../module/module.ts'
import { greatest } from './greatest.ts'

/** A length for all axes or one for each; null keeps the input's. */
export type OutputSize = number | null | readonly (number | null)[]

/**
 * A layer of windows whose number is given, and whose places follow from the input; a subclass makes its `reduce`.
 *
 * @param name As errors name the layer that is constructed.
 * @param rank Number of axes of the windows.
 * @throws TypeError or RangeError if outputSize is not an integer >= 1 or null, or one for each axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptivePool } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * class AdaptiveMinPool1d extends AdaptivePool {
 *   constructor(outputSize: number) {
 *     super('AdaptiveMinPool1d', 1, outputSize)
 *   }
 *   reduce(x: Tensor, axis: number) {
 *     return x.min(axis, { keepDims: true })
 *   }
 * }
 * new AdaptiveMinPool1d(2).forward(cpu.tensor([[3, 1, 2, 4]])).toNested() // => [[1, 2]]
 * ```
 */
export abstract class AdaptivePool extends Module {
  /** Length of each axis of the output; null for the input's own. */
  readonly outputSize: readonly (number | null)[]

  constructor(name: string, rank: number, outputSize: OutputSize) {
    super()
    const sizes: readonly unknown[] = Array.isArray(outputSize)
      ? outputSize
      : new Array(rank).fill(outputSize)
    if (sizes.length !== rank) {
      throw new RangeError(message(name, `outputSize to be one number or ${rank}`, show(outputSize)))
    }
    this.outputSize = Object.freeze(
      sizes.map((size) => (size === null ? null : integer(name, 'outputSize', size, 1))),
    )
  }

  override forward(x: Tensor): Tensor {
    const rank = this.outputSize.length
    checkFloating(this, x)
    checkRank(this, x, rank)
    if (x.shape.slice(-rank).includes(0)) throw wrongShape(this, 'an element along each axis', x)
    // From the last axis on, so that of equal elements the first in row-major order is the greatest.
    return this.outputSize.reduceRight<Tensor>(
      (y, size, i) => (size === null ? y : poolAlong(this, y, y.ndim - rank + i, size)),
      x,
    )
  }

  /** Reduces an axis to length 1. */
  abstract reduce(x: Tensor, axis: number): Tensor
}

/** Pools along one axis: means and maxima of boxes are those of their lines. */
function poolAlong(pool: AdaptivePool, x: Tensor, axis: number, size: number): Tensor {
  const length = x.shape[axis] ?? 0
  const all = new Array<null>(axis).fill(null)
  const reduced = Array.from({ length: size }, (_, i) => {
    const [start, end] = [Math.floor((i * length) / size), Math.ceil(((i + 1) * length) / size)]
    return pool.reduce(x.slice(...all, [start, end]), axis)
  })
  return concat(reduced, axis)
}

/**
 * What `AdaptiveAvgPool1d`, `AdaptiveAvgPool2d` and `AdaptiveAvgPool3d` share.
 *
 * @example
 * ```ts
 * import { AdaptiveAvgPool, AdaptiveAvgPool2d } from '@nn/layers'
 * new AdaptiveAvgPool2d(1) instanceof AdaptiveAvgPool // => true
 * ```
 */
export abstract class AdaptiveAvgPool extends AdaptivePool {
  override reduce(x: Tensor, axis: number): Tensor {
    return x.mean(axis, { keepDims: true })
  }
}

/**
 * What `AdaptiveMaxPool1d`, `AdaptiveMaxPool2d` and `AdaptiveMaxPool3d` share.
 *
 * @example
 * ```ts
 * import { AdaptiveMaxPool, AdaptiveMaxPool2d } from '@nn/layers'
 * new AdaptiveMaxPool2d(1) instanceof AdaptiveMaxPool // => true
 * ```
 */
export abstract class AdaptiveMaxPool extends AdaptivePool {
  override reduce(x: Tensor, axis: number): Tensor {
    const rest = x.shape.map((_, i) => i).filter((i) => i !== axis)
    const windows = x.permute(...rest, axis)
    return greatest(windows, 1, () => x.max(axis)).unsqueeze(axis)
  }
}

/**
 * `y[…, i] = mean of x[…, ⌊i·length/size⌋ … ⌈(i + 1)·length/size⌉)`: `[n, channels, length] → [n, channels,
 * size]`, also without n.
 *
 * @throws TypeError or RangeError if outputSize is not an integer >= 1 or null.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptiveAvgPool1d } from '@nn/layers'
 * new AdaptiveAvgPool1d(2).forward(cpu.tensor([[1, 2, 9]])).toNested() // => [[1.5, 5.5]]
 * ```
 */
export class AdaptiveAvgPool1d extends AdaptiveAvgPool {
  constructor(outputSize: OutputSize) {
    super('AdaptiveAvgPool1d', 1, outputSize)
  }
}

/**
 * As `AdaptiveAvgPool1d` over two axes: `[n, channels, height, width] → [n, channels, …outputSize]`, also
 * without n.
 *
 * @throws As `AdaptiveAvgPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptiveAvgPool2d } from '@nn/layers'
 * new AdaptiveAvgPool2d([null, 2]).forward(cpu.ones([1, 2, 3, 5])).shape // => [1, 2, 3, 2]
 * ```
 */
export class AdaptiveAvgPool2d extends AdaptiveAvgPool {
  constructor(outputSize: OutputSize) {
    super('AdaptiveAvgPool2d', 2, outputSize)
  }
}

/**
 * As `AdaptiveAvgPool1d` over three axes: `[n, channels, depth, height, width] → [n, channels, …outputSize]`,
 * also without n.
 *
 * @throws As `AdaptiveAvgPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptiveAvgPool3d } from '@nn/layers'
 * new AdaptiveAvgPool3d(1).forward(cpu.ones([1, 2, 3, 5, 4])).shape // => [1, 2, 1, 1, 1]
 * ```
 */
export class AdaptiveAvgPool3d extends AdaptiveAvgPool {
  constructor(outputSize: OutputSize) {
    super('AdaptiveAvgPool3d', 3, outputSize)
  }
}

/**
 * `y[…, i] = max of x[…, ⌊i·length/size⌋ … ⌈(i + 1)·length/size⌉)`: `[n, channels, length] → [n, channels,
 * size]`, also without n.
 *
 * @throws TypeError or RangeError if outputSize is not an integer >= 1 or null.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptiveMaxPool1d } from '@nn/layers'
 * new AdaptiveMaxPool1d(2).forward(cpu.tensor([[1, 2, 9]])).toNested() // => [[2, 9]]
 * ```
 */
export class AdaptiveMaxPool1d extends AdaptiveMaxPool {
  constructor(outputSize: OutputSize) {
    super('AdaptiveMaxPool1d', 1, outputSize)
  }
}

/**
 * As `AdaptiveMaxPool1d` over two axes: `[n, channels, height, width] → [n, channels, …outputSize]`, also
 * without n.
 *
 * @throws As `AdaptiveMaxPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptiveMaxPool2d } from '@nn/layers'
 * new AdaptiveMaxPool2d(1).forward(cpu.tensor([[[1, 2], [4, 3]]])).toNested() // => [[[4]]]
 * ```
 */
export class AdaptiveMaxPool2d extends AdaptiveMaxPool {
  constructor(outputSize: OutputSize) {
    super('AdaptiveMaxPool2d', 2, outputSize)
  }
}

/**
 * As `AdaptiveMaxPool1d` over three axes: `[n, channels, depth, height, width] → [n, channels, …outputSize]`,
 * also without n.
 *
 * @throws As `AdaptiveMaxPool1d`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { AdaptiveMaxPool3d } from '@nn/layers'
 * new AdaptiveMaxPool3d([1, 2, 2]).forward(cpu.ones([1, 2, 3, 5, 4])).shape // => [1, 2, 1, 2, 2]
 * ```
 */
export class AdaptiveMaxPool3d extends AdaptiveMaxPool {
  constructor(outputSize: OutputSize) {
    super('AdaptiveMaxPool3d', 3, outputSize)
  }
}
