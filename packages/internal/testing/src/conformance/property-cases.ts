import { type Backend, type Tensor, where } from '@nn/tensor'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'
import { type Grid, place, read, sample, stridesFor } from './grid.ts'
import { item } from './items.ts'

/** A random grid and random strides for it: any order of the axes, gaps, either direction. */
interface Placed {
  readonly grid: Grid
  readonly strides: readonly number[]
}

const placed: fc.Arbitrary<Placed> = fc
  .array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
  .chain((shape) => {
    const axes = shape.map((_, axis) => axis)
    return fc.record({
      order: fc.shuffledSubarray(axes, { minLength: shape.length }),
      factors: fc.array(fc.constantFrom(1, -1), { minLength: shape.length, maxLength: shape.length }),
      gap: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(40),
      shape: fc.constant(shape),
    })
  })
  .map(({ order, factors, gap, seed, shape }) => ({
    grid: sample(shape, 'float32', seed),
    strides: stridesFor(shape, order).map((stride, axis) => gap * item(factors, axis) * stride),
  }))

/** Operations whose results do not depend on how their operand lies in memory. */
const operations: Record<string, (x: Tensor, other: Tensor) => Tensor> = {
  clone: (x) => x.clone(),
  exp: (x) => x.exp(),
  relu: (x) => x.relu(),
  isNaN: (x) => x.isNaN(),
  add: (x, y) => x.add(y),
  div: (x, y) => x.div(y),
  ge: (x, y) => x.ge(y),
  where: (x, y) => where(x.gt(0), x, y),
  sum: (x) => x.sum(),
  'sum along the first axis': (x) => (x.ndim === 0 ? x : x.sum(0)),
  'var along the last axis': (x) => (x.ndim === 0 ? x : x.var(-1)),
  any: (x) => x.any(),
  flatten: (x) => x.flatten(),
  matmul: (x) => (x.ndim < 2 ? x : x.matmul(x.transpose())),
  'add_ with its reverse': (x) => x.add_(x.slice(...x.shape.map(() => [null, null, -1] as const))),
  fill_: (x) => x.fill_(3),
}

function property(name: string, run: (x: Tensor, other: Tensor) => Tensor): ConformanceCase {
  const check = (backend: Backend, { grid, strides }: Placed): void => {
    const other = sample(grid.shape, 'float32', 3)
    const strided = run(
      place(backend, grid, 'float32', strides),
      place(
        backend,
        other,
        'float32',
        strides.map((s) => -s),
      ),
    )
    const plain = run(
      backend.tensor(grid.values, { shape: grid.shape }),
      backend.tensor(other.values, { shape: grid.shape }),
    )
    expect({ ...read(strided), dtype: strided.dtype }).toEqual({ ...read(plain), dtype: plain.dtype })
  }
  return {
    name: `${name}: strided equals contiguous`,
    run: (backend) => {
      fc.assert(
        fc.property(placed, (x) => check(backend, x)),
        { seed: 20260101, numRuns: 100 },
      )
    },
  }
}

/** Random shapes and strides: the same bits wherever the elements lie. */
export const propertyCases: readonly ConformanceCase[] = Object.entries(operations).map(([name, run]) =>
  property(name, run),
)
