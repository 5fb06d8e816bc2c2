import type { Tensor } from '@nn/tensor'
import { RunningNorm, type RunningNormOptions } from './running-norm.ts'

/** The options of `InstanceNorm`; `affine` and `trackRunningStats` are false unless said. */
export interface InstanceNormOptions<HasAffine extends boolean = boolean, HasStats extends boolean = boolean>
  extends RunningNormOptions<HasAffine, HasStats> {}

/**
 * `(x − mean) / √(var + eps)`, mean and variance over all lengths of each channel of each example (Ulyanov et
 * al., 2016, https://arxiv.org/abs/1607.08022), in double precision: `[n, channels, …lengths] → [n, channels,
 * …lengths]`. With `affine`, `· w + b` for each channel, where w starts as ones, b as zeros; with
 * `trackRunningStats`, evaluation takes running statistics as `BatchNorm`.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the input's shape and dtype,
 * and in training more than one value for each channel, are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { InstanceNorm } from '@nn/layers'
 * const norm = new InstanceNorm({ eps: 0 })
 * norm.forward(cpu.tensor([[[1, 3], [10, 20]]])).toNested() // => [[[-1, 1], [-1, 1]]]
 * norm.weight // => undefined
 * ```
 */
export class InstanceNorm<
  HasAffine extends boolean = false,
  HasStats extends boolean = false,
> extends RunningNorm<HasAffine, HasStats> {
  constructor(options: InstanceNormOptions<HasAffine, HasStats> = {}) {
    super({ name: 'InstanceNorm', affine: false, trackRunningStats: false }, options)
  }

  override forward(x: Tensor): Tensor {
    this.channelsOf(x, 3)
    return this.normalize(
      x,
      x.shape.slice(2).map((_, i) => i + 2),
    )
  }
}
