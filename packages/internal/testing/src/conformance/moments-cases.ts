import { type Backend, type DType, meanSquare, moments, standardize, type Tensor } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import {
  everyLayout,
  expectGrid,
  type Grid,
  gridOf,
  indices,
  pick,
  sample,
  shapes,
  tolerance,
} from './grid.ts'
import { around, item } from './items.ts'

const dtypes = ['float32', 'float64', 'int32', 'bool'] as const
const floats = ['float32', 'float64'] as const

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length
function variance(values: readonly number[]): number {
  const centre = mean(values)
  return mean(values.map((x) => (x - centre) ** 2))
}

/** The shapes with the axes of their moments. */
const cases: readonly (readonly [shape: number[], axes: number[]])[] = [
  ...shapes.map((shape): [number[], number[]] => [[...shape], shape.map((_, axis) => axis)]),
  [[2, 3], []],
  [[2, 3], [0]],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [
    [3, 5, 2, 2],
    [0, 2, 3],
  ],
  [[2, 0, 3], [2]],
  [[0, 3], [0]],
  [[5, 37], [0]],
  [[5, 37], [1]],
  [[3, 18, 2], [1]],
]

function reduced(grid: Grid, axes: readonly number[], f: (values: readonly number[]) => number): Grid {
  const inner = indices(grid.shape.map((n, axis) => (axes.includes(axis) ? n : 1)))
  const outer = grid.shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
  return gridOf(outer, (index) =>
    f(
      inner.map((other) =>
        pick(
          grid,
          other.map((i, axis) => i + item(index, axis)),
        ),
      ),
    ),
  )
}

const momentsCase: ConformanceCase = {
  name: 'moments and meanSquare over each kind of axes in every dtype and layout',
  run: (backend) => {
    for (const dtype of dtypes) {
      for (const [shape, axes] of cases) {
        const grid = sample(shape, dtype)
        for (const [layout, x] of everyLayout(backend, grid, dtype)) {
          const what = `of ${dtype} [${shape}] over [${axes}] ${layout}`
          const found = moments(x, axes, { keepDims: true })
          expectGrid(`mean ${what}`, found.mean, reduced(grid, axes, mean), 'float64', 1e-15)
          expectGrid(`variance ${what}`, found.variance, reduced(grid, axes, variance), 'float64', 1e-14)
          const squares = reduced(grid, axes, (values) => mean(values.map((v) => v * v)))
          expectGrid(`meanSquare ${what}`, meanSquare(x, axes, { keepDims: true }), squares, 'float64', 1e-15)
        }
      }
    }
  },
}

const specialCase: ConformanceCase = {
  name: 'moments: nothing cancels, NaN and infinities reach the results',
  run: (backend) => {
    const scalar = (value: number): Grid => ({ shape: [], values: [value] })
    const far = moments(backend.tensor([2 ** 23, 2 ** 23 + 1, 2 ** 23 + 2]))
    expectGrid('mean', far.mean, scalar(2 ** 23 + 1), 'float64')
    expectGrid('variance', far.variance, scalar(2 / 3), 'float64')
    for (const value of [NaN, Infinity]) {
      const x = backend.tensor([1, value, 2, 3, 4, 5]).reshape(3, 2)
      const columns = moments(x, 0)
      expectGrid('means', columns.mean, { shape: [2], values: [7 / 3, value] }, 'float64', 1e-15)
      expectGrid('variances', columns.variance, { shape: [2], values: [14 / 9, NaN] }, 'float64', 1e-15)
      const rows = moments(x, 1)
      expectGrid('means', rows.mean, { shape: [3], values: [value, 2.5, 4.5] }, 'float64')
      expectGrid('variances', rows.variance, { shape: [3], values: [NaN, 0.25, 0.25] }, 'float64')
    }
  },
}

/** For each operand a shape that is repeated to that of x. */
const repeated: readonly (readonly [x: number[], ...others: number[][]])[] = [
  [[], [], [], [], []],
  [[3, 7], [3, 1], [3, 1], [7], [7]],
  [[3, 7], [7], [7], [7], [1, 7]],
  [
    [2, 3, 5],
    [3, 1],
    [2, 3, 1],
    [3, 1],
    [3, 1],
  ],
  [[2, 3, 5], [2, 3, 5], [2, 1, 5], [3, 5], [1]],
  [[2, 2, 3, 2], [2, 1, 1], [2, 2, 1, 1], [3, 1], []],
  [[0, 3], [0, 1], [3], [3], [1]],
]

const standardizeCase = (dtype: DType, other: DType): ConformanceCase => ({
  name: `standardize ${dtype} by ${other}: every bit, in every layout`,
  run: (backend) => {
    for (const [shape, ...others] of repeated) {
      const grid = sample(shape, dtype)
      const grids = others.map((own, i) => sample(own, other, i + 1))
      const expected = gridOf(shape, (index) => {
        const [c = 0, g = 0, h = 0, k = 0] = grids.map((x) => pick(x, index))
        return (pick(grid, index) - c) * g * h + k
      })
      const placed = grids.map((x) => everyLayout(backend, x, other))
      everyLayout(backend, grid, dtype).forEach(([layout, x], i) => {
        const [mean, factor, weight, bias] = placed.map((all, k) => around(all, i + k + 1)[1])
        const what = `[${shape}] ${layout} by ${others.map((own) => `[${own}]`).join(' ')}`
        expectGrid(what, standardize(x, { mean, factor: factor!, weight, bias }), expected, dtype)
      })
    }
  },
})

const partsCase: ConformanceCase = {
  name: 'standardize: double precision, rounded once; what is left out changes no bit',
  run: (backend) => {
    const one = (backend: Backend, value: number): Tensor => backend.tensor([value], { dtype: 'float64' })
    const x = backend.tensor([-0, 0, NaN, Infinity, 1 + 2 ** -23, -3])
    const own = { shape: [6], values: [-0, 0, NaN, Infinity, 1 + 2 ** -23, -3] }
    expectGrid('by 1', standardize(x, { factor: one(backend, 1) }), own, 'float32')
    const close = { mean: one(backend, 1), factor: one(backend, 2 ** 23), weight: one(backend, 1 / 3) }
    const expected = own.values.map((value) => (value - 1) * 2 ** 23 * (1 / 3))
    expectGrid('close', standardize(x, close), { shape: [6], values: expected }, 'float32')
    const shifted = standardize(x, { factor: one(backend, 1), bias: one(backend, -1 - 2 ** -25) })
    expectGrid('shifted', shifted.slice([4, 5]), { shape: [1], values: [3 * 2 ** -25] }, 'float32')
    const numbers = Array.from({ length: 64 }, (_, i) => i + 1)
    const roots = { factor: one(backend, Math.SQRT2), weight: one(backend, Math.PI) }
    const around = { shape: [64], values: numbers.map((value) => value * Math.SQRT2 * Math.PI) }
    expectGrid('by irrational numbers', standardize(backend.tensor(numbers), roots), around, 'float32')
  },
}

/** Moments of inputs with rows longer than any scratch. */
const longCase: ConformanceCase = {
  name: 'moments and standardize of more than a scratch holds',
  run: (backend) => {
    const values = Float32Array.from({ length: 70_001 }, (_, i) => (i * 37) % 64)
    for (const [rows, columns] of [
      [1, 70_001],
      [70_001, 1],
      [7, 10_000],
      [10_000, 7],
    ] as const) {
      const x = backend.tensor(values.subarray(0, rows * columns), { shape: [rows, columns] })
      for (const axis of [0, 1]) {
        const { mean: centre, variance: spread } = moments(x, axis, { keepDims: true })
        const grid = { shape: [rows, columns], values: [...values.subarray(0, rows * columns)] }
        const groups = axis === 0 ? columns : rows
        const group = (g: number): number[] =>
          axis === 0
            ? Array.from({ length: rows }, (_, i) => item(grid.values, i * columns + g))
            : grid.values.slice(g * columns, (g + 1) * columns)
        const all = Array.from({ length: groups }, (_, g) => group(g))
        const shape = axis === 0 ? [1, columns] : [rows, 1]
        expectGrid('means', centre, { shape, values: all.map(mean) }, 'float64', tolerance('float64'))
        expectGrid('variances', spread, { shape, values: all.map(variance) }, 'float64', tolerance('float64'))
        const y = standardize(x, { mean: centre, factor: spread })
        const [m, s] = [centre.toArray(), spread.toArray()]
        const expected = grid.values.map((value, i) => {
          const g = axis === 0 ? i % columns : Math.floor(i / columns)
          return (value - item(m, g)) * item(s, g)
        })
        expectGrid('standardized', y, { shape: [rows, columns], values: expected }, 'float32')
      }
    }
  },
}

/** Moments and standardisation. */
export const momentsCases: readonly ConformanceCase[] = [
  momentsCase,
  specialCase,
  ...floats.flatMap((dtype) => floats.map((other) => standardizeCase(dtype, other))),
  partsCase,
  longCase,
]
