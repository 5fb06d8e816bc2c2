import { cpu } from '@nn/backend-cpu'
import { normal } from '@nn/init'
import { Dense, propagation, Relu, Sequential, Tanh } from '@nn/layers'
import { createRng } from '@nn/random'
import { describe, expect, test } from 'vitest'
import type { Elementwise } from '../../src/theory/expectation.ts'
import { backwardRecursion, forwardRecursion, type Step } from '../../src/theory/recursion.ts'
import { plainSteps } from './plain-steps.ts'

const relu: Elementwise = { phi: (x) => Math.max(0, x), slope: (x) => (x > 0 ? 1 : 0) }
const tanh: Elementwise = { phi: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2, kinks: [] }

describe('plain networks', () => {
  test('Kaiming with relu keeps both moments, and half of it halves them', () => {
    const steps = plainSteps({ depth: 50, of: relu, weight: 2, bias: 0 })
    const forward = forwardRecursion(steps, 0.5)
    expect(forward).toHaveLength(100)
    for (const [i, square] of forward.entries()) expect(square).toBeCloseTo(i % 2 === 0 ? 1 : 0.5, 10)
    const backward = backwardRecursion(steps, { input: 0.5, forward, output: 3 })
    expect(backward[0]).toBeCloseTo(1.5, 9)
    expect(backward.at(-1)).toBe(3)
    const halved = forwardRecursion(plainSteps({ depth: 50, of: relu, weight: 1, bias: 0 }), 1)
    expect((halved.at(-1) ?? 0) * 2 ** 50).toBeCloseTo(1, 8)
  })

  test('biases add up', () => {
    const linear: Step = { kind: 'linear', weight: 1, back: 1, bias: 0.25 }
    expect(forwardRecursion([linear, linear, linear], 1)).toEqual([1.25, 1.5, 1.75])
  })

  test.each([
    ['tanh', tanh, Tanh, 0.08, 0.3],
    ['relu', relu, Relu, 0.2, 0],
  ] as const)('they agree with propagation of @nn/layers: %s', (_name, of, Layer, std, biasStd) => {
    const sizes = [24, 40, 16, 32]
    const init = { weightInit: normal({ std }), biasInit: normal({ std: biasStd }) }
    const layers = sizes
      .slice(1)
      .flatMap((units, i) => [new Dense(units, { inUnits: sizes[i] ?? 0, ...init }), new Layer()])
    const net = new Sequential(...layers)
    const rng = createRng(1)
    net.initialize({ rng, backend: cpu })
    const batch = cpu.normal(rng.at('batch'), [8, 24])
    const { rows } = propagation(net, batch, (y) => y.square().sum())
    const steps = sizes.slice(1).flatMap((units, i): Step[] => {
      const inUnits = sizes[i] ?? 0
      return [
        { kind: 'linear', weight: inUnits * std ** 2, back: units * std ** 2, bias: biasStd ** 2 },
        { kind: 'activation', of },
      ]
    })
    const input = Number(batch.square().mean().item())
    const forward = forwardRecursion(steps, input)
    const output = (rows.at(-1)?.gradients.rms ?? 0) ** 2
    const backward = backwardRecursion(steps, { input, forward, output })
    for (const [i, { activations, gradients }] of rows.entries()) {
      expect(Math.sqrt(forward[i] ?? 0) / (activations.predicted ?? 0)).toBeCloseTo(1, 5)
      expect(Math.sqrt(backward[i] ?? 0) / (gradients.predicted ?? 0)).toBeCloseTo(1, 5)
    }
    // The neighbouring law is told apart.
    const wrong = forwardRecursion(
      steps.map((step) => (step.kind === 'linear' ? { ...step, weight: step.weight * 1.02 } : step)),
      input,
    )
    expect(Math.sqrt(wrong.at(-1) ?? 0) / (rows.at(-1)?.activations.predicted ?? 0)).not.toBeCloseTo(1, 3)
  })
})

describe('residual networks', () => {
  test('each block adds what its branch gives, forwards and backwards', () => {
    const branch: Step[] = [
      { kind: 'activation', of: relu },
      { kind: 'linear', weight: 2, back: 2, bias: 0 },
    ]
    const steps = Array.from({ length: 10 }, (): Step => ({ kind: 'residual', branch }))
    const forward = forwardRecursion(steps, 1)
    expect(forward.at(-1)).toBeCloseTo(2 ** 10, 6)
    const backward = backwardRecursion(steps, { input: 1, forward, output: 1 })
    expect(backward[0]).toBeCloseTo(2 ** 9, 6)
  })

  test('a measured residual MLP has the predicted moments, and not those without its branches', () => {
    const [width, depth, std] = [256, 8, Math.sqrt(0.5 / 256)]
    const rng = createRng(7)
    let x = cpu.normal(rng.at('x'), [64, width])
    const input = Number(x.square().mean().item())
    for (let i = 0; i < depth; i++) {
      const weight = cpu.normal(rng.at(`w${i}`), [width, width]).mul(std)
      x = x.add(x.tanh().matmul(weight))
    }
    const branch: Step[] = [
      { kind: 'activation', of: tanh },
      { kind: 'linear', weight: 0.5, back: 0.5, bias: 0 },
    ]
    const predicted =
      forwardRecursion(
        Array.from({ length: depth }, (): Step => ({ kind: 'residual', branch })),
        input,
      ).at(-1) ?? 0
    const measured = Number(x.square().mean().item())
    // 64 examples of 256 numbers that share their weights: a relative error of about 1/√256 each way.
    expect(Math.abs(measured / predicted - 1)).toBeLessThan(0.05)
    expect(Math.abs(measured / input - 1)).toBeGreaterThan(0.05)
  })
})
