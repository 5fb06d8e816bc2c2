import { checkOptions, message, type OptionNames } from '@nn/check'
import { constant_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import {
  AdaptiveAvgPool2d,
  BatchNorm,
  Conv2d,
  Dense,
  Flatten,
  MaxPool2d,
  Module,
  Relu,
  Sequential,
  type UnaryModule,
} from '@nn/layers'
import type { Tensor } from '@nn/tensor'

/** The options of torchvision's `ResNet`, under its names. */
export interface ResNetOptions {
  readonly num_classes?: number | undefined
  /** Whether the last norm of each block starts as 0. Default false. */
  readonly zero_init_residual?: boolean | undefined
  readonly groups?: number | undefined
  readonly width_per_group?: number | undefined
}

const NAMES: OptionNames<ResNetOptions> = {
  num_classes: true,
  zero_init_residual: true,
  groups: true,
  width_per_group: true,
}

/** What a block is made of: channels in, its width, and the shape of its convolutions. */
interface BlockSpec {
  readonly inplanes: number
  readonly planes: number
  readonly stride?: number
  readonly downsample?: UnaryModule | undefined
  readonly groups: number
  readonly baseWidth: number
}

function conv3x3(inplanes: number, planes: number, stride = 1, groups = 1): Conv2d<false> {
  return new Conv2d(planes, 3, { inChannels: inplanes, stride, padding: 1, groups, useBias: false })
}

function conv1x1(inplanes: number, planes: number, stride = 1): Conv2d<false> {
  return new Conv2d(planes, 1, { inChannels: inplanes, stride, useBias: false })
}

/** Two convolutions around which the input goes. */
export class BasicBlock extends Module {
  static readonly expansion = 1
  readonly conv1: Conv2d<false>
  readonly bn1: BatchNorm
  readonly relu: Relu
  readonly conv2: Conv2d<false>
  readonly bn2: BatchNorm
  readonly downsample: UnaryModule | undefined

  constructor({ inplanes, planes, stride = 1, downsample, groups, baseWidth }: BlockSpec) {
    super()
    if (groups !== 1 || baseWidth !== 64) {
      const got = `groups ${groups} and width_per_group ${baseWidth}`
      throw new RangeError(message('BasicBlock', 'groups 1 and width_per_group 64', got))
    }
    this.conv1 = conv3x3(inplanes, planes, stride)
    this.bn1 = new BatchNorm({ channels: planes })
    this.relu = new Relu()
    this.conv2 = conv3x3(planes, planes)
    this.bn2 = new BatchNorm({ channels: planes })
    this.downsample = downsample
  }

  override forward(x: Tensor): Tensor {
    const identity = this.downsample?.forward(x) ?? x
    const out = this.relu.forward(this.bn1.forward(this.conv1.forward(x)))
    return this.relu.forward(this.bn2.forward(this.conv2.forward(out)).add(identity))
  }
}

/** Three convolutions, narrow in the middle, around which the input goes. */
export class Bottleneck extends Module {
  static readonly expansion = 4
  readonly conv1: Conv2d<false>
  readonly bn1: BatchNorm
  readonly conv2: Conv2d<false>
  readonly bn2: BatchNorm
  readonly conv3: Conv2d<false>
  readonly bn3: BatchNorm
  readonly relu: Relu
  readonly downsample: UnaryModule | undefined

  constructor({ inplanes, planes, stride = 1, downsample, groups, baseWidth }: BlockSpec) {
    super()
    const width = Math.trunc(planes * (baseWidth / 64)) * groups
    const channels = planes * Bottleneck.expansion
    this.conv1 = conv1x1(inplanes, width)
    this.bn1 = new BatchNorm({ channels: width })
    this.conv2 = conv3x3(width, width, stride, groups)
    this.bn2 = new BatchNorm({ channels: width })
    this.conv3 = conv1x1(width, channels)
    this.bn3 = new BatchNorm({ channels })
    this.relu = new Relu()
    this.downsample = downsample
  }

  override forward(x: Tensor): Tensor {
    const identity = this.downsample?.forward(x) ?? x
    const first = this.relu.forward(this.bn1.forward(this.conv1.forward(x)))
    const second = this.relu.forward(this.bn2.forward(this.conv2.forward(first)))
    return this.relu.forward(this.bn3.forward(this.conv3.forward(second)).add(identity))
  }
}

/** A member of the family: its kind of block, and how many of them each of the four stages has. */
export interface ResNetDesign {
  readonly block: typeof BasicBlock | typeof Bottleneck
  readonly layers: readonly [number, number, number, number]
  /** Channels of the images. Default 3. */
  readonly in_chans?: number | undefined
}

/**
 * ResNet (He et al., 2015, https://arxiv.org/abs/1512.03385) as torchvision has it: `[n, 3, height, width] → [n, num_classes]`. With a
 * dialect, what it constructs is started again as there; without, it is the caller's to start.
 */
export class ResNet extends Module {
  readonly conv1: Conv2d<false>
  readonly bn1: BatchNorm
  readonly relu: Relu
  readonly maxpool: MaxPool2d
  readonly layer1: UnaryModule
  readonly layer2: UnaryModule
  readonly layer3: UnaryModule
  readonly layer4: UnaryModule
  readonly avgpool: AdaptiveAvgPool2d
  readonly flatten: Flatten
  readonly fc: Dense

  constructor(design: ResNetDesign, options: ResNetOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('ResNet', options, NAMES)
    const { block, layers, in_chans: inChannels = 3 } = design
    const { num_classes = 1000, zero_init_residual = false, groups = 1, width_per_group = 64 } = options
    let inplanes = 64
    const makeLayer = (planes: number, blocks: number, stride = 1): UnaryModule => {
      const channels = planes * block.expansion
      const isSame = stride === 1 && inplanes === channels
      const downsample = isSame
        ? undefined
        : new Sequential(conv1x1(inplanes, channels, stride), new BatchNorm({ channels }))
      const shape = { planes, groups, baseWidth: width_per_group }
      const parts: UnaryModule[] = [new block({ ...shape, inplanes, stride, downsample })]
      inplanes = channels
      while (parts.length < blocks) parts.push(new block({ ...shape, inplanes }))
      return new Sequential(...parts)
    }
    this.conv1 = new Conv2d(64, 7, { inChannels, stride: 2, padding: 3, useBias: false })
    this.bn1 = new BatchNorm({ channels: 64 })
    this.relu = new Relu()
    this.maxpool = new MaxPool2d(3, { stride: 2, padding: 1 })
    this.layer1 = makeLayer(64, layers[0])
    this.layer2 = makeLayer(128, layers[1], 2)
    this.layer3 = makeLayer(256, layers[2], 2)
    this.layer4 = makeLayer(512, layers[3], 2)
    this.avgpool = new AdaptiveAvgPool2d(1)
    this.flatten = new Flatten()
    this.fc = new Dense(num_classes, { inUnits: 512 * block.expansion })
    this.parameters()
    if (dialect !== undefined) this.#start(dialect, zero_init_residual)
  }

  /** Convolutions N(0, 2/fanOut); norms keep their ones and zeros, but for the last of each block where that is asked for. */
  #start(dialect: TorchDialect, zero: boolean): void {
    const modules = [...this.modules().values()]
    for (const m of modules) if (m instanceof Conv2d) dialect.kaimingNormal_(m.weight, { mode: 'fanOut' })
    if (!zero) return
    for (const m of modules) {
      if (m instanceof Bottleneck) constant_(m.bn3.weight, 0)
      else if (m instanceof BasicBlock) constant_(m.bn2.weight, 0)
    }
  }

  override forward(x: Tensor): Tensor {
    const stem = this.maxpool.forward(this.relu.forward(this.bn1.forward(this.conv1.forward(x))))
    const features = [this.layer1, this.layer2, this.layer3, this.layer4].reduce(
      (y, layer) => layer.forward(y),
      stem,
    )
    return this.fc.forward(this.flatten.forward(this.avgpool.forward(features)))
  }
}

/** Builds a member of a family. */
type Build = (options?: ResNetOptions, dialect?: TorchDialect) => ResNet

const member =
  (block: ResNetDesign['block'], layers: ResNetDesign['layers'], own: ResNetOptions = {}): Build =>
  (options, dialect) =>
    new ResNet({ block, layers }, { ...own, ...options }, dialect)

export const resnet18: Build = member(BasicBlock, [2, 2, 2, 2])
export const resnet34: Build = member(BasicBlock, [3, 4, 6, 3])
export const resnet50: Build = member(Bottleneck, [3, 4, 6, 3])
export const resnet101: Build = member(Bottleneck, [3, 4, 23, 3])
export const resnet152: Build = member(Bottleneck, [3, 8, 36, 3])
export const resnext50_32x4d: Build = member(Bottleneck, [3, 4, 6, 3], { groups: 32, width_per_group: 4 })
export const resnext101_32x8d: Build = member(Bottleneck, [3, 4, 23, 3], { groups: 32, width_per_group: 8 })
export const wide_resnet50_2: Build = member(Bottleneck, [3, 4, 6, 3], { width_per_group: 128 })
