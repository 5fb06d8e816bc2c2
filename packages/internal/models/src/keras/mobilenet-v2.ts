import { checkOptions, type OptionNames } from '@nn/check'
import {
  BatchNorm,
  Conv2d,
  Dense,
  DepthwiseConv2d,
  GlobalAvgPool,
  type Layer,
  Relu6,
  Residual,
  Sequential,
  Softmax,
} from '@nn/layers'

/** The options of Keras's `MobileNetV2`, under its names; images have three channels. */
export interface MobileNetV2Options {
  /** Factor of all widths. Default 1. */
  readonly alpha?: number | undefined
  readonly include_top?: boolean | undefined
  readonly classes?: number | undefined
}

const NAMES: OptionNames<MobileNetV2Options> = { alpha: true, include_top: true, classes: true }

/** Filters, stride and expansion of the blocks. */
const BLOCKS: readonly (readonly [filters: number, stride: number, expansion: number])[] = [
  [16, 1, 1],
  [24, 2, 6],
  [24, 1, 6],
  [32, 2, 6],
  [32, 1, 6],
  [32, 1, 6],
  [64, 2, 6],
  [64, 1, 6],
  [64, 1, 6],
  [64, 1, 6],
  [96, 1, 6],
  [96, 1, 6],
  [96, 1, 6],
  [160, 2, 6],
  [160, 1, 6],
  [160, 1, 6],
  [320, 1, 6],
]

/** `_make_divisible`: the nearest multiple of 8, at most a tenth less. */
function makeDivisible(value: number): number {
  const near = Math.max(8, Math.floor((value + 4) / 8) * 8)
  return near < 0.9 * value ? near + 8 : near
}

const norm = (channels: number): BatchNorm => new BatchNorm({ channels, eps: 1e-3, momentum: 0.001 })

/** `_inverted_res_block`, whose layers have Keras's names. */
function invertedResidual(
  inChannels: number,
  channels: number,
  { block, stride, expansion }: Readonly<Record<'block' | 'stride' | 'expansion', number>>,
): Layer {
  const prefix = block > 0 ? `block_${block}_` : 'expanded_conv_'
  const hidden = block > 0 ? expansion * inChannels : inChannels
  const expand = {
    [`${prefix}expand`]: new Conv2d(hidden, 1, { inChannels, useBias: false }),
    [`${prefix}expand_BN`]: norm(hidden),
    [`${prefix}expand_relu`]: new Relu6(),
  }
  // Keras pads for a stride of two by a layer of its own, as 'same' does.
  const depthwise = { inChannels: hidden, stride, padding: 'same', useBias: false } as const
  const inner = new Sequential({
    ...(block > 0 ? expand : {}),
    [`${prefix}depthwise`]: new DepthwiseConv2d(3, depthwise),
    [`${prefix}depthwise_BN`]: norm(hidden),
    [`${prefix}depthwise_relu`]: new Relu6(),
    [`${prefix}project`]: new Conv2d(channels, 1, { inChannels: hidden, useBias: false }),
    [`${prefix}project_BN`]: norm(channels),
  })
  return stride === 1 && inChannels === channels ? new Residual(inner) : inner
}

/**
 * `keras.applications.MobileNetV2(weights=None)` (Sandler et al., 2018, https://arxiv.org/abs/1801.04381): `[n, 3, height, width] → [n,
 * classes]`, without its top `[n, channels, height′, width′]`. Its layers are called as Keras's.
 */
export function MobileNetV2(options: MobileNetV2Options = {}): Sequential<Readonly<Record<string, Layer>>> {
  checkOptions('MobileNetV2', options, NAMES)
  const { alpha = 1, include_top = true, classes = 1000 } = options
  const first = makeDivisible(32 * alpha)
  const layers: Record<string, Layer> = {
    Conv1: new Conv2d(first, 3, { inChannels: 3, stride: 2, padding: 'same', useBias: false }),
    bn_Conv1: norm(first),
    Conv1_relu: new Relu6(),
  }
  let channels = first
  for (const [block, [filters, stride, expansion]] of BLOCKS.entries()) {
    const output = makeDivisible(Math.trunc(filters * alpha))
    layers[`block_${block}`] = invertedResidual(channels, output, { block, stride, expansion })
    channels = output
  }
  const last = alpha > 1 ? makeDivisible(1280 * alpha) : 1280
  layers.Conv_1 = new Conv2d(last, 1, { inChannels: channels, useBias: false })
  layers.Conv_1_bn = norm(last)
  layers.out_relu = new Relu6()
  if (!include_top) return new Sequential(layers)
  layers.pool = new GlobalAvgPool()
  layers.predictions = new Dense(classes, { inUnits: last })
  layers.softmax = new Softmax(-1)
  return new Sequential(layers)
}
