import { cpu } from '@nn/backend-cpu'
import { nan } from '@nn/init'
import { describe, expect, it } from 'vitest'
import { Dense, Sequential, traceNaN } from '../src/index.ts'

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
