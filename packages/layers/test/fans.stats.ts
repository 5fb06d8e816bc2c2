import { cpu } from '@nn/backend-cpu'
import { lecunNormal } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  Bilinear,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dense,
  DepthwiseConv2d,
  Gru,
  MultiheadAttention,
  type UnaryModule,
} from '../src/index.ts'

const rng = createRng(42)
const init = { weightInit: lecunNormal(), useBias: false }
const x = (...shape: number[]): Tensor => cpu.normal(rng, shape)

/** Layers whose weights have variance 1/fanIn, with inputs of variance 1, so that outputs have it, too. */
const cases: Record<string, readonly [make: () => UnaryModule, input: () => Tensor]> = {
  Dense: [() => new Dense(64, init), () => x(64, 100)],
  'a grouped convolution': [() => new Conv1d(32, 5, { ...init, groups: 4 }), () => x(8, 32, 40)],
  'a strided, dilated convolution': [
    () => new Conv2d(32, 3, { ...init, stride: 2, dilation: 2 }),
    () => x(4, 16, 20, 20),
  ],
  'a depthwise convolution': [
    () => new DepthwiseConv2d(3, { ...init, multiplier: 4 }),
    () => x(4, 256, 8, 8),
  ],
  'a transposed convolution': [
    () => new ConvTranspose2d(32, 4, { ...init, stride: 2, padding: 3 }),
    () => x(4, 32, 12, 12),
  ],
}

/** Mean square over many draws of weights. */
function power(make: () => UnaryModule, input: () => Tensor): number {
  const draws = Array.from({ length: 12 }, (_, seed) => {
    const layer = make()
    layer.initialize({ rng: createRng(seed) })
    return Number(layer.forward(input()).square().mean().item())
  })
  return draws.reduce((sum, value) => sum + value, 0) / draws.length
}

describe('weights of variance 1/fanIn keep the variance of their inputs', () => {
  it.each(Object.entries(cases))('%s', (_, [make, input]) => {
    const measured = power(make, input)
    expect(Math.abs(measured - 1)).toBeLessThan(0.02)
    // A fan that is off by one tenth is noticed.
    expect(Math.abs(measured * 1.1 - 1)).toBeGreaterThan(0.02)
  })

  it('the gates of a recurrent layer, and the parts of attention', () => {
    const gru = new Gru(64, { inUnits: 100, weightInit: lecunNormal() })
    const attention = new MultiheadAttention(96, 4, { weightInit: lecunNormal() })
    for (const layer of [gru, attention]) layer.initialize({ rng, backend: cpu })
    const weights = [gru.cells[0]!.weightIh, gru.cells[0]!.weightHh, attention.inProjWeight]
    for (const parameter of weights) {
      const { data, shape, fans } = parameter!
      const [rows, columns] = shape as [number, number]
      expect(fans).toEqual({ fanIn: columns, fanOut: rows / 3 })
      expect(Math.abs(Number(data.square().mean().item()) * columns - 1)).toBeLessThan(0.05)
    }
  })

  it('a bilinear layer, whose fan is the product of both inputs', () => {
    const draws = Array.from({ length: 12 }, (_, seed) => {
      const layer = new Bilinear(64, init)
      layer.initialize({ rng: createRng(seed) })
      return Number(layer.forward(x(64, 20), x(64, 30)).square().mean().item())
    })
    const measured = draws.reduce((sum, value) => sum + value, 0) / draws.length
    expect(Math.abs(measured - 1)).toBeLessThan(0.03)
  })
})
