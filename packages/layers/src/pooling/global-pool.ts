import { checkOptions, flag, type OptionNames } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkFloating, wrongShape } from '../check/input.ts'
import { Module } from '../module/module.ts'
import { greatest } from './greatest.ts'

/** The options of `GlobalAvgPool` and `GlobalMaxPool`. */
export interface GlobalPoolOptions {
  /** Whether the reduced axes stay with length 1. Default false. */
  readonly keepDims?: boolean | undefined
}

const NAMES: OptionNames<GlobalPoolOptions> = { keepDims: true }

/**
 * A layer with one window over all axes behind the channels; a subclass makes its `reduce`.
 *
 * @param name As errors name the layer that is constructed.
 * @throws TypeError if an option is of the wrong kind.
 * @example
 * ```ts
 * import { GlobalAvgPool, GlobalPool } from '@nn/layers'
 * new GlobalAvgPool() instanceof GlobalPool // => true
 * ```
 */
export abstract class GlobalPool extends Module {
  readonly keepDims: boolean

  constructor(name: string, options: GlobalPoolOptions = {}) {
    super()
    checkOptions(name, options, NAMES)
    const { keepDims = false } = options
    this.keepDims = flag(name, 'keepDims', keepDims)
  }

  override forward(x: Tensor): Tensor {
    checkFloating(this, x)
    if (x.ndim < 3 || x.shape.slice(2).includes(0)) {
      throw wrongShape(this, 'an input [n, channels, …lengths]', x)
    }
    return this.reduce(
      x,
      x.shape.slice(2).map((_, i) => i + 2),
    )
  }

  /** Reduces these axes, to length 1 with `keepDims`. */
  abstract reduce(x: Tensor, axes: readonly number[]): Tensor
}

/**
 * The mean of each channel: `[n, channels, …lengths] → [n, channels]`.
 *
 * @throws TypeError if an option is of the wrong kind; the input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { GlobalAvgPool } from '@nn/layers'
 * new GlobalAvgPool().forward(cpu.tensor([[[1, 3], [5, 6]]])).toNested() // => [[2, 5.5]]
 * new GlobalAvgPool({ keepDims: true }).forward(cpu.ones([2, 3, 4, 4])).shape // => [2, 3, 1, 1]
 * ```
 */
export class GlobalAvgPool extends GlobalPool {
  constructor(options: GlobalPoolOptions = {}) {
    super('GlobalAvgPool', options)
  }

  override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return x.mean(axes, { keepDims: this.keepDims })
  }
}

/**
 * The greatest element of each channel: `[n, channels, …lengths] → [n, channels]`.
 *
 * @throws TypeError if an option is of the wrong kind; the input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { GlobalMaxPool } from '@nn/layers'
 * new GlobalMaxPool().forward(cpu.tensor([[[1, 3], [5, 6]]])).toNested() // => [[3, 6]]
 * ```
 */
export class GlobalMaxPool extends GlobalPool {
  constructor(options: GlobalPoolOptions = {}) {
    super('GlobalMaxPool', options)
  }

  override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return greatest(x, axes.length, () => x.max(axes, { keepDims: this.keepDims }))
  }
}
