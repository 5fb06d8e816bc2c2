import { checkOptions, finite, integer, type OptionNames } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkFloating, wrongShape } from '../check/input.ts'
import { Module } from '../module/module.ts'

/** The options of `LocalResponseNorm`. */
export interface LocalResponseNormOptions {
  /** Default 1e-4. */
  readonly alpha?: number | undefined
  /** Default 0.75. */
  readonly beta?: number | undefined
  /** Default 1. */
  readonly k?: number | undefined
}

const NAMES: OptionNames<LocalResponseNormOptions> = { alpha: true, beta: true, k: true }

/**
 * `y[n, c] = x[n, c]·(k + alpha/size·Σ x[n, c′]²)^(−beta)`, c′ the `size` channels from c − ⌊size/2⌋ on, those that there are not counting as 0
 * (Krizhevsky et al., 2012), as PyTorch's `nn.LocalResponseNorm`: `[n, channels, …lengths] → [n, channels, …lengths]`.
 *
 * @param size Number of channels, an integer >= 1.
 * @throws TypeError or RangeError if size is no integer >= 1 or an option no finite number; forward throws a ShapeError of an input of fewer than three
 * axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LocalResponseNorm } from '@nn/layers'
 * const norm = new LocalResponseNorm(2, { alpha: 2, beta: 1, k: 0 })
 * norm.forward(cpu.tensor([[[1], [2]]])).allClose(cpu.tensor([[[1], [0.4]]])) // => true
 * ```
 */
export class LocalResponseNorm extends Module {
  readonly size: number
  readonly alpha: number
  readonly beta: number
  readonly k: number

  constructor(size: number, options: LocalResponseNormOptions = {}) {
    super()
    checkOptions('LocalResponseNorm', options, NAMES)
    const { alpha = 1e-4, beta = 0.75, k = 1 } = options
    this.size = integer('LocalResponseNorm', 'size', size, 1)
    this.alpha = finite('LocalResponseNorm', 'alpha', alpha)
    this.beta = finite('LocalResponseNorm', 'beta', beta)
    this.k = finite('LocalResponseNorm', 'k', k)
  }

  override forward(x: Tensor): Tensor {
    const { size, alpha, beta, k } = this
    checkFloating(this, x)
    if (x.ndim < 3) throw wrongShape(this, 'an input [n, channels, …lengths]', x)
    const before = Math.floor(size / 2)
    const widths = x.shape.map((_, axis) =>
      axis === 1 ? ([before, size - 1 - before] as const) : ([0, 0] as const),
    )
    const sums = x.square().pad(widths).unfold(1, size).sum(-1)
    return x.div(
      sums
        .mul(alpha / size)
        .add(k)
        .pow(beta),
    )
  }
}
