import { bench, describe } from 'vitest'
import { cpu } from '../src/index.ts'

/**
 * Each kernel beside a loop written by hand for it alone: read the ratios of one run, not the times of two.
 */
const N = 1e6
const a = cpu.linspace(-1, 1, N)
const b = cpu.linspace(1, 2, N)
const out = cpu.zeros([N])

describe('addition of 10⁶ float32 values in place', () => {
  bench('add_', () => {
    a.add_(b)
  })
  const [x, y] = [a.data, b.data]
  bench('by hand', () => {
    for (let i = 0; i < N; i++) x[i]! += y[i]!
  })
})

describe('comparison of 10⁶ float32 values with a number', () => {
  const bytes = new Uint8Array(N)
  bench('ge', () => {
    a.ge(0.5)
  })
  const x = a.data
  bench('by hand', () => {
    for (let i = 0; i < N; i++) bytes[i] = x[i]! >= 0.5 ? 1 : 0
  })
})

describe('transposed copy of 10⁶ float32 values', () => {
  const square = a.reshape(1000, 1000).transpose()
  const target = out.reshape(1000, 1000)
  bench('copy_', () => {
    target.copy_(square)
  })
})

describe('sums of 10⁶ float32 values', () => {
  const square = a.reshape(1000, 1000)
  bench('of all', () => {
    a.sum()
  })
  bench('of columns', () => {
    square.sum(0)
  })
  bench('of rows', () => {
    square.sum(1)
  })
})

describe('matrix product 512 × 512 × 512, 0.27 GFLOP', () => {
  const square = cpu.linspace(-1, 1, 512 * 512).reshape(512, 512)
  bench('matmul', () => {
    square.matmul(square)
  })
})

describe('forward pass of a 2 × 4 batch through 4 → 8 → 1', () => {
  const x = cpu.ones([2, 4])
  const [w1, b1] = [cpu.linspace(-1, 1, 32).reshape(8, 4), cpu.zeros([8])]
  const [w2, b2] = [cpu.ones([1, 8]), cpu.zeros([1])]
  bench('matmul, add, relu, matmul, add', () => {
    x.matmul(w1.transpose()).add(b1).relu().matmul(w2.transpose()).add(b2)
  })
})
