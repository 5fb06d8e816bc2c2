import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planWalk, walkRows } from '../src/kernels/walk.ts'

/** Every position of an array, in row-major order, by its definition. */
function positions(shape: readonly number[], strides: readonly number[]): number[] {
  return shape.reduce(
    (all, n, axis) => all.flatMap((at) => Array.from({ length: n }, (_, i) => at + i * strides[axis]!)),
    [0],
  )
}

function walked(operands: { shape: readonly number[]; strides: readonly number[] }[]): number[][] {
  const walk = planWalk(operands)
  const seen: number[][] = operands.map(() => [])
  const start = operands.map(() => 0)
  walkRows(walk, start, (at) => {
    for (const [k, list] of seen.entries()) {
      for (let n = 0; n < walk.count; n++) list.push(at[k]! + n * walk.steps[k]!)
    }
  })
  return seen
}

const axis = fc.record({
  n: fc.integer({ min: 0, max: 4 }),
  a: fc.integer({ min: -6, max: 6 }),
  b: fc.integer({ min: -6, max: 6 }),
})

describe('a walk', () => {
  it('visits every position of every operand in row-major order', () => {
    fc.assert(
      fc.property(fc.array(axis, { maxLength: 5 }), (axes) => {
        const shape = axes.map(({ n }) => n)
        const strides = [axes.map(({ a }) => a), axes.map(({ b }) => b)]
        expect(walked(strides.map((s) => ({ shape, strides: s })))).toEqual(
          strides.map((s) => positions(shape, s)),
        )
      }),
    )
  })

  it('takes contiguous operands as one row', () => {
    const x = { shape: [2, 3, 4], strides: [12, 4, 1] }
    expect(planWalk([x, x])).toEqual({ outer: [], strides: [], count: 24, steps: [1, 1] })
  })

  it('joins axes only where all operands allow it', () => {
    const x = { shape: [2, 3], strides: [3, 1] }
    expect(planWalk([x, { shape: [2, 3], strides: [0, 1] }])).toEqual({
      outer: [2],
      strides: [[3, 0]],
      count: 3,
      steps: [1, 1],
    })
    expect(planWalk([x, { shape: [2, 3], strides: [0, 0] }]).steps).toEqual([1, 0])
    expect(planWalk([{ shape: [2, 3], strides: [0, 0] }]).count).toBe(6)
  })

  it('takes part of the axes', () => {
    const x = { shape: [5, 1, 4], strides: [4, 4, 1] }
    expect(planWalk([x], 0, 2).count).toBe(5)
    expect(planWalk([x], 1).count).toBe(4)
    expect(planWalk([x], 0, 0).count).toBe(1)
  })
})
