import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orthogonal } from '../src/index.ts'
import { request } from './request.ts'

/** Largest deviation of the product of the smaller Gram matrix from gain²·I. */
function deviation(
  rows: number,
  columns: number,
  seed: number,
  gain = 1,
  dtype: 'float32' | 'float64' = 'float64',
): number {
  const rng = createRng(seed)
  const q = orthogonal({ gain })(request([rows, columns], { rng, dtype })).cast('float64')
  const gram = rows < columns ? q.matmul(q.transpose()) : q.transpose().matmul(q)
  const identity = q.backend.eye(Math.min(rows, columns), { dtype: 'float64' })
  return rows * columns === 0
    ? 0
    : Number(
        gram
          .sub(identity.mul(gain * gain))
          .abs()
          .max()
          .item(),
      )
}

describe('orthogonal', () => {
  it('has orthonormal rows or columns, whichever are fewer, times the gain', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(), (rows, columns, seed) => {
        expect(deviation(rows, columns, seed)).toBeLessThan(3e-14)
        expect(deviation(rows, columns, seed, -3)).toBeLessThan(3e-13)
      }),
    )
  })

  it('has them in float32, to its precision', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.nat(80), fc.nat(), (rows, columns, seed) => {
        expect(deviation(rows, columns, seed, 1, 'float32')).toBeLessThan(1e-6)
      }),
      { numRuns: 50 },
    )
  })

  it('stays orthonormal at 256 × 256', () => {
    expect(deviation(256, 256, 1)).toBeLessThan(1e-14)
  })

  it.each([
    [512, 512],
    [300, 1100],
    [1100, 300],
  ])('stays orthonormal at %i × %i in float32', (rows, columns) => {
    expect(deviation(rows, columns, 1, 1, 'float32')).toBeLessThan(6e-7)
  })

  it('is the same matrix whichever axis of a weight is that of the outputs', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const plain = orthogonal()(request([6, 4 * 5], { dtype })).reshape(6, 4, 5)
      for (const out of [0, 1, 2]) {
        const shape = [4, 5].toSpliced(out, 0, 6)
        const weight = orthogonal()(request(shape, { dtype, axes: { out, in: out === 0 ? 1 : 0 } }))
        const order = [1, 2].toSpliced(out, 0, 0)
        expect(weight.equals(plain.permute(...order))).toBe(true)
        expect(weight.isContiguous).toBe(true)
      }
    }
  })

  it.each([6, 70])('is the product of the reflectors of the Gaussian vectors, signs corrected: %s', (n) => {
    const q = orthogonal()(request([n, n], { dtype: 'float64' })).toNested() as number[][]
    const gaussian = [
      ...createRng(42)
        .at('0.weight')
        .normal(new Float32Array((n * (n + 1)) / 2)),
    ]
    const unit = (i: number) => Array.from({ length: n }, (_, j) => Number(i === j))
    const vectors = Array.from({ length: n }, (_, k) => [
      ...unit(k).slice(0, k).fill(0),
      ...gaussian.splice(0, n - k),
    ])
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
    for (let column = 0; column < n; column++) {
      let image = unit(column).map((x) => -Math.sign(vectors[column]![column]!) * x)
      for (let k = n - 1; k >= 0; k--) {
        const x = vectors[k]!
        const v = x.map((value, i) => value + (i === k ? Math.sign(value) * Math.sqrt(dot(x, x)) : 0))
        const factor = (2 * dot(v, image)) / dot(v, v)
        image = image.map((value, i) => value - factor * v[i]!)
      }
      for (let row = 0; row < n; row++) expect(q[row]![column]).toBeCloseTo(image[row]!, 14)
    }
  })

  it('takes all axes but the first as columns', () => {
    const kernel = orthogonal()(request([4, 2, 3, 3]))
    expect(kernel.reshape(4, 18).equals(orthogonal()(request([4, 18])))).toBe(true)
  })

  it('is ±1 for one element, and both signs occur', () => {
    const values = Array.from({ length: 20 }, (_, seed) =>
      orthogonal()(request([1, 1], { rng: createRng(seed) })).item(),
    )
    expect(new Set(values)).toEqual(new Set([1, -1]))
  })

  it.each([[[]], [[8]]])('refuses shape %j', (shape) => {
    expect(() => orthogonal()(request(shape))).toThrow(ShapeError)
    expect(() => orthogonal()(request(shape))).toThrow(
      `0.weight: expected at least 2 axes for orthogonal, got shape [${shape.join(', ')}]`,
    )
  })

  it('describes elements of variance gain² over the longer side', () => {
    expect(orthogonal({ gain: 2 }).describe(request([8, 4, 4]))).toEqual({
      text: 'Haar, gain 2',
      mean: 0,
      std: 0.5,
      low: -2,
      high: 2,
    })
    expect(orthogonal().describe({ shape: [8, null], fans: undefined }).std).toBeUndefined()
  })
})
