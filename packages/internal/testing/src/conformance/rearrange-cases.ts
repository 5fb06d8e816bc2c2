import { concat, stack } from '@nn/tensor'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, gridOf, pick, sample } from './grid.ts'
import { around, item } from './items.ts'

const dtypes = ['float32', 'float64', 'int32', 'bool'] as const

const takeCase: ConformanceCase = {
  name: 'take: rows of every layout at indices of every layout',
  run: (backend) => {
    const shapes = [[5], [5, 3], [5, 2, 3], [5, 0]]
    for (const dtype of dtypes) {
      for (const shape of shapes) {
        for (const at of [[], [4], [2, 3], [0], [2, 0, 1]]) {
          const grid = sample(shape, dtype)
          let k = 0
          const indices = gridOf(at, () => (k++ * 3 + 1) % 5)
          const expected = gridOf([...at, ...shape.slice(1)], (index) => {
            const row = pick(indices, index.slice(0, at.length))
            return item(
              grid.values,
              index.slice(at.length).reduce((place, i, axis) => place * item(shape, axis + 1) + i, row),
            )
          })
          const places = everyLayout(backend, indices, 'int32')
          everyLayout(backend, grid, dtype).forEach(([name, x], i) => {
            const [other, where] = around(places, i + 1)
            const what = `take of ${dtype} [${shape}] ${name} at [${at}] ${other}`
            expectGrid(what, x.take(where), expected, dtype)
          })
        }
      }
    }
  },
}

const unfoldCase: ConformanceCase = {
  name: 'unfold: windows along each axis',
  run: (backend) => {
    const x = backend.arange(24, { dtype: 'int32' }).reshape(2, 3, 4)
    const windows = x.unfold(-1, 2, { step: 2 })
    expect(windows.shape).toEqual([2, 3, 2, 2])
    expect(windows.at(1, 0).toNested()).toEqual([
      [12, 13],
      [14, 15],
    ])
    expect(x.unfold(1, 2, { dilation: 2 }).at(0, 0, 1).toNested()).toEqual([1, 9])
    expect(windows.data).toBe(x.data)
  },
}

const padCase: ConformanceCase = {
  name: 'pad: the last axes, with a value',
  run: (backend) => {
    const x = backend.tensor([
      [1, 2],
      [3, 4],
    ])
    const expected = [
      [0, 1, 2],
      [0, 3, 4],
    ]
    expect(x.pad([[1, 0]]).toNested()).toEqual(expected)
    const high = x
      .transpose()
      .pad(
        [
          [0, 1],
          [1, 0],
        ],
        -Infinity,
      )
      .toNested()
    expect(high).toEqual([
      [-Infinity, 1, 3],
      [-Infinity, 2, 4],
      [-Infinity, -Infinity, -Infinity],
    ])
    expect(x.pad([]).equals(x)).toBe(true)
  },
}

const joinCase: ConformanceCase = {
  name: 'concat and stack along each axis',
  run: (backend) => {
    const [x, y] = [backend.ones([2, 3]), backend.zeros([2, 1], { dtype: 'int32' })]
    expect(concat([x, y, x], 1).shape).toEqual([2, 7])
    expect(concat([y, x], -1).dtype).toBe('float32')
    expect(concat([x.transpose(), y.transpose()]).toNested()).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 0],
    ])
    expect(
      stack([x, x.add(1)], 2)
        .at(1, 2)
        .toNested(),
    ).toEqual([1, 2])
    expect(stack([x, x], -1).shape).toEqual([2, 3, 2])
    expect(stack([backend.tensor(1), backend.tensor(2)]).toNested()).toEqual([1, 2])
  },
}

/** Operations that put elements elsewhere. */
export const rearrangeCases: readonly ConformanceCase[] = [takeCase, unfoldCase, padCase, joinCase]
