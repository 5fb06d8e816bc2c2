import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Bilinear } from '../src/index.ts'

describe('Bilinear', () => {
  it('is a sum over both inputs', () => {
    const layer = new Bilinear(1, {
      weightInit: constant([
        [
          [1, 2],
          [3, 4],
        ],
      ]),
      biasInit: constant(100),
    })
    layer.initialize()
    const y = layer.forward(cpu.tensor([[1, 10]]), cpu.tensor([[1, 0.5]]))
    expect(y.toNested()).toEqual([[100 + 1 + 1 + 30 + 20]])
  })

  it('starts as U[-1/√k, 1/√k), k the first of its inputs, given or found', () => {
    const row = new Bilinear(2, { inUnits: [16, 3] }).plan().rows[0]!
    expect(row.law).toBe('U[-0.25, 0.25)')
    expect(row.fans).toEqual({ fanIn: 48, fanOut: 6 })
    const found = new Bilinear(2)
    found.initialize({ rng: createRng(42) })
    found.forward(cpu.ones([1, 16]), cpu.ones([1, 3]))
    const high = Number(found.weight.data.abs().max().item())
    expect(high).toBeLessThan(0.25)
    expect(high).toBeGreaterThan(0.2)
  })

  it('refuses inputs that do not belong together', () => {
    const layer = new Bilinear(1)
    layer.initialize({ rng: createRng(42) })
    const run = () => layer.forward(cpu.ones([2, 3]), cpu.ones([3, 3]))
    expect(run).toThrow(ShapeError)
    expect(run).toThrow('Bilinear: expected inputs […, ?] and […, ?], got [2, 3] and [3, 3]')
  })
})
