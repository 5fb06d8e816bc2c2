import { message, type OptionNames, within } from '@nn/check'
import { ones, zeros } from '@nn/init/layer'
import { type Moments, moments, ShapeError, type Tensor } from '@nn/tensor'
import { flagOf } from '../check/options.ts'
import { bufferIf, type PresentIf } from '../module/present-if.ts'
import type { StateBuffer } from '../module/state-buffer.ts'
import { adopt } from '../tree/walk.ts'
import {
  ChannelAffine,
  type ChannelAffineDesign,
  type ChannelAffineOptions,
  finishOver,
  perChannel,
} from './channel-affine.ts'

/** The options of norms that may keep running statistics. */
export interface RunningNormOptions<
  HasAffine extends boolean = boolean,
  HasStats extends boolean = boolean,
  HasBias extends boolean = boolean,
> extends ChannelAffineOptions<HasAffine, HasBias> {
  /** Share of new statistics in the running ones, in [0, 1]; null for the mean of all. Default 0.1. */
  readonly momentum?: number | null | undefined
  /** Whether statistics are kept in training and used in evaluation. */
  readonly trackRunningStats?: HasStats | undefined
}

const OTHERS: OptionNames<Omit<RunningNormOptions, keyof ChannelAffineOptions>> = {
  momentum: true,
  trackRunningStats: true,
}

/** The design of a kind of norm with running statistics is. */
export interface RunningNormDesign extends ChannelAffineDesign {
  /** Default of the option of this name; true if left out. */
  readonly trackRunningStats?: boolean
}

/**
 * A norm over channels that may keep running statistics: a subclass says over which axes `normalize` takes the moments.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range.
 * @example
 * ```ts
 * import { BatchNorm, InstanceNorm, RunningNorm } from '@nn/layers'
 * new BatchNorm() instanceof RunningNorm // => true
 * new InstanceNorm().runningMean // => undefined
 * ```
 */
export abstract class RunningNorm<
  HasAffine extends boolean = true,
  HasStats extends boolean = true,
  HasBias extends boolean = true,
> extends ChannelAffine<HasAffine, HasBias> {
  readonly momentum: number | null
  readonly trackRunningStats: HasStats
  /** `[channels]`; undefined with `trackRunningStats: false`. */
  readonly runningMean: PresentIf<HasStats, StateBuffer>
  /** `[channels]`, of samples: divided by n − 1; undefined with `trackRunningStats: false`. */
  readonly runningVar: PresentIf<HasStats, StateBuffer>
  /** `[]`, int32; undefined with `trackRunningStats: false`. */
  readonly numBatchesTracked: PresentIf<HasStats, StateBuffer>

  constructor(design: RunningNormDesign, options: RunningNormOptions<HasAffine, HasStats, HasBias> = {}) {
    super({ ...design, others: { ...OTHERS, ...design.others } }, options)
    const { name, trackRunningStats = true } = design
    const { momentum = 0.1 } = options
    this.momentum = momentum === null ? null : within(name, 'momentum', momentum, 0, 1)
    this.trackRunningStats = flagOf(name, 'trackRunningStats', options.trackRunningStats, trackRunningStats)
    const { dtype } = this
    const shape = [this.channels]
    this.runningMean = bufferIf(this.trackRunningStats, { shape, dtype, init: zeros() })
    this.runningVar = bufferIf(this.trackRunningStats, { shape, dtype, init: ones() })
    this.numBatchesTracked = bufferIf(this.trackRunningStats, { shape: [], dtype: 'int32', init: zeros() })
    adopt(this)
  }

  override knownChannels(): number | null {
    const runningMean: StateBuffer | undefined = this.runningMean
    return super.knownChannels() ?? runningMean?.shape[0] ?? null
  }

  /** Counts a batch, and returns its share in the running statistics. */
  countBatch(count: Tensor): number {
    count.add_(1)
    return this.momentum ?? 1 / Number(count.item())
  }

  /**
   * x normalised over `axes` by their moments, or, in evaluation, by the running ones. An input of nothing is a batch that is counted, and
   * moves no statistics. In training a frozen norm keeps its running statistics, and still normalises by the batch's, as in PyTorch; in
   * Keras it normalises by the running ones.
   *
   * @throws ShapeError in training if there is one value for each channel, which is no distribution.
   */
  normalize(x: Tensor, axes: readonly number[]): Tensor {
    const stats = statsOf(this, x)
    if (stats !== undefined && !this.training) {
      const { mean, variance } = stats
      return this.finish(x, {
        mean: perChannel(mean.data, x.ndim),
        variance: perChannel(variance.data, x.ndim),
      })
    }
    const size = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1)
    if (this.training && size === 1) {
      const cure = 'pass a larger input, or call eval() first'
      const expected = 'more than one value for each channel in training'
      throw new ShapeError(message(this.label, expected, String(size), cure))
    }
    const found = moments(x, axes, { keepDims: true })
    if (stats !== undefined && !stats.mean.isFrozen) {
      const share = this.countBatch(stats.count.data)
      if (x.size > 0) track(stats, found, size / (size - 1), share)
    }
    return finishOver(this, x, axes, undefined, found)
  }
}

/** The buffers of a norm that has running statistics. */
interface Stats {
  readonly mean: StateBuffer
  readonly variance: StateBuffer
  readonly count: StateBuffer
}

/** The running statistics of a norm, if it has some, with values. */
function statsOf(norm: RunningNorm<boolean, boolean, boolean>, x: Tensor): Stats | undefined {
  const { runningMean: mean, runningVar: variance, numBatchesTracked: count } = norm
  if (mean === undefined || variance === undefined || count === undefined) return undefined
  const shape = x.shape.slice(1, 2)
  norm.materialize(x.backend, [
    [mean, shape],
    [variance, shape],
    [count, []],
  ])
  return { mean, variance, count }
}

/** Moves the running statistics towards those of an input, the variance corrected to that of a sample. */
function track(stats: Stats, found: Moments, correction: number, share: number): void {
  const others = found.mean.shape.map((_, axis) => axis).filter((axis) => axis !== 1)
  const move = ({ data, dtype }: StateBuffer, now: Tensor, factor: number): void => {
    data.mul_(1 - share).add_(
      now
        .mean(others)
        .mul_(share * factor)
        .cast(dtype),
    )
  }
  move(stats.mean, found.mean, 1)
  move(stats.variance, found.variance, correction)
}
