import { createRng } from '@nn/random'
import { type DType, Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import type { Module } from '../src/index.ts'
import { inputsOf, type Specimen, specimens } from './specimens.ts'

/** The first result of a call, whatever a layer gives. */
function run(module: Module, inputs: readonly Tensor[]): Tensor {
  const result = module.forward(...inputs)
  return result instanceof Tensor ? result : (result as { output: Tensor }).output
}

describe.each(Object.entries(specimens))('%s', (_, specimen) => {
  const { make, deferred, shape } = specimen
  const made = (create: Specimen['make'] = make, dtype: DType = 'float32'): Module => {
    const module = create(dtype)
    module.initialize({ rng: createRng(42) })
    return module
  }
  const inputs = inputsOf(specimen, 'float32')

  it('gives a result of the shape and dtype that are promised', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const result = run(made(make, dtype), inputsOf(specimen, dtype))
      expect(result.shape).toEqual(shape)
      expect(result.dtype).toBe(dtype)
      expect(result.isFinite().all().item()).toBe(true)
    }
  })

  it('has the same bits whether its sizes are given or found', () => {
    if (deferred === undefined) return
    const found = made(deferred)
    expect(found.parameters().size).toBeGreaterThan(0)
    expect([...found.parameters().values()].some((parameter) => parameter.shape.includes(null))).toBe(true)
    expect(run(found, inputs).equals(run(made(), inputs))).toBe(true)
  })

  it('does not write to its inputs', () => {
    const before = inputs.map((input) => input.clone())
    run(made(), inputs)
    expect(inputs.every((input, i) => input.equals(before[i]!))).toBe(true)
  })

  it('gives the same for views of any layout', () => {
    const reversed = (x: Tensor): Tensor => x.permute(...x.shape.map((_, i) => x.ndim - 1 - i))
    const views = inputs.map((input) => reversed(reversed(input).clone()))
    expect(run(made(), views).equals(run(made(), inputs))).toBe(true)
  })

  it('refuses inputs of another dtype, and none at all', () => {
    const other = (x: Tensor): DType => (x.dtype === 'int32' ? 'float32' : 'int32')
    const wrong = inputs.map((input) => input.cast(other(input)))
    expect(() => run(made(), wrong)).toThrow(TypeError)
    expect(() => run(made(), wrong)).toThrow(/: expected .* of (float32|int32), got (int32|float32)/)
    expect(() => run(made(), [])).toThrow(TypeError)
    expect(() => run(made(), [])).toThrow(/: expected /)
  })

  it('plans laws for every parameter, with fans for every weight', () => {
    for (const { law, role, path, fans } of made().plan().rows) {
      expect(law).not.toMatch(/NaN|undefined/)
      expect(['weight', 'bias', 'scale', 'slope', 'buffer']).toContain(role)
      if (role === 'weight') expect(fans, path).toBeDefined()
    }
  })
})
