import { convolve, convolveTransposed, type DType, type Tensor } from '@nn/tensor'
import type { ConformanceCase } from './case.ts'
import { everyLayout, expectGrid, type Grid, gridOf, indices, pick, sample } from './grid.ts'
import { around, item } from './items.ts'

/** A convolution in numbers: for each axis of the kernel `[before, after, stride, dilation]`. */
interface Example {
  readonly x: readonly number[]
  readonly weight: readonly number[]
  readonly axes: readonly (readonly [before: number, after: number, stride: number, dilation: number])[]
  readonly groups?: number
}

const plain = [0, 0, 1, 1] as const

const small: readonly Example[] = [
  { x: [1, 1, 4], weight: [1, 1, 2], axes: [plain] },
  { x: [2, 3, 5], weight: [4, 3, 3], axes: [[1, 1, 1, 1]] },
  { x: [1, 2, 7], weight: [3, 2, 2], axes: [[2, 0, 2, 3]] },
  { x: [2, 4, 6], weight: [6, 2, 3], axes: [[0, 3, 3, 1]], groups: 2 },
  { x: [1, 3, 6], weight: [3, 1, 3], axes: [[1, 1, 1, 1]], groups: 3 },
  { x: [1, 2, 4, 5], weight: [2, 2, 1, 1], axes: [plain, plain] },
  {
    x: [1, 2, 4, 5],
    weight: [2, 2, 1, 1],
    axes: [
      [0, 0, 2, 1],
      [1, 1, 3, 1],
    ],
  },
  {
    x: [2, 2, 4, 5],
    weight: [3, 2, 3, 2],
    axes: [
      [1, 1, 1, 1],
      [0, 1, 2, 2],
    ],
  },
  {
    x: [1, 4, 5, 4],
    weight: [8, 1, 3, 3],
    axes: [
      [1, 1, 2, 1],
      [1, 1, 1, 1],
    ],
    groups: 4,
  },
  {
    x: [1, 2, 2, 2],
    weight: [2, 2, 3, 3],
    axes: [
      [4, 4, 2, 2],
      [3, 5, 3, 1],
    ],
  },
  {
    x: [1, 2, 3, 4, 3],
    weight: [2, 1, 2, 3, 2],
    axes: [
      [1, 0, 1, 1],
      [1, 1, 2, 1],
      [0, 2, 1, 3],
    ],
    groups: 2,
  },
  { x: [0, 2, 4], weight: [3, 2, 2], axes: [plain] },
  { x: [2, 0, 4], weight: [3, 0, 2], axes: [plain] },
  { x: [2, 3, 4], weight: [0, 3, 2], axes: [plain] },
  { x: [1, 1, 0], weight: [1, 1, 2], axes: [[1, 2, 1, 1]] },
]

/** Shapes that are large enough for every block size, and odd enough for every edge. */
const large: readonly Example[] = [
  {
    x: [2, 33, 5, 9],
    weight: [10, 33, 3, 3],
    axes: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ],
  },
  {
    x: [1, 3, 21, 37],
    weight: [5, 3, 5, 7],
    axes: [
      [2, 2, 2, 1],
      [3, 3, 2, 1],
    ],
  },
  { x: [1, 40, 200], weight: [5, 40, 1], axes: [[0, 0, 3, 1]] },
  {
    x: [1, 12, 23, 25],
    weight: [12, 1, 3, 3],
    axes: [
      [1, 1, 1, 1],
      [1, 1, 2, 2],
    ],
    groups: 12,
  },
]

/** Σ over the elements of the kernel, by index arithmetic, plus the unit's bias. */
function sums(x: Grid, weight: Grid, bias: Grid, { axes, groups = 1 }: Example): Grid {
  const [units = 0, channels = 0, ...sizes] = weight.shape
  const counts = sizes.map((size, axis) => {
    const [before, after, stride, dilation] = item(axes, axis)
    return Math.floor((item(x.shape, axis + 2) + before + after - dilation * (size - 1) - 1) / stride) + 1
  })
  const terms = indices([channels, ...sizes])
  return gridOf([item(x.shape, 0), units, ...counts], ([n, u, ...place]) => {
    const first = Math.floor(u! / (units / groups)) * channels
    let sum = pick(bias, [u!])
    for (const [c, ...tap] of terms) {
      const from = tap.map(
        (k, i) => item(place, i) * item(axes, i)[2] + k * item(axes, i)[3] - item(axes, i)[0],
      )
      if (from.some((at, i) => at < 0 || at >= item(x.shape, i + 2))) continue
      sum += pick(weight, [u!, c!, ...tap]) * pick(x, [n!, first + c!, ...from])
    }
    return sum
  })
}

function check(dtype: DType, examples: readonly Example[]): ConformanceCase['run'] {
  return (backend) => {
    for (const example of examples) {
      const { axes, groups = 1 } = example
      const [x, weight] = [sample(example.x, dtype, 1), sample(example.weight, dtype, 2)]
      const bias = sample([item(example.weight, 0)], dtype, 3)
      const options = {
        padding: axes.map(([before, after]) => [before, after] as const),
        stride: axes.map(([, , stride]) => stride),
        dilation: axes.map(([, , , dilation]) => dilation),
        groups,
      }
      const expected = sums(x, weight, { ...bias, values: bias.values.map(() => 0) }, example)
      const shifted = sums(x, weight, bias, example)
      const rectified = { ...shifted, values: shifted.values.map((value) => Math.max(value, 0)) }
      const weights = everyLayout(backend, weight, dtype)
      const biases = everyLayout(backend, bias, dtype)
      everyLayout(backend, x, dtype).forEach(([name, input], i) => {
        const [other, w] = around(weights, i + 1)
        const [, b] = around(biases, i)
        const what = `convolve of ${dtype} [${example.x}] ${name} and [${example.weight}] ${other}`
        expectGrid(what, convolve(input, w, undefined, options), expected, dtype)
        expectGrid(`${what}, bias`, convolve(input, w, b, options), shifted, dtype)
        const activation = 'relu'
        expectGrid(`${what}, relu`, convolve(input, w, b, { ...options, activation }), rectified, dtype)
      })
    }
  }
}

/** A transposed convolution in numbers: for each axis `[cut, added, stride, dilation]`. */
const transposed: readonly Example[] = [
  { x: [1, 1, 3], weight: [1, 1, 2], axes: [[0, 0, 1, 1]] },
  { x: [2, 3, 4], weight: [3, 2, 3], axes: [[1, 1, 2, 1]] },
  { x: [1, 2, 4], weight: [2, 2, 2], axes: [[0, 2, 3, 2]] },
  { x: [1, 4, 3], weight: [4, 3, 4], axes: [[2, 0, 4, 6]], groups: 2 },
  {
    x: [2, 2, 3, 4],
    weight: [2, 3, 3, 2],
    axes: [
      [1, 1, 2, 1],
      [0, 0, 1, 3],
    ],
  },
  {
    x: [1, 20, 5, 7],
    weight: [20, 6, 4, 4],
    axes: [
      [1, 0, 2, 1],
      [2, 1, 2, 1],
    ],
  },
  {
    x: [1, 2, 2, 3, 2],
    weight: [2, 1, 2, 2, 3],
    axes: [
      [0, 0, 1, 1],
      [1, 0, 2, 1],
      [0, 1, 2, 2],
    ],
    groups: 2,
  },
]

/** The bias plus, for each input, its multiple of the kernel where it lies in the output, unless that is cut off. */
function scattered(x: Grid, weight: Grid, bias: Grid, { axes, groups = 1 }: Example): Grid {
  const [channels = 0, perGroup = 0, ...sizes] = weight.shape
  const lengths = sizes.map((size, axis) => {
    const [cut, added, stride, dilation] = item(axes, axis)
    return (item(x.shape, axis + 2) - 1) * stride + dilation * (size - 1) + 1 + added - 2 * cut
  })
  const shape = [item(x.shape, 0), perGroup * groups, ...lengths]
  const values = new Map(indices(shape).map((index) => [String(index), pick(bias, [item(index, 1)])]))
  const terms = indices([perGroup, ...sizes])
  for (const [n, c, ...place] of indices(x.shape)) {
    const group = Math.floor(c! / (channels / groups))
    for (const [u, ...tap] of terms) {
      const at = place.map(
        (t, i) => t * item(axes, i)[2] + item(tap, i) * item(axes, i)[3] - item(axes, i)[0],
      )
      const key = String([n, group * perGroup + u!, ...at])
      if (!values.has(key)) continue
      values.set(key, values.get(key)! + pick(x, [n!, c!, ...place]) * pick(weight, [c!, u!, ...tap]))
    }
  }
  return { shape, values: [...values.values()] }
}

function checkTransposed(dtype: DType): ConformanceCase['run'] {
  return (backend) => {
    for (const example of transposed) {
      const { axes, groups = 1 } = example
      const units = item(example.weight, 1) * groups
      const [x, weight] = [sample(example.x, dtype, 1), sample(example.weight, dtype, 2)]
      const bias = sample([units], dtype, 3)
      const options = {
        padding: axes.map(([cut]) => cut),
        outputPadding: axes.map(([, added]) => added),
        stride: axes.map(([, , stride]) => stride),
        dilation: axes.map(([, , , dilation]) => dilation),
        groups,
      }
      const expected = scattered(x, weight, bias, example)
      const weights = everyLayout(backend, weight, dtype)
      everyLayout(backend, x, dtype).forEach(([name, input], i) => {
        const [other, w] = around(weights, i + 1)
        const what = `convolveTransposed of ${dtype} [${example.x}] ${name} and [${example.weight}] ${other}`
        const b = everyLayout(backend, bias, dtype)[0]![1]
        expectGrid(what, convolveTransposed(input, w, b, options), expected, dtype)
      })
    }
  }
}

const one = (backend: Parameters<ConformanceCase['run']>[0], values: readonly number[]): Tensor =>
  backend.tensor([[values]])

/** Convolutions over one to three axes; the samples are such that every sum is exact. */
export const convolveCases: readonly ConformanceCase[] = [
  ...(['float32', 'float64', 'int32'] as const).flatMap((dtype) => [
    { name: `convolve of ${dtype}`, run: check(dtype, small) },
    { name: `convolve of large ${dtype}`, run: check(dtype, large) },
    { name: `convolveTransposed of ${dtype}`, run: checkTransposed(dtype) },
  ]),
  {
    name: 'convolve casts its operands to one dtype, bools to int32',
    run: (backend) => {
      const [x, w] = [backend.ones([1, 1, 2], { dtype: 'bool' }), backend.ones([1, 1, 1], { dtype: 'bool' })]
      expectGrid('convolve', convolve(x, w), { shape: [1, 1, 2], values: [1, 1] }, 'int32')
      const y = convolve(x, w.cast('float32'), backend.full([1], 2, { dtype: 'float64' }))
      expectGrid('convolve', y, { shape: [1, 1, 2], values: [3, 3] }, 'float64')
    },
  },
  {
    name: 'convolve: NaN and infinities reach their windows, and an infinite weight makes NaN of padding',
    run: (backend) => {
      const x = one(backend, [1, NaN, 1, Infinity, 1])
      const y = convolve(x, one(backend, [1, 1]))
      expectGrid('convolve', y, { shape: [1, 1, 4], values: [NaN, NaN, Infinity, Infinity] }, 'float32')
      const z = convolve(one(backend, [1, 1]), one(backend, [Infinity, 1]), undefined, { padding: [1] })
      expectGrid('convolve', z, { shape: [1, 1, 3], values: [NaN, Infinity, Infinity] }, 'float32')
    },
  },
  {
    name: 'convolve of int32 wraps modulo 2³²',
    run: (backend) => {
      const x = backend.tensor([[[2147483647, 3]]], { dtype: 'int32' })
      expectGrid('convolve', convolve(x, x), { shape: [1, 1, 1], values: [10] }, 'int32')
    },
  },
]
