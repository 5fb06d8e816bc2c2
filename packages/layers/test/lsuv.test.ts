import { cpu } from '@nn/backend-cpu'
import { normal, orthogonal, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Conv2d, Dense, lsuv, Module, relu, Sequential, tanh } from '../src/index.ts'

const rng = createRng(42)
const deep = () => {
  const net = new Sequential(
    ...Array.from({ length: 10 }, () => new Dense(64, { inUnits: 64, activation: tanh })),
  )
  net.initialize({ init: normal({ std: 0.5 }), rng: createRng(42) })
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
    net.initialize({ init: orthogonal(), rng: createRng(42) })
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
    net.initialize({ rng: createRng(42), backend: cpu })
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
