import { checkOptions, type OptionNames } from '@nn/check'
import { zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { BatchNorm, Conv2d, Dense, Dropout, Module, Sequential, type UnaryModule } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { WithoutForward } from '../without-forward.ts'
import { conv2dNormRelu6 } from './conv2d-norm-activation.ts'

/** The options of torchvision's `MobileNetV2`, under its names. */
export interface MobileNetV2Options {
  readonly num_classes?: number | undefined
  readonly width_mult?: number | undefined
  /** Expansion, channels, blocks and stride of each stage. */
  readonly inverted_residual_setting?: readonly (readonly [number, number, number, number])[] | undefined
  readonly round_nearest?: number | undefined
  readonly dropout?: number | undefined
}

const NAMES: OptionNames<MobileNetV2Options> = {
  num_classes: true,
  width_mult: true,
  inverted_residual_setting: true,
  round_nearest: true,
  dropout: true,
}

const SETTING: NonNullable<MobileNetV2Options['inverted_residual_setting']> = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
]

/** The nearest multiple of a divisor, at most a tenth less. */
function makeDivisible(value: number, divisor: number): number {
  const near = Math.max(divisor, Math.floor((value + divisor / 2) / divisor) * divisor)
  return near < 0.9 * value ? near + divisor : near
}

class InvertedResidual extends Module {
  readonly conv: UnaryModule
  readonly isResidual: boolean

  constructor(inp: number, oup: number, stride: number, expansion: number) {
    super()
    const hidden = Math.round(inp * expansion)
    this.isResidual = stride === 1 && inp === oup
    const layers = expansion === 1 ? [] : [conv2dNormRelu6(inp, hidden, { kernel_size: 1 })]
    this.conv = new Sequential(
      ...layers,
      conv2dNormRelu6(hidden, hidden, { stride, groups: hidden }),
      new Conv2d(oup, 1, { inChannels: hidden, useBias: false }),
      new BatchNorm({ channels: oup }),
    )
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv.forward(x)
    return this.isResidual ? x.add(y) : y
  }
}

/** MobileNetV2 (Sandler et al., 2018, https://arxiv.org/abs/1801.04381) as torchvision starts it. */
export class MobileNetV2 extends WithoutForward {
  readonly features: Sequential<readonly UnaryModule[]>
  readonly classifier: UnaryModule

  constructor(options: MobileNetV2Options = {}, dialect?: TorchDialect) {
    super()
    checkOptions('MobileNetV2', options, NAMES)
    const { num_classes = 1000, width_mult = 1, round_nearest = 8, dropout = 0.2 } = options
    const { inverted_residual_setting = SETTING } = options
    let channels = makeDivisible(32 * width_mult, round_nearest)
    const last = makeDivisible(1280 * Math.max(1, width_mult), round_nearest)
    const features: UnaryModule[] = [conv2dNormRelu6(3, channels, { stride: 2 })]
    for (const [expansion, width, blocks, stride] of inverted_residual_setting) {
      const output = makeDivisible(width * width_mult, round_nearest)
      for (let i = 0; i < blocks; i++) {
        features.push(new InvertedResidual(channels, output, i === 0 ? stride : 1, expansion))
        channels = output
      }
    }
    features.push(conv2dNormRelu6(channels, last, { kernel_size: 1 }))
    this.features = new Sequential(...features)
    this.classifier = new Sequential(new Dropout(dropout), new Dense(num_classes, { inUnits: last }))
    this.parameters()
    if (dialect === undefined) return
    for (const m of this.modules().values()) {
      if (m instanceof Conv2d) dialect.kaimingNormal_(m.weight, { mode: 'fanOut' })
      else if (m instanceof Dense) {
        dialect.normal_(m.weight, { std: 0.01 })
        zeros_(m.bias)
      }
    }
  }
}

export function mobilenet_v2(options?: MobileNetV2Options, dialect?: TorchDialect): MobileNetV2 {
  return new MobileNetV2(options, dialect)
}
