import { ones, zeros } from '@nn/init'
import { type Moments, moments, ShapeError, type Tensor } from '@nn/tensor'
import { flag, numberWithin } from '../check/options.ts'
import { StateBuffer } from '../module/state-buffer.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import { ChannelAffine, type ChannelAffineOptions, perChannel } from './channel-affine.ts'

/** The options of norms that may keep running statistics. */
export interface RunningNormOptions extends ChannelAffineOptions {
  /** Share of the new statistics in the running ones; null for the mean of all. Default 0.1. */
  readonly momentum?: number | null
  /** Whether statistics are kept in training and used in evaluation. */
  readonly trackRunningStats?: boolean
}

/** Options that have another default in each norm. */
interface Chosen {
  readonly affine: boolean
  readonly trackRunningStats: boolean
}

/** What `BatchNorm` and `InstanceNorm` share: statistics of some axes, and running ones of each channel. */
export abstract class RunningNorm extends ChannelAffine {
  readonly momentum: number | null
  readonly trackRunningStats: boolean
  /** `[channels]`; with `trackRunningStats: false` there is none, and reading it throws. */
  declare readonly runningMean: StateBuffer
  /**
   * `[channels]`, of samples: divided by n − 1; with `trackRunningStats: false` there is none, and reading it
   * throws.
   */
  declare readonly runningVar: StateBuffer
  /** `[]`, int32; with `trackRunningStats: false` there is none, and reading it throws. */
  declare readonly numBatchesTracked: StateBuffer

  constructor(where: string, options: RunningNormOptions & Chosen) {
    super(where, options)
    const { momentum = 0.1, trackRunningStats } = options
    this.momentum = momentum === null ? null : numberWithin(where, 'momentum', momentum, [0, 1])
    this.trackRunningStats = flag(where, 'trackRunningStats', trackRunningStats)
    const { dtype } = this
    const shape = [this.channels]
    if (trackRunningStats) {
      this.runningMean = new StateBuffer({ shape, dtype, init: zeros() })
      this.runningVar = new StateBuffer({ shape, dtype, init: ones() })
      this.numBatchesTracked = new StateBuffer({ shape: [], dtype: 'int32', init: zeros() })
    } else {
      for (const name of ['runningMean', 'runningVar', 'numBatchesTracked']) {
        withoutParameter(this, name, 'trackRunningStats')
      }
    }
    this.parameters()
  }

  protected override get known(): number | null | undefined {
    return super.known ?? (this.trackRunningStats ? this.runningMean.shape[0] : this.channels)
  }

  /** Normalises over `axes` by their statistics, or, in evaluation, by the running ones. */
  protected normalize(x: Tensor, axes: readonly number[]): Tensor {
    const { training, trackRunningStats } = this
    const channels = x.shape[1]!
    if (trackRunningStats) {
      this.materialize(x.backend, [
        [this.runningMean, [channels]],
        [this.runningVar, [channels]],
        [this.numBatchesTracked, []],
      ])
    }
    if (trackRunningStats && !training) {
      const [mean, variance] = [this.runningMean, this.runningVar].map(({ data }) => perChannel(data, x.ndim))
      return this.finish(x, { mean: mean!, variance: variance! })
    }
    const size = axes.reduce((product, axis) => product * x.shape[axis]!, 1)
    if (training && size < 2) {
      const cure = 'pass a larger input, or call eval() first'
      throw new ShapeError(
        `${this.label}: expected more than one value for each channel in training, got ${size}; ${cure}`,
      )
    }
    const found = moments(x, axes, { keepDims: true })
    if (trackRunningStats) this.track(found, size / (size - 1))
    return this.finish(x, found)
  }

  /** Moves the running statistics towards those of an input, the variance corrected to that of a sample. */
  protected track({ mean, variance }: Moments, correction: number): void {
    const { runningMean, runningVar, numBatchesTracked, momentum, dtype } = this
    numBatchesTracked.data.add_(1)
    const share = momentum ?? 1 / Number(numBatchesTracked.data.item())
    const rest = mean.shape.map((_, axis) => axis).filter((axis) => axis !== 1)
    const move = (buffer: StateBuffer, now: Tensor, factor: number): void => {
      buffer.data.mul_(1 - share).add_(
        now
          .mean(rest)
          .mul_(share * factor)
          .cast(dtype),
      )
    }
    move(runningMean, mean, 1)
    move(runningVar, variance, correction)
  }
}
