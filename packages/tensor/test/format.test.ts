import { describe, expect, it } from 'vitest'
import type { DType } from '../src/index.ts'
import { tensorOf } from './fake.ts'
import fixture from './fixtures/format.json' with { type: 'json' }

describe(`String(tensor) is what ${fixture.source} wrote`, () => {
  fixture.cases.forEach(({ dtype, shape, values, text }, i) => {
    it(`${i}: ${dtype} [${shape}] ${values.slice(0, 4).join(' ')}`, () => {
      expect(String(tensorOf(values.map(Number), shape, dtype as DType))).toBe(text)
    })
  })

  it('covers every dtype with many arrays', () => {
    expect(fixture.cases.length).toBeGreaterThanOrEqual(150)
    expect(new Set(fixture.cases.map((c) => c.dtype))).toEqual(
      new Set(['float32', 'float64', 'int32', 'bool']),
    )
  })
})

describe('printing reads the layout', () => {
  it('of a transposed, a reversed and an expanded view', () => {
    const x = tensorOf([1, 2, 3, 4], [2, 2], 'int32')
    expect(String(x.transpose())).toBe('tensor([[1, 3],\n        [2, 4]], shape=[2, 2], dtype=int32)')
    expect(String(x.at(0).slice([null, null, -1]))).toBe('tensor([2, 1], shape=[2], dtype=int32)')
    expect(String(x.at(1, 1).expand(3))).toBe('tensor([4, 4, 4], shape=[3], dtype=int32)')
  })

  it("and is what Node's inspect shows", () => {
    const x = tensorOf([1.5], [], 'float32') as unknown as Record<symbol, () => string>
    expect(x[Symbol.for('nodejs.util.inspect.custom')]!()).toBe('tensor(1.5, shape=[], dtype=float32)')
  })
})
