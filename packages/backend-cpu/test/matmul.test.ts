import { type Backend, type DType, linear, type Tensor } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'
import { accelerated, plain } from './backends.ts'

describe('the plain matmul', () => {
  it('gives the same bits packed and direct, as every sum runs in the order of k', () => {
    const a = plain.arange(2000).sin().reshape(40, 50)
    const b = plain.arange(1500).cos().reshape(50, 30)
    const packed = a.matmul(b)
    for (let i = 0; i < 40; i++) {
      const direct = a.slice([i, i + 1]).matmul(b)
      expect(direct.size * 50).toBeLessThan(4096)
      expect(packed.slice([i, i + 1]).equals(direct)).toBe(true)
    }
  })

  it('accumulates float32 in double precision', () => {
    const x = plain.tensor([1e8, 1, -1e8])
    expect(x.matmul(plain.ones([3])).item()).toBe(1)
  })
})

/** A matrix of values in [-1, 1], in one of the layouts that the kernels tell apart. */
function matrix(
  backend: Backend,
  rows: number,
  columns: number,
  layout: number,
  seed: number,
  dtype: DType = 'float32',
): Tensor {
  const x = backend
    .arange((rows + 1) * (columns + 2) * 2, { dtype })
    .add(seed)
    .mul(1.37)
    .sin()
  if (layout === 0) return x.slice([0, rows * columns]).reshape(rows, columns)
  if (layout === 1)
    return x
      .slice([0, rows * columns])
      .reshape(columns, rows)
      .transpose()
  const wide = x.reshape(rows + 1, 2 * (columns + 2))
  if (layout === 2) return wide.slice([1, null], [1, columns + 1])
  return wide.slice([1, null], [2 * columns, 0, -2])
}

/**
 * Asserts that the product differs from the plain one by no more than its roundings can make: one for each product and sum of
 * a block of 256 terms, and for each block, relative to the sum of absolute values.
 */
function expectClose(a: Tensor, b: Tensor): void {
  const k = a.shape.at(-1)!
  const on = (x: Tensor): Tensor => plain.tensor(x.toArray(), { shape: x.shape })
  const [x, y] = [on(a), on(b)]
  const bound = x
    .abs()
    .matmul(y.abs())
    .mul((Math.min(k, 256) + k / 256 + 2) * 2 ** -24)
  const error = on(a.matmul(b)).sub(x.matmul(y)).abs()
  expect(error.le(bound).all().item()).toBe(true)
}

const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 90 }))
const depth = fc.oneof(side, fc.constantFrom(255, 256, 257, 520))
const layout = fc.integer({ min: 0, max: 3 })

describe.each(accelerated.map((backend) => [backend.name, backend] as const))(
  'matmul of %s',
  (_, backend) => {
    it('differs from the plain one by rounding only, whatever the sizes and the layouts', () => {
      fc.assert(
        fc.property(side, depth, side, layout, layout, (m, k, n, left, right) => {
          expectClose(matrix(backend, m, k, left, 1), matrix(backend, k, n, right, 2))
        }),
        { numRuns: 60 },
      )
    })

    it('rounds product, bias and activation of linear as one after the other', () => {
      const names = ['relu', 'sigmoid', 'tanh', 'gelu', 'silu', 'softplus'] as const
      fc.assert(
        fc.property(
          side,
          depth,
          side,
          layout,
          layout,
          fc.constantFrom(...names),
          (m, k, n, left, right, name) => {
            const x = matrix(backend, m, k, left, 1)
            const weight = matrix(backend, n, k, right, 2)
            const bias = matrix(backend, 1, n, left, 3).at(0)
            const apart = x.matmul(weight.transpose()).add(bias)[name]()
            expect(linear(x, weight, bias, { activation: name }).equals(apart)).toBe(true)
          },
        ),
        { numRuns: 100 },
      )
    })

    it.each([
      ['more rows, columns and terms than are held at a time', 1030, 300, 1100],
      ['a sum too long for the packed operand of 512 rows', 600, 3000, 20],
      ['the longest sum', 5, 65536, 9],
      ['a sum that is left to the plain kernel', 2, 65537, 3],
    ])('holds for %s', (_, m, k, n) => {
      expectClose(matrix(backend, m, k, 0, 1), matrix(backend, n, k, 0, 2).transpose())
    })

    it('gives a batch the bits of its matrices', () => {
      const x = matrix(backend, 12 * 20, 40, 0, 1).reshape(12, 20, 40)
      const weight = matrix(backend, 40, 30, 0, 2)
      const y = x.matmul(weight)
      for (let i = 0; i < 12; i++) expect(y.at(i).equals(x.at(i).matmul(weight))).toBe(true)
    })
  },
)

describe.each([cpu, ...accelerated].map((backend) => [backend.name, backend] as const))(
  'orderedMatmul of %s',
  (_, backend) => {
    it('has the bits of the plain one, whatever the sizes and the layouts', () => {
      const dtype = fc.constantFrom<DType>('float32', 'float64')
      fc.assert(
        fc.property(
          side,
          depth,
          side,
          layout,
          layout,
          dtype,
          fc.boolean(),
          (m, k, n, left, right, type, turn) => {
            const [actual, expected] = [backend, plain].map((on) => {
              const [a, b] = [matrix(on, m, k, left, 1, type), matrix(on, k, n, right, 2, type)]
              const out = turn
                ? on.zeros([n, m], { dtype: type }).transpose()
                : on.zeros([m, n], { dtype: type })
              on.orderedMatmul(a, b, out)
              return out.toArray()
            })
            expect(actual).toEqual(expected)
          },
        ),
        { numRuns: 60 },
      )
    })

    it.each([
      ['more rows, columns and terms than are held at a time', 600, 300, 550],
      ['the longest sum of the engine', 3, 65536, 5],
      ['a sum that is left to the plain kernel', 2, 65537, 3],
    ])('has them for %s', (_, m, k, n) => {
      const [actual, expected] = [backend, plain].map((on) => {
        const out = on.zeros([m, n])
        on.orderedMatmul(matrix(on, m, k, 0, 1), matrix(on, n, k, 0, 2).transpose(), out)
        return out.toArray()
      })
      expect(actual).toEqual(expected)
    })
  },
)

it('the usual backend takes the size, not the history, for which kernel runs', () => {
  const x = cpu
    .arange(60 * 60)
    .sin()
    .reshape(60, 60)
  const small = x.slice([0, 4])
  const before = small.matmul(x)
  x.matmul(x)
  expect(small.matmul(x).equals(before)).toBe(true)
})
