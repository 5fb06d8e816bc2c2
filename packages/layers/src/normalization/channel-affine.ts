import { type InitLike, type LayerKind, ones, zeros } from '@nn/init'
import { type DType, type Moments, standardize, type Tensor } from '@nn/tensor'
import { checkInput, wrongShape } from '../check/input.ts'
import { count, flag, numberWithin } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { withoutParameter } from '../module/without-parameter.ts'
import { scaleOf } from './moments.ts'

/** The options of layers that normalise and then scale and shift each channel. */
export interface ChannelAffineOptions {
  /** Length of the channel axis; left out, the first input decides. */
  readonly channels?: number
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number
  /** Whether each channel has a weight and a bias. */
  readonly affine?: boolean
  /** Default ones. */
  readonly weightInit?: InitLike
  /** Default zeros. */
  readonly biasInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

/** The names of these options. */
export const CHANNEL_AFFINE: readonly string[] = [
  'channels',
  'eps',
  'affine',
  'weightInit',
  'biasInit',
  'dtype',
]

/** What norms over channels share: a weight and a bias for each of them. */
export abstract class ChannelAffine extends Module {
  override readonly kind: LayerKind = 'norm'
  /** As given; null where the first input decides. */
  readonly channels: number | null
  readonly eps: number
  readonly affine: boolean
  readonly dtype: DType
  /** `[channels]`; with `affine: false` there is none, and reading it throws. */
  declare readonly weight: Parameter
  /** `[channels]`; with `affine: false` there is none, and reading it throws. */
  declare readonly bias: Parameter

  constructor(where: string, options: ChannelAffineOptions & { readonly affine: boolean }) {
    super()
    const { channels, eps = 1e-5, affine, weightInit, biasInit, dtype = 'float32' } = options
    this.channels = channels === undefined ? null : count(where, 'channels', channels)
    this.eps = numberWithin(where, 'eps', eps, [0, Infinity])
    this.affine = flag(where, 'affine', affine)
    this.dtype = dtype
    const shape = [this.channels]
    if (affine) {
      this.weight = new Parameter({ shape, role: 'scale', dtype, init: ones(), option: weightInit })
      this.bias = new Parameter({ shape, role: 'bias', dtype, init: zeros(), option: biasInit })
    } else {
      withoutParameter(this, 'weight', 'affine')
      withoutParameter(this, 'bias', 'affine')
    }
  }

  /** The number of channels of an input `[n, channels, …]` of at least `least` axes, checked. */
  protected channelsOf(x: Tensor, least: number): number {
    checkInput(this, x, this.dtype)
    const expected = this.known ?? null
    const channels = x.shape[1]
    if (x.ndim >= least && channels !== undefined && (expected === null || expected === channels))
      return channels
    const lengths = least > 2 ? ', …lengths' : ', …'
    throw wrongShape(this, `an input [n, ${expected ?? 'channels'}${lengths}]`, x)
  }

  /** The number of channels, once it is known. */
  protected get known(): number | null | undefined {
    return this.affine ? this.weight.shape[0] : this.channels
  }

  /** `(x − mean)/√(variance + eps)·w + b`, w and b for each channel. */
  protected finish(x: Tensor, moments: Moments, channels: readonly number[] = [x.shape[1]!]): Tensor {
    const scale = scaleOf(moments, this.eps)
    if (!this.affine) return standardize(x, scale)
    const total = channels.reduce((product, n) => product * n, 1)
    this.materialize(x.backend, [
      [this.weight, [total]],
      [this.bias, [total]],
    ])
    const [weight, bias] = [this.weight, this.bias].map(({ data }) => perChannel(data, x.ndim, channels))
    return standardize(x, { ...scale, weight, bias })
  }
}

/** A value for each channel, as it broadcasts to `[n, …channels, …]` of `ndim` axes. */
export function perChannel(
  values: Tensor,
  ndim: number,
  channels: readonly number[] = [values.size],
): Tensor {
  return values.reshape(...channels, ...new Array<number>(ndim - 1 - channels.length).fill(1))
}
