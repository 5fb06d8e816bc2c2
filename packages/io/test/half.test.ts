import { cpu } from '@nn/backend-cpu'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { float8Table } from '../src/elements/float8.ts'
import { bfloatOfFloat32, float32OfHalf, halfOfFloat32 } from '../src/elements/half.ts'
import { encodeSafetensors, openSafetensors } from '../src/index.ts'

const single = new Float32Array(1)
const word = new Int32Array(single.buffer)

function bitsOf(value: number): number {
  single[0] = value
  return word[0]!
}

function floatOf(bits: number): number {
  word[0] = bits
  return single[0]!
}

/** The value of a pattern by the definition of the formats. */
function definedValue(pattern: number, exponentBits: number): number {
  const mantissaBits = 15 - exponentBits
  const bias = 2 ** (exponentBits - 1) - 1
  const exponent = (pattern & 0x7fff) >> mantissaBits
  const fraction = (pattern & (2 ** mantissaBits - 1)) / 2 ** mantissaBits
  const sign = pattern >> 15 === 0 ? 1 : -1
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias))
}

const FORMATS = [
  { name: 'F16', exponentBits: 5, encode: halfOfFloat32, decode: float32OfHalf },
  { name: 'BF16', exponentBits: 8, encode: bfloatOfFloat32, decode: (half: number) => half << 16 },
] as const

describe.each(FORMATS)('$name', ({ name, exponentBits, encode, decode }) => {
  it('of every pattern has the value that the format defines', () => {
    for (let pattern = 0; pattern < 65536; pattern++) {
      const value = floatOf(decode(pattern))
      if (!Object.is(value, definedValue(pattern, exponentBits)))
        expect([pattern, value]).toEqual('its value')
    }
  })

  it('comes back from float32 bit for bit, NaNs with their payloads', () => {
    for (let pattern = 0; pattern < 65536; pattern++) {
      if (encode(decode(pattern)) !== pattern) expect(encode(decode(pattern))).toBe(pattern)
    }
  })

  it('is the nearest to a float32, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.constantFrom(1, 2 ** -20, 2 ** -126), (value, scale) => {
        const exact = Math.fround(value * scale)
        const pattern = encode(bitsOf(exact))
        const magnitude = pattern & 0x7fff
        const infinite = (2 ** exponentBits - 1) << (15 - exponentBits)
        // Where the infinity begins, the next step of the largest binade would have been.
        const distance = (at: number) => {
          const size = at === infinite ? 2 ** (2 ** (exponentBits - 1)) : definedValue(at, exponentBits)
          return Math.abs(Math.min(Math.abs(exact), 2 ** 128) - size)
        }
        for (const other of [magnitude - 1, magnitude + 1]) {
          if (other < 0 || other > infinite) continue
          expect(distance(magnitude)).toBeLessThanOrEqual(distance(other))
          if (distance(magnitude) === distance(other)) expect(magnitude & 1).toBe(0)
        }
        expect(pattern >> 15).toBe(bitsOf(exact) < 0 ? 1 : 0)
      }),
      { numRuns: 3000 },
    )
  })

  it('of float64 is rounded once', async () => {
    // 1 + half a step, and a little more than float32 can see: nearest is up, where rounding twice gives a tie.
    const half = 2 ** -(16 - exponentBits)
    const values = [1 + half, 1 + half + 2 ** -50, 1 + 3 * half - 2 ** -50, -1 - half - 2 ** -50, 1e-300]
    const step = 2 * half
    const expected = [1, 1 + step, 1 + step, -1 - step, 0]
    const bytes = encodeSafetensors({ x: cpu.tensor(values, { dtype: 'float64' }) }, { dtype: name })
    const x = await (await openSafetensors(bytes)).tensor('x', cpu)
    expect(x.toNested()).toEqual(expected)
  })
})

describe('8-bit floats', () => {
  it.each([
    ['F8_E4M3', { 0: 0, 1: 2 ** -9, 8: 2 ** -6, 56: 1, 126: 448, 127: Number.NaN, 128: -0, 254: -448 }],
    [
      'F8_E5M2',
      {
        1: 2 ** -16,
        60: 1,
        123: 57344,
        124: Number.POSITIVE_INFINITY,
        125: Number.NaN,
        252: Number.NEGATIVE_INFINITY,
      },
    ],
    ['F8_E4M3FNUZ', { 0: 0, 1: 2 ** -10, 64: 1, 127: 240, 128: Number.NaN, 255: -240 }],
    ['F8_E5M2FNUZ', { 1: 2 ** -17, 64: 1, 127: 57344, 128: Number.NaN, 255: -57344 }],
    ['F8_E8M0', { 0: Math.fround(2 ** -127), 127: 1, 254: 2 ** 127, 255: Number.NaN }],
  ] as const)('%s', (dtype, expected) => {
    const table = float8Table(dtype)
    for (const [pattern, value] of Object.entries(expected))
      expect([pattern, table[Number(pattern)]]).toEqual([pattern, value])
  })
})
