import type { Tensor } from '@nn/tensor'
import { RunningNorm, type RunningNormOptions } from './running-norm.ts'

/** The options of `BatchNorm`; `affine` and `trackRunningStats` are true unless said. */
export interface BatchNormOptions<
  HasAffine extends boolean = boolean,
  HasStats extends boolean = boolean,
  HasBias extends boolean = boolean,
> extends RunningNormOptions<HasAffine, HasStats, HasBias> {}

/**
 * `(x − mean) / √(var + eps) · w + b`, mean and variance of each channel over the batch and all other axes
 * (Ioffe and Szegedy, 2015, https://arxiv.org/abs/1502.03167), in double precision: `[n, channels, …] → [n,
 * channels, …]`. In evaluation they are the running ones, `running ← (1 − momentum)·running + momentum·new`.
 * w starts as ones, b as zeros; `useBias: false` has no b. As in PyTorch a batch of nothing is counted and moves no statistics.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the input's shape and dtype,
 * and in training that there is not one value for each channel, are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { BatchNorm } from '@nn/layers'
 * const norm = new BatchNorm({ eps: 0, momentum: 0.5 })
 * norm.initialize()
 * norm.forward(cpu.tensor([[1, 10], [3, 20]])).toNested() // => [[-1, -1], [1, 1]]
 * norm.runningMean.data.toNested() // => [1, 7.5]
 * norm.eval().forward(cpu.tensor([[1, 7.5]])).toNested() // => [[0, 0]]
 * norm.train().forward(cpu.ones([1, 2])) // throws /expected more than one value for each channel in training, got 1/
 * ```
 */
export class BatchNorm<
  HasAffine extends boolean = true,
  HasStats extends boolean = true,
  HasBias extends boolean = true,
> extends RunningNorm<HasAffine, HasStats, HasBias> {
  constructor(options: BatchNormOptions<HasAffine, HasStats, HasBias> = {}) {
    super({ name: 'BatchNorm' }, options)
  }

  override forward(x: Tensor): Tensor {
    this.channelsOf(x, 2)
    return this.normalize(
      x,
      x.shape.map((_, axis) => axis).filter((axis) => axis !== 1),
    )
  }
}
