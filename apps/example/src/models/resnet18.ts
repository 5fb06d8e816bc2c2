import { kaimingNormal } from '@nn/init'
import { Conv2d } from '@nn/layers'
import { resnet18 as build } from '@nn/models'
import type { Model } from './model.ts'

/** ResNet-18 as torchvision has it, its convolutions started as its authors do: N(0, 2/fanOut) (He et al., 2015, https://arxiv.org/abs/1512.03385). */
export const resnet18: Model = {
  about: 'ResNet-18 on images of 224 × 224, 1000 classes',
  build: (dialect) => build({}, dialect),
  inputs: (backend) => [backend.zeros([1, 3, 224, 224])],
  rules: [[{ type: Conv2d, role: 'weight' }, kaimingNormal({ mode: 'fanOut' })]],
  isPort: true,
}
