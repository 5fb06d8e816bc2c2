import { xavierUniform } from '@nn/init'
import {
  AvgPool2d,
  Conv2d,
  Dense,
  Flatten,
  type InitializeOptions,
  relu,
  Sequential,
  sigmoid,
  type UnaryModule,
} from '@nn/layers'
import { adam, type Optimizer, sgd } from '@nn/optim'
import type { Backend } from '@nn/tensor'
import { digits } from './digits.ts'
import type { Examples } from './examples.ts'
import { spirals } from './spirals.ts'

/** A network with its data, and how it is trained. */
export interface Lesson {
  readonly name: string
  readonly about: string
  readonly build: () => UnaryModule
  /** The weights' initializer; left out, the layers' defaults. */
  readonly init?: InitializeOptions['init']
  readonly examples: (backend: Backend) => Examples
  /** As a reader would type it. */
  readonly code: string
  readonly optimizer: (net: UnaryModule) => Optimizer
  readonly steps: number
}

/** The book's multilayer perceptron, on points of a plane. */
export const mlp: Lesson = {
  name: 'mlp',
  about: 'a multilayer perceptron, 2 → 64 → 3',
  build: () => new Sequential(new Dense(64, { inUnits: 2 }), relu, new Dense(3, { inUnits: 64 })),
  examples: spirals,
  code: 'sgd(net, { learningRate: 0.5, momentum: 0.9 })',
  optimizer: (net) => sgd(net, { learningRate: 0.5, momentum: 0.9 }),
  steps: 300,
}

/** The book's LeNet, for images of 8 × 8, with its own initializer. */
export const lenet: Lesson = {
  name: 'lenet',
  about: 'LeNet, with sigmoids, for images of 8 × 8',
  build: () =>
    new Sequential(
      new Conv2d(6, 5, { inChannels: 1, padding: 2 }),
      sigmoid,
      new AvgPool2d(2),
      new Conv2d(16, 3, { inChannels: 6, padding: 1 }),
      sigmoid,
      new AvgPool2d(2),
      new Flatten(),
      new Dense(120, { inUnits: 64 }),
      sigmoid,
      new Dense(84, { inUnits: 120 }),
      sigmoid,
      new Dense(10, { inUnits: 84 }),
    ),
  init: xavierUniform(),
  examples: digits,
  code: 'adam(net, { learningRate: 0.01 })',
  optimizer: (net) => adam(net, { learningRate: 0.01 }),
  steps: 300,
}

export const LESSONS: readonly Lesson[] = [mlp, lenet]
