import type { Axes, DType, Tensor } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, gridOf, indices, pick, sample, tolerance } from './grid.ts'
import { item } from './items.ts'

const dtypes = ['float32', 'float64', 'int32', 'bool'] as const

/** The shapes with the axes to reduce, undefined for all. */
const reductions: readonly (readonly [shape: number[], axes: Axes | undefined])[] = [
  [[], undefined],
  [[5], undefined],
  [[5], 0],
  [[2, 3], undefined],
  [[2, 3], 0],
  [[2, 3], -1],
  [[2, 3], []],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [
    [2, 3, 4],
    [2, 1],
  ],
  [[2, 3, 4], 1],
  [
    [2, 3, 2, 2],
    [-4, 2],
  ],
  [[3, 1], 1],
  [[0, 3], 1],
]

/** Reductions of nothing. */
const emptyReductions: readonly (readonly [shape: number[], axes: Axes | undefined])[] = [
  [[0], undefined],
  [[2, 0], 1],
  [[0, 3], 0],
  [[0, 3], undefined],
]

/** The grid of `f` over the elements of each group; reduced axes stay with size 1. */
function reduceGrid(grid: Grid, axes: Axes | undefined, f: (group: number[]) => number): Grid {
  const { shape } = grid
  const list = axes === undefined ? shape.map((_, k) => k) : [axes].flat()
  const reduced = list.map((axis) => (axis < 0 ? axis + shape.length : axis))
  const inner = indices(shape.map((n, axis) => (reduced.includes(axis) ? n : 1)))
  const outer = shape.map((n, axis) => (reduced.includes(axis) ? 1 : n))
  return gridOf(outer, (index) =>
    f(
      inner.map((i) =>
        pick(
          grid,
          i.map((k, axis) => k + item(index, axis)),
        ),
      ),
    ),
  )
}

/** The shape without the reduced axes. */
function dropAxes({ shape, values }: Grid, axes: Axes | undefined): Grid {
  const list = axes === undefined ? shape.map((_, k) => k) : [axes].flat()
  const reduced = list.map((axis) => (axis < 0 ? axis + shape.length : axis))
  return { shape: shape.filter((_, axis) => !reduced.includes(axis)), values }
}

interface Reduction {
  readonly name: string
  readonly run: (x: Tensor, axes: Axes | undefined, keepDims: boolean) => Tensor
  readonly oracle: (group: number[], dtype: DType) => number
  readonly dtype: (dtype: DType) => DType
  readonly exact: boolean
  readonly empty: boolean
}

const same = (dtype: DType): DType => dtype
const widened = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype)
const floating = (dtype: DType): DType => (dtype === 'float64' ? dtype : 'float32')
const boolean = (): DType => 'bool'

const total = (group: number[]): number => group.reduce((a, b) => a + b, 0)
const product = (group: number[], dtype: DType): number =>
  dtype === 'int32'
    ? Number(
        BigInt.asIntN(
          32,
          group.map(BigInt).reduce((a, b) => a * b, 1n),
        ),
      )
    : group.reduce((a, b) => a * b, 1)
const average = (group: number[]): number => total(group) / group.length
const spread = (group: number[], correction: number): number =>
  total(group.map((x) => (x - average(group)) ** 2)) / (group.length - correction)

const list: readonly Reduction[] = [
  {
    name: 'sum',
    run: (x, a, k) => x.sum(a, { keepDims: k }),
    oracle: total,
    dtype: widened,
    exact: true,
    empty: true,
  },
  {
    name: 'prod',
    run: (x, a, k) => x.prod(a, { keepDims: k }),
    oracle: product,
    dtype: widened,
    exact: false,
    empty: true,
  },
  {
    name: 'mean',
    run: (x, a, k) => x.mean(a, { keepDims: k }),
    oracle: average,
    dtype: floating,
    exact: false,
    empty: true,
  },
  {
    name: 'var',
    run: (x, a, k) => x.var(a, { keepDims: k }),
    oracle: (g) => spread(g, 0),
    dtype: floating,
    exact: false,
    empty: true,
  },
  {
    name: 'var, correction 0.5',
    run: (x, a, k) => x.var(a, { keepDims: k, correction: 0.5 }),
    oracle: (g) => spread(g, 0.5),
    dtype: floating,
    exact: false,
    empty: false,
  },
  {
    name: 'std',
    run: (x, a, k) => x.std(a, { keepDims: k }),
    oracle: (g) => Math.sqrt(spread(g, 0)),
    dtype: floating,
    exact: false,
    empty: true,
  },
  {
    name: 'min',
    run: (x, a, k) => x.min(a, { keepDims: k }),
    oracle: (g) => g.reduce((a, b) => (b < a ? b : a)),
    dtype: same,
    exact: true,
    empty: false,
  },
  {
    name: 'max',
    run: (x, a, k) => x.max(a, { keepDims: k }),
    oracle: (g) => g.reduce((a, b) => (b > a ? b : a)),
    dtype: same,
    exact: true,
    empty: false,
  },
  {
    name: 'any',
    run: (x, a, k) => x.any(a, { keepDims: k }),
    oracle: (g) => (g.some((x) => x !== 0) ? 1 : 0),
    dtype: boolean,
    exact: true,
    empty: true,
  },
  {
    name: 'all',
    run: (x, a, k) => x.all(a, { keepDims: k }),
    oracle: (g) => (g.every((x) => x !== 0) ? 1 : 0),
    dtype: boolean,
    exact: true,
    empty: true,
  },
  {
    name: 'norm, ord 1',
    run: (x, a, k) => x.norm(a, { keepDims: k, ord: 1 }),
    oracle: (g) => total(g.map(Math.abs)),
    dtype: floating,
    exact: true,
    empty: true,
  },
  {
    name: 'norm',
    run: (x, a, k) => x.norm(a, { keepDims: k }),
    oracle: (g) => Math.hypot(...g),
    dtype: floating,
    exact: false,
    empty: true,
  },
  {
    name: 'norm, ord Infinity',
    run: (x, a, k) => x.norm(a, { keepDims: k, ord: Infinity }),
    oracle: (g) => Math.max(...g.map(Math.abs)),
    dtype: floating,
    exact: true,
    empty: false,
  },
]

function reduceCase(reduction: Reduction): ConformanceCase {
  const { name, run, oracle, dtype: resultDType, exact, empty } = reduction
  return {
    name: `reduce ${name}`,
    run: (backend) => {
      for (const dtype of dtypes) {
        const out = resultDType(dtype)
        const off = exact || out === 'int32' ? 0 : tolerance(out)
        for (const [shape, axes] of [...reductions, ...(empty ? emptyReductions : [])]) {
          const grid = sample(shape, dtype)
          const kept = reduceGrid(grid, axes, (group) => oracle(group, dtype))
          const dropped = dropAxes(kept, axes)
          for (const [layout, x] of everyLayout(backend, grid, dtype)) {
            const what = `${name} of ${dtype} [${shape}] over [${axes}] ${layout}`
            expectGrid(what, run(x, axes, false), dropped, out, off)
            expectGrid(`${what} keepDims`, run(x, axes, true), kept, out, off)
          }
        }
      }
    },
  }
}

function argCase(op: 'argmax' | 'argmin'): ConformanceCase {
  const beats = op === 'argmax' ? (x: number, y: number) => x > y : (x: number, y: number) => x < y
  const first = (group: number[]): number => {
    const nan = group.findIndex(Number.isNaN)
    return nan >= 0 ? nan : group.findIndex((x) => group.every((y) => !beats(y, x)))
  }
  return {
    name: `reduce ${op}`,
    run: (backend) => {
      for (const dtype of dtypes) {
        for (const [shape, axis] of reductions) {
          if (typeof axis === 'object') continue
          const grid = sample(shape, dtype)
          const kept = reduceGrid(grid, axis, first)
          for (const [layout, x] of everyLayout(backend, grid, dtype)) {
            const what = `${op} of ${dtype} [${shape}] along ${axis} ${layout}`
            expectGrid(what, x[op](axis), dropAxes(kept, axis), 'int32')
            expectGrid(what, x[op](axis, { keepDims: true }), kept, 'int32')
          }
        }
      }
      const ties = { shape: [2, 5], values: [1, 3, 3, 1, 1, 2, NaN, 7, NaN, 1] }
      const x = backend.tensor(ties.values, { shape: ties.shape })
      expectGrid(`${op} of ties and NaN`, x[op](1), dropAxes(reduceGrid(ties, 1, first), 1), 'int32')
    },
  }
}

const special: readonly ConformanceCase[] = [
  {
    name: 'reduce: NaN reaches every result but any and all',
    run: (backend) => {
      const x = backend.tensor([1, NaN, 3])
      const nan = { shape: [], values: [NaN] }
      for (const op of ['sum', 'prod', 'mean', 'var', 'std', 'min', 'max', 'norm'] as const) {
        expectGrid(op, x[op](), nan, 'float32')
      }
      for (const op of ['any', 'all'] as const) expectGrid(op, x[op](), { shape: [], values: [1] }, 'bool')
    },
  },
  {
    name: 'reduce: infinities',
    run: (backend) => {
      const x = backend.tensor([Infinity, 1, -Infinity])
      const scalar = (value: number): Grid => ({ shape: [], values: [value] })
      expectGrid('max', x.max(), scalar(Infinity), 'float32')
      expectGrid('min', x.min(), scalar(-Infinity), 'float32')
      expectGrid('sum', x.sum(), scalar(NaN), 'float32')
      expectGrid(
        'max of -Infinity',
        backend.tensor([-Infinity, -Infinity]).max(),
        scalar(-Infinity),
        'float32',
      )
    },
  },
  {
    name: 'reduce: float32 is summed in double precision, and variance does not cancel',
    run: (backend) => {
      const scalar = (value: number): Grid => ({ shape: [], values: [value] })
      const x = backend.full([100_000], 0.1)
      expectGrid('sum', x.sum(), scalar(100_000 * Math.fround(0.1)), 'float32')
      expectGrid('mean', x.mean(), scalar(Math.fround(0.1)), 'float32')
      const far = backend.tensor([1e8, 1e8 + 1, 1e8 + 2], { dtype: 'float64' })
      expectGrid('var', far.var(), scalar(2 / 3), 'float64', 1e-15)
      expectGrid('sample var', far.var(undefined, { correction: 1 }), scalar(1), 'float64')
      expectGrid('var of one', backend.tensor([3]).var(undefined, { correction: 1 }), scalar(NaN), 'float32')
    },
  },
  {
    name: 'reduce: int32 wraps modulo 2³²',
    run: (backend) => {
      const x = backend.full([5], 2147483647, { dtype: 'int32' })
      expectGrid('sum', x.sum(), { shape: [], values: [2147483643] }, 'int32')
      expectGrid('prod', x.prod(), { shape: [], values: [2147483647] }, 'int32')
    },
  },
]

/** Every reduction, over every kind of axes, in every dtype and layout. */
export const reduceCases: readonly ConformanceCase[] = [
  ...list.map(reduceCase),
  argCase('argmax'),
  argCase('argmin'),
  ...special,
]
