import { checkOptions, type OptionNames } from '@nn/check'
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Dense,
  Dropout,
  Flatten,
  MaxPool2d,
  Module,
  Relu,
  Sequential,
  type UnaryModule,
} from '@nn/layers'
import type { Tensor } from '@nn/tensor'

/** The options of torchvision's `AlexNet`, under its names. */
export interface AlexNetOptions {
  readonly num_classes?: number | undefined
  readonly dropout?: number | undefined
}

const NAMES: OptionNames<AlexNetOptions> = { num_classes: true, dropout: true }

/** AlexNet (Krizhevsky, 2014, https://arxiv.org/abs/1404.5997) as torchvision has it: `[n, 3, height, width] → [n, num_classes]`. */
export class AlexNet extends Module {
  readonly features: UnaryModule
  readonly avgpool: AdaptiveAvgPool2d
  readonly flatten: Flatten
  readonly classifier: UnaryModule

  constructor(options: AlexNetOptions = {}) {
    super()
    checkOptions('AlexNet', options, NAMES)
    const { num_classes = 1000, dropout = 0.5 } = options
    this.features = new Sequential(
      new Conv2d(64, 11, { inChannels: 3, stride: 4, padding: 2 }),
      new Relu(),
      new MaxPool2d(3, { stride: 2 }),
      new Conv2d(192, 5, { inChannels: 64, padding: 2 }),
      new Relu(),
      new MaxPool2d(3, { stride: 2 }),
      new Conv2d(384, 3, { inChannels: 192, padding: 1 }),
      new Relu(),
      new Conv2d(256, 3, { inChannels: 384, padding: 1 }),
      new Relu(),
      new Conv2d(256, 3, { inChannels: 256, padding: 1 }),
      new Relu(),
      new MaxPool2d(3, { stride: 2 }),
    )
    this.avgpool = new AdaptiveAvgPool2d(6)
    this.flatten = new Flatten()
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Dense(4096, { inUnits: 256 * 6 * 6 }),
      new Relu(),
      new Dropout(dropout),
      new Dense(4096, { inUnits: 4096 }),
      new Relu(),
      new Dense(num_classes, { inUnits: 4096 }),
    )
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const features = this.avgpool.forward(this.features.forward(x))
    return this.classifier.forward(this.flatten.forward(features))
  }
}

export function alexnet(options?: AlexNetOptions): AlexNet {
  return new AlexNet(options)
}
