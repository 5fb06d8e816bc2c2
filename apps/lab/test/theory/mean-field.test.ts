import { describe, expect, test } from 'vitest'
import { ACTIVATIONS } from '../../src/activations/activations.ts'
import { chi, depthScale, edgeOfChaos, fixedVariance, follow } from '../../src/theory/mean-field.ts'
import { forwardRecursion } from '../../src/theory/recursion.ts'
import { plainSteps } from './plain-steps.ts'

const { erf, relu, tanh, linear } = ACTIVATIONS

describe('the fixed variance', () => {
  test('is where the recursion stays', () => {
    const law = { weight: 2.25, bias: 0.09 }
    const q = fixedVariance(tanh, law)
    const squares = forwardRecursion(plainSteps({ depth: 200, of: tanh, ...law }), 0.3)
    expect(squares.at(-2)).toBeCloseTo(q, 7)
  })

  test('is in closed form for relu, and small or large for what vanishes or grows', () => {
    expect(fixedVariance(relu, { weight: 1, bias: 0.5 })).toBeCloseTo(1, 6)
    expect(fixedVariance(relu, { weight: 1, bias: 0 })).toBeLessThan(1e-20)
    expect(chi(relu, 1, fixedVariance(relu, { weight: 1, bias: 0 }))).toBeCloseTo(0.5, 9)
    expect(fixedVariance(linear, { weight: 0, bias: 0 })).toBe(0)
    expect(fixedVariance(relu, { weight: 20, bias: 0 })).toBeGreaterThan(1e12)
  })
})

describe('χ and the depth scale', () => {
  test('are 1 and without end at the edge, and e at one layer', () => {
    expect(chi(relu, 2, 7)).toBeCloseTo(1, 12)
    expect(depthScale(1)).toBe(Number.POSITIVE_INFINITY)
    expect(depthScale(Math.E)).toBeCloseTo(1, 12)
    expect(depthScale(1 / Math.E)).toBeCloseTo(1, 12)
    expect(depthScale(0)).toBe(0)
  })
})

describe('the edge of chaos', () => {
  test('of tanh begins at (1, 0), and every point has χ = 1 at its fixed point', () => {
    const edge = edgeOfChaos(tanh, 1)
    expect(edge[0]?.[0]).toBeCloseTo(1, 3)
    expect(edge[0]?.[1]).toBeCloseTo(0, 3)
    for (const [weightStd, biasStd] of edge.filter((_, i) => i % 20 === 10)) {
      const growthAt = (factor: number): number => {
        const weight = weightStd ** 2 * factor
        return chi(tanh, weight, fixedVariance(tanh, { weight, bias: biasStd ** 2 }))
      }
      // At the edge the recursion converges slowly where it does at all.
      expect(growthAt(1)).toBeCloseTo(1, 2)
      expect(growthAt(0.9)).toBeLessThan(1)
      expect(growthAt(1.1)).toBeGreaterThan(1)
    }
  })

  test('of relu is √2 for all biases', () => {
    const edge = edgeOfChaos(relu, 2)
    expect(edge.map(([, biasStd]) => biasStd)).toEqual([0, 2])
    for (const [weightStd] of edge) expect(weightStd).toBeCloseTo(Math.SQRT2, 9)
  })
})

describe('two inputs', () => {
  test('meet in order and part in chaos', () => {
    const journey = { depth: 200, square: 1, correlation: 0.3 }
    const order = follow(tanh, { weight: 0.81, bias: 0.04 }, journey)
    expect(order.correlation).toBeCloseTo(1, 9)
    expect(Math.max(...order.growths)).toBeLessThan(0)
    const chaos = follow(tanh, { weight: 4, bias: 0.04 }, journey)
    expect(chaos.correlation).toBeLessThan(0.5)
    expect(chaos.growths).toHaveLength(199)
    expect(Math.min(...chaos.growths)).toBeGreaterThan(0)
  })

  test('of erf go as the closed form does', () => {
    const law = { weight: 3, bias: 0.1 }
    let [q, cross] = [law.weight * 0.5 + law.bias, law.weight * 0.5 * 0.2 + law.bias]
    for (let layer = 1; layer < 12; layer++) {
      const angle = (x: number): number => (2 / Math.PI) * Math.asin((2 * x) / (1 + 2 * q))
      ;[q, cross] = [law.weight * angle(q) + law.bias, law.weight * angle(cross) + law.bias]
    }
    const arrival = follow(erf, law, { depth: 12, square: 0.5, correlation: 0.2 })
    expect(arrival.correlation).toBeCloseTo(cross / q, 5)
    const wrong = follow(erf, { ...law, weight: 3.01 }, { depth: 12, square: 0.5, correlation: 0.2 })
    expect(wrong.correlation).not.toBeCloseTo(cross / q, 5)
  })

  test('zeros leave nothing to compare', () => {
    expect(
      follow(tanh, { weight: 0, bias: 0 }, { depth: 3, square: 1, correlation: 0.5 }).correlation,
    ).toBeNaN()
  })
})
