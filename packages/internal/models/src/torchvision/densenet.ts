import { checkOptions, type OptionNames } from '@nn/check'
import { zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import {
  AvgPool2d,
  BatchNorm,
  Conv2d,
  Dense,
  MaxPool2d,
  ModuleDict,
  Relu,
  Sequential,
  type UnaryModule,
} from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'

/** The options of torchvision's `DenseNet`, under its names. */
export interface DenseNetOptions {
  readonly growth_rate?: number | undefined
  readonly block_config?: readonly number[] | undefined
  readonly num_init_features?: number | undefined
  readonly bn_size?: number | undefined
  readonly drop_rate?: number | undefined
  readonly num_classes?: number | undefined
  readonly memory_efficient?: boolean | undefined
}

const NAMES: OptionNames<DenseNetOptions> = {
  growth_rate: true,
  block_config: true,
  num_init_features: true,
  bn_size: true,
  drop_rate: true,
  num_classes: true,
  memory_efficient: true,
}

class DenseLayer extends WithoutForward {
  readonly norm1: BatchNorm
  readonly relu1: Relu
  readonly conv1: Conv2d<false>
  readonly norm2: BatchNorm
  readonly relu2: Relu
  readonly conv2: Conv2d<false>

  constructor(inChannels: number, growth: number, bottleneck: number) {
    super()
    const channels = bottleneck * growth
    this.norm1 = new BatchNorm({ channels: inChannels })
    this.relu1 = new Relu()
    this.conv1 = new Conv2d(channels, 1, { inChannels, useBias: false })
    this.norm2 = new BatchNorm({ channels })
    this.relu2 = new Relu()
    this.conv2 = new Conv2d(growth, 3, { inChannels: channels, padding: 1, useBias: false })
  }
}

function denseBlock(layers: number, inChannels: number, bottleneck: number, growth: number): UnaryModule {
  return new ModuleDict(
    Object.fromEntries(
      Array.from({ length: layers }, (_, i) => [
        `denselayer${i + 1}`,
        new DenseLayer(inChannels + i * growth, growth, bottleneck),
      ]),
    ),
  )
}

function transition(inChannels: number, channels: number): UnaryModule {
  return new Sequential({
    norm: new BatchNorm({ channels: inChannels }),
    relu: new Relu(),
    conv: new Conv2d(channels, 1, { inChannels, useBias: false }),
    pool: new AvgPool2d(2, { stride: 2 }),
  })
}

/** DenseNet-BC (Huang et al., 2016, https://arxiv.org/abs/1608.06993) as torchvision starts it. */
export class DenseNet extends WithoutForward {
  readonly features: UnaryModule
  readonly classifier: Dense

  constructor(options: DenseNetOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('DenseNet', options, NAMES)
    const { growth_rate = 32, block_config = [6, 12, 24, 16], num_init_features = 64 } = options
    const { bn_size = 4, num_classes = 1000 } = options
    let channels = num_init_features
    const features: Record<string, UnaryModule> = {
      conv0: new Conv2d(channels, 7, { inChannels: 3, stride: 2, padding: 3, useBias: false }),
      norm0: new BatchNorm({ channels }),
      relu0: new Relu(),
      pool0: new MaxPool2d(3, { stride: 2, padding: 1 }),
    }
    for (const [i, layers] of block_config.entries()) {
      features[`denseblock${i + 1}`] = denseBlock(layers, channels, bn_size, growth_rate)
      channels += layers * growth_rate
      if (i === block_config.length - 1) continue
      const half = Math.floor(channels / 2)
      features[`transition${i + 1}`] = transition(channels, half)
      channels = half
    }
    features.norm5 = new BatchNorm({ channels })
    this.features = new Sequential(features)
    this.classifier = new Dense(num_classes, { inUnits: channels })
    this.parameters()
    if (dialect === undefined) return
    for (const m of this.modules().values()) {
      if (m instanceof Conv2d) dialect.kaimingNormal_(m.weight)
      else if (m instanceof Dense) zeros_(m.bias)
    }
  }
}

/** Builds a member of the family. */
type Build = (options?: DenseNetOptions, dialect?: TorchDialect) => DenseNet

const member =
  (own: DenseNetOptions): Build =>
  (options, dialect) =>
    new DenseNet({ ...own, ...options }, dialect)

export const densenet121: Build = member({})
export const densenet161: Build = member({
  growth_rate: 48,
  block_config: [6, 12, 36, 24],
  num_init_features: 96,
})
export const densenet169: Build = member({ block_config: [6, 12, 32, 32] })
export const densenet201: Build = member({ block_config: [6, 12, 48, 32] })
