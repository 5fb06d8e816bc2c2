import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { orthogonal } from '../src/index.ts'
import { request } from './request.ts'

const N = 5
const DRAWS = 20_000

type Matrix = Float32Array | Float64Array

/** Mean of a statistic over Haar matrices, in standard errors from what it should be. */
function distance(samples: readonly number[], expected: number): number {
  const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length
  const variance = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples.length
  return Math.abs(mean - expected) / Math.sqrt(variance / samples.length)
}

const trace = (q: Matrix) => Array.from({ length: N }, (_, i) => q[i * (N + 1)]!).reduce((a, b) => a + b)

describe.each(['float32', 'float64'] as const)('orthogonal in %s is Haar', (dtype) => {
  const rng = createRng(2026)
  const matrices = Array.from(
    { length: DRAWS },
    () => orthogonal()(request([N, N], { rng, dtype })).data as Matrix,
  )
  /** A nearby wrong law: signs fixed by the diagonal, as an uncorrected decomposition leans. */
  const leaning = matrices.map((q) => q.map((x, i) => (Math.floor(i / N) === i % N ? -Math.abs(x) : x)))

  it('has a trace of mean 0 and variance 1', () => {
    expect(distance(matrices.map(trace), 0)).toBeLessThan(5)
    expect(
      distance(
        matrices.map((q) => trace(q) ** 2),
        1,
      ),
    ).toBeLessThan(5)
  })

  it.each([0, 3, N * N - 1])('has E q² = 1/n and E q⁴ = 3/(n(n + 2)) at element %d', (i) => {
    expect(
      distance(
        matrices.map((q) => q[i]! ** 2),
        1 / N,
      ),
    ).toBeLessThan(5)
    expect(
      distance(
        matrices.map((q) => q[i]! ** 4),
        3 / (N * (N + 2)),
      ),
    ).toBeLessThan(5)
  })

  it('has both determinants equally often: −1 is a reflection', () => {
    const signs = matrices.map((q) => Math.sign(determinant(q)))
    expect(distance(signs, 0)).toBeLessThan(5)
    expect(
      distance(
        signs.map((sign, i) => (i % 10 === 0 ? 1 : sign)),
        0,
      ),
    ).toBeGreaterThan(5)
  })

  it('and not a law whose signs are fixed', () => {
    expect(distance(leaning.map(trace), 0)).toBeGreaterThan(5)
    expect(
      distance(
        leaning.map((q) => trace(q) ** 2),
        1,
      ),
    ).toBeGreaterThan(5)
  })
})

function determinant(matrix: Matrix): number {
  const a = Float64Array.from(matrix)
  let product = 1
  for (let k = 0; k < N; k++) {
    let pivot = k
    for (let i = k + 1; i < N; i++) if (Math.abs(a[i * N + k]!) > Math.abs(a[pivot * N + k]!)) pivot = i
    if (pivot !== k) {
      product = -product
      for (let j = 0; j < N; j++) [a[k * N + j], a[pivot * N + j]] = [a[pivot * N + j]!, a[k * N + j]!]
    }
    product *= a[k * N + k]!
    for (let i = k + 1; i < N; i++) {
      const factor = a[i * N + k]! / a[k * N + k]!
      for (let j = k; j < N; j++) a[i * N + j]! -= factor * a[k * N + j]!
    }
  }
  return product
}
