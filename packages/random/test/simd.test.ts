import { describe, expect, it, vi } from 'vitest'
import { Pcg64 } from '../src/engines/pcg64.ts'
import type * as SimdModule from '../src/engines/simd-module.ts'
import { bits, key, normal, truncatedNormal, uniform } from '../src/frameworks/jax/index.ts'
import { createRng } from '../src/index.ts'
import { simd } from '../src/philox/words/simd.ts'
import { plain } from './plain.ts'

vi.mock('../src/engines/simd-module.ts', async (importOriginal: () => Promise<typeof SimdModule>) =>
  (await import('./plain.ts')).switched(await importOriginal()),
)

function words(values: Float32Array | Float64Array | Uint32Array): Uint32Array {
  return new Uint32Array(values.buffer)
}

/** Short and long fills by the kernels, and by their plain twins: the values are the same, and those of a slice are those of the whole. */
const N = 9001
const SLICES = [1, 4, 15, 16, 17, 33, 128, 129, 500, 2048, 2049, 3000]

function twins<T extends Float32Array | Float64Array | Uint32Array>(
  make: (length: number) => T,
  fill: (out: T, start: number) => void,
  start: number,
): void {
  const [whole, other] = [make(N), make(N)]
  fill(whole, start)
  plain(() => fill(other, start))
  expect(words(whole)).toEqual(words(other))
  for (const length of SLICES) {
    const at = (7 * length) % 1000
    const slice = make(length)
    fill(slice, start + at)
    expect(words(slice)).toEqual(words(whole.slice(at, at + length) as T))
  }
}

it('kernels can be told not to run', () => {
  expect(simd(1)).not.toBe(null)
  expect(plain(() => simd(4096))).toBe(null)
})

describe.each([0, 7, 2 ** 34 - 3000])(
  'the default stream’s kernels and their plain twins, from element %d',
  (start) => {
    const rng = createRng(-(2n ** 40n)).at('layer')
    rng.split(1000)
    const [singles, calls] = [(length: number) => new Float32Array(length), [rng, createRng(3)]]

    it('bits', () => {
      for (const stream of calls)
        twins(
          (n) => new Uint32Array(n),
          (out, at) => stream.clone().bits(out, { start: at }),
          start,
        )
    })
    it('uniform', () => {
      for (const stream of calls) {
        twins(singles, (out, at) => stream.clone().uniform(out, { start: at }), start)
        twins(
          singles,
          (out, at) => stream.clone().uniform(out, { low: -3e-38, high: 1e-45, start: at }),
          start,
        )
      }
    })
    it('normal', () => {
      for (const stream of calls)
        twins(singles, (out, at) => stream.clone().normal(out, { mean: -0.1, std: 0.02, start: at }), start)
    })
    it('truncated normal', () => {
      for (const stream of calls) {
        twins(singles, (out, at) => stream.clone().truncatedNormal(out, { start: at }), start)
        twins(
          singles,
          (out, at) => stream.clone().truncatedNormal(out, { low: 0.5, high: 3, start: at }),
          start,
        )
      }
    })
    it('integers', () => {
      for (const high of [10, 3 * 2 ** 30, 2 ** 40])
        twins(
          (n) => new Float64Array(n),
          (out, at) => rng.clone().integers(out, { low: 0, high, start: at }),
          start,
        )
    })
    it('permutation', () => {
      for (const length of [0, 1, 2, 17, 2049, N]) {
        const permute = () => rng.clone().permutation(new Uint32Array(length))
        expect(permute()).toEqual(plain(permute))
      }
    })
    it('bernoulli', () => {
      for (const stream of calls)
        twins(singles, (out, at) => stream.clone().bernoulli(out, { p: 0.7, start: at }), start)
    })
  },
)

describe('the default stream’s uniform kernel and its plain twin', () => {
  const singles = (length: number) => new Float32Array(length)
  it.each([
    ['from 0 on', 0, 0.7],
    ['from −0 on', -0, 1],
    ['below 0', -1, 0],
    ['of few numbers, some of which are rounded to the last', 1, 1 + 2 ** -21],
    ['to the largest number', 0, 3.4028234663852886e38],
    ['whose steps are just no subnormal numbers', 0, 2 ** -102],
    ['whose steps are', 0, 2 ** -103],
    ['of subnormal numbers', 0, 2 ** -140],
  ])('%s', (_, low, high) => {
    twins(singles, (out, at) => createRng(5).uniform(out, { low, high, start: at }), 7)
  })
})

describe.each([0, 2 ** 32 - 3000])('JAX’s kernels and their plain twins, from element %d', (start) => {
  const k = key(20261125)
  const singles = (length: number) => new Float32Array(length)

  it('bits', () =>
    twins(
      (n) => new Uint32Array(n),
      (out, at) => bits(k, out, { start: at }),
      start,
    ))
  it('uniform', () => twins(singles, (out, at) => uniform(k, out, { start: at }), start))
  it('uniform of a range', () =>
    twins(singles, (out, at) => uniform(k, out, { low: -0.37, high: 0.55, start: at }), start))
  it('uniform in float64', () =>
    twins(
      (n) => new Float64Array(n),
      (out, at) => uniform(k, out, { low: -0.37, high: 0.55, start: at }),
      start,
    ))
  it('normal', () => twins(singles, (out, at) => normal(k, out, { start: at }), start))
  it('truncated normal of ±2', () =>
    twins(singles, (out, at) => truncatedNormal(k, out, { start: at }), start))
  it('truncated normal of other bounds', () =>
    twins(singles, (out, at) => truncatedNormal(k, out, { low: -1, high: 3, start: at }), start))
})

describe('PCG64’s kernel and its plain twin', () => {
  it('give the same words and states', () => {
    const engine = () =>
      new Pcg64({
        state: Uint32Array.of(1, 2, 3, 0x80000000),
        increment: Uint32Array.of(0xffffffff, 0xffffffff, 7, 8),
      })
    for (const n of [1, 15, 16, 500, 2048, N]) {
      const [fast, slow] = [engine(), engine()]
      const [actual, expected] = [new Uint32Array(2 * n), new Uint32Array(2 * n)]
      fast.fill(actual, 0, n)
      plain(() => slow.fill(expected, 0, n))
      expect(actual).toEqual(expected)
      expect(fast.state).toEqual(slow.state)
    }
  })
})
