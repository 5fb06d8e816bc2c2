import {
  assertCounts,
  assertLaw,
  assertUncorrelated,
  normalLaw,
  truncatedNormalLaw,
  uniformLaw,
} from '@nn/testing'
import { describe, expect, it } from 'vitest'
import { createRng, type FloatArray, type Rng } from '../src/index.ts'

const N = 1 << 19
const KINDS = { Float32Array, Float64Array }

const cases = [
  {
    name: 'uniform',
    draw: (rng: Rng, out: FloatArray) => rng.uniform(out, { low: -0.37, high: 0.55 }),
    law: uniformLaw(-0.37, 0.55),
    wrong: uniformLaw(-0.37, 0.553),
  },
  {
    name: 'normal',
    draw: (rng: Rng, out: FloatArray) => rng.normal(out, { mean: 0.3, std: 0.02 }),
    law: normalLaw(0.3, 0.02),
    wrong: normalLaw(0.3, 0.0202),
  },
  {
    name: 'truncated normal, ±2',
    draw: (rng: Rng, out: FloatArray) => rng.truncatedNormal(out, { mean: 1, std: 0.5 }),
    law: truncatedNormalLaw(1, 0.5, -2, 2),
    wrong: normalLaw(1, 0.5 * 0.8796256610342398),
  },
  {
    name: 'truncated normal, [-1, 3]',
    draw: (rng: Rng, out: FloatArray) => rng.truncatedNormal(out, { low: -1, high: 3 }),
    law: truncatedNormalLaw(0, 1, -1, 3),
    wrong: truncatedNormalLaw(0, 1, -1, 2.5),
  },
  {
    name: 'truncated normal, absolute [-0.1, 5] of N(0, 1)',
    draw: (rng: Rng, out: FloatArray) => rng.truncatedNormal(out, { low: -0.1, high: 5, bounds: 'absolute' }),
    law: truncatedNormalLaw(0, 1, -0.1, 5),
    wrong: truncatedNormalLaw(0, 1, -0.11, 5),
  },
]

describe.each(Object.entries(KINDS))('into %s', (_, Kind) => {
  it.each(cases)('$name follows its law and not the nearest wrong one', ({ draw, law, wrong }) => {
    const sample = draw(createRng(2026), new Kind(N))
    expect(() => assertLaw(sample, law)).not.toThrow()
    expect(() => assertLaw(sample, wrong)).toThrow(/expected at most/)
  })
})

describe('normal', () => {
  it.each(Object.entries(KINDS))('has the tails of the law up to 5 standard deviations (%s)', (_, Kind) => {
    const tail = (z: number) => 0.5 * (1 - truncatedErf(z))
    const counts = [0, 0, 0]
    const rounds = 4
    for (let round = 0; round < rounds; round++)
      for (const z of createRng(round).normal(new Kind(N)))
        for (let k = 3; k <= 5; k++) if (Math.abs(z) > k) counts[k - 3]!++
    for (let k = 3; k <= 5; k++) {
      const expected = 2 * tail(k) * N * rounds
      expect(Math.abs(counts[k - 3]! - expected)).toBeLessThan(6 * Math.sqrt(expected + 1))
    }
    // The negative control: tails of a normal that is 5 % wider are rejected at 4σ.
    expect(Math.abs(counts[1]! - 2 * tail(4 / 1.05) * N * rounds)).toBeGreaterThan(6 * Math.sqrt(counts[1]!))
  })

  it('has neighbours that are uncorrelated, in value and in square', () => {
    const z = createRng(5).normal(new Float32Array(N))
    for (const lag of [1, 4, 8, 16]) {
      const [a, b] = [z.subarray(0, N - lag), z.subarray(lag)]
      assertUncorrelated(a, b)
      assertUncorrelated(
        a.map((x) => x * x),
        b.map((x) => x * x),
      )
    }
    expect(() =>
      assertUncorrelated(
        z,
        z.map((x, i) => x * 0.02 + z[(i * 7 + 3) % N]!),
      ),
    ).toThrow(/correlation/)
  })
})

function truncatedErf(z: number): number {
  return 2 * normalLaw(0, 1).cdf(z) - 1
}

describe('truncated normal far out', () => {
  // Far in the tail the law is nearly exponential: X − a ≈ Exp(a + 1/a).
  it.each([5.25, 12, 31, 40, 1000, 1e6])(
    'from %d to infinity: inside, and with the mean of the tail',
    (a) => {
      const x = createRng(9).truncatedNormal(new Float64Array(1 << 16), { low: a, high: Infinity })
      let mean = 0
      for (const value of x) {
        if (value < a) throw new Error(`${value} < ${a}`)
        mean += (value - a) / x.length
      }
      // Mean excess of the normal tail, asymptotic series in 1/a (Small, "Expansions and Asymptotics", 2010).
      const exact = (1 - 2 / a ** 2 + 10 / a ** 4 - 74 / a ** 6) / a
      expect(Math.abs(mean / exact - 1)).toBeLessThan(6 / Math.sqrt(x.length) + (a < 6 ? 706 / a ** 8 : 0))
      expect(Math.abs(mean / (exact * 1.03) - 1)).toBeGreaterThan(6 / Math.sqrt(x.length))
      const mirrored = createRng(9).truncatedNormal(new Float64Array(1 << 16), { low: -Infinity, high: -a })
      expect(Math.max(...mirrored.subarray(0, 1000))).toBeLessThanOrEqual(-a)
    },
  )

  it.each([
    [0, 1e-10],
    [1e6, 1e6 + 1e-3],
    [-1e-15, 1e-15],
    [7, 7.01],
    [-38.5, -37.5],
  ])('stays in [%d, %d] and fills it', (low, high) => {
    const x = createRng(3).truncatedNormal(new Float64Array(1 << 14), { low, high })
    expect(Math.min(...x)).toBeGreaterThanOrEqual(low)
    expect(Math.max(...x)).toBeLessThanOrEqual(high)
    expect(new Set(x).size).toBeGreaterThan(1 << 13)
  })

  it('keeps float32 results inside bounds that float32 cannot hold', () => {
    const [low, high] = [-0.04, 0.04]
    const x = createRng(3).truncatedNormal(new Float32Array(N), { std: 0.02, low, high, bounds: 'absolute' })
    expect(x.every((value) => value >= low && value <= high)).toBe(true)
  })
})

describe('bernoulli and integers', () => {
  it('bernoulli has p, and not p + 0.003', () => {
    const ones = createRng(6)
      .bernoulli(new Uint8Array(N), { p: 0.3 })
      .reduce((sum, bit) => sum + bit, 0)
    const count = (p: number) => assertCounts([ones, N - ones], [p * N, (1 - p) * N])
    expect(() => count(0.3)).not.toThrow()
    expect(() => count(0.303)).toThrow(/chi/)
  })

  it('integers are even where a modulo would be biased', () => {
    // Of 2³² words, word mod 3·2³⁰ would hit the first third twice as often.
    const range = 3 * 2 ** 30
    const thirds = (values: ArrayLike<number>) => {
      const counts = [0, 0, 0]
      for (let i = 0; i < N; i++) counts[Math.floor((values[i]! * 3) / range)]!++
      return counts
    }
    const expected = [N / 3, N / 3, N / 3]
    assertCounts(thirds(createRng(7).integers(new Uint32Array(N), { high: range })), expected)
    const biased = createRng(7)
      .bits(new Uint32Array(N))
      .map((word) => word % range)
    expect(() => assertCounts(thirds(biased), expected)).toThrow(/chi/)
  })

  it('integers of a range wider than a word have no bias, which the remainder of 53 bits has', () => {
    const range = 3 * 2 ** 51
    const thirds = (values: ArrayLike<number>): number[] => {
      const counts = [0, 0, 0]
      for (let i = 0; i < N; i++) counts[Math.floor(values[i]! / 2 ** 51)]!++
      return counts
    }
    const expected = [N / 3, N / 3, N / 3]
    const rng = createRng(7)
    const values = rng.integers(new Float64Array(N), { high: range })
    assertCounts(thirds(values), expected)
    const biased = createRng(7)
      .uniform(new Float64Array(N))
      .map((u) => (u * 2 ** 53) % range)
    expect(() => assertCounts(thirds(biased), expected)).toThrow(/chi/)
  })

  it.each([0, 8, 16, 24, 32, 40, 45])('integers of [0, 2^53) have even bytes at bit %d', (shift) => {
    const counts = new Array(256).fill(0)
    for (const value of createRng(11).integers(new Float64Array(N), { high: 2 ** 53 }))
      counts[Math.floor(value / 2 ** shift) % 256]++
    assertCounts(counts, new Array(256).fill(N / 256))
  })

  it('permutations of four are equally likely', () => {
    const rng = createRng(8)
    const counts = new Map<string, number>()
    for (let i = 0; i < 24000; i++) {
      const key = rng.permutation(new Uint8Array(4)).join('')
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    assertCounts([...counts.values()], new Array(24).fill(1000))
  })
})

describe('words', () => {
  it.each([0, 8, 16, 24])('have even bytes at bit %d', (shift) => {
    const counts = new Array(256).fill(0)
    for (const word of createRng(10).bits(new Uint32Array(N))) counts[(word >>> shift) & 255]++
    assertCounts(counts, new Array(256).fill(N / 256))
  })

  it('streams of neighbouring seeds, paths and fills are uncorrelated', () => {
    const n = 1 << 14
    const draw = (rng: Rng) => rng.uniform(new Float64Array(n))
    for (let i = 0; i < 32; i++) {
      assertUncorrelated(draw(createRng(i)), draw(createRng(i + 1)))
      assertUncorrelated(draw(createRng(1).at(i)), draw(createRng(1).at(i + 1)))
      const rng = createRng(i).at('w')
      assertUncorrelated(draw(rng), draw(rng))
    }
  })
})
