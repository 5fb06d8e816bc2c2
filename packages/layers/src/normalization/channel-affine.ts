import { checkOptions, type OptionNames } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { ones } from '@nn/init/layer'
import { type DType, type Moments, standardize, type Tensor } from '@nn/tensor'
import { checkInput, wrongShape } from '../check/input.ts'
import { atLeastZero, dtypeOf, flagOf, lengthOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { type Both, biasIf, type PresentIf, parameterIf } from '../module/present-if.ts'
import { adopt } from '../tree/walk.ts'
import { inverseRoot, normalized } from './normalized.ts'

/** The options of layers that normalise and then scale and shift each channel. */
export interface ChannelAffineOptions<
  HasAffine extends boolean = boolean,
  HasBias extends boolean = boolean,
> {
  /** Length of the channel axis; left out, the first input decides. */
  readonly channels?: number | undefined
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number | undefined
  /** Whether each channel has a weight and, unless `useBias: false`, a bias. */
  readonly affine?: HasAffine | undefined
  /** Whether channels that have a weight have a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Initializer of the weight. Default ones. */
  readonly weightInit?: InitLike | undefined
  /** Initializer of the bias. Default zeros. */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<ChannelAffineOptions> = {
  channels: true,
  eps: true,
  affine: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/** The design of a kind of norm over channels is. */
export interface ChannelAffineDesign {
  /** As errors name the layer that is constructed. */
  readonly name: string
  /** Default of the option of this name; true if left out. */
  readonly affine?: boolean
  /** The names of options beyond those of all norms over channels. */
  readonly others?: Readonly<Record<string, true>>
}

/**
 * A layer that normalises channels, and has a weight and a bias for each of them: w starts as ones, b as zeros. A subclass computes
 * the moments, and gives them to `finish`.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ChannelAffine } from '@nn/layers'
 * import { moments, type Tensor } from '@nn/tensor'
 * class PositionNorm extends ChannelAffine {
 *   constructor(options: { eps?: number }) {
 *     super({ name: 'PositionNorm' }, options)
 *   }
 *   forward(x: Tensor) {
 *     this.channelsOf(x, 2)
 *     return this.finish(x, moments(x, [1], { keepDims: true }))
 *   }
 * }
 * const norm = new PositionNorm({ eps: 0 })
 * norm.initialize()
 * norm.forward(cpu.tensor([[1, 3], [5, 9]])).toNested() // => [[-1, 1], [-1, 1]]
 * ```
 */
export abstract class ChannelAffine<
  HasAffine extends boolean = true,
  HasBias extends boolean = true,
> extends Module {
  override readonly kind: LayerKind = 'norm'
  /** Number of channels as it was given; null where the first input decides. */
  readonly channels: number | null
  readonly eps: number
  readonly affine: HasAffine
  /** Whether there is a bias: false without `affine`. */
  readonly useBias: Both<HasAffine, HasBias>
  readonly dtype: DType
  /** `[channels]`; undefined with `affine: false`. */
  weight: PresentIf<HasAffine, Parameter>
  /** `[channels]`; undefined with `affine: false` or `useBias: false`. */
  bias: PresentIf<Both<HasAffine, HasBias>, Parameter>

  constructor(design: ChannelAffineDesign, options: ChannelAffineOptions<HasAffine, HasBias> = {}) {
    super()
    const { name, others, affine = true } = design
    checkOptions(name, options, { ...NAMES, ...others })
    const { eps = 1e-5, weightInit, biasInit } = options
    this.channels = lengthOf(name, 'channels', options.channels)
    this.eps = atLeastZero(name, 'eps', eps)
    this.affine = flagOf(name, 'affine', options.affine, affine)
    const useBias = flagOf(name, 'useBias', options.useBias, true)
    this.useBias = (this.affine && useBias) as Both<HasAffine, HasBias>
    this.dtype = dtypeOf(name, options.dtype)
    const { dtype } = this
    const shape = [this.channels]
    this.weight = parameterIf(this.affine, { shape, role: 'scale', dtype, init: ones(), option: weightInit })
    this.bias = biasIf(this.useBias, { shape, dtype, option: biasInit })
    adopt(this)
  }

  /** The number of channels; null until it is known. */
  knownChannels(): number | null {
    const weight: Parameter | undefined = this.weight
    return weight?.shape[0] ?? this.channels
  }

  /** The number of channels of an input `[n, channels, …]` of at least `least` axes, checked. */
  channelsOf(x: Tensor, least: number): number {
    checkInput(this, x, this.dtype)
    const expected = this.knownChannels()
    const channels = x.shape[1]
    if (x.ndim >= least && channels !== undefined && (expected ?? channels) === channels) return channels
    const lengths = least > 2 ? ', …lengths' : ', …'
    throw wrongShape(this, `an input [n, ${expected ?? 'channels'}${lengths}]`, x)
  }

  /**
   * `(x − mean)/√(variance + eps)·w + b`, w and b for each channel.
   *
   * @param channels The lengths of the axes of x behind the first that number the channels: several, if they are cut into groups.
   */
  finish(x: Tensor, moments: Moments, channels: readonly number[] = x.shape.slice(1, 2)): Tensor {
    const { mean, variance } = moments
    return standardize(x, { mean, factor: inverseRoot(variance, this.eps), ...affineOf(this, x, channels) })
  }
}

/** `finish` with the moments of x itself over `axes`, whose gradient takes fewer passes; `known` are these, where they are known. */
export function finishOver(
  layer: ChannelAffine<boolean, boolean>,
  x: Tensor,
  axes: readonly number[],
  channels: readonly number[] = x.shape.slice(1, 2),
  known?: Moments,
): Tensor {
  return normalized(x, { axes, eps: layer.eps, known, ...affineOf(layer, x, channels) })
}

/** What scales and shifts the channels of an input, as it broadcasts to that. */
function affineOf(
  layer: ChannelAffine<boolean, boolean>,
  x: Tensor,
  channels: readonly number[],
): Record<'weight' | 'bias', Tensor | undefined> {
  const weight: Parameter | undefined = layer.weight
  const bias: Parameter | undefined = layer.bias
  const shape = [channels.reduce((product, n) => product * n, 1)]
  layer.materialize(x.backend, [
    [weight, shape],
    [bias, shape],
  ])
  return {
    weight: weight && perChannel(weight.data, x.ndim, channels),
    bias: bias && perChannel(bias.data, x.ndim, channels),
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
