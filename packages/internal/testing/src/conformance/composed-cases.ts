import type { Backend, Tensor } from '@nn/tensor'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, gridOf, pick, sample, tolerance } from './grid.ts'
import { geluBySimpson } from './unary-cases.ts'

const softplus = (x: number): number => Math.log1p(Math.exp(x))

/** Activations that are made of other operations. */
const activations: Record<string, readonly [(x: Tensor) => Tensor, (x: number) => number]> = {
  leakyRelu: [(x) => x.leakyRelu(), (x) => (x > 0 ? x : Math.fround(0.01) * x)],
  'leakyRelu, slope 0.25': [(x) => x.leakyRelu(0.25), (x) => (x > 0 ? x : x / 4)],
  elu: [(x) => x.elu(), (x) => (x > 0 ? x : Math.expm1(x))],
  'elu, alpha 2': [(x) => x.elu(2), (x) => (x > 0 ? x : 2 * Math.expm1(x))],
  selu: [(x) => x.selu(), (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))],
  gelu: [(x) => x.gelu({ approximate: 'none' }), geluBySimpson],
  'gelu by tanh': [
    (x) => x.gelu({ approximate: 'tanh' }),
    (x) => x / (1 + Math.exp(-Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3))),
  ],
  mish: [(x) => x.mish(), (x) => x * Math.tanh(softplus(x))],
  hardtanh: [(x) => x.hardtanh(), (x) => (x < -1 ? -1 : x > 1 ? 1 : x)],
  clamp: [(x) => x.clamp(-2, 0.5), (x) => (x < -2 ? -2 : x > 0.5 ? 0.5 : x)],
}

const activationCases = Object.entries(activations).map(
  ([name, [run, f]]): ConformanceCase => ({
    name: `activation ${name}`,
    run: (backend) => {
      for (const dtype of ['float32', 'float64'] as const) {
        const grid = sample([3, 7], dtype)
        const off =
          dtype === 'float32' ? 4 * tolerance(dtype) : name === 'leakyRelu' ? 1e-7 : tolerance(dtype)
        const x = backend.tensor(grid.values, { dtype, shape: [7, 3] }).reshape(3, 7)
        expectGrid(
          `${name} of ${dtype}`,
          run(x),
          { shape: grid.shape, values: grid.values.map(f) },
          dtype,
          off,
        )
      }
    },
  }),
)

const softmaxCase: ConformanceCase = {
  name: 'softmax and logSoftmax along each axis',
  run: (backend) => {
    const x = backend.tensor(sample([3, 4], 'float64').values, { shape: [3, 4], dtype: 'float64' })
    for (const axis of [0, 1, -1]) {
      const e = x.exp()
      const expected = e.div(e.sum(axis, { keepDims: true }))
      expect(x.softmax(axis).allClose(expected, { rtol: 1e-14 }), `softmax along ${axis}`).toBe(true)
      expect(x.logSoftmax(axis).allClose(expected.log(), { rtol: 1e-13 }), `logSoftmax along ${axis}`).toBe(
        true,
      )
      expect(x.softmax(axis).sum(axis).allClose(1, { rtol: 1e-15 }), `sum along ${axis}`).toBe(true)
    }
    expect(backend.tensor([1000, 1000]).softmax(0).toNested()).toEqual([0.5, 0.5])
    expect(backend.tensor([-1e4, 0]).logSoftmax(0).toNested()).toEqual([-1e4, 0])
    expect([...backend.zeros([2, 0]).softmax(1).shape]).toEqual([2, 0])
  },
}

const softmaxLayouts: ConformanceCase = {
  name: 'softmax of every layout',
  run: (backend) => {
    for (const dtype of ['float32', 'float64'] as const) {
      const grid = sample([2, 3, 4], dtype)
      const along = ([i, j]: readonly number[]): number[] => [0, 1, 2, 3].map((k) => pick(grid, [i!, j!, k]))
      const expected = gridOf(grid.shape, (index) => {
        const sum = along(index).reduce((total, x) => total + Math.exp(x), 0)
        return Math.exp(pick(grid, index)) / sum
      })
      for (const [name, x] of everyLayout(backend, grid, dtype)) {
        expectGrid(`softmax of ${dtype} ${name}`, x.softmax(2), expected, dtype, tolerance(dtype))
      }
    }
  },
}

const rng = {
  uniform: (out: Float32Array | Float64Array, { low, high }: { low: number; high: number }) =>
    out.fill((low + high) / 2),
  normal: (out: Float32Array | Float64Array, { mean, std }: { mean: number; std: number }) =>
    out.fill(mean + std),
}

const creations: Record<string, readonly [(backend: Backend) => Tensor, unknown, string]> = {
  'a number': [(b) => b.tensor(1.5), 1.5, 'float32'],
  'a boolean': [(b) => b.tensor(true), true, 'bool'],
  'a nested array': [
    (b) =>
      b.tensor([
        [1, 2],
        [3, 4],
      ]),
    [
      [1, 2],
      [3, 4],
    ],
    'float32',
  ],
  'nested booleans': [(b) => b.tensor([[true], [false]]), [[true], [false]], 'bool'],
  'an empty array': [(b) => b.tensor([]), [], 'float32'],
  'empty rows': [(b) => b.tensor([[], []]), [[], []], 'float32'],
  integers: [(b) => b.tensor([1, -2], { dtype: 'int32' }), [1, -2], 'int32'],
  'a shape': [
    (b) => b.tensor([1, 2, 3, 4], { shape: [2, 2] }),
    [
      [1, 2],
      [3, 4],
    ],
    'float32',
  ],
  'a typed array': [(b) => b.tensor(Float64Array.of(0.1)), [0.1], 'float64'],
  'a typed array of another dtype': [(b) => b.tensor(Int32Array.of(3), { dtype: 'float32' }), [3], 'float32'],
  bytes: [(b) => b.tensor(Uint8Array.of(0, 255), { dtype: 'float32' }), [0, 255], 'float32'],
  zeros: [(b) => b.zeros([1, 2]), [[0, 0]], 'float32'],
  ones: [(b) => b.ones([2], { dtype: 'int32' }), [1, 1], 'int32'],
  full: [(b) => b.full([2], 0.5), [0.5, 0.5], 'float32'],
  'full of booleans': [(b) => b.full([1], true), [true], 'bool'],
  eye: [
    (b) => b.eye(2, { columns: 3 }),
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    'float32',
  ],
  arange: [(b) => b.arange(3), [0, 1, 2], 'float32'],
  'arange with a step': [
    (b) => b.arange(0, { start: 1, step: -0.25, dtype: 'float64' }),
    [1, 0.75, 0.5, 0.25],
    'float64',
  ],
  'arange of nothing': [(b) => b.arange(-1), [], 'float32'],
  linspace: [(b) => b.linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1], 'float32'],
  'linspace without the end': [
    (b) => b.linspace(0, 1, 4, { endpoint: false }),
    [0, 0.25, 0.5, 0.75],
    'float32',
  ],
  'linspace of one': [(b) => b.linspace(2, 3, 1), [2], 'float32'],
  'linspace of none': [(b) => b.linspace(2, 3, 0), [], 'float32'],
  uniform: [(b) => b.uniform(rng, [2], { low: 1, high: 2 }), [1.5, 1.5], 'float32'],
  'uniform by default': [(b) => b.uniform(rng, [1]), [0.5], 'float32'],
  normal: [(b) => b.normal(rng, [1, 1], { mean: 2, std: 3, dtype: 'float64' }), [[5]], 'float64'],
  'normal by default': [(b) => b.normal(rng, []), 1, 'float32'],
}

const creationCases = Object.entries(creations).map(
  ([name, [create, nested, dtype]]): ConformanceCase => ({
    name: `creation of ${name}`,
    run: (backend) => {
      const x = create(backend)
      expect(x.toNested()).toEqual(nested)
      expect(x.dtype).toBe(dtype)
      expect(x.backend).toBe(backend)
    },
  }),
)

const sharing: ConformanceCase = {
  name: 'creation with copy: false shares the array, else not',
  run: (backend) => {
    const data = Float32Array.of(1, 2)
    expect(backend.tensor(data, { copy: false }).data).toBe(data)
    backend.tensor(data, { copy: false }).add_(1)
    backend.tensor(data).add_(100)
    expect([...data]).toEqual([2, 3])
  },
}

const equality: ConformanceCase = {
  name: 'equals and allClose',
  run: (backend) => {
    const x = backend.tensor([
      [1, NaN],
      [3, Infinity],
    ])
    expect(x.equals(x.clone())).toBe(false)
    expect(x.equals(x.transpose().clone().transpose(), { equalNaN: true })).toBe(true)
    const y = backend.tensor([1, 2])
    expect(y.equals(backend.tensor([1, 2]))).toBe(true)
    expect(y.equals(backend.tensor([1, 3]))).toBe(false)
    expect(y.equals(backend.tensor([[1, 2]]))).toBe(false)
    expect(y.equals(backend.tensor([1, 2], { dtype: 'float64' }))).toBe(false)
    expect(x.allClose(x)).toBe(false)
    expect(x.allClose(x, { equalNaN: true })).toBe(true)
    expect(y.allClose(backend.tensor([[1.000001, 2]]))).toBe(true)
    expect(y.allClose(backend.tensor([1.0001, 2]))).toBe(false)
    expect(y.allClose(backend.tensor([1.0001, 2]), { rtol: 1e-3 })).toBe(true)
    expect(y.allClose(backend.tensor([1.5, 2.5]), { rtol: 0, atol: 0.5 })).toBe(true)
    expect(backend.full([2], Infinity).allClose(Infinity)).toBe(true)
    expect(backend.full([2], Infinity).allClose(-Infinity)).toBe(false)
    expect(backend.full([2], Infinity).allClose(1)).toBe(false)
    expect(backend.tensor([2.5]).at(0).item()).toBe(2.5)
    expect(backend.tensor([[true]]).item()).toBe(true)
  },
}

/** Operations that are composed of kernels: activations, softmax, creation, equality. */
export const composedCases: readonly ConformanceCase[] = [
  ...activationCases,
  softmaxCase,
  softmaxLayouts,
  ...creationCases,
  sharing,
  equality,
]
