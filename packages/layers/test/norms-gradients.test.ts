import { grad, valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { normal, uniform } from '@nn/init'
import { createRng } from '@nn/random'
import { type Moments, meanSquare, moments, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { BatchNorm, ChannelAffine, GroupNorm, InstanceNorm, LayerNorm, RmsNorm } from '../src/index.ts'
import { gradientError, mixed } from './slopes.ts'

const dtype = 'float64'
const inits = { dtype, weightInit: uniform({ low: 0.5, high: 2 }), biasInit: normal() } as const
const { biasInit: _, ...weightOnly } = inits

/** Norms, and the shape of what each is given. */
const NORMS = {
  LayerNorm: [() => new LayerNorm(inits), [3, 2, 5]],
  'LayerNorm over two axes': [() => new LayerNorm({ ...inits, axes: 2 }), [3, 2, 5]],
  'LayerNorm over all': [() => new LayerNorm({ ...inits, shape: [3, 4] }), [3, 4]],
  'LayerNorm without a bias': [() => new LayerNorm({ ...weightOnly, useBias: false }), [4, 3]],
  'LayerNorm without both': [() => new LayerNorm({ affine: false, dtype }), [4, 3]],
  RmsNorm: [() => new RmsNorm(weightOnly), [3, 2, 5]],
  'RmsNorm without a weight': [() => new RmsNorm({ affine: false, dtype }), [4, 3]],
  BatchNorm: [() => new BatchNorm(inits), [3, 2, 2, 3]],
  'BatchNorm of rows': [() => new BatchNorm(inits), [5, 2]],
  'BatchNorm without both': [() => new BatchNorm({ affine: false, dtype }), [5, 2]],
  GroupNorm: [() => new GroupNorm(2, inits), [3, 4, 3]],
  'GroupNorm of one group': [() => new GroupNorm(1, inits), [3, 4]],
  'GroupNorm of single channels': [() => new GroupNorm(4, inits), [2, 4, 3]],
  InstanceNorm: [() => new InstanceNorm({ ...inits, affine: true }), [2, 3, 4]],
} as const

describe.each(Object.entries(NORMS))('%s', (_, [make, shape]) => {
  const norm = make()
  norm.initialize({ rng: createRng(1), backend: cpu })
  const x = cpu.normal(createRng(2), shape, { dtype }).mul(1.5).add(0.5)
  norm.forward(x)

  it('has the gradient by its input that differences show, of a transposed one too', () => {
    expect(gradientError((t) => mixed(norm.forward(t)), x)).toBeLessThan(1e-8)
    const across = x.transpose().contiguous().transpose()
    const of = (t: Tensor): Tensor => grad((t: Tensor) => mixed(norm.forward(t)))(t)
    expect(of(across).allClose(of(x), { rtol: 0, atol: 1e-12 })).toBe(true)
  })

  it('has those by its weight and bias', () => {
    for (const [path, parameter] of norm.parameters()) {
      const run = (t: Tensor): Tensor => {
        parameter.data.copy_(t)
        return mixed(norm.forward(x))
      }
      const values = parameter.data.clone()
      const { gradients } = valueAndGrad(norm, () => mixed(norm.forward(x)))
      expect([...gradients.keys()]).toEqual([...norm.parameters().keys()])
      const gradient = gradients.get(path)!.reshape(-1)
      for (let i = 0; i < values.size; i++) {
        const at = (shift: number): number => {
          const moved = values.clone()
          moved.reshape(-1).set([i], Number(values.reshape(-1).item(i)) + shift)
          return Number(run(moved).item())
        }
        expect((at(1e-5) - at(-1e-5)) / 2e-5).toBeCloseTo(Number(gradient.item(i)), 7)
      }
      parameter.data.copy_(values)
    }
  })

  it('has second derivatives', () => {
    const inner = (t: Tensor): Tensor => grad((t: Tensor) => mixed(norm.forward(t.tanh())))(t)
    expect(gradientError((t) => inner(t).square().sum(), x)).toBeLessThan(1e-5)
  })
})

it('an input of nothing has a gradient of nothing', () => {
  const gradientOf = (norm: LayerNorm | BatchNorm | GroupNorm, shape: readonly number[]): Tensor => {
    norm.initialize({ backend: cpu })
    return grad((t: Tensor) => norm.forward(t).sum())(cpu.zeros(shape))
  }
  expect(gradientOf(new LayerNorm({ shape: 4 }), [0, 4]).shape).toEqual([0, 4])
  expect(gradientOf(new LayerNorm({ shape: 0 }), [3, 0]).shape).toEqual([3, 0])
  expect(gradientOf(new BatchNorm({ channels: 2 }), [0, 2]).shape).toEqual([0, 2])
  expect(gradientOf(new GroupNorm(2, { channels: 4 }), [2, 4, 0]).shape).toEqual([2, 4, 0])
})

describe('a norm of one’s own', () => {
  it('has the gradient of the moments that it is given', () => {
    class Own extends ChannelAffine {
      constructor() {
        super({ name: 'Own' }, { dtype })
      }
      override forward(x: Tensor): Tensor {
        const found: Moments = {
          ...moments(x, [2], { keepDims: true }),
          mean: meanSquare(x, [1, 2], { keepDims: true }),
        }
        return this.finish(x, found)
      }
    }
    const own = new Own()
    own.initialize({ backend: cpu })
    const x = cpu.normal(createRng(3), [2, 3, 4], { dtype })
    expect(gradientError((t) => mixed(own.forward(t)), x)).toBeLessThan(1e-8)
  })
})
