import { cpu } from '@nn/backend-cpu'
import type { Tensor } from '@nn/tensor'
import * as nn from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { valueAndGrad } from '../src/index.ts'
import { compareSlope, numberOf } from './slope.ts'

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
const indices = cpu.tensor([[1, 0, 2, 2]], { dtype: 'int32' })

const FUNCTIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  sigmoid: (t) => t.sigmoid(),
  tanh: (t) => t.tanh(),
  relu: (t) => t.square().sub(0.5).relu(),
  'linear and sigmoid': (t) => nn.linear(t, y, undefined, { activation: 'sigmoid' }),
  'linear and tanh': (t) => nn.linear(t, y, undefined, { activation: 'tanh' }),
  'mean, and a sum of what it is of': (t) => t.mean(1).add(t.mean()).mul(t.sum(1)),
  cumsum: (t) => nn.cumsum(t, 1),
  cumprod: (t) => nn.cumprod(t, 0),
  'cumprod of zeros': (t) =>
    nn.cumprod(
      t.mul(
        cpu.tensor([
          [1, 0, 1, 1],
          [1, 1, 0, 0],
          [1, 1, 1, 0],
        ]),
      ),
      -1,
    ),
  sinh: nn.sinh,
  cosh: nn.cosh,
  asinh: nn.asinh,
  acosh: (t) => nn.acosh(t.square().add(1.1)),
  atanh: nn.atanh,
  asin: nn.asin,
  acos: nn.acos,
  atan: nn.atan,
  atan2: (t) => nn.atan2(t, t.at(0)),
  exp2: nn.exp2,
  log2: (t) => nn.log2(t.square().add(0.1)),
  log10: (t) => nn.log10(t.square().add(0.1)),
  flip: (t) => nn.flip(t, 0),
  roll: (t) => nn.roll(t, [1, -1], [0, 1]),
  gather: (t) => nn.gather(t, indices, 0),
  scatterAdd: (t) => nn.scatterAdd(t, indices, t.slice([0, 1]), 0),
  indexSelect: (t) => nn.indexSelect(t, cpu.tensor([2, 2, 0], { dtype: 'int32' }), 1),
  sort: (t) => nn.sort(t, 1).values,
  median: (t) => nn.median(t, 1),
  split: (t) => nn.split(t, [1, 3], 1)[1] ?? t,
  chunk: (t) => nn.chunk(t, 2, 1)[0] ?? t,
  tile: (t) => nn.tile(t, [2, 1, 2]),
  repeat: (t) => nn.repeat(t, 3, 1),
  tril: (t) => nn.tril(t, 1),
  triu: (t) => nn.triu(t, -1),
  diagonal: (t) => nn.diagonal(t, 1),
  logsumexp: (t) => nn.logsumexp(t, 1),
  'logsumexp of all': (t) => nn.logsumexp(t, undefined, { keepDims: true }),
  nansum: (t) => nn.nansum(t, 0),
  padMode: (t) =>
    nn.padMode(
      t,
      [
        [1, 1],
        [2, 3],
      ],
      'reflect',
    ),
  interpolate: (t) => nn.interpolate(t.unsqueeze(0), { scale: 1.5 }),
  'interpolate linearly': (t) => nn.interpolate(t.reshape(1, 1, 3, 4), { size: [5, 3], mode: 'bilinear' }),
  'interpolate between corners': (t) =>
    nn.interpolate(t.unsqueeze(0), { scale: 2, mode: 'linear', alignCorners: true }),
  einsum: (t) => nn.einsum('ij,kj,kl->il', t, y, t),
  'einsum of a trace': (t) => nn.einsum('ii->', t.matmul(y.transpose())),
  normalize: (t) => nn.normalize(t, { p: 3 }),
  cosineSimilarity: (t) => nn.cosineSimilarity(t, y),
}

/** A number that depends on all elements, each in its own way. */
function mixed(out: Tensor): Tensor {
  const weights = cpu
    .arange(out.size)
    .add(1)
    .mul(0.37)
    .sin()
    .reshape(...out.shape)
  return out.mul(weights).sum()
}

const gradientOf = (fn: (x: Tensor) => Tensor, at: Tensor): Tensor =>
  valueAndGrad({ at }, () => fn(at)).gradients.get('at') ?? at

describe.each(Object.entries(FUNCTIONS))('%s', (_, of) => {
  const direction = x.mul(3).cos()
  const slopeOf = (fn: (x: Tensor) => Tensor): number | undefined => {
    const slope = numberOf(gradientOf(fn, x.clone()).mul(direction).sum())
    return compareSlope(slope, (distance) => numberOf(fn(x.add(direction.mul(distance)))))?.error
  }

  it('has the gradient that differences show', () => {
    expect(slopeOf((t) => mixed(of(t)))).toBeLessThan(1e-6)
  })

  it('has second derivatives', () => {
    const inner = (t: Tensor): Tensor =>
      valueAndGrad({ t }, () => mixed(of(t.tanh()))).gradients.get('t') ?? t
    expect(slopeOf((t) => inner(t).square().sum())).toBeLessThan(1e-5)
  })
})
