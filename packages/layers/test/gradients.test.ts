import { grad, valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  BatchNorm,
  Dense,
  Dropout,
  Embedding,
  GlobalMaxPool,
  MaxPool1d,
  MaxPool2d,
  relu,
  Sequential,
} from '../src/index.ts'

function network(): Sequential<readonly [Dense, Dense]> {
  const net = new Sequential(new Dense(3, { inUnits: 2, activation: relu }), new Dense(1, { inUnits: 3 }))
  net.initialize({ rng: createRng(42), backend: cpu })
  return net
}

const x = cpu.tensor([
  [1, 2],
  [3, -4],
])

describe('gradients by parameters', () => {
  it('have gradients of their shape and dtype, by path, in their order', () => {
    const net = network()
    const { gradients } = valueAndGrad(net, () => net.forward(x).sum())
    expect([...gradients.keys()]).toEqual([...net.parameters().keys()])
    for (const [path, { data }] of net.parameters()) {
      expect(gradients.get(path)?.shape).toEqual(data.shape)
      expect(gradients.get(path)?.dtype).toBe(data.dtype)
    }
  })

  it('that are frozen have none, and keep those in front of them', () => {
    const net = network()
    const all = valueAndGrad(net, () => net.forward(x).sum()).gradients
    net.layers[1].freeze()
    const some = valueAndGrad(net, () => net.forward(x).sum()).gradients
    expect([...some.keys()]).toEqual(['0.weight', '0.bias'])
    expect(some.get('0.weight')?.equals(all.get('0.weight') as Tensor)).toBe(true)
  })

  it('that are tied have the sum of their uses, at the first path', () => {
    const shared = new Dense(2, { inUnits: 2 })
    const net = new Sequential(shared, relu, shared)
    const apart = new Sequential(new Dense(2, { inUnits: 2 }), relu, new Dense(2, { inUnits: 2 }))
    net.initialize({ rng: createRng(1), backend: cpu })
    apart.layers[0].loadStateDict(shared.stateDict())
    apart.layers[2].loadStateDict(shared.stateDict())
    const tied = valueAndGrad(net, () => net.forward(x).square().sum()).gradients
    const two = valueAndGrad(apart, () => apart.forward(x).square().sum()).gradients
    expect([...tied.keys()]).toEqual(['0.weight', '0.bias'])
    const sum = (two.get('0.weight') as Tensor).add(two.get('2.weight') as Tensor)
    expect(tied.get('0.weight')?.allClose(sum, { rtol: 1e-6 })).toBe(true)
  })

  it('of statistics are no parameters: a norm in training counts its batch, and has gradients of two', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.initialize({ backend: cpu })
    const { gradients } = valueAndGrad(norm, () => norm.forward(x).pow(3).sum())
    expect([...gradients.keys()]).toEqual(['weight', 'bias'])
    expect(norm.numBatchesTracked?.data.item()).toBe(1)
  })

  it('without values, or nothing to train, are errors', () => {
    const deferred = new Dense(3)
    deferred.initialize({ rng: createRng(1) })
    expect(() => valueAndGrad(deferred, () => deferred.forward(x).sum())).toThrow(
      'valueAndGrad: expected values of weight, got a parameter without; initialize the network, and run forward once',
    )
    const frozen = network().freeze()
    expect(() => valueAndGrad(frozen, () => frozen.forward(x).sum())).toThrow(
      'valueAndGrad: expected a parameter that is not frozen, got none; unfreeze one',
    )
    expect(() => valueAndGrad({}, () => x.sum())).toThrow('expected a parameter that is not frozen, got none')
  })

  it('that the value does not depend on are an error, or have zeros', () => {
    const net = network()
    const first = (): Tensor => net.layers[0].forward(x).sum()
    expect(() => valueAndGrad(net, first)).toThrow(
      'expected a value that depends on 1.weight, got one that does not',
    )
    const { gradients } = valueAndGrad(net, first, { allowUnused: true })
    expect(gradients.get('1.weight')?.toNested()).toEqual([[0, 0, 0]])
  })

  it('whose dtype has no gradient are an error', () => {
    const indices = cpu.tensor([1, 2], { dtype: 'int32' })
    expect(() => valueAndGrad({ indices }, () => indices.sum())).toThrow(
      'expected floats in indices, got int32',
    )
  })
})

describe('gradients through layers', () => {
  it('of rows by index are added up, and a padding row has none', () => {
    const table = new Embedding(3, 2, { paddingIndex: 1, weightInit: zeros() })
    table.initialize({ backend: cpu })
    const indices = cpu.tensor([0, 1, 0, 2], { dtype: 'int32' })
    const { gradients } = valueAndGrad(table, () => table.forward(indices).sum())
    expect(gradients.get('weight')?.toNested()).toEqual([
      [2, 2],
      [0, 0],
      [1, 1],
    ])
  })

  it('of a dropout are its mask', () => {
    const dropout = new Dropout(0.5, { rng: createRng(7) })
    const ones = cpu.ones([64])
    let out = ones
    const { gradients } = valueAndGrad({ ones }, () => {
      out = dropout.forward(ones)
      return out.sum()
    })
    expect(gradients.get('ones')?.equals(out)).toBe(true)
  })
  it('of max pools go to the first of equal elements', () => {
    const first = (t: Tensor): Tensor => new MaxPool1d(3).forward(t.reshape(1, 1, 3)).sum()
    expect(grad(first)(cpu.tensor([3, 3, 1])).toNested()).toEqual([1, 0, 0])
    expect(grad(first)(cpu.tensor([-3, -5, -3])).toNested()).toEqual([1, 0, 0])
    expect(grad(first)(cpu.tensor([-0, 0, -1])).toNested()).toEqual([1, 0, 0])
    expect(grad(first)(cpu.tensor([Number.NaN, 1, Number.NaN])).toNested()).toEqual([0, 0, 1])
  })

  it.each([
    ['none is negative', (t: Tensor) => t],
    ['some are negative', (t: Tensor) => t.sub(1)],
    ['some are infinite', (t: Tensor) => t.div(t.sub(1)).abs()],
    ['some are NaN', (t: Tensor) => t.sub(2).sqrt()],
  ])('of max pools are the same in float32 and float64 where %s', (_, change) => {
    const few = cpu.uniform(createRng(3), [2, 3, 9, 8], { high: 4, dtype: 'float64' }).floor_()
    const double = change(few)
    const pools = [
      new MaxPool2d(2),
      new MaxPool2d(3, { stride: 1 }),
      new MaxPool2d([2, 3], { padding: 1, stride: 2 }),
      new MaxPool2d(2, { dilation: 2 }),
      new GlobalMaxPool(),
    ]
    const layouts = [
      (x: Tensor) => x,
      (x: Tensor) => x.transpose(),
      (x: Tensor) => x.slice([1, 2]),
      (x: Tensor) => x.slice(null, null, [1, 9], [0, 8, 1]),
    ]
    for (const pool of pools) {
      for (const layout of layouts) {
        const by = (x: Tensor): Tensor => {
          const { gradients } = valueAndGrad({ x }, () => {
            const y = pool.forward(layout(x))
            return y.mul(cpu.arange(y.size).reshape(...y.shape)).sum()
          })
          return gradients.get('x') ?? expect.fail('no gradient')
        }
        expect(by(double.cast('float32')).toNested()).toEqual(by(double).toNested())
      }
    }
  })
})
