import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { rotaryEmbedding } from '../src/index.ts'

const double = { dtype: 'float64' } as const
const x = cpu.arange(48, double).reshape(2, 3, 8).mul(0.37).sin()

/** Steps 0 and 1 of x's first example; made with torch in doubles: Llama's `q·cos + rotate_half(q)·sin`, and a product of complex numbers. */
const HALVES = [
  -0.905551889, -0.276564639, 0.502593917, 0.860786502, -0.414432663, 0.989104513, 0.914647525, 0.579607803,
  -0.042871905, 0.699633905, -0.242376372, -0.733672007, 0.978978141, -0.732184404, -1.009356186,
  -0.742074571,
]
const INTERLEAVED = [
  -0.328815982, -0.150485118, 0.01439429, 1.121041091, 0.78505363, 1.139964679, 0.761851489, 0.573342247,
  -0.152357926, 0.210906058, 0.341897053, -0.897162214, -0.626000643, -1.235413573, -0.825239301,
  -0.750787562,
]

describe('rotaryEmbedding', () => {
  it.each([
    [false, HALVES],
    [true, INTERLEAVED],
  ])('turns the pairs as PyTorch computes it, interleaved: %s', (interleaved, expected) => {
    const turned = rotaryEmbedding(x, { base: 100, offset: 2, interleaved })
    expect(turned.shape).toEqual(x.shape)
    const first = turned.at(0).slice([0, 2]).reshape(-1)
    expect(first.allClose(cpu.tensor(expected, double), { rtol: 0, atol: 1e-9 })).toBe(true)
  })

  it.each([false, true])('lets products depend on distances alone, interleaved: %s', (interleaved) => {
    const [q, k] = [cpu.normal(createRng(1), [1, 8], double), cpu.normal(createRng(2), [1, 8], double)]
    const product = (at: number, other: number): number =>
      Number(
        rotaryEmbedding(q, { offset: at, interleaved })
          .mul(rotaryEmbedding(k, { offset: other, interleaved }))
          .sum()
          .item(),
      )
    expect(product(17, 12)).toBeCloseTo(product(5, 0), 10)
    expect(Math.abs(product(17, 12) - product(6, 0))).toBeGreaterThan(1e-3)
  })

  it('refuses what has no pairs or no steps', () => {
    expect(() => rotaryEmbedding(cpu.ones([4]))).toThrow(ShapeError)
    expect(() => rotaryEmbedding(cpu.ones([2, 3]))).toThrow(
      '[…, steps, length] with an even length, got [2, 3]',
    )
    expect(() => rotaryEmbedding(cpu.ones([2, 4], { dtype: 'int32' }))).toThrow(TypeError)
    expect(() => rotaryEmbedding(x, { base: 0 })).toThrow(RangeError)
    expect(() => rotaryEmbedding(x, { offset: -1 })).toThrow('offset to be an integer >= 0')
    expect(() => rotaryEmbedding(null as never)).toThrow('rotaryEmbedding: expected a tensor')
  })
})
