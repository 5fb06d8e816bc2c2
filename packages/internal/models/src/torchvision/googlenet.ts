import { checkOptions, type OptionNames } from '@nn/check'
import type { TorchDialect } from '@nn/init/torch'
import { BatchNorm, Conv2d, Dense, MaxPool2d, Sequential, type UnaryModule } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'

/** The options of torchvision's `GoogLeNet`, under its names. */
interface GoogLeNetOptions {
  readonly num_classes?: number | undefined
  readonly aux_logits?: boolean | undefined
  readonly transform_input?: boolean | undefined
  /** Whether weights are drawn anew from a truncated normal. Default true. */
  readonly init_weights?: boolean | undefined
  readonly dropout?: number | undefined
  readonly dropout_aux?: number | undefined
}

const NAMES: OptionNames<GoogLeNetOptions> = {
  num_classes: true,
  aux_logits: true,
  transform_input: true,
  init_weights: true,
  dropout: true,
  dropout_aux: true,
}

/** How a convolution's kernel moves. */
interface Window {
  readonly stride?: number
  readonly padding?: number
}

class BasicConv2d extends WithoutForward {
  readonly conv: Conv2d<false>
  readonly bn: BatchNorm

  constructor(
    inChannels: number,
    channels: number,
    kernel: number,
    { stride = 1, padding = 0 }: Window = {},
  ) {
    super()
    this.conv = new Conv2d(channels, kernel, { inChannels, stride, padding, useBias: false })
    this.bn = new BatchNorm({ channels, eps: 0.001 })
  }
}

/** The channels of the four branches. */
type Branches = readonly [
  ch1x1: number,
  ch3x3red: number,
  ch3x3: number,
  ch5x5red: number,
  ch5x5: number,
  pool: number,
]

class Inception extends WithoutForward {
  readonly branch1: BasicConv2d
  readonly branch2: UnaryModule
  readonly branch3: UnaryModule
  readonly branch4: UnaryModule

  constructor(inChannels: number, [ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool]: Branches) {
    super()
    this.branch1 = new BasicConv2d(inChannels, ch1x1, 1)
    this.branch2 = new Sequential(
      new BasicConv2d(inChannels, ch3x3red, 1),
      new BasicConv2d(ch3x3red, ch3x3, 3, { padding: 1 }),
    )
    // 3 instead of 5, as there (https://github.com/pytorch/vision/issues/906).
    this.branch3 = new Sequential(
      new BasicConv2d(inChannels, ch5x5red, 1),
      new BasicConv2d(ch5x5red, ch5x5, 3, { padding: 1 }),
    )
    this.branch4 = new Sequential(
      new MaxPool2d(3, { stride: 1, padding: 1, ceilMode: true }),
      new BasicConv2d(inChannels, pool, 1),
    )
  }
}

class InceptionAux extends WithoutForward {
  readonly conv: BasicConv2d
  readonly fc1: Dense
  readonly fc2: Dense

  constructor(inChannels: number, classes: number) {
    super()
    this.conv = new BasicConv2d(inChannels, 128, 1)
    this.fc1 = new Dense(1024, { inUnits: 2048 })
    this.fc2 = new Dense(classes, { inUnits: 1024 })
  }
}

/** GoogLeNet (Szegedy et al., 2014, https://arxiv.org/abs/1409.4842) as torchvision starts it. */
export class GoogLeNet extends WithoutForward {
  readonly conv1: BasicConv2d
  readonly conv2: BasicConv2d
  readonly conv3: BasicConv2d
  readonly inception3a: Inception
  readonly inception3b: Inception
  readonly inception4a: Inception
  readonly inception4b: Inception
  readonly inception4c: Inception
  readonly inception4d: Inception
  readonly inception4e: Inception
  readonly inception5a: Inception
  readonly inception5b: Inception
  readonly aux1: InceptionAux | undefined
  readonly aux2: InceptionAux | undefined
  readonly fc: Dense

  constructor(options: GoogLeNetOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('GoogLeNet', options, NAMES)
    const { num_classes = 1000, aux_logits = true, init_weights = true } = options
    this.conv1 = new BasicConv2d(3, 64, 7, { stride: 2, padding: 3 })
    this.conv2 = new BasicConv2d(64, 64, 1)
    this.conv3 = new BasicConv2d(64, 192, 3, { padding: 1 })
    this.inception3a = new Inception(192, [64, 96, 128, 16, 32, 32])
    this.inception3b = new Inception(256, [128, 128, 192, 32, 96, 64])
    this.inception4a = new Inception(480, [192, 96, 208, 16, 48, 64])
    this.inception4b = new Inception(512, [160, 112, 224, 24, 64, 64])
    this.inception4c = new Inception(512, [128, 128, 256, 24, 64, 64])
    this.inception4d = new Inception(512, [112, 144, 288, 32, 64, 64])
    this.inception4e = new Inception(528, [256, 160, 320, 32, 128, 128])
    this.inception5a = new Inception(832, [256, 160, 320, 32, 128, 128])
    this.inception5b = new Inception(832, [384, 192, 384, 48, 128, 128])
    this.aux1 = aux_logits ? new InceptionAux(512, num_classes) : undefined
    this.aux2 = aux_logits ? new InceptionAux(528, num_classes) : undefined
    this.fc = new Dense(num_classes, { inUnits: 1024 })
    this.parameters()
    if (dialect === undefined || !init_weights) return
    for (const m of this.modules().values()) {
      if (m instanceof Conv2d || m instanceof Dense) dialect.truncatedNormal_(m.weight, { std: 0.01 })
    }
  }
}

export function googlenet(options?: GoogLeNetOptions, dialect?: TorchDialect): GoogLeNet {
  return new GoogLeNet(options, dialect)
}
