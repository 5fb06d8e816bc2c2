import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cos, sin } from '../src/numerics/sin-cos.ts'

const BITS = 240n

/** x·2^240, exactly. */
function fixed(x: number): bigint {
  const exponent = Math.max(-1074, Math.floor(Math.log2(Math.abs(x) || 1)) - 60)
  return (
    ((BigInt(x / 2 ** exponent) << BITS) / (exponent < 0 ? 1n << BigInt(-exponent) : 1n)) <<
    (exponent > 0 ? BigInt(exponent) : 0n)
  )
}

/** Taylor's series in fixed point, from its first term on. */
function series(x: bigint, first: bigint, n: bigint): bigint {
  let term = first
  let sum = first
  for (let k = n; term !== 0n; k += 2n) {
    term = (-term * x * x) / ((k + 1n) * (k + 2n)) / (1n << (2n * BITS))
    sum += term
  }
  return sum
}

/** The error in units of the last place of the exact value. */
function ulps(value: number, exact: bigint): number {
  const near = Number(exact) / 2 ** Number(BITS)
  const ulp = 2 ** (Math.floor(Math.log2(Math.abs(near))) - 52)
  return Math.abs(Number(fixed(value) - exact) / 2 ** Number(BITS)) / ulp
}

const angles = fc.double({ min: -7, max: 7, noNaN: true }).filter((x) => Math.abs(x) > 1e-9)

it('is within 1 ulp of the exact sine and cosine', () => {
  fc.assert(
    fc.property(angles, (x) => {
      const exact = fixed(x)
      expect(ulps(sin(x), series(exact, exact, 1n))).toBeLessThan(1)
      expect(ulps(cos(x), series(exact, 1n << BITS, 0n))).toBeLessThan(1)
    }),
    { numRuns: 2000 },
  )
})

it('keeps its digits next to the multiples of π/2, and knows them from its neighbours', () => {
  for (let k = 1; k <= 4; k++) {
    const x = (k * Math.PI) / 2
    const exact = fixed(x)
    const [value, true_] =
      k % 2 === 0 ? [sin(x), series(exact, exact, 1n)] : [cos(x), series(exact, 1n << BITS, 0n)]
    expect(ulps(value, true_)).toBeLessThan(1)
    expect(ulps(value * (1 + 2 ** -51), true_)).toBeGreaterThan(1)
  }
})

it('is exact at 0', () => {
  expect([sin(0), cos(0)]).toEqual([0, 1])
})
