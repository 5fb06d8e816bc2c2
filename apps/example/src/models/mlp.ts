import { xavierUniform } from '@nn/init'
import { Dense, Flatten, relu, Sequential } from '@nn/layers'
import type { Model } from './model.ts'

/** The chapter's own kind: one hidden layer on images of 28 × 28. */
export const mlp: Model = {
  about: 'a multilayer perceptron, 784 → 256 → 10',
  build: () => {
    return new Sequential(
      new Flatten(),
      new Dense(256, { inUnits: 784, activation: relu }),
      new Dense(10, { inUnits: 256 }),
    )
  },
  inputs: (backend) => [backend.zeros([1, 28, 28])],
  init: xavierUniform(),
}
