import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

describe('matmul', () => {
  it('gives the same bits packed and direct, as every sum runs in the order of k', () => {
    const a = cpu
      .arange(40 * 50)
      .sin()
      .reshape(40, 50)
    const b = cpu
      .arange(50 * 30)
      .cos()
      .reshape(50, 30)
    const packed = a.matmul(b)
    for (let i = 0; i < 40; i++) {
      const direct = a.slice([i, i + 1]).matmul(b)
      expect(direct.size * 50).toBeLessThan(4096)
      expect(packed.slice([i, i + 1]).equals(direct)).toBe(true)
    }
  })

  it('accumulates float32 in double precision', () => {
    const x = cpu.tensor([1e8, 1, -1e8])
    expect(x.matmul(cpu.ones([3])).item()).toBe(1)
  })
})
