import { valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as layers from '../src/index.ts'

const double = { dtype: 'float64' } as const
const x = cpu.tensor(
  [
    [0.3, -0.7, 0.9, 0.1],
    [0.5, 0.2, -0.4, 0.8],
    [-0.6, 0.45, 0.7, -0.15],
  ],
  double,
)
const y = x.mul(1.7).sin().add(0.05)
const classes = cpu.tensor([3, 0, -100], { dtype: 'int32' })

const LOSSES: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  meanSquaredError: (t) => layers.meanSquaredError(t, y),
  huber: (t) => layers.huber(t, y, { delta: 0.4 }),
  smoothL1: (t) => layers.smoothL1(t, y, { beta: 0.4 }),
  binaryCrossEntropy: (t) => layers.binaryCrossEntropy(t.sigmoid(), y.sigmoid()),
  binaryCrossEntropyWithLogits: (t) => layers.binaryCrossEntropyWithLogits(t, y, { posWeight: y.exp() }),
  klDivergence: (t) => layers.klDivergence(t, y.softmax(1)),
  gaussianNll: (t) => layers.gaussianNll(t, y, t.square().add(0.1)),
  crossEntropy: (t) => layers.crossEntropy(t, classes, { labelSmoothing: 0.1 }),
  'crossEntropy of probabilities': (t) =>
    layers.crossEntropy(t, y.softmax(1), { weight: cpu.tensor([1, 2, 3, 4], double) }),
  nll: (t) => layers.nll(t, classes),
  scaledDotProductAttention: (t) =>
    layers.scaledDotProductAttention(t, t.mul(0.7), t, { isCausal: true }).square().sum(),
}

const numberOf = (of: Tensor): number => Number(of.item())
const gradientOf = (fn: (x: Tensor) => Tensor, at: Tensor): Tensor =>
  valueAndGrad({ at }, () => fn(at)).gradients.get('at') ?? at

/** How far the slope along a direction lies from what differences show. */
function errorOf(fn: (x: Tensor) => Tensor): number {
  const direction = x.mul(3).cos()
  const at = (distance: number): number => numberOf(fn(x.add(direction.mul(distance))))
  const shown = (at(1e-5) - at(-1e-5)) / 2e-5
  return Math.abs(shown - numberOf(gradientOf(fn, x.clone()).mul(direction).sum()))
}

describe.each(Object.entries(LOSSES))('%s', (_, loss) => {
  it('has the gradient that differences show', () => {
    expect(errorOf(loss)).toBeLessThan(1e-7)
  })

  it('has second derivatives', () => {
    expect(
      errorOf((t) =>
        gradientOf((u) => loss(u.tanh()), t)
          .square()
          .sum(),
      ),
    ).toBeLessThan(1e-7)
  })
})

it('of nothing that counts the gradient is 0', () => {
  const none = cpu.tensor([-100, -100, -100], { dtype: 'int32' })
  expect(gradientOf((t) => layers.crossEntropy(t, none), x.clone()).equals(x.mul(0))).toBe(true)
})
