import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

describe('random tensors', () => {
  it('are what the generator draws, in the shape asked for', () => {
    const out = new Float32Array(8)
    createRng(42).uniform(out, { low: -1, high: 2 })
    const x = cpu.uniform(createRng(42), [2, 4], { low: -1, high: 2 })
    expect(x.shape).toEqual([2, 4])
    expect(x.toArray()).toEqual(out)
  })

  it('are drawn in float64 where asked', () => {
    const out = new Float64Array(3)
    createRng(7).normal(out, { mean: 1, std: 2 })
    expect(cpu.normal(createRng(7), [3], { mean: 1, std: 2, dtype: 'float64' }).toArray()).toEqual(out)
  })
})
