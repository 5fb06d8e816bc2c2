import { cpu } from '@nn/backend-cpu'
import {
  createRequest,
  type InitRequest,
  lecunUniform,
  uniform,
  varianceScaling,
  varianceScaling_,
  xavierUniform,
  xavierUniform_,
} from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'

const rng = () => createRng(42)
const law = varianceScaling({ scale: 1 / 3, mode: 'fanIn', distribution: 'uniform' })
const own = (request: InitRequest) => {
  const bound = 1 / Math.sqrt(request.fans.fanIn)
  return uniform({ low: -bound, high: bound })(request)
}

describe('a bias knows the fan-in of its layer', () => {
  it.each([
    ['Dense', () => new nn.Dense(400, { biasInit: own }), [2, 16], 16],
    ['Dense, a law', () => new nn.Dense(400, { biasInit: law }), [2, 16], 16],
    ['Dense of known size', () => new nn.Dense(400, { inUnits: 16, biasInit: own }), [2, 16], 16],
    ['Conv2d', () => new nn.Conv2d(400, 3, { groups: 4, biasInit: own }), [1, 8, 5, 5], 18],
    ['ConvTranspose1d', () => new nn.ConvTranspose1d(400, 4, { stride: 2, biasInit: law }), [1, 8, 5], 16],
    ['DepthwiseConv1d', () => new nn.DepthwiseConv1d(9, { multiplier: 100, biasInit: law }), [1, 4, 12], 9],
  ] as const)('%s', (_, make, shape, fanIn) => {
    for (const backend of [undefined, cpu]) {
      const layer: nn.UnaryModule & { bias: nn.Parameter } = make()
      layer.initialize({ rng: rng(), backend })
      layer.forward(cpu.ones(shape))
      const most = Number(layer.bias.data.abs().max().item()) * Math.sqrt(fanIn)
      expect([most <= 1, most > 0.97]).toEqual([true, true])
    }
  })

  it('of recurrent layers and attention, each its own', () => {
    const lstm = new nn.Lstm(100, { inUnits: 25, biasInit: law })
    const attention = new nn.MultiheadAttention(64, 4, { biasInit: law })
    for (const layer of [lstm, attention]) layer.initialize({ rng: rng(), backend: cpu })
    const most = (p: nn.Parameter) => Number(p.data.abs().max().item())
    expect(most(lstm.cells[0]!.biasIh)).toBeCloseTo(1 / 5, 2)
    expect(most(lstm.cells[0]!.biasHh)).toBeCloseTo(1 / 10, 2)
    expect(most(attention.inProjBias)).toBeCloseTo(1 / 8, 1)
  })

  it('a clone has that of its own weight', () => {
    const net = new nn.Sequential(new nn.Dense(100, { biasInit: own }))
    const copy = net.clone()
    net.initialize({ rng: rng() })
    net.forward(cpu.ones([1, 4]))
    copy.initialize({ rng: createRng(42) })
    copy.forward(cpu.ones([1, 64]))
    expect(copy.layers[0].bias.weight).toBe(copy.layers[0].weight)
    expect(Number(copy.layers[0].bias.data.abs().max().item())).toBeLessThanOrEqual(1 / 8)
  })

  it('in place, by a rule in full and by hand', () => {
    const net = new nn.Sequential(new nn.Dense(100, { inUnits: 16 }))
    net.initialize({ rng: rng(), backend: cpu, rules: [['0.bias', lecunUniform()]] })
    expect(Number(net.layers[0].bias.data.abs().max().item())).toBeGreaterThan(0.25)
    varianceScaling_(net.layers[0].bias, { scale: 1 / 3, distribution: 'uniform', rng: createRng(1) })
    expect(Number(net.layers[0].bias.data.abs().max().item())).toBeLessThanOrEqual(0.25)
    const request = createRequest({ shape: [100], role: 'bias', fanIn: 16, backend: cpu, rng: rng() })
    expect(Number(law(request).abs().max().item())).toBeLessThanOrEqual(0.25)
  })

  it('has no fan-out: what reads that is refused at once', () => {
    const layer = new nn.Dense(4, { inUnits: 2 })
    layer.initialize({ rng: rng(), backend: cpu })
    const message =
      'bias: expected axes or fans for an initializer that scales by them, got a bias without axes'
    expect(() => xavierUniform_(layer.bias, { rng: rng() })).toThrow(message)
    const lazy = new nn.Dense(4, { biasInit: xavierUniform() })
    expect(() => lazy.initialize({ rng: rng() })).toThrow(message)
    expect(() => lazy.plan()).toThrow(message)
  })
})
