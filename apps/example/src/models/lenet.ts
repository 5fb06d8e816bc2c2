import { xavierUniform } from '@nn/init'
import { AvgPool2d, Conv2d, Dense, Flatten, Sequential, sigmoid } from '@nn/layers'
import type { Model } from './model.ts'

/**
 * LeNet-5 in the form of "Dive into Deep Learning" (LeCun et al., 1998, https://doi.org/10.1109/5.726791). Activations stand in places of
 * their own, as in PyTorch's `nn.Sequential`, so that the paths are the same and weights go both ways.
 */
export const lenet: Model = {
  about: 'LeNet-5 on images of 28 × 28',
  build: () =>
    new Sequential(
      new Conv2d(6, 5, { inChannels: 1, padding: 2 }),
      sigmoid,
      new AvgPool2d(2),
      new Conv2d(16, 5, { inChannels: 6 }),
      sigmoid,
      new AvgPool2d(2),
      new Flatten(),
      new Dense(120, { inUnits: 400 }),
      sigmoid,
      new Dense(84, { inUnits: 120 }),
      sigmoid,
      new Dense(10, { inUnits: 84 }),
    ),
  inputs: (backend) => [backend.zeros([1, 1, 28, 28])],
  init: xavierUniform(),
}
