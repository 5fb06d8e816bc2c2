import { type Backend, type DType, Tensor } from '@nn/tensor'
import { expect } from 'vitest'
import type { ConformanceCase } from './case.ts'
import { stridesFor } from './grid.ts'
import { item } from './items.ts'

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array }

/** Every order of so many axes. */
function orders(ndim: number): number[][] {
  if (ndim === 0) return [[]]
  return orders(ndim - 1).flatMap((order) =>
    Array.from({ length: ndim }, (_, at) => order.toSpliced(at, 0, ndim - 1)),
  )
}

/** A tensor of different elements at strides that may be negative, between strangers. */
function scattered(
  backend: Backend,
  shape: readonly number[],
  strides: readonly number[],
  dtype: DType,
): Tensor {
  const reach = shape.map((n, axis) => (n - 1) * item(strides, axis))
  const low = reach.reduce((sum, r) => sum + Math.min(r, 0), 0)
  const high = reach.reduce((sum, r) => sum + Math.max(r, 0), 0)
  const data = new arrays[dtype](high - low + 4)
  for (let i = 0; i < data.length; i++) data[i] = dtype === 'bool' ? ((i * 7) % 3) & 1 : i - 5
  return new Tensor({ backend, data, dtype, shape, strides, offset: 2 - low })
}

/** Throws unless `copy` has the elements of `x`. */
function expectCopy(what: string, copy: Tensor, x: Tensor): void {
  const index = x.shape.map(() => 0)
  const position = (t: Tensor): number =>
    index.reduce((at, i, axis) => at + i * item(t.strides, axis), t.offset)
  for (let n = 0; n < x.size; n++) {
    const [got, expected] = [copy.data[position(copy)], x.data[position(x)]]
    if (!Object.is(got, expected)) expect.fail(`${what}: element [${index}] is ${got}, not ${expected}`)
    for (let axis = x.ndim - 1; axis >= 0 && ++index[axis]! === x.shape[axis]; axis--) index[axis] = 0
  }
}

const cases: readonly (readonly number[])[] = [
  [300],
  [7, 41],
  [130, 33],
  [36, 100],
  [5, 3, 34],
  [2, 35, 3, 34],
  [3, 1, 200],
]

/** A copy from one layout to another leaves what lies between the elements as it was. */
function checkCopy(backend: Backend, x: Tensor, strides: readonly number[], what: string): void {
  const out = scattered(backend, x.shape, strides, x.dtype)
  const before = out.data.slice()
  out.copy_(x)
  expectCopy(what, out, x)
  const written = new Uint8Array(out.data.length)
  const marks = new Tensor({
    backend,
    data: written,
    dtype: 'bool',
    shape: x.shape,
    strides,
    offset: out.offset,
  })
  marks.fill_(1)
  const stray = written.findIndex((mark, i) => mark === 0 && !Object.is(out.data[i], before[i]))
  if (stray >= 0) expect.fail(`${what}: position ${stray} was written`)
}

const ordersCase: ConformanceCase = {
  name: 'copy: every order of the axes, in every direction, with and without gaps',
  run: (backend) => {
    for (const shape of cases) {
      const axes = shape.map((_, axis) => axis)
      for (const order of orders(shape.length)) {
        const dense = stridesFor(shape, order)
        const layouts = [dense, dense.map((s) => -2 * s), dense.map((s, k) => (k === order.at(-1) ? -s : s))]
        for (const strides of [...layouts, dense.map((s, k) => (k === order[0] ? 0 : s))]) {
          for (const dtype of ['float32', 'float64', 'int32', 'bool'] as const) {
            const x = scattered(backend, shape, strides, dtype)
            checkCopy(backend, x, stridesFor(shape, axes), `${dtype} [${shape}] from [${strides}]`)
            if (dtype === 'float32') {
              checkCopy(
                backend,
                x,
                dense.map((s) => 3 * s),
                `[${shape}] from [${strides}] to gaps`,
              )
            }
          }
        }
      }
    }
  },
}

const largeCase: ConformanceCase = {
  name: 'copy: transposes of more than a scratch holds',
  run: (backend) => {
    for (const [rows, columns] of [
      [1030, 140],
      [140, 1030],
      [2100, 65],
      [65, 2100],
      [257, 515],
    ] as const) {
      const x = scattered(backend, [columns, rows], [1, columns + 3], 'float32')
      expectCopy(`[${rows}, ${columns}]`, x.clone(), x)
    }
    const images = scattered(backend, [3, 40, 30, 20], [24000, 1, 800, 40], 'float32')
    expectCopy('images', images.clone(), images)
  },
}

const bitsCase: ConformanceCase = {
  name: 'copy: elements keep their bits',
  run: (backend) => {
    const bits = Int32Array.from(
      { length: 60 * 60 },
      (_, i) => [0x7fc01234, 1, -2147483648, 0x7f800000][i % 4]!,
    )
    const data = new Float32Array(bits.buffer)
    const x = new Tensor({ backend, data, shape: [60, 60], strides: [1, 60] }).clone()
    const copied = new Int32Array(x.data.buffer, x.data.byteOffset, x.size)
    for (let i = 0; i < 60; i++) {
      for (let j = 0; j < 60; j++) expect(copied[i * 60 + j]).toBe(bits[j * 60 + i])
    }
  },
}

/** Copies of every layout. */
export const copyCases: readonly ConformanceCase[] = [ordersCase, largeCase, bitsCase]
