import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { type Interceptor, intercept, ShapeError } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  GlobalAvgPool,
  GlobalMaxPool,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
} from '../src/index.ts'

const geometry = fc
  .record({
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 4 }),
    ceilMode: fc.boolean(),
    length: fc.integer({ min: 4, max: 12 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ share, ...rest }) => ({ ...rest, padding: Math.floor((share * rest.size) / 2) }))

/** The windows of a pool over [0, length): where each starts. */
function starts({ size, stride, padding, ceilMode, length }: Geometry): number[] {
  const all: number[] = []
  for (let start = -padding; ; start += stride) {
    const inside = start + size <= length + padding
    if (!inside && !(ceilMode && start < length)) return all
    if (!inside && all.length > 0 && all.at(-1)! + size >= length + padding) return all
    all.push(start)
  }
}

interface Geometry {
  readonly size: number
  readonly stride: number
  readonly padding: number
  readonly ceilMode: boolean
  readonly length: number
}

describe('pools', () => {
  it('take the extremes and means of their windows', () => {
    fc.assert(
      fc.property(geometry, (g) => {
        const { size, stride, padding, ceilMode, length } = g
        const values = [...cpu.normal(createRng(length), [length], { dtype: 'float64' }).toArray()]
        const x = cpu.tensor(values, { dtype: 'float64' }).reshape(1, length)
        const windows = starts(g).map((start) => ({
          start,
          inside: values.slice(Math.max(start, 0), Math.max(start + size, 0)),
        }))
        const options = { stride, padding, ceilMode }
        const max = windows.map(({ inside }) => Math.max(...inside))
        expect(new MaxPool1d(size, options).forward(x).toNested()).toEqual([max])
        const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
        const mean = windows.map(({ inside }) => sum(inside) / inside.length)
        const excluded = new AvgPool1d(size, { ...options, countIncludePad: false }).forward(x)
        expect(excluded.allClose(cpu.tensor([mean], { dtype: 'float64' }))).toBe(true)
        const padded = windows.map(({ start, inside }) => {
          return sum(inside) / (Math.min(start + size, length + padding) - start)
        })
        expect(
          new AvgPool1d(size, options).forward(x).allClose(cpu.tensor([padded], { dtype: 'float64' })),
        ).toBe(true)
      }),
    )
  })

  it('take the maximum of many windows as of one, NaN before all', () => {
    const x = cpu.normal(createRng(1), [2, 3, 17, 20])
    x.set([1, 2, 9, 9], NaN)
    const pool = new MaxPool2d([3, 2], { stride: [2, 3] })
    const y = pool.forward(x)
    expect(y.shape).toEqual([2, 3, 8, 7])
    expect(y.isNaN().sum().item()).toBe(1)
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j < 7; j++) {
        const one = pool.forward(x.slice(null, null, [2 * i, 2 * i + 3], [3 * j, 3 * j + 2]))
        expect(y.slice(null, null, [i, i + 1], [j, j + 1]).equals(one, { equalNaN: true })).toBe(true)
      }
    }
  })

  it('cover three axes, dilated, and a divisor', () => {
    const x = cpu.arange(27).reshape(1, 3, 3, 3)
    expect(new MaxPool3d(2, { stride: 1, dilation: 2 }).forward(x).toNested()).toEqual([[[[26]]]])
    expect(new AvgPool3d(3, { divisor: 9 }).forward(x).toNested()).toEqual([[[[39]]]])
  })

  it('copy the input where there is padding, and not otherwise', () => {
    const x = cpu.arange(64).reshape(1, 1, 8, 8)
    const elementsCopied = (pool: AvgPool2d): number => {
      let count = 0
      const counted = (inner: Interceptor): Interceptor => ({
        ...inner,
        copy: (from, out) => {
          count += out.shape.reduce((size, n) => size * n, 1)
          inner.copy(from, out)
        },
      })
      intercept(cpu, counted, () => pool.forward(x))
      return count
    }
    const bare = elementsCopied(new AvgPool2d(2))
    expect(elementsCopied(new AvgPool2d(2, { padding: 1 })) - bare).toBe(64)
    expect(elementsCopied(new AvgPool2d(3, { ceilMode: true })) - bare).toBe(64)
  })

  it('adapt to the size that is asked for', () => {
    const x = cpu.arange(6).reshape(1, 1, 2, 3)
    expect(new AdaptiveAvgPool2d([1, null]).forward(x).toNested()).toEqual([[[[1.5, 2.5, 3.5]]]])
    expect(new AdaptiveMaxPool1d(2).forward(x.at(0, 0)).toNested()).toEqual([
      [1, 2],
      [4, 5],
    ])
    expect(new AdaptiveMaxPool3d(1).forward(x).toNested()).toEqual([[[[5]]]])
  })

  it('are global over any number of axes', () => {
    const x = cpu.arange(8).reshape(1, 2, 2, 2)
    expect(new GlobalAvgPool().forward(x).toNested()).toEqual([[1.5, 5.5]])
    expect(new GlobalMaxPool({ keepDims: true }).forward(x).shape).toEqual([1, 2, 1, 1])
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    [
      'MaxPool1d: expected padding <= 1, half of the window, got 2',
      RangeError,
      () => new MaxPool1d(2, { padding: 2 }),
    ],
    [
      'AvgPool1d: expected divisor to be an integer >= 1, got 0',
      RangeError,
      () => new AvgPool1d(2, { divisor: 0 }),
    ],
    [
      'AvgPool1d: expected countIncludePad to be true or false, got 1',
      TypeError,
      () => new AvgPool1d(2, { countIncludePad: 1 as never }),
    ],
    [
      'MaxPool2d: expected at least 3 elements along axis -1 with padding, got 2; give it padding',
      ShapeError,
      () => new MaxPool2d(3).forward(cpu.ones([1, 1, 3, 2])),
    ],
    [
      'MaxPool2d: expected an input [n, channels, height, width] or one without n, got [2, 2]',
      ShapeError,
      () => new MaxPool2d(2).forward(cpu.ones([2, 2])),
    ],
    [
      'MaxPool1d: expected a tensor of float32 or float64, got int32',
      TypeError,
      () => new MaxPool1d(2).forward(cpu.ones([2, 2], { dtype: 'int32' })),
    ],
    [
      'AdaptiveAvgPool2d: expected outputSize to be one number or 2, got [1]',
      RangeError,
      () => new AdaptiveAvgPool2d([1]),
    ],
    [
      'AdaptiveMaxPool1d: expected outputSize to be an integer >= 1, got 0',
      RangeError,
      () => new AdaptiveMaxPool1d(0),
    ],
    [
      'AdaptiveMaxPool1d: expected an element along each axis, got [2, 0]',
      ShapeError,
      () => new AdaptiveMaxPool1d(1).forward(cpu.ones([2, 0])),
    ],
    [
      'GlobalAvgPool: expected an input [n, channels, …lengths], got [2, 3]',
      ShapeError,
      () => new GlobalAvgPool().forward(cpu.ones([2, 3])),
    ],
  ])('refuse: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})
