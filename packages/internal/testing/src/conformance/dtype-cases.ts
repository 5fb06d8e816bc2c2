import { type Backend, type DType, type Tensor, where } from '@nn/tensor'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'
import { item } from './items.ts'

const order = ['bool', 'int32', 'float32', 'float64'] as const
const one = (backend: Backend, dtype: DType): Tensor => backend.ones([2], { dtype })

/** Number operands and the dtype that they make of bool, int32, float32 and float64. */
const numbers: readonly (readonly [number, readonly [DType, DType, DType, DType]])[] = [
  [1, ['int32', 'int32', 'float32', 'float64']],
  [-1, ['int32', 'int32', 'float32', 'float64']],
  [0.5, ['float32', 'float32', 'float32', 'float64']],
  [2 ** 31, ['float32', 'float32', 'float32', 'float64']],
  [NaN, ['float32', 'float32', 'float32', 'float64']],
]

const tensors: ConformanceCase = {
  name: 'dtype of a result of two tensors is the larger',
  run: (backend) => {
    for (const a of order) {
      for (const b of order) {
        const larger = item(order, Math.max(order.indexOf(a), order.indexOf(b)))
        const [x, y] = [one(backend, a), one(backend, b)]
        for (const op of ['add', 'mul', 'maximum', 'minimum'] as const) {
          expect(x[op](y).dtype, `${op} of ${a} and ${b}`).toBe(larger)
        }
        expect(where(x.ne(0), x, y).dtype, `where of ${a} and ${b}`).toBe(larger)
        expect(x.div(y).dtype, `div of ${a} and ${b}`).toBe(larger === 'float64' ? 'float64' : 'float32')
        expect(x.matmul(y).dtype, `matmul of ${a} and ${b}`).toBe(larger === 'bool' ? 'int32' : larger)
        expect(x.eq(y).toNested(), `eq of ${a} and ${b}`).toEqual([true, true])
      }
    }
  },
}

const weak: ConformanceCase = {
  name: 'dtype of a result of a tensor and a number',
  run: (backend) => {
    for (const [value, expected] of numbers) {
      order.forEach((dtype, i) => {
        expect(one(backend, dtype).add(value).dtype, `${dtype} + ${value}`).toBe(expected[i])
      })
    }
    expect(backend.tensor(1).add(0.1).item()).toBe(Math.fround(1 + Math.fround(0.1)))
    expect(where(backend.tensor([true, false]), 1, 2).dtype).toBe('float32')
    expect(where(backend.tensor([true, false]), one(backend, 'int32'), 0.5).dtype).toBe('float32')
  },
}

const comparisons: ConformanceCase = {
  name: 'comparisons of mixed dtypes do not round',
  run: (backend) => {
    const x = backend.tensor([16777217], { dtype: 'int32' })
    expect(x.eq(backend.tensor([16777216])).toNested()).toEqual([false])
    expect(x.gt(16777216.5).toNested()).toEqual([true])
    expect(x.lt(3e9).toNested()).toEqual([true])
  },
}

const functions: ConformanceCase = {
  name: 'dtype of functions and reductions',
  run: (backend) => {
    const x = one(backend, 'int32')
    const floats = [
      x.exp(),
      x.mean(),
      x.var(),
      x.std(),
      x.norm(),
      x.softmax(0),
      x.leakyRelu(),
      x.gelu(),
      x.div(2),
    ]
    expect(floats.map((y) => y.dtype)).toEqual(floats.map(() => 'float32'))
    const integers = [x.abs(), x.relu(), x.sum(), x.prod(), x.max(), x.argmax(), x.clamp(0, 1), x.ne(0).sum()]
    expect(integers.map((y) => y.dtype)).toEqual(integers.map(() => 'int32'))
    const booleans = [x.eq(1), x.logicalNot(), x.isFinite(), x.any(), x.all(), x.ne(0).max()]
    expect(booleans.map((y) => y.dtype)).toEqual(booleans.map(() => 'bool'))
    expect(one(backend, 'float64').softmax(0).dtype).toBe('float64')
  },
}

/** The dtypes of results. */
export const dtypeCases: readonly ConformanceCase[] = [tensors, weak, comparisons, functions]
