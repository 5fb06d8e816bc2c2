import { describe, expect, it } from 'vitest'
import { sparse } from '../src/index.ts'
import { countOf } from '../src/math/count-of.ts'
import { request } from './request.ts'

describe('⌈share · n⌉', () => {
  it('is that of the decimal number, whatever its product in doubles', () => {
    for (let percent = 0; percent <= 100; percent++) {
      for (const n of [1, 3, 7, 10, 20, 64, 100, 300, 1000, 12_345, 1e6]) {
        const exact = Math.ceil((percent * n) / 100)
        expect([percent, n, countOf(percent / 100, n)]).toEqual([percent, n, exact])
        expect([percent, n, countOf(1 - (100 - percent) / 100, n)]).toEqual([percent, n, exact])
      }
    }
  })

  it('is at least 1 of any share above 0, and no more than there are', () => {
    expect([countOf(5e-324, 100), countOf(1e-20, 1), countOf(0, 5), countOf(1, 5)]).toEqual([1, 1, 0, 5])
    expect(countOf(0.5000001, 2)).toBe(2)
  })

  it('counts the zeros of sparse, and its law', () => {
    const init = sparse({ sparsity: 0.55, std: 1 })
    const asked = request([100, 3])
    expect(init(asked).eq(0).cast('int32').sum(0).toNested()).toEqual([55, 55, 55])
    expect(init.describe(asked).std).toBeCloseTo(Math.sqrt(0.45), 15)
  })
})
