import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactExp, exactLog, exactTurn } from '../src/math/exact-math.ts'

function close(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(Math.abs(wanted) * 2 ** -50)
}

describe('functions of + − × ÷ √ alone', () => {
  it('exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (x) => close(exactExp(x), Math.exp(x))),
    )
    expect([exactExp(0), exactExp(-722)]).toEqual([1, 0])
  })

  it('log', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) =>
        close(exactLog(x), Math.log(x)),
      ),
    )
    expect([exactLog(1), exactLog(2)]).toEqual([0, Math.LN2])
  })

  it('both end for every number, and are what Math has at the ends', () => {
    for (const x of [0, -0, 5e-324, 1e-310, Number.MAX_VALUE, Infinity, -1, -Infinity, Number.NaN]) {
      const wanted = Math.log(x)
      if (Number.isFinite(wanted)) close(exactLog(x), wanted)
      else expect(exactLog(x)).toBe(wanted)
    }
    for (const x of [-1e308, -Infinity, -746]) expect(exactExp(x)).toBe(0)
    for (const x of [1e308, Infinity, 720]) expect(exactExp(x)).toBe(Infinity)
    expect(exactExp(Number.NaN)).toBeNaN()
    close(exactExp(709), Math.exp(709))
  })

  it('cosine and sine of parts of a turn, exact at the quarters', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 1e5 }), (index, count) => {
        const { cos, sin } = exactTurn(index, count)
        const angle = (2 * Math.PI * (index % count)) / count
        // The angle that they are compared at was itself rounded twice.
        const tolerance = 1e-15 + angle * Number.EPSILON
        expect(Math.abs(cos - Math.cos(angle))).toBeLessThan(tolerance)
        expect(Math.abs(sin - Math.sin(angle))).toBeLessThan(tolerance)
      }),
    )
    const quarters = [0, 1, 2, 3].map((quarter) => exactTurn(quarter, 4))
    expect(quarters).toEqual([
      { cos: 1, sin: 0 },
      { cos: 0, sin: 1 },
      { cos: -1, sin: 0 },
      { cos: 0, sin: -1 },
    ])
  })
})
