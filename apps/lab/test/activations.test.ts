import { grad } from '@nn/autograd'
import { cpuExact } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '../src/activations/activation-names.ts'
import { ACTIVATIONS, activationOf } from '../src/activations/activations.ts'
import { erf, normalShare } from '../src/activations/erf.ts'

/** Points off the kinks, and far out. */
const POINTS = Array.from({ length: 401 }, (_, i) => -8 + 0.04 * i + 0.003).concat(-40, 40)

describe('the table of activations', () => {
  it.each(ACTIVATION_NAMES)('has φ and φ′ of %s as the layers compute them', (name) => {
    const { layer, phi, slope } = ACTIVATIONS[name]
    const x = cpuExact.tensor(Float64Array.from(POINTS))
    const values = layer(x).toArray()
    const slopes = grad((t) => layer(t).sum())(x).toArray()
    for (const [i, point] of POINTS.entries()) {
      expect(Number(values[i])).toBeCloseTo(phi(point), 6)
      expect(Number(slopes[i])).toBeCloseTo(slope(point), 6)
    }
  })

  it.each(ACTIVATION_NAMES)('has the largest slope of %s', (name) => {
    const { slope, largestSlope } = ACTIVATIONS[name]
    let found = 0
    for (let i = 0; i <= 400_000; i++) found = Math.max(found, Math.abs(slope(-10 + i / 20_000)))
    expect(found).toBeLessThanOrEqual(largestSlope * (1 + 1e-12))
    // The bound of softplus is that of far away.
    expect(found).toBeGreaterThan(largestSlope * (1 - 1e-4))
  })

  it.each(ACTIVATION_NAMES)('says where %s is flat', (name) => {
    const { phi, slope, largestSlope, flat } = ACTIVATIONS[name]
    if (flat === undefined) return
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = flat
    for (const x of POINTS) {
      const y = phi(x)
      expect(y <= low || y >= high).toBe(Math.abs(slope(x)) <= largestSlope / 10)
    }
  })

  it('names all activations to who asks for another', () => {
    expect(() => activationOf('swish')).toThrow(/expected one of linear, relu, .*, got "swish"/)
    expect(() => activationOf('toString')).toThrow(/got "toString"/)
  })
})

describe('erf', () => {
  // Digits of mpmath 1.3, mp.dps = 20.
  it.each([
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2.4, 0.9993114861033549],
    [2.6, 0.9997639655834707],
    [5, 0.9999999999984626],
    [-1, -0.8427007929497149],
  ])('of %d', (x, expected) => {
    expect(Math.abs(erf(x) - expected)).toBeLessThan(3e-16)
  })

  it('leaves small shares their digits', () => {
    // Φ(−8) = 6.220960574271784e-16.
    expect(normalShare(-8) / 6.220960574271784e-16).toBeCloseTo(1, 12)
  })
})
