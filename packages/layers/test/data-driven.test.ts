import { cpu } from '@nn/backend-cpu'
import { constant, nan, normal, orthogonal, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  Conv2d,
  Dense,
  lsuv,
  Module,
  normalizeOutputs,
  Relu,
  relu,
  Sequential,
  tanh,
  traceNaN,
} from '../src/index.ts'

const rng = createRng(42)
const deep = () => {
  const net = new Sequential(
    ...Array.from({ length: 10 }, () => new Dense(64, { inUnits: 64, activation: tanh })),
  )
  net.initialize({ init: normal({ std: 0.5 }), rng })
  return net
}
const batch = () => cpu.normal(rng.at('batch'), [200, 64])

describe('lsuv', () => {
  it('brings every layer of a deep network to unit variance, in one pass', () => {
    const net = deep()
    net.forward(batch())
    const weights = net.layers.map(({ weight }) => weight.data.clone())
    const { rows } = lsuv(net, [batch()])
    expect(rows.map(({ path }) => path)).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`))
    expect(rows.every(({ before, after }) => Math.abs(before - 1) > 0.5 && Math.abs(after - 1) < 0.1)).toBe(
      true,
    )
    net.layers.forEach(({ weight }, i) => {
      const ratio = weight.data.div(weights[i]!)
      expect(Number(ratio.max().item()) / Number(ratio.min().item())).toBeCloseTo(1, 5)
    })
  })

  it('measures before the activation, and leaves the layer as it was', () => {
    const net = deep()
    lsuv(net, [batch()])
    const [first] = net.layers
    expect(first!.activation).toBe(tanh)
    expect(Object.getOwnPropertyNames(first)).not.toContain('forward')
    const y = batch().matmul(first!.weight.data.transpose())
    expect(Number(y.std().item())).toBeCloseTo(1, 1)
    expect(net.forward(batch()).abs().le(1).all().item()).toBe(true)
  })

  it('works through convolutions and any module of one’s own', () => {
    class Net extends Module {
      readonly conv = new Conv2d(6, 3)
      readonly head = new Dense(3)
      override forward(x: Tensor): Tensor {
        return this.head.forward(relu(this.conv.forward(x)).mean([2, 3]))
      }
    }
    const net = new Net()
    net.initialize({ init: orthogonal(), rng })
    const { rows } = lsuv(net, [cpu.normal(rng.at('images'), [16, 2, 8, 8], { std: 5 })], { tolerance: 0.01 })
    expect(rows.map(({ path }) => path)).toEqual(['conv', 'head'])
    expect(rows.every(({ after }) => Math.abs(after - 1) < 0.01)).toBe(true)
    expect(String(lsuv(net, [cpu.normal(rng.at('images'), [16, 2, 8, 8], { std: 5 })]))).toBe(
      [
        'layer  before  after  corrections',
        ...rows
          .map(
            ({ path, after }) =>
              [path.padEnd(5), Number(after.toPrecision(4)), Number(after.toPrecision(4)), 0] as const,
          )
          .map(([a, b, c, d]) => `${a}  ${String(b).padEnd(6)}  ${String(c).padEnd(5)}  ${d}`),
      ].join('\n'),
    )
  })

  it('a layer without spread leaves all weights as they were', () => {
    const net = new Sequential(
      new Dense(4, { inUnits: 4 }),
      new Dense(4, { inUnits: 4, weightInit: zeros() }),
    )
    net.initialize({ rng, backend: cpu })
    const before = net.layers[0].weight.data.clone()
    expect(() => lsuv(net, [cpu.normal(rng, [8, 4], { std: 9 })])).toThrow(RangeError)
    expect(() => lsuv(net, [cpu.normal(rng, [8, 4], { std: 9 })])).toThrow(
      '1: expected outputs that differ, got a standard deviation of 0',
    )
    expect(net.layers[0].weight.data.equals(before)).toBe(true)
    expect(Object.keys(net.layers[0])).not.toContain('forward')
  })

  it.each<[Parameters<typeof lsuv>[2], string]>([
    [{ tolerance: 0 }, 'lsuv of Sequential: expected tolerance > 0, got 0'],
    [{ attempts: 1.5 }, 'lsuv of Sequential: expected attempts to be an integer >= 1, got 1.5'],
    [{ tol: 1 } as never, 'got "tol"'],
  ])('%#: refuses', (options, message) => {
    expect(() => lsuv(deep(), [batch()], options)).toThrow(message)
  })
})

describe('normalizeOutputs', () => {
  it('gives every unit mean 0 and std 1 over the batch, layer after layer', () => {
    const net = new Sequential(new Dense(8, { activation: relu }), new Dense(5))
    net.initialize({ init: normal({ std: 0.05 }), rng })
    const x = cpu.uniform(rng.at('x'), [300, 6], { low: 3, high: 7 })
    normalizeOutputs(net, [x])
    for (const y of [
      x.matmul(net.layers[0].weight.data.transpose()).add(net.layers[0].bias.data),
      net.forward(x),
    ]) {
      expect(y.mean(0).abs().lt(1e-4).all().item()).toBe(true)
      expect(y.std(0).sub(1).abs().lt(1e-3).all().item()).toBe(true)
    }
  })

  it('takes channels of a convolution', () => {
    const net = new Sequential(new Conv2d(4, 3), new Relu())
    net.initialize({ rng })
    const x = cpu.uniform(rng.at('x'), [10, 2, 6, 6])
    normalizeOutputs(net, [x])
    const y = net.layers[0].forward(x)
    expect(y.mean([0, 2, 3]).abs().lt(1e-4).all().item()).toBe(true)
    expect(y.std([0, 2, 3]).sub(1).abs().lt(1e-3).all().item()).toBe(true)
  })

  it('a unit without spread leaves everything as it was', () => {
    const net = new Sequential(
      new Dense(2, { inUnits: 3 }),
      new Dense(2, {
        inUnits: 2,
        weightInit: constant([
          [1, 1],
          [0, 0],
        ]),
      }),
    )
    net.initialize({ rng, backend: cpu })
    const before = net.layers[0].weight.data.clone()
    const attempt = () => normalizeOutputs(net, [cpu.uniform(rng, [9, 3])])
    expect(attempt).toThrow('1: expected outputs that differ over the batch, got a unit without spread')
    expect(net.layers[0].weight.data.equals(before)).toBe(true)
  })
})

describe('traceNaN', () => {
  const net = () => {
    const made = new Sequential(new Dense(2, { inUnits: 2 }), new Dense(2, { inUnits: 2, useBias: false }))
    made.initialize({ rules: [['**', nan()]], backend: cpu })
    return made
  }

  it('names the first parameter that is read without values', () => {
    const made = net()
    expect(() => traceNaN(made, cpu.ones([1, 2]))).toThrow(
      '0.bias: expected values, got NaN alone; initialise or load it before it is read',
    )
    made.loadStateDict({ '0.bias': cpu.zeros([2]), '1.weight': cpu.eye(2) }, { strict: false })
    expect(() => traceNaN(made, cpu.ones([1, 2]))).toThrow('0.weight: expected values')
    made.loadStateDict({ '0.weight': cpu.eye(2) }, { strict: false })
    expect(traceNaN(made, cpu.ones([1, 2])).toNested()).toEqual([[1, 1]])
    expect(Object.keys(made.layers[0].weight)).not.toContain('data')
  })

  it('lets single NaNs pass: they are values', () => {
    const made = net()
    made.loadStateDict({
      '0.weight': cpu.tensor([
        [Number.NaN, 1],
        [1, 1],
      ]),
      '0.bias': cpu.zeros([2]),
      '1.weight': cpu.eye(2),
    })
    expect(
      traceNaN(made, cpu.ones([1, 2]))
        .isNaN()
        .any()
        .item(),
    ).toBe(true)
  })
})
