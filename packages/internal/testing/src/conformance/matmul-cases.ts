import { type ActivationOp, type DType, linear, type Tensor } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, gridOf, pick, read, sample, tolerance } from './grid.ts'
import { around, namesOf } from './items.ts'
import { geluBySimpson } from './unary-cases.ts'

/** The shapes of two operands and of their product. */
const products: readonly (readonly [number[], number[], number[]])[] = [
  [[3], [3], []],
  [[2, 3], [3], [2]],
  [[3], [3, 2], [2]],
  [
    [2, 3],
    [3, 4],
    [2, 4],
  ],
  [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  [
    [2, 0],
    [0, 3],
    [2, 3],
  ],
  [
    [0, 2],
    [2, 3],
    [0, 3],
  ],
  [
    [5, 2, 3],
    [3, 4],
    [5, 2, 4],
  ],
  [
    [2, 1, 2, 3],
    [4, 3, 2],
    [2, 4, 2, 2],
  ],
  [[3], [4, 3, 2], [4, 2]],
  [[4, 2, 3], [3], [4, 2]],
  [
    [0, 2, 3],
    [3, 2],
    [0, 2, 2],
  ],
]

/** Shapes that are large enough for every block size, and odd enough for every edge. */
const large: readonly (readonly [number[], number[], number[]])[] = [
  [
    [17, 33],
    [33, 29],
    [17, 29],
  ],
  [
    [2, 16, 40],
    [40, 9],
    [2, 16, 9],
  ],
  [
    [1, 300],
    [300, 50],
    [1, 50],
  ],
]

/** Σₖ a[…, i, k]·b[…, k, j]; vectors become a row on the left and a column on the right. */
function product(a: Grid, b: Grid, shape: readonly number[]): Grid {
  const left = a.shape.length === 1 ? { ...a, shape: [1, ...a.shape] } : a
  const right = b.shape.length === 1 ? { ...b, shape: [...b.shape, 1] } : b
  const inner = left.shape.at(-1)!
  return gridOf(shape, (index) => {
    const batch = [...index]
    const j = b.shape.length === 1 ? 0 : batch.pop()!
    const i = a.shape.length === 1 ? 0 : batch.pop()!
    let sum = 0
    for (let k = 0; k < inner; k++) {
      const lead = new Array<number>(8).fill(0).concat(batch)
      sum += pick(left, [...lead, i, k]) * pick(right, [...lead, k, j])
    }
    return sum
  })
}

function check(
  dtype: DType,
  cases: typeof products,
  multiply: (x: Tensor, y: Tensor) => Tensor,
): ConformanceCase['run'] {
  const out = dtype === 'bool' ? 'int32' : dtype
  return (backend) => {
    for (const [left, right, shape] of cases) {
      const [a, b] = [sample(left, dtype, 1), sample(right, dtype, 2)]
      const expected = product(a, b, shape)
      const rights = everyLayout(backend, b, dtype)
      everyLayout(backend, a, dtype).forEach(([name, x], i) => {
        const [other, y] = around(rights, i + 1)
        const what = `matmul of ${dtype} [${left}] ${name} and [${right}] ${other}`
        expectGrid(what, multiply(x, y), expected, out)
      })
    }
  }
}

/** The shapes of x and of W. */
const linears: readonly (readonly [number[], number[]])[] = [
  [[3], [2, 3]],
  [
    [2, 4],
    [8, 4],
  ],
  [
    [1, 3],
    [1, 3],
  ],
  [
    [2, 2, 3],
    [4, 3],
  ],
  [
    [0, 3],
    [2, 3],
  ],
  [
    [2, 3],
    [0, 3],
  ],
  [
    [2, 0],
    [3, 0],
  ],
]

const largeLinears: typeof linears = [
  [
    [17, 33],
    [29, 33],
  ],
  [
    [1, 300],
    [50, 300],
  ],
  [
    [4, 5, 40],
    [9, 40],
  ],
]

/** Σₖ x[…, k]·W[j, k] + b[j], or its part above 0. */
function checkLinear(dtype: DType, cases: typeof linears): ConformanceCase['run'] {
  return (backend) => {
    for (const [input, weights] of cases) {
      const [n = 0, k = 0] = weights
      const [x, weight, bias] = [sample(input, dtype, 1), sample(weights, dtype, 2), sample([n], dtype, 3)]
      const sums = gridOf([...input.slice(0, -1), n], (index) => {
        const j = index.at(-1)!
        let sum = 0
        for (let l = 0; l < k; l++) sum += pick(x, [...index.slice(0, -1), l]) * pick(weight, [j, l])
        return sum
      })
      const shifted = gridOf(sums.shape, (index) => pick(sums, index) + pick(bias, [index.at(-1)!]))
      const rectified = { ...shifted, values: shifted.values.map((value) => Math.max(value, 0)) }
      const others = everyLayout(backend, weight, dtype)
      const biases = everyLayout(backend, bias, dtype)
      everyLayout(backend, x, dtype).forEach(([name, left], i) => {
        const [other, right] = around(others, i + 1)
        const [, b] = around(biases, i)
        const what = `linear of ${dtype} [${input}] ${name} and [${weights}] ${other}`
        expectGrid(what, linear(left, right), sums, dtype)
        expectGrid(`${what}, bias`, linear(left, right, b), shifted, dtype)
        expectGrid(`${what}, relu`, linear(left, right, b, { activation: 'relu' }), rectified, dtype)
      })
    }
  }
}

const activations: Readonly<Record<ActivationOp, (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  gelu: geluBySimpson,
  silu: (x) => x / (1 + Math.exp(-x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
}

/** The functions of few sums and of many, in few rows and in many; W is scaled such that they lie where the curves bend. */
function checkActivations(dtype: DType): ConformanceCase['run'] {
  return (backend) => {
    for (const [m, k, n] of [
      [2, 3, 2],
      [3, 300, 37],
      [17, 33, 35],
    ] as const) {
      const make = (shape: readonly number[], seed: number): Tensor =>
        backend.tensor(new Float64Array(sample(shape, dtype, seed).values), { shape, dtype })
      const [x, weight, bias] = [make([m, k], 0), make([n, k], 1), make([n], 2)]
      const small = weight.div(8 * k)
      const sums = read(linear(x, small, bias))
      for (const name of namesOf(activations)) {
        const actual = linear(x, small, bias, { activation: name })
        const expected = { shape: sums.shape, values: sums.values.map(activations[name]) }
        expectGrid(
          `${name} of linear [${m}, ${k}] and [${n}, ${k}]`,
          actual,
          expected,
          dtype,
          tolerance(dtype),
        )
      }
    }
  }
}

const multiply = (x: Tensor, y: Tensor): Tensor => x.matmul(y)

/** Products of vectors, matrices and batches; the samples are such that every sum is exact. */
export const matmulCases: readonly ConformanceCase[] = [
  ...(['float32', 'float64', 'int32', 'bool'] as const).flatMap((dtype) => [
    { name: `matmul of ${dtype}`, run: check(dtype, products, multiply) },
    { name: `matmul of large ${dtype}`, run: check(dtype, large, multiply) },
  ]),
  ...(['float32', 'float64', 'int32'] as const).flatMap((dtype) => [
    { name: `linear of ${dtype}`, run: checkLinear(dtype, linears) },
    { name: `linear of large ${dtype}`, run: checkLinear(dtype, largeLinears) },
  ]),
  ...(['float32', 'float64'] as const).map((dtype) => ({
    name: `linear of ${dtype}, every activation`,
    run: checkActivations(dtype),
  })),
  {
    name: 'linear casts its operands to one dtype',
    run: (backend) => {
      const y = linear(
        backend.ones([2], { dtype: 'int32' }),
        backend.full([3, 2], 0.5),
        backend.ones([3], { dtype: 'float64' }),
      )
      expectGrid('linear', y, { shape: [3], values: [2, 2, 2] }, 'float64')
    },
  },
  {
    name: 'linear: NaN stays, and relu makes -0 of a sum 0',
    run: (backend) => {
      const y = linear(backend.tensor([[NaN], [-1]]), backend.ones([2, 1]), undefined, { activation: 'relu' })
      expectGrid('linear', y, { shape: [2, 2], values: [NaN, NaN, 0, 0] }, 'float32')
    },
  },
  {
    name: 'matmul of int32 wraps modulo 2³²',
    run: (backend) => {
      const x = backend.tensor([2147483647, 3], { dtype: 'int32' })
      expectGrid('dot', x.matmul(x), { shape: [], values: [10] }, 'int32')
    },
  },
  {
    name: 'matmul: NaN and infinities reach only their own rows',
    run: (backend) => {
      const x = backend.tensor([
        [NaN, 1],
        [1, Infinity],
        [1, 1],
      ])
      const expected = { shape: [3, 1], values: [NaN, Infinity, 2] }
      expectGrid('matmul', x.matmul(backend.ones([2, 1])), expected, 'float32')
    },
  },
  {
    name: 'matmul of expanded views',
    run: (backend) => {
      const x = backend.tensor([1, 2]).expand(3, 2)
      const y = backend.tensor([[1], [2]]).expand(2, 3)
      expectGrid('matmul', x.matmul(y), { shape: [3, 3], values: new Array(9).fill(5) }, 'float32')
    },
  },
]
