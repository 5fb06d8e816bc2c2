import { integer, type OptionNames } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { wrongShape } from '../check/input.ts'
import { RunningNorm, type RunningNormOptions } from './running-norm.ts'

/** The options of `InstanceNorm`; `affine` and `trackRunningStats` are false unless said. */
export interface InstanceNormOptions<
  HasAffine extends boolean = boolean,
  HasStats extends boolean = boolean,
  HasBias extends boolean = boolean,
> extends RunningNormOptions<HasAffine, HasStats, HasBias> {
  /** The number of axes of lengths: with it, an input `[channels, …lengths]` is one example. Left out, every input is a batch. */
  readonly rank?: number | undefined
}

const RANK: OptionNames<Pick<InstanceNormOptions, 'rank'>> = { rank: true }

/**
 * `(x − mean) / √(var + eps)`, mean and variance over all lengths of each channel of each example (Ulyanov et
 * al., 2016, https://arxiv.org/abs/1607.08022), in double precision: `[n, channels, …lengths] → [n, channels,
 * …lengths]`. With `affine`, `· w + b` for each channel, where w starts as ones, b as zeros, and `useBias: false` has no b; with
 * `trackRunningStats`, evaluation takes running statistics as `BatchNorm`. As in PyTorch batches are not counted: `numBatchesTracked`
 * stays 0, and with `momentum: null` statistics stay what they are.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the input's shape and dtype,
 * and in training that there is not one value for each channel, are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { InstanceNorm } from '@nn/layers'
 * const norm = new InstanceNorm({ eps: 0 })
 * norm.forward(cpu.tensor([[[1, 3], [10, 20]]])).toNested() // => [[[-1, 1], [-1, 1]]]
 * norm.weight // => undefined
 * new InstanceNorm({ rank: 1, eps: 0 }).forward(cpu.tensor([[1, 3], [10, 20]])).toNested() // => [[-1, 1], [-1, 1]]
 * ```
 */
export class InstanceNorm<
  HasAffine extends boolean = false,
  HasStats extends boolean = false,
  HasBias extends boolean = true,
> extends RunningNorm<HasAffine, HasStats, HasBias> {
  /** The number of axes of lengths as it was given; null where every input is a batch. */
  readonly rank: number | null

  constructor(options: InstanceNormOptions<HasAffine, HasStats, HasBias> = {}) {
    const name = 'InstanceNorm'
    super({ name, affine: false, trackRunningStats: false, others: RANK }, options)
    const { rank } = options
    this.rank = rank === undefined ? null : integer(name, 'rank', rank, 1)
  }

  override countBatch(): number {
    return this.momentum ?? 0
  }

  override forward(x: Tensor): Tensor {
    const { rank } = this
    if (isTensor(x) && rank !== null && x.ndim !== rank + 2) {
      if (x.ndim === rank + 1) return this.forward(x.unsqueeze(0)).squeeze(0)
      const lengths = `channels, …${rank} lengths`
      throw wrongShape(this, `an input [n, ${lengths}] or [${lengths}]`, x)
    }
    this.channelsOf(x, 3)
    return this.normalize(
      x,
      x.shape.slice(2).map((_, i) => i + 2),
    )
  }
}
