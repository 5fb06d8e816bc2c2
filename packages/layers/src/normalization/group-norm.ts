import { integer } from '@nn/check'

import type { Tensor } from '@nn/tensor'
import { divides } from '../check/options.ts'
import { ChannelAffine, type ChannelAffineOptions, finishOver } from './channel-affine.ts'

/** The options of `GroupNorm`; `affine` is true unless said. */
export interface GroupNormOptions<HasAffine extends boolean = boolean, HasBias extends boolean = boolean>
  extends ChannelAffineOptions<HasAffine, HasBias> {}

/**
 * `(x − mean) / √(var + eps) · w + b`, mean and variance over a group of channels of each example (Wu and He,
 * 2018, https://arxiv.org/abs/1803.08494), in double precision: `[n, channels, …] → [n, channels, …]`. w
 * starts as ones, b as zeros; `useBias: false` has no b.
 *
 * @param groups Into which the channels are cut.
 * @throws TypeError or RangeError if an option is of the wrong kind or range, or groups do not divide the
 * channels; the input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { GroupNorm } from '@nn/layers'
 * const norm = new GroupNorm(2, { eps: 0 })
 * norm.initialize()
 * norm.forward(cpu.tensor([[1, 3, 10, 20]])).toNested() // => [[-1, 1, -1, 1]]
 * norm.forward(cpu.ones([1, 3])) // throws /GroupNorm: expected an input \[n, 4, …\], got \[1, 3\]/
 * ```
 */
export class GroupNorm<
  HasAffine extends boolean = true,
  HasBias extends boolean = true,
> extends ChannelAffine<HasAffine, HasBias> {
  readonly groups: number

  constructor(groups: number, options: GroupNormOptions<HasAffine, HasBias> = {}) {
    super({ name: 'GroupNorm' }, options)
    this.groups = integer('GroupNorm', 'groups', groups, 1)
    divides('GroupNorm', 'groups', groups, 'channels', this.channels ?? groups)
  }

  override forward(x: Tensor): Tensor {
    const { groups } = this
    const channels = this.channelsOf(x, 2)
    if (channels % groups !== 0) divides(this.label, 'groups', groups, 'channels', channels)
    const [n = 0, , ...lengths] = x.shape
    const cut = [groups, channels / groups]
    const grouped = x.reshape(n, ...cut, ...lengths)
    const axes = grouped.shape.slice(2).map((_, i) => i + 2)
    return finishOver(this, grouped, axes, cut).reshape(...x.shape)
  }
}
