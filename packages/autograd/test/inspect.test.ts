import { cpu } from '@nn/backend-cpu'
import { convolve, linear, type Tensor, withGradient } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { findNonFinite, grad, profile, valueAndGrad } from '../src/index.ts'

describe('profile', () => {
  it('counts calls, elements and operations of each kernel, gradients included', () => {
    const weights = { first: cpu.ones([8, 4]), second: cpu.ones([1, 8]) }
    const x = cpu.ones([16, 4])
    const run = () => linear(linear(x, weights.first, undefined, { activation: 'relu' }), weights.second)
    const forward = profile(cpu, run)
    expect(forward.kernels.find(({ kernel }) => kernel === 'linear')).toMatchObject({
      calls: 2,
      elements: 16 * 8 + 16,
      flops: 2 * (16 * 8 * 4 + 16 * 8),
    })
    const step = profile(cpu, () => valueAndGrad(weights, () => run().square().mean()))
    expect(step.kernels.find(({ kernel }) => kernel === 'matmul')?.calls).toBe(3)
    expect(step.value.gradients.size).toBe(2)
    expect(String(step).split('\n')[0]).toMatch(/^kernel +calls +ms +elements +flops$/)
    expect(String(step).split('\n')).toHaveLength(step.kernels.length + 1)
  })

  it('counts the operations of convolutions', () => {
    const { kernels } = profile(cpu, () => convolve(cpu.ones([5, 2, 10]), cpu.ones([6, 2, 3])))
    expect(kernels[0]).toMatchObject({ kernel: 'convolve', flops: 2 * 5 * 6 * 8 * 2 * 3 })
  })

  it('counts what has its gradient noted, once', () => {
    const x = cpu.ones([4])
    const exp = (t: Tensor): Tensor =>
      withGradient({
        inputs: [t],
        compute: () => t.exp(),
        keep: (y) => [y],
        gradient: (g, y) => [g.mul(y ?? g)],
      })
    const run = () => exp(x).sum()
    const callsOf = (profiled: { kernels: readonly { kernel: string; calls: number }[] }): unknown =>
      profiled.kernels.find(({ kernel }) => kernel === 'exp')?.calls
    expect(callsOf(profile(cpu, run))).toBe(1)
    expect(callsOf(profile(cpu, () => valueAndGrad({ x }, run)))).toBe(1)
    const { value } = valueAndGrad({ x }, () => profile(cpu, run).value)
    expect(value.item()).toBeCloseTo(4 * Math.E, 5)
    const twice = profile(cpu, () => grad((t) => grad((t) => exp(t).sum())(t).sum())(x))
    expect(callsOf(twice)).toBe(1)
    expect(twice.value.allClose(x.exp())).toBe(true)
  })

  it('leaves the backend as it was, also when the function throws', () => {
    const { exp } = cpu.unary
    expect(() => profile(cpu, () => cpu.ones([2]).matmul(cpu.ones([3])))).toThrow('inner sizes')
    expect(cpu.unary.exp).toBe(exp)
  })

  it('refuses what is no backend, no function, or a promise', () => {
    expect(() => profile({} as never, () => 1)).toThrow('expected a backend')
    expect(() => profile(cpu, 3 as never)).toThrow('profile: expected a function, got 3')
    expect(() => profile(cpu, async () => 1)).toThrow(
      'profile: expected the function to return at once, got a promise',
    )
  })
})

describe('findNonFinite', () => {
  it('finds what withGradient makes of numbers, alone and while gradients are recorded', () => {
    const x = cpu.tensor([1, 0])
    const run = () => withGradient({ inputs: [x], compute: () => x.reciprocal(), gradient: (g) => [g] }).sum()
    const found = { kernel: 'withGradient', shapes: [[2]], index: [1], value: Infinity }
    expect(findNonFinite(cpu, run)).toMatchObject(found)
    expect(findNonFinite(cpu, () => valueAndGrad({ x }, run))).toMatchObject(found)
  })

  it('names the kernel that made the first NaN or infinity, in a forward or in gradients', () => {
    const x = cpu.tensor([
      [1, 2],
      [0, 3],
    ])
    expect(findNonFinite(cpu, () => x.add(1).log())).toBeUndefined()
    expect(findNonFinite(cpu, () => x.add(0).transpose().reciprocal().sum())).toEqual({
      kernel: 'reciprocal',
      call: 1,
      shapes: [[2, 2]],
      index: [0, 1],
      value: Number.POSITIVE_INFINITY,
    })
    const found = findNonFinite(cpu, () => valueAndGrad({ x }, () => x.sqrt().sum()))
    expect(found).toMatchObject({ kernel: 'div', index: [1, 0], value: Number.POSITIVE_INFINITY })
  })

  it('does not blame what was given NaN, and throws what the function throws', () => {
    const x = cpu.tensor([Number.NaN, 1])
    expect(findNonFinite(cpu, () => x.mul(2).exp())).toBeUndefined()
    expect(() =>
      findNonFinite(cpu, () => {
        throw new Error('mine')
      }),
    ).toThrow('mine')
  })
})
