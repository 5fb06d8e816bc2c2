import type { DType } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, gridOf, pick, place, stridesFor } from './grid.ts'
import { around, item } from './items.ts'

/** The shapes of two operands, of as many axes each; batches have one size or are repeated. */
const products: readonly (readonly [number[], number[]])[] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [2, 3],
    [3, 4],
  ],
  [
    [2, 0],
    [0, 3],
  ],
  [
    [0, 2],
    [2, 3],
  ],
  [
    [3, 256],
    [256, 5],
  ],
  [
    [1, 257],
    [257, 2],
  ],
  [
    [2, 3, 700],
    [2, 700, 5],
  ],
  [
    [2, 1, 4, 5],
    [2, 3, 5, 2],
  ],
]

/** Shapes that are large enough for every kernel, and odd enough for every edge. */
const large: typeof products = [
  [
    [27, 29],
    [29, 31],
  ],
  [
    [1, 300],
    [300, 61],
  ],
  [
    [13, 513],
    [513, 9],
  ],
  [
    [2, 9, 260],
    [2, 260, 11],
  ],
]

const round: Record<string, (x: number) => number> = { float32: Math.fround, float64: (x) => x }

/** Values of all sizes up to 1, with all the digits that the dtype has. */
function values(shape: readonly number[], dtype: DType, seed: number): Grid {
  let k = seed
  return gridOf(shape, () => {
    k = (k * 48271) % 2147483647
    return round[dtype]!((k / 2147483647 - 0.5) * 2 ** (k % 5))
  })
}

/** The sums in the order of the contract, every operation rounded. */
function ordered(a: Grid, b: Grid, shape: readonly number[], dtype: DType): Grid {
  const rounded = round[dtype]!
  const k = a.shape.at(-1)!
  const terms = dtype === 'float32' ? 256 : k
  return gridOf(shape, (index) => {
    const [i = 0, j = 0] = index.slice(-2)
    const batch = index.slice(0, -2)
    let total = 0
    for (let first = 0; first < k; first += terms) {
      let sum = 0
      for (let l = first; l < Math.min(first + terms, k); l++) {
        sum = rounded(sum + rounded(pick(a, [...batch, i, l]) * pick(b, [...batch, l, j])))
      }
      total = rounded(total + sum)
    }
    return total
  })
}

function check(dtype: 'float32' | 'float64', cases: typeof products): ConformanceCase['run'] {
  return (backend) => {
    for (const [left, right] of cases) {
      const batch = left.slice(0, -2).map((n, axis) => Math.max(n, item(right, axis)))
      const shape = [...batch, left.at(-2)!, right.at(-1)!]
      const [a, b] = [values(left, dtype, 1), values(right, dtype, 2)]
      const expected = ordered(a, b, shape, dtype)
      const unset = everyLayout(
        backend,
        gridOf(shape, () => NaN),
        dtype,
      )
      const rights = everyLayout(backend, b, dtype)
      everyLayout(backend, a, dtype).forEach(([name, x], i) => {
        const [other, y] = around(rights, i + 1)
        const out = around(unset, i + 2)[1]
        const strangers = out.data.filter((value) => value === 77).length
        backend.orderedMatmul(
          x.expand(...batch, ...left.slice(-2)),
          y.expand(...batch, ...right.slice(-2)),
          out,
        )
        const what = `orderedMatmul of ${dtype} [${left}] ${name} and [${right}] ${other}`
        expectGrid(what, out, expected, dtype)
        if (out.data.filter((value) => value === 77).length !== strangers)
          throw new Error(`${what}: wrote elsewhere`)
      })
    }
  }
}

/** The product whose every bit is part of the contract. */
export const orderedCases: readonly ConformanceCase[] = [
  ...(['float32', 'float64'] as const).flatMap((dtype) => [
    { name: `orderedMatmul of ${dtype}`, run: check(dtype, products) },
    { name: `orderedMatmul of large ${dtype}`, run: check(dtype, large) },
  ]),
  {
    name: 'orderedMatmul of expanded views',
    run: (backend) => {
      for (const [m, n] of [
        [2, 3],
        [40, 50],
      ] as const) {
        const row = values([300], 'float32', 3)
        const x = place(backend, row, 'float32', stridesFor([300], [0]))
        const out = backend.zeros([m, n])
        backend.orderedMatmul(x.expand(m, 300), x.reshape(300, 1).expand(300, n), out)
        const one = ordered({ ...row, shape: [1, 300] }, { ...row, shape: [300, 1] }, [1, 1], 'float32')
        expectGrid(
          'orderedMatmul',
          out,
          gridOf([m, n], () => item(one.values, 0)),
          'float32',
        )
      }
    },
  },
]
