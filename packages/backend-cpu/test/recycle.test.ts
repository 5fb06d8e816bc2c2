import {
  type Backend,
  concat,
  convolve,
  convolveTransposed,
  createBackend,
  linear,
  recycle,
  standardize,
  type Tensor,
  where,
} from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { cpu, cpuPlain } from '../src/index.ts'
import { plainKernels } from '../src/kernels/plain.ts'

/** Of Node and browsers alike, whose types this package does not need. */
declare const structuredClone: (value: unknown, options: { transfer: unknown[] }) => unknown

const [ROWS, COLUMNS] = [130, 140] as const

/** Results of 16 384 elements and more, with operands whose sums have no terms among them. */
function operations(backend: Backend): Record<string, () => Tensor> {
  const values = (shape: readonly number[]): Tensor => {
    const count = shape.reduce((size, n) => size * n, 1)
    return backend.linspace(-2, 3, Math.max(count, 1)).slice([0, count]).reshape(shape)
  }
  const x = values([ROWS, COLUMNS])
  const other = values([COLUMNS, ROWS]).transpose()
  const image = values([2, 6, 40, 40])
  const made: Record<string, () => Tensor> = {
    where: () => where(x.gt(other), x, other),
    softmax: () => x.softmax(-1),
    linear: () => linear(values([ROWS, 7]), values([COLUMNS, 7]), values([COLUMNS]), { activation: 'relu' }),
    'linear without terms': () => linear(values([ROWS, 0]), values([COLUMNS, 0])),
    matmul: () => values([ROWS, 33]).matmul(values([33, COLUMNS])),
    'matmul without terms': () => values([ROWS, 0]).matmul(values([0, COLUMNS])),
    'product of integers': () => x.cast('int32').matmul(values([COLUMNS, COLUMNS]).cast('int32')),
    convolve: () => convolve(image, values([6, 6, 3, 3]), undefined, { padding: 1 }),
    'grouped convolve': () => convolve(image, values([6, 1, 3, 3]), values([6]), { padding: 1, groups: 6 }),
    'strided convolve': () => convolve(image, values([24, 6, 1, 1]), undefined, { stride: 2 }),
    convolveTransposed: () => convolveTransposed(image, values([6, 6, 1, 1]), undefined, { stride: 3 }),
    take: () => x.take(backend.arange(ROWS, { dtype: 'int32' })),
    concat: () => concat([x.slice(null, [0, 60]), x.slice(null, [60])], 1),
    pad: () =>
      x.slice([1, -1]).pad([
        [1, 1],
        [0, 0],
      ]),
    cast: () => x.cast('int32'),
    clone: () => other.clone(),
    standardize: () => standardize(x, { mean: values([COLUMNS]), factor: values([COLUMNS]) } as never),
    sum: () => values([2, ROWS, COLUMNS]).sum(0),
    cumulative: () => x.gt(0).cast('float32'),
  }
  for (const op of Object.keys(backend.unary) as 'exp'[]) made[op] = () => x[op]()
  for (const op of Object.keys(backend.binary) as 'add'[]) made[op] = () => x[op](other)
  for (const op of Object.keys(backend.compare) as 'gt'[]) made[op] = () => x[op](other)
  for (const op of Object.keys(backend.test) as 'isNaN'[]) made[op] = () => x[op]()
  return made
}

/** Gives back memory of that many bytes that is full of ones, which are NaN as floats. */
function litter(bytes: number): void {
  const tensors = Array.from({ length: 3 }, () => cpu.full([bytes], true, { dtype: 'bool' }))
  for (const { data } of tensors) data.fill(255)
  recycle(...tensors)
}

/** The first place where the bits of two results differ, or -1. */
function difference({ data: one }: Tensor, { data: other }: Tensor): number {
  const [a, b] = [new Uint8Array(one.buffer), new Uint8Array(other.buffer)]
  return a.length === b.length ? a.findIndex((byte, i) => byte !== b[i]) : 0
}

describe.each([
  ['cpu', cpu],
  ['cpuPlain', cpuPlain],
])('memory that was given back to %s', (_, backend) => {
  it.each(Object.entries(operations(backend)))('is written all over by %s', (_, make) => {
    const fresh = make()
    litter(fresh.data.byteLength)
    litter(4 * ROWS * COLUMNS)
    expect(difference(make(), fresh)).toBe(-1)
  })
})

it('what a kernel does not write is seen', () => {
  const careless = createBackend({
    ...plainKernels,
    name: 'careless',
    unary: { ...plainKernels.unary, relu: () => undefined },
  })
  const x = careless.ones([ROWS, COLUMNS])
  litter(4 * ROWS * COLUMNS)
  expect(x.relu().isNaN().all().item()).toBe(true)
})

describe('recycle', () => {
  it('gives the memory to the next result of as many bytes, out of reach of all that had it', () => {
    const x = cpu.ones([ROWS, COLUMNS])
    const y = x.mul(2)
    const { data } = y
    const [row, array] = [y.at(0), data.subarray(3)]
    recycle(y, y)
    const z = x.add(1)
    expect([data.length, array.length]).toEqual([0, 0])
    for (const use of [() => y.sum(), () => row.add(1), () => String(y), () => y.item(0, 0)])
      expect(use).toThrow(/a buffer that was transferred/)
    expect(z.eq(2).all().item()).toBe(true)
    recycle(y)
  })

  it('leaves what is small or shared as it is', () => {
    const x = cpu.ones([ROWS, COLUMNS])
    const tensors = [
      x.at(0),
      x.slice([1]),
      cpu.ones([4]),
      cpu.tensor(new Float32Array(new SharedArrayBuffer(2 ** 18)), { copy: false }),
      cpu.tensor(new Float32Array(2 ** 17).subarray(1), { copy: false }),
    ]
    recycle(...tensors)
    for (const tensor of tensors) expect(tensor.data.length).toBeGreaterThan(0)
  })

  it('refuses what is no tensor, and then gives nothing back', () => {
    const x = cpu.ones([ROWS, COLUMNS])
    expect(() => recycle(x, new Float32Array(2 ** 17) as never)).toThrow(/recycle: expected a tensor/)
    expect(x.sum().item()).toBe(ROWS * COLUMNS)
    structuredClone(null, { transfer: [x.data.buffer] })
    recycle(x)
  })

  it('keeps no more than 256 MiB', () => {
    const size = 2 ** 24
    const big = Array.from({ length: 5 }, () => cpu.zeros([size]))
    const memory = big.map(({ data }) => data)
    recycle(...big)
    expect(memory.every(({ length }) => length === 0)).toBe(true)
    expect(cpu.zeros([2, 2]).add(1).toNested()).toEqual([
      [1, 1],
      [1, 1],
    ])
  })
})
