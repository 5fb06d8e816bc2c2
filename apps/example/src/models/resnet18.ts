import { kaimingNormal } from '@nn/init'
import {
  BatchNorm,
  Conv2d,
  Dense,
  Flatten,
  GlobalAvgPool,
  type Layer,
  MaxPool2d,
  Relu,
  Residual,
  relu,
  Sequential,
} from '@nn/layers'
import type { Model } from './model.ts'

/** Two convolutions around which the input goes, through one of its own where the shape changes. */
function block(inChannels: number, channels: number, stride: number): Layer {
  const conv = (from: number, size: number, step: number): Conv2d<false> =>
    new Conv2d(channels, size, { inChannels: from, stride: step, padding: (size - 1) / 2, useBias: false })
  const inner = new Sequential(
    conv(inChannels, 3, stride),
    new BatchNorm({ channels }),
    relu,
    conv(channels, 3, 1),
    new BatchNorm({ channels }),
  )
  const isSame = inChannels === channels && stride === 1
  const shortcut = new Sequential(conv(inChannels, 1, stride), new BatchNorm({ channels }))
  return new Sequential(isSame ? new Residual(inner) : new Residual(inner, shortcut), new Relu())
}

/** ResNet-18 (He et al., 2015, https://arxiv.org/abs/1512.03385), started as its authors do: N(0, 2/fanOut) (He et al., 2015). */
export const resnet18: Model = {
  about: 'ResNet-18 on images of 224 × 224, 1000 classes',
  build: () =>
    new Sequential(
      new Conv2d(64, 7, { inChannels: 3, stride: 2, padding: 3, useBias: false }),
      new BatchNorm({ channels: 64 }),
      new Relu(),
      new MaxPool2d(3, { stride: 2, padding: 1 }),
      ...[64, 128, 256, 512].flatMap((channels, stage) => [
        block(stage === 0 ? 64 : channels / 2, channels, stage === 0 ? 1 : 2),
        block(channels, channels, 1),
      ]),
      new GlobalAvgPool(),
      new Flatten(),
      new Dense(1000, { inUnits: 512 }),
    ),
  inputs: (backend) => [backend.zeros([1, 3, 224, 224])],
  init: kaimingNormal({ mode: 'fanOut' }),
}
