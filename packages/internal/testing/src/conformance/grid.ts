import { type Backend, type DType, Tensor } from '@nn/tensor'
import { expect } from 'vitest'
import { item } from './items.ts'

/** An n-dimensional array in the plainest form: the oracle's own, which knows neither strides nor views. */
export interface Grid {
  readonly shape: readonly number[]
  /** The elements in row-major order. */
  readonly values: readonly number[]
}

/** Every index of a shape, in row-major order. */
export function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, n) => all.flatMap((index) => Array.from({ length: n }, (_, i) => [...index, i])),
    [[]],
  )
}

/**
 * The element at an index; extra leading indices are ignored and axes of size 1 repeated, as in broadcasting.
 */
export function pick({ shape, values }: Grid, index: readonly number[]): number {
  const own = index.slice(index.length - shape.length)
  return item(
    values,
    own.reduce((at, i, axis) => at * item(shape, axis) + (shape[axis] === 1 ? 0 : i), 0),
  )
}

export function gridOf(shape: readonly number[], f: (index: readonly number[]) => number): Grid {
  return { shape, values: indices(shape).map(f) }
}

/** Exactly representable sample values: quarters for floats, integers of both signs, both booleans. */
export function sample(shape: readonly number[], dtype: DType, seed = 0): Grid {
  let k = seed * 17
  return gridOf(shape, () => {
    const n = (k++ * 31 + 7) % 41
    if (dtype === 'bool') return n % 2
    return dtype === 'int32' ? n - 20 : (n - 20) / 4
  })
}

/** The ways in which the elements of a grid lie in memory, by what they do to row-major strides. */
const layouts: Record<string, (strides: readonly number[]) => number[]> = {
  'row-major': (strides) => [...strides],
  'with gaps': (strides) => strides.map((s) => 3 * s),
  backwards: (strides) => strides.map((s) => -s),
  'backwards along the last axis': (strides) =>
    strides.map((s, k) => (k === strides.length - 1 ? -2 * s : 2 * s)),
} as const

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array }

/**
 * A tensor whose element `index` lies at `strides · index`, moved so that no position is negative, between
 * strangers.
 */
export function place(backend: Backend, grid: Grid, dtype: DType, strides: readonly number[]): Tensor {
  const at = (index: readonly number[]) => index.reduce((sum, i, axis) => sum + i * item(strides, axis), 0)
  const positions = indices(grid.shape).map(at)
  const low = Math.min(0, ...positions)
  const offset = 2 - low
  const data = new arrays[dtype](Math.max(0, ...positions) - low + 5).fill(dtype === 'bool' ? 1 : 77)
  positions.forEach((position, i) => {
    data[offset + position] = item(grid.values, i)
  })
  return new Tensor({ backend, data, dtype, shape: grid.shape, strides, offset })
}

/** The strides of axes that lie one in the other in the order given, outermost first. */
export function stridesFor(shape: readonly number[], order: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (const axis of order.toReversed()) {
    strides[axis] = step
    step *= Math.max(1, item(shape, axis))
  }
  return strides
}

/** The grid as a tensor in every layout. */
export function everyLayout(backend: Backend, grid: Grid, dtype: DType): [name: string, tensor: Tensor][] {
  const axes = grid.shape.map((_, axis) => axis)
  const orders = axes.length < 2 ? [axes] : [axes, axes.toReversed()]
  return orders.flatMap((order) =>
    Object.entries(layouts).map(([name, change]): [string, Tensor] => [
      order === axes ? name : `column-major ${name}`,
      place(backend, grid, dtype, change(stridesFor(grid.shape, order))),
    ]),
  )
}

/** The elements of a tensor, read by index arithmetic alone. */
export function read(tensor: Tensor): Grid {
  return gridOf(tensor.shape, (index) =>
    item(
      tensor.data,
      index.reduce((at, i, axis) => at + i * item(tensor.strides, axis), tensor.offset),
    ),
  )
}

/** `value` as `dtype` stores it. */
function stored(value: number, dtype: DType): number {
  return new arrays[dtype]([value])[0]!
}

/**
 * Asserts shape, dtype and values. Without `tolerance` every bit counts, the sign of zero too; with it, the
 * error may be `tolerance` relative to the expected value.
 */
export function expectGrid(what: string, actual: Tensor, expected: Grid, dtype: DType, tolerance = 0): void {
  expect([...actual.shape], `${what}: shape`).toEqual([...expected.shape])
  expect(actual.dtype, `${what}: dtype`).toBe(dtype)
  const { values } = read(actual)
  const wrong = values.findIndex(
    (value, i) => !isClose(value, stored(item(expected.values, i), dtype), tolerance),
  )
  if (wrong >= 0) {
    expect.fail(
      `${what}: element ${wrong} is ${values[wrong]}, not ${stored(item(expected.values, wrong), dtype)}`,
    )
  }
}

function isClose(value: number, expected: number, tolerance: number): boolean {
  if (tolerance === 0 || !Number.isFinite(expected)) return Object.is(value, expected)
  return Math.abs(value - expected) <= tolerance * Math.max(Math.abs(expected), 1e-30)
}

/** The tolerance for functions that are not exact: a few units in the last place. */
export function tolerance(dtype: DType): number {
  return dtype === 'float32' ? 5e-7 : 1e-13
}

export const shapes: readonly (readonly number[])[] = [
  [],
  [3],
  [1],
  [2, 3],
  [2, 1, 3],
  [2, 3, 2, 2],
  [0],
  [2, 0, 3],
]
