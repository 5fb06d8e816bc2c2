import { checkOptions, flag, message, type OptionNames } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { constant } from '@nn/init/layer'
import { type DType, type Tensor, where } from '@nn/tensor'
import { checkInput, wrongShape } from '../check/input.ts'
import { dtypeOf, lengthOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { adopt } from '../tree/walk.ts'

/** The options of `PRelu`. */
export interface PReluOptions {
  /** Whether each channel (axis 1) has a slope of its own. Default false: one for all. */
  readonly perChannel?: boolean | undefined
  /** Number of channels, with `perChannel`; left out, the first input decides. */
  readonly channels?: number | undefined
  /** Initializer of the weight. Default 0.25. */
  readonly weightInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<PReluOptions> = { perChannel: true, channels: true, weightInit: true, dtype: true }

/**
 * `x` for `x > 0`, else `w·x`, with slopes w `[1]` or `[channels]` that are learnt and start as 0.25 (He et
 * al., 2015, https://arxiv.org/abs/1502.01852): `[n, channels, …] → [n, channels, …]`.
 *
 * @throws TypeError if an option is of the wrong kind; the input's shape and dtype are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { PRelu } from '@nn/layers'
 * const prelu = new PRelu()
 * prelu.initialize()
 * prelu.forward(cpu.tensor([-4, 2])).toNested() // => [-1, 2]
 * ```
 */
export class PRelu extends Module {
  override readonly kind: LayerKind = 'parametricRelu'
  readonly perChannel: boolean
  /** `[1]` or `[channels]` */
  weight: Parameter

  constructor(options: PReluOptions = {}) {
    super()
    checkOptions('PRelu', options, NAMES)
    const { perChannel = false, weightInit } = options
    const dtype = dtypeOf('PRelu', options.dtype)
    const channels = lengthOf('PRelu', 'channels', options.channels)
    this.perChannel = flag('PRelu', 'perChannel', perChannel)
    if (!perChannel && channels !== null) {
      const cure = 'pass { perChannel: true }'
      throw new RangeError(message('PRelu', 'channels only with perChannel', 'one slope for all', cure))
    }
    this.weight = new Parameter({
      shape: [perChannel ? channels : 1],
      role: 'slope',
      dtype,
      init: constant(0.25),
      option: weightInit,
    })
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const { weight, perChannel } = this
    checkInput(this, x, weight.dtype)
    const channels = perChannel ? x.shape[1] : 1
    const [expected] = weight.shape
    if (channels === undefined || (expected ?? channels) !== channels) {
      throw wrongShape(this, `an input [n, ${expected ?? 'channels'}, …]`, x)
    }
    this.materialize(x.backend, [[weight, [channels]]])
    const after = new Array<number>(Math.max(x.ndim - 2, 0)).fill(1)
    const slopes = perChannel ? weight.data.reshape(channels, ...after) : weight.data.reshape()
    return where(x.gt(0), x, x.mul(slopes))
  }
}
