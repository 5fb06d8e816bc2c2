import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fma32 } from '../src/numerics/fma32.ts'
import { fma64 } from '../src/numerics/fma64.ts'
import {
  fromBfloat16Bits,
  fromFloat16Bits,
  roundBfloat16,
  roundFloat16,
  toBfloat16Bits,
  toFloat16Bits,
} from '../src/numerics/half.ts'

const SCALE = 400

/** x·2^400, exactly. */
function fixed(x: number): bigint {
  // Two steps, since 2^400 times a large number is still below the largest double.
  const whole = x * 2 ** SCALE
  expect(Number.isInteger(whole)).toBe(true)
  return BigInt(whole)
}

/** Rounds n·2^−800 to `bits` significant bits, half to even. */
function rounded(n: bigint, bits: number): number {
  const magnitude = n < 0n ? -n : n
  const extra = BigInt(Math.max(0, magnitude.toString(2).length - bits))
  const unit = 1n << extra
  const rest = magnitude % unit
  let kept = magnitude >> extra
  if (2n * rest > unit || (2n * rest === unit && (kept & 1n) === 1n)) kept++
  const value = Number(kept) * 2 ** (Number(extra) - 2 * SCALE)
  return n < 0n ? -value : value
}

function exact(a: number, b: number, c: number, bits: number): number {
  return rounded(fixed(a) * fixed(b) + (fixed(c) << BigInt(SCALE)), bits)
}

/** Numbers of `bits` significant bits; few of them in use makes ties and cancellation frequent. */
const numbers = (bits: number) =>
  fc
    .tuple(
      fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }),
      fc.integer({ min: 0, max: bits - 1 }),
      fc.integer({ min: -20, max: 20 }),
      fc.boolean(),
    )
    .map(([digits, dropped, exponent, negative]) => {
      const value = Number((digits >> BigInt(dropped)) << BigInt(dropped)) * 2 ** (exponent - bits)
      return negative && value !== 0 ? -value : value
    })

describe.each([
  ['fma32', fma32, 24],
  ['fma64', fma64, 53],
] as const)('%s', (_, fma, bits) => {
  it('rounds a·b + c once', () => {
    const three = fc.tuple(numbers(bits), numbers(bits), numbers(bits))
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        expect(fma(a, b, c) + 0).toBe(exact(a, b, c, bits) + 0)
      }),
      { numRuns: 5000 },
    )
  })

  it('rounds what nearly cancels, and ties that a small rest decides', () => {
    const round = bits === 24 ? Math.fround : (x: number) => x
    const half = 2 ** (1 - bits) / 2
    fc.assert(
      fc.property(numbers(bits), numbers(bits), (a, b) => {
        expect(fma(a, b, -round(a * b)) + 0).toBe(exact(a, b, -round(a * b), bits) + 0)
      }),
      { numRuns: 2000 },
    )
    // h·(1 + 2h)(1 − 2h) = h − 4h³ lies just below half a unit of 1 + 2h; a product that is rounded first makes it a tie.
    const [p, q, odd] = [1 + 2 * half, 1 - 2 * half, 1 + 2 * half]
    expect([fma(half * p, q, odd), round(half * p * q + odd)]).toEqual([odd, odd + 2 * half])
    expect(fma(-half * p, q, -odd)).toBe(-odd)
    for (const c of [half, -half, 1, -1]) expect(fma(p, q, c)).toBe(exact(p, q, c, bits))
  })
})

describe.each([
  ['bfloat16', toBfloat16Bits, fromBfloat16Bits, roundBfloat16, 8],
  ['float16', toFloat16Bits, fromFloat16Bits, roundFloat16, 11],
] as const)('%s', (_, toBits, fromBits, round, bits) => {
  const patterns = Array.from({ length: 65536 }, (_, i) => i)

  it('keeps every one of its numbers', () => {
    for (const pattern of patterns) {
      const value = fromBits(pattern)
      if (Number.isNaN(value)) expect(Number.isNaN(round(value))).toBe(true)
      else expect([toBits(value), round(value)]).toEqual([pattern, value])
    }
  })

  it('rounds half-way numbers to the even neighbour, others to the nearer one', () => {
    for (let pattern = 0; fromBits(pattern + 1) < Infinity; pattern++) {
      const [low, high] = [fromBits(pattern), fromBits(pattern + 1)]
      const middle = Math.fround((low + high) / 2)
      if (middle === low || middle === high) continue
      const even = (pattern & 1) === 0 ? low : high
      const step = (high - low) / 8
      expect([round(middle), round(-middle)]).toEqual([even, -even])
      expect([round(Math.fround(middle - step)), round(Math.fround(middle + step))]).toEqual([low, high])
    }
  })

  it('has the significand that its name says', () => {
    expect([round(1 + 2 ** (1 - bits)), round(1 + 2 ** -bits)]).toEqual([1 + 2 ** (1 - bits), 1])
    expect(round(3.4028234663852886e38)).toBe(Infinity)
  })
})
