import { cpu } from '@nn/backend-cpu'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as optim from '../src/index.ts'

describe('schedules', () => {
  it('are refused where an option is wrong', () => {
    const wrong: (readonly [() => unknown, RegExp])[] = [
      [() => optim.stepDecay({ every: 0 }), /stepDecay: expected every to be an integer >= 1, got 0/],
      [() => optim.stepDecay({} as never), /every to be a number/],
      [() => optim.stepDecay({ every: 1, steps: 2 } as never), /expected options every, gamma, got "steps"/],
      [() => optim.multiStepDecay({ milestones: 3 as never }), /milestones to be an array of steps/],
      [() => optim.multiStepDecay({ milestones: [0.5] }), /milestones\[0\] to be an integer/],
      [() => optim.exponentialDecay({ gamma: -1 }), /gamma >= 0/],
      [() => optim.polynomialDecay({ steps: 3, power: Infinity }), /power to be finite/],
      [() => optim.linearWarmUp({ steps: 3, start: -1 }), /start >= 0/],
      [() => optim.constantFactor({ steps: 1.5 }), /steps to be an integer/],
      [() => optim.cosineAnnealing({ steps: 3, least: -1 }), /least >= 0/],
      [() => optim.cosineRestarts({ steps: 3, growth: 0.5 }), /growth to be an integer >= 1/],
      [() => optim.oneCycle({ highest: 0, steps: 3 }), /highest > 0/],
      [
        () => optim.oneCycle({ highest: 1, steps: 3, shape: 'sine' as never }),
        /shape to be one of cosine, linear/,
      ],
      [() => optim.cyclic({ lowest: 0, highest: 1, mode: 'x' as never }), /mode to be one of/],
      [() => optim.sequential([], []), /an array of schedules/],
      [() => optim.sequential([(_, x) => x], [3]), /expected 0 milestones, got 1 of 1 schedules/],
      [() => optim.sequential([(_, x) => x, (_, x) => x, (_, x) => x], [3, 2]), /ascending order, got 3, 2/],
      [() => optim.chained([3 as never]), /an array of schedules/],
    ]
    for (const [call, error] of wrong) expect(call).toThrow(error)
  })

  it('of PyTorch stay between their ends, whatever the step', () => {
    const schedules = [
      optim.stepDecay({ every: 3, gamma: 0.5 }),
      optim.multiStepDecay({ milestones: [2, 5, 5] }),
      optim.exponentialDecay({ gamma: 0.9 }),
      optim.polynomialDecay({ steps: 20, power: 2 }),
      optim.linearWarmUp({ steps: 7 }),
      optim.constantFactor({ steps: 7 }),
      optim.cosineAnnealing({ steps: 9 }),
      optim.cosineRestarts({ steps: 4, growth: 3 }),
      optim.oneCycle({ highest: 1, steps: 30 }),
      optim.oneCycle({ highest: 1, steps: 3, rising: 0 }),
      optim.cyclic({ lowest: 0, highest: 1, stepsUp: 3, stepsDown: 5, mode: 'triangular2' }),
      optim.cyclic({ lowest: 0, highest: 1, stepsUp: 3, mode: 'exponential', gamma: 0.99 }),
    ]
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (step) => {
        for (const schedule of schedules) {
          const rate = schedule(step, 1)
          expect(rate).toBeGreaterThanOrEqual(0)
          expect(rate).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('halve the triangles, or let them decay', () => {
    const halved = optim.cyclic({ lowest: 0, highest: 1, stepsUp: 2, mode: 'triangular2' })
    expect([halved(2, 9), halved(6, 9), halved(10, 9)]).toEqual([1, 0.5, 0.25])
    const decayed = optim.cyclic({ lowest: 0, highest: 1, stepsUp: 2, mode: 'exponential', gamma: 0.5 })
    expect(decayed(2, 9)).toBe(0.25)
  })
})

describe('reduceOnPlateau', () => {
  const optimizer = () =>
    optim.sgd(
      { w: cpu.ones([1]), v: cpu.ones([1]) },
      { learningRate: 1, groups: [['v', { learningRate: 0.01 }]] },
    )

  it('lowers every group, down to the least, and goes on from a state', () => {
    const one = optimizer()
    const plateau = optim.reduceOnPlateau(one, {
      patience: 0,
      least: 0.01,
      mode: 'max',
      thresholdMode: 'absolute',
    })
    plateau.step(1)
    expect(plateau.step(1)).toBe(true)
    expect(one.groups.map(({ learningRate }) => learningRate)).toEqual([0.01, 0.1])
    const again = optim.reduceOnPlateau(one, { patience: 0, mode: 'max', least: 0.01 })
    again.load(JSON.parse(JSON.stringify(plateau)))
    expect(again.step(0.5)).toBe(true)
    expect(one.learningRate).toBeCloseTo(0.01, 12)
  })

  it('is refused with what is wrong', () => {
    expect(() => optim.reduceOnPlateau({} as never)).toThrow(/an optimizer, got an object/)
    expect(() => optim.reduceOnPlateau(optimizer(), { factor: 1 })).toThrow(/factor in \[0, 1\), got 1/)
    const plateau = optim.reduceOnPlateau(optimizer())
    expect(() => plateau.step(Number.NaN)).toThrow(/metric to be a number/)
    expect(() => plateau.load({ best: 'x', waited: 0, cooling: 0 } as never)).toThrow(/best to be a number/)
  })
})

describe('clipping', () => {
  const gradients = new Map([
    ['a', cpu.tensor([3, 4])],
    ['b', cpu.tensor([[12]])],
  ])

  it('scales all gradients by one factor, and leaves the given ones', () => {
    const { gradients: clipped, norm } = optim.clipByNorm(gradients, { maxNorm: 6.5 })
    expect(norm).toBe(13)
    expect(clipped.get('b')?.allClose(cpu.tensor([[6]]))).toBe(true)
    expect(optim.clipByNorm(gradients, { maxNorm: 14 }).gradients.get('a')?.toNested()).toEqual([3, 4])
    expect(optim.clipByNorm(gradients, { maxNorm: 1, p: 1 }).norm).toBe(19)
    expect(optim.clipByNorm(gradients, { maxNorm: 1, p: Number.POSITIVE_INFINITY }).norm).toBe(12)
    expect(gradients.get('b')?.toNested()).toEqual([[12]])
    expect(optim.clipByNorm(new Map(), { maxNorm: 1 })).toEqual({ gradients: new Map(), norm: 0 })
  })

  it('does not overflow where float32 would', () => {
    expect(optim.clipByNorm(new Map([['a', cpu.tensor([3e30, 4e30])]]), { maxNorm: 1 }).norm).toBeCloseTo(
      5e30,
      -24,
    )
  })

  it('refuses NaN, infinities, and what is no gradient', () => {
    const wrong: (readonly [() => unknown, RegExp])[] = [
      [
        () => optim.clipByNorm(new Map([['a', cpu.tensor([Infinity])]]), { maxNorm: 1 }),
        /a finite gradient of a, got Infinity; find/,
      ],
      [
        () => optim.clipByValue(new Map([['a', cpu.tensor([Number.NaN])]]), { maxValue: 1 }),
        /a finite gradient of a, got NaN/,
      ],
      [() => optim.clipByNorm(gradients, { maxNorm: 0 }), /maxNorm > 0/],
      [() => optim.clipByNorm(gradients, { maxNorm: 1, p: 0 }), /p > 0, got 0/],
      [() => optim.clipByNorm({} as never, { maxNorm: 1 }), /a map of gradients by name/],
      [
        () => optim.clipByValue(new Map([['a', 3 as never]]), { maxValue: 1 }),
        /a tensor as the gradient of a/,
      ],
      [() => optim.clipByValue(gradients, { maxNorm: 1 } as never), /got "maxNorm"/],
    ]
    for (const [call, error] of wrong) expect(call).toThrow(error)
    const kept = optim.clipByValue(new Map([['a', cpu.tensor([Number.NaN, 9])]]), {
      maxValue: 1,
      allowNonFinite: true,
    })
    expect(kept.get('a')?.toNested()).toEqual([Number.NaN, 1])
  })
})
