import type { Backend, DType, Tensor } from '@nn/tensor'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, pick, read, sample, shapes } from './grid.ts'
import { around } from './items.ts'

const dtypes = ['float32', 'float64', 'int32', 'bool'] as const

const square = (backend: Backend): Tensor => backend.arange(16).reshape(4, 4)

/** Targets and sources that share memory: `write` must do what it does with a copy of the source. */
const aliases: Record<string, (x: Tensor) => readonly [target: Tensor, source: Tensor]> = {
  itself: (x) => [x, x],
  'its transpose': (x) => [x, x.transpose()],
  'itself backwards': (x) => [x, x.slice([null, null, -1], [null, null, -1])],
  'its first row, repeated': (x) => [x, x.at(0)],
  'its last column, repeated': (x) => [x, x.slice(null, [3])],
  'its own element': (x) => [x, x.at(2, 2)],
  'the rows before': (x) => [x.slice([1]), x.slice([0, -1])],
  'the rows after': (x) => [x.slice([0, -1]), x.slice([1])],
}

const writes: Record<string, (target: Tensor, source: Tensor) => Tensor> = {
  add_: (x, y) => x.add_(y),
  mul_: (x, y) => x.mul_(y),
  sub_: (x, y) => x.sub_(y),
  maximum_: (x, y) => x.maximum_(y),
  copy_: (x, y) => x.copy_(y),
  set: (x, y) => x.set([], y),
}

const aliasCases = Object.entries(writes).map(
  ([name, write]): ConformanceCase => ({
    name: `${name} with shared memory`,
    run: (backend) => {
      for (const [what, alias] of Object.entries(aliases)) {
        const [target, source] = alias(square(backend))
        const [apart] = alias(square(backend))
        write(target, source)
        write(apart, alias(square(backend))[1].clone())
        expectGrid(`${name} ${what}`, target, read(apart), 'float32')
      }
    },
  }),
)

const copyCase: ConformanceCase = {
  name: 'copy: clone, contiguous, cast and copy_ in every layout',
  run: (backend) => {
    for (const dtype of dtypes) {
      for (const shape of shapes) {
        const grid = sample(shape, dtype)
        const targets = everyLayout(backend, sample(shape, dtype, 5), dtype)
        everyLayout(backend, grid, dtype).forEach(([name, x], i) => {
          const what = `${dtype} [${shape}] ${name}`
          const clone = x.clone()
          expectGrid(`clone of ${what}`, clone, grid, dtype)
          expect(clone.isContiguous && clone.data !== x.data, `clone of ${what} is apart`).toBe(true)
          expectGrid(`contiguous of ${what}`, x.contiguous(), grid, dtype)
          expectGrid(`copy_ of ${what}`, around(targets, i + 1)[1].copy_(x), grid, dtype)
          expect([...x.toArray()], `toArray of ${what}`).toEqual([...grid.values])
        })
      }
    }
  },
}

const truncated: Record<DType, (x: number) => number> = {
  float32: Math.fround,
  float64: (x) => x,
  int32: (x) => Math.trunc(x) + 0,
  bool: (x) => (x === 0 ? 0 : 1),
}

const castCase: ConformanceCase = {
  name: 'cast between all dtypes',
  run: (backend) => {
    for (const from of dtypes) {
      for (const to of dtypes) {
        const grid = sample([3, 4], from)
        const expected = { shape: grid.shape, values: grid.values.map(truncated[to]) }
        for (const [name, x] of everyLayout(backend, grid, from)) {
          expectGrid(`${from} to ${to} ${name}`, x.cast(to), expected, to)
        }
      }
    }
    const x = backend.tensor([NaN, Infinity, -0, 0.1], { dtype: 'float64' })
    expectGrid('to bool', x.cast('bool'), { shape: [4], values: [1, 1, 0, 1] }, 'bool')
    expectGrid('to float32', x.cast('float32'), { shape: [4], values: [NaN, Infinity, -0, 0.1] }, 'float32')
  },
}

const fillCase: ConformanceCase = {
  name: 'fill_ writes the elements and nothing else',
  run: (backend) => {
    for (const shape of shapes) {
      for (const [name, x] of everyLayout(backend, sample(shape, 'float32'), 'float32')) {
        const before = [...x.data]
        x.fill_(0.1)
        expectGrid(
          `fill_ of [${shape}] ${name}`,
          x,
          { shape, values: read(x).values.map(() => 0.1) },
          'float32',
        )
        const untouched = before.filter((value) => value === 77).length
        expect(x.data.filter((value) => value === 77).length, `strangers of [${shape}] ${name}`).toBe(
          untouched,
        )
      }
    }
    expectGrid(
      'int32',
      backend.zeros([2], { dtype: 'int32' }).fill_(-3),
      { shape: [2], values: [-3, -3] },
      'int32',
    )
    expectGrid(
      'bool',
      backend.zeros([2], { dtype: 'bool' }).fill_(true),
      { shape: [2], values: [1, 1] },
      'bool',
    )
  },
}

/** Selections and values, and what `set` makes of a 3 × 4 matrix of zeros by them. */
const sets: readonly (readonly [string, (x: Tensor, backend: Backend) => Tensor, number[]])[] = [
  ['an element', (x) => x.set([0, 0], 42), [42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['from the end', (x) => x.set([-1, -1], 42), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 42]],
  ['a row', (x) => x.set([1], [1, 2, 3, 4]), [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0]],
  ['a column', (x) => x.set([null, 1], [1, 2, 3]), [0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0]],
  [
    'ranges',
    (x) =>
      x.set(
        [
          [0, 2],
          [1, null, 2],
        ],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    [0, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0],
  ],
  [
    'a range backwards',
    (x) => x.set([0, [null, null, -1]], [1, 2, 3, 4]),
    [4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  ],
  ['rows, repeated', (x) => x.set([[0, 2], null], [1, 2, 3, 4]), [1, 2, 3, 4, 1, 2, 3, 4, 0, 0, 0, 0]],
  [
    'a tensor',
    (x, b) => x.set([2], b.tensor([1, 2, 3, 4], { dtype: 'int32' })),
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4],
  ],
  ['booleans', (x) => x.set([2, [0, 2]], [true, false]), [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]],
  ['all', (x) => x.set([], 7), new Array(12).fill(7)],
  ['nothing', (x) => x.set([[0, 0]], 7), new Array(12).fill(0)],
]

const setCases = sets.map(
  ([name, set, values]): ConformanceCase => ({
    name: `set ${name}`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64', 'int32'] as const) {
        for (const [layout, x] of everyLayout(backend, sample([3, 4], dtype), dtype)) {
          x.fill_(0)
          expect(set(x, backend), 'set returns its target').toBe(x)
          expectGrid(`${dtype} ${layout}`, x, { shape: [3, 4], values }, dtype)
        }
      }
    },
  }),
)

const expanded: ConformanceCase = {
  name: 'broadcast views are read as their copies are',
  run: (backend) => {
    const source: Grid = { shape: [3, 1], values: [1, 2, 3] }
    const x = backend.tensor([[1], [2], [3]])
    const view = x.expand(2, 3, 4)
    const shape = [2, 3, 4]
    const values = read(view).values
    expect(values[0] === 1 && values[23] === 3 && pick(source, [2, 0]) === 3).toBe(true)
    expectGrid('clone', view.clone(), { shape, values }, 'float32')
    expectGrid('add', view.add(view), { shape, values: values.map((v) => 2 * v) }, 'float32')
    expectGrid('square', view.square(), { shape, values: values.map((v) => v * v) }, 'float32')
    expectGrid('sum', view.sum([0, 2]), { shape: [3], values: [8, 16, 24] }, 'float32')
    expectGrid('argmax', view.argmax(1), { shape: [2, 4], values: new Array(8).fill(2) }, 'int32')
    expectGrid('ge', view.ge(2), { shape, values: values.map((v) => (v >= 2 ? 1 : 0)) }, 'bool')
  },
}

/** Copies, casts, fills, `set`, and everything in place on memory that is shared. */
export const writeCases: readonly ConformanceCase[] = [
  copyCase,
  castCase,
  fillCase,
  ...setCases,
  ...aliasCases,
  expanded,
]
