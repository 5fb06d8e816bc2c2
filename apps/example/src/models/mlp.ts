import { normal } from '@nn/init'
import { Dense, Flatten, Relu, Sequential } from '@nn/layers'
import type { Model } from './model.ts'

/** The multilayer perceptron of "Dive into Deep Learning" (https://d2l.ai/chapter_multilayer-perceptrons/mlp-implementation.html), weights N(0, 0.01²). */
export const mlp: Model = {
  about: 'a multilayer perceptron, 784 → 256 → 10',
  build: () => {
    return new Sequential(
      new Flatten(),
      new Dense(256, { inUnits: 784 }),
      new Relu(),
      new Dense(10, { inUnits: 256 }),
    )
  },
  inputs: (backend) => [backend.zeros([1, 28, 28])],
  init: normal({ std: 0.01 }),
}
