import { cpu } from '@nn/backend-cpu'
import { constant, normal } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Conv2d, Dense, normalizeOutputs, Relu, relu, Sequential } from '../src/index.ts'

const rng = createRng(42)

describe('normalizeOutputs', () => {
  it('gives every unit mean 0 and std 1 over the batch, layer after layer', () => {
    const net = new Sequential(new Dense(8, { activation: relu }), new Dense(5))
    net.initialize({ init: normal({ std: 0.05 }), rng: createRng(42) })
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
    net.initialize({ rng: createRng(42) })
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
    net.initialize({ rng: createRng(42), backend: cpu })
    const before = net.layers[0].weight.data.clone()
    const attempt = () => normalizeOutputs(net, [cpu.uniform(rng, [9, 3])])
    expect(attempt).toThrow('1: expected outputs that differ over the batch, got a unit without spread')
    expect(net.layers[0].weight.data.equals(before)).toBe(true)
  })
})
