import {
  type Backend,
  convolve,
  linear,
  moments,
  standardize,
  Tensor,
  type TensorData,
  where,
} from '@nn/tensor'
import { beforeAll, describe, expect, it } from 'vitest'
import { cpu, cpuExact, cpuThreads } from '../src/index.ts'
import { accelerated, plain } from './backends.ts'

declare const setTimeout: (then: () => void, milliseconds: number) => unknown

/** Zeros, infinities, NaN, subnormals, both ends of the range, and where functions change their branch or saturate. */
const MAGNITUDES = [
  0, Infinity, 2 ** -149, 3 * 2 ** -149, 2 ** -126 - 2 ** -149, 2 ** -126, 3.4028234663852886e38, 1.8446744073709552e19,
  1e-20, 1e-10, 1e-5, 0.03, 0.5, 1, 1.5, 2.5, 5.5, 9.1, 16.6, 27.5, 38.3, 87.33654, 88.72283, 88.72284, 103.2789, 104,
  2 ** 23, 2 ** 23 + 1, 2 ** 31, Math.fround(Math.PI / 2), Math.fround(Math.PI), 99999.9, 100000, 100000.1, 1e7,
].map(Math.fround) // biome-ignore format: a table
const SPECIAL: readonly number[] = [...MAGNITUDES, ...MAGNITUDES.map((x) => -x), NaN]
/** Of which products by integers, and sums, differ by their order in nothing but the last bits. */
const ADDED: readonly number[] = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  1,
  -1.5,
]

const others: readonly Backend[] = [cpu, cpuExact, ...accelerated]
const threads = cpuThreads(2)
beforeAll(async () => {
  await new Promise<void>((resolve) => void setTimeout(resolve, 300))
})

/** Lengths on both sides of each size that chooses a kernel, a chunk or threads. */
const LENGTHS = [5, 1023, 1024, 1029, 4096, 4103] as const
const LONG = 65_599

/** How a tensor lies in its array: as it is, behind something, apart, backwards, as columns, and repeated. */
const LAYOUTS: Readonly<Record<string, (on: Backend, values: readonly number[], length: number) => Tensor>> =
  {
    dense: (on, values, length) => of(on, values, length),
    shifted: (on, values, length) => of(on, values, length + 3).slice([3, null]),
    apart: (on, values, length) => of(on, values, 2 * length).slice([null, null, 2]),
    backwards: (on, values, length) => of(on, values, length).slice([null, null, -1]),
    columns: (on, values, length) =>
      of(on, values, 3 * length)
        .reshape(length, 3)
        .transpose(),
    repeated: (on, values, length) => of(on, values, length).expand(2, length),
  }

function of(on: Backend, values: readonly number[], length: number): Tensor {
  const data = Float32Array.from({ length }, (_, i) => values[i % values.length] ?? 0)
  return new Tensor({ backend: on, data, shape: [length] })
}

const isSame = (x: number, y: number, units: number): boolean =>
  Object.is(x, y) ||
  (!(x === 0 && y === 0) && Math.abs(x - y) <= units * Math.max(Math.abs(y) * 2 ** -23, 2 ** -149))

function expectSame(actual: TensorData, expected: TensorData, units: number, what: string): void {
  const at = expected.findIndex((y, i) => !isSame(actual[i] ?? NaN, y, units))
  if (at >= 0) expect.fail(`${what}: element ${at} is ${actual[at]}, not ${expected[at]}`)
}

/** The same function on every backend, of every length and layout. */
function agree(f: (x: Tensor, on: Backend) => Tensor, units = 2, values: readonly number[] = SPECIAL): void {
  const check = (backends: readonly Backend[], layout: string, length: number): void => {
    const run = (on: Backend): TensorData => f(LAYOUTS[layout]!(on, values, length), on).toArray()
    const expected = run(plain)
    for (const on of backends) expectSame(run(on), expected, units, `${on.name}, ${layout} ${length}`)
  }
  for (const length of LENGTHS) for (const layout of Object.keys(LAYOUTS)) check(others, layout, length)
  for (const layout of ['dense', 'apart']) check([threads], layout, LONG)
}

const names = <K extends string>(table: Readonly<Record<K, unknown>>): K[] => Object.keys(table) as K[]

describe('special values', () => {
  it.each(names(plain.unary))('of %s', (op) => agree((x) => x[op]()))
  // A chunk in which one angle is too large for the engine is all computed without it.
  const near = SPECIAL.filter((x) => Math.abs(x) <= 1e5)
  it.each(['sin', 'cos', 'tan'] as const)('of %s of small angles', (op) => agree((x) => x[op](), 2, near))
  it.each(names(plain.unary))('of %s in place', (op) => agree((x) => x.clone()[`${op}_`]()))
  it.each(names(plain.test))('of %s', (op) => agree((x) => x[op](), 0))

  /** Every pair of special values, on both sides of 1024 elements. */
  const pairs = (on: Backend, count: number): [Tensor, Tensor] => [
    of(
      on,
      SPECIAL.slice(0, count).flatMap((x) => SPECIAL.map(() => x)),
      count * SPECIAL.length,
    ),
    of(on, SPECIAL, count * SPECIAL.length),
  ]
  const agreeInPairs = (f: (x: Tensor, y: Tensor) => Tensor): void => {
    for (const count of [10, SPECIAL.length]) {
      const expected = f(...pairs(plain, count)).toArray()
      for (const on of [...others, threads]) {
        const [x, y] = pairs(on, count)
        expectSame(f(x, y).toArray(), expected, 0, `${on.name}, ${count} rows`)
        if (f.length === 1) continue
        const apart = new Tensor({ backend: on, data: spread(y), shape: y.shape, strides: [2] })
        expectSame(f(x, apart).toArray(), expected, 0, `${on.name}, ${count} rows apart`)
      }
    }
  }
  const spread = ({ data }: Tensor): Float32Array =>
    Float32Array.from({ length: 2 * data.length }, (_, i) => data[i >> 1] ?? 0)
  it.each(names(plain.binary))('of %s', (op) => {
    agreeInPairs((x, y) => x[op](y))
    for (const value of SPECIAL) agreeInPairs((x) => x[op](value))
  })
  it.each(names(plain.binary).filter((op) => op !== 'pow'))('of %s with a mask', (op) =>
    agreeInPairs((x, y) =>
      x
        .gt(0)
        [op](y)
        .add(y[op](x.gt(0))),
    ),
  )
  it.each(names(plain.compare))('of %s', (op) => {
    agreeInPairs((x, y) => x[op](y))
    for (const value of [0, -0, NaN, Infinity, 2 ** -149]) agreeInPairs((x) => x[op](value))
  })
  it('of where', () => {
    agreeInPairs((x, y) => where(x.gt(y), x, y))
    agreeInPairs((x, y) => where(x.gt(y), -0, y))
    agreeInPairs((x) => where(x.isNaN(), NaN, x))
  })
  it('of casts and copies', () => {
    for (const dtype of ['float32', 'float64', 'bool'] as const) agree((x) => x.cast(dtype), 0)
    agree((x) => x.cast('float64').cast('float32'), 0)
    agree((x, on) => on.zeros(x.shape).copy_(x), 0)
    agree((x) => x.gt(0).cast('float32'), 0)
    agree((x, on) => on.zeros([x.size]).fill_(-0), 0)
  })
  it('of functions made of others', () => {
    agree((x) => x.clamp(-1, 1), 0)
    agree((x) => x.elu(), 4)
    agree((x) => x.selu(), 4)
    agree((x) => x.leakyRelu(), 0)
    agree((x) => x.mish(), 4)
    agree((x) => x.gelu({ approximate: 'tanh' }), 8)
  })
})

/** Rows of ordinary numbers with one special value or two at both ends and in between, and rows of one value. */
function rows(on: Backend, width: number, dtype: 'float32' | 'float64'): Tensor {
  const at = [0, width >> 1, width - 1]
  const all = ADDED.flatMap((x) => [
    ...at.map((i) => rowOf(width, [[i, x]])),
    ...ADDED.map((y) => rowOf(width, [[0, x], [width - 1, y]])), // biome-ignore format: a row
    ...ADDED.map((y) => rowOf(width, [[0, x], [width >> 1, y]], 0)), // biome-ignore format: a row
    new Array<number>(width).fill(x),
  ])
  return on.tensor(all, { dtype })
}

function rowOf(width: number, specials: readonly (readonly [number, number])[], base = 1): number[] {
  const row = Array.from({ length: width }, (_, i) => base && (i % 5) + base)
  for (const [i, x] of specials) row[i] = x
  return row
}

describe.each([3, 64, 131])('rows of special values, %i wide', (width) => {
  const inputs = [plain, ...others, threads].map((on) => {
    const all = (['float32', 'float64'] as const).map((dtype) => rows(on, width, dtype))
    return [on.name, all.flatMap((x) => [x, x.transpose().contiguous().transpose()])] as const
  })
  const check = (f: (x: Tensor) => Tensor, units: number): void => {
    const [expected, ...actual] = inputs.map(([name, all]) => ({
      name,
      results: all.map((x) => f(x).toArray()),
    }))
    for (const { name, results } of actual)
      for (const [i, result] of results.entries())
        expectSame(result, expected!.results[i]!, units, `${name}, input ${i}`)
  }

  it.each(names(plain.reduce).filter((op) => op !== 'sumSquares'))('are reduced by %s', (op) => {
    for (const axes of [0, 1, undefined]) check((x) => x[op](axes), 2)
  })
  it('are reduced by norms, means and moments', () => {
    for (const axes of [0, 1, undefined]) {
      for (const ord of [1, 2, Infinity]) check((x) => x.norm(axes, { ord }), 2)
      check((x) => x.mean(axes), 2)
      check((x) => moments(x, axes).mean.cast('float32'), 2)
      check((x) => moments(x, axes).variance.cast('float32'), 2)
    }
  })
  it.each(names(plain.argReduce))('are searched by %s', (op) => {
    for (const axis of [0, 1]) check((x) => x[op](axis), 0)
  })
  it('are normalised', () => {
    for (const axis of [0, 1]) {
      check((x) => x.softmax(axis), 4)
      check((x) => x.logSoftmax(axis), 4)
      check(
        (x) =>
          standardize(x, { mean: x.mean(axis, { keepDims: true }), factor: x.std(axis, { keepDims: true }) }),
        4,
      )
      check((x) => standardize(x, { factor: x.backend.tensor([[-0]]), bias: x }), 2)
    }
  })
  it('are multiplied', () => {
    for (const count of [1, 3, 24]) {
      const right = (x: Tensor): Tensor =>
        x.backend.tensor(
          Array.from({ length: count }, (_, i) => rowOf(width, [[i % width, i % 2 ? -0 : 2]])),
          { dtype: x.dtype },
        )
      check((x) => x.matmul(right(x).transpose()), 64)
      check((x) => right(x).matmul(x.transpose()), 64)
      for (const activation of [undefined, 'relu', 'gelu'] as const)
        check((x) => linear(x, right(x), x.backend.full([count], -0, { dtype: x.dtype }), { activation }), 64)
      check((x) => {
        const out = x.backend.zeros([x.shape[0]!, count], { dtype: x.dtype })
        x.backend.orderedMatmul(x, right(x).transpose(), out)
        return out
      }, 64)
    }
  })
  it('are convolved', () => {
    for (const units of [1, 5]) {
      const weight = (x: Tensor): Tensor =>
        x.backend.tensor([[[1, -4, 2]]], { dtype: x.dtype }).expand(units, 1, 3)
      for (const activation of [undefined, 'relu'] as const)
        check((x) => convolve(x.unsqueeze(1), weight(x), undefined, { padding: 1, activation }), 64)
    }
    // One filter for each channel.
    check((x) => {
      const groups = x.shape[0]!
      const weight = x.backend.full([groups, 1, 1], 2, { dtype: x.dtype })
      return convolve(x.unsqueeze(0), weight, undefined, { groups })
    }, 64)
  })
})
