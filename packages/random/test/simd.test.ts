import { describe, expect, it } from 'vitest'
import { Pcg64 } from '../src/engines/pcg64.ts'
import { bits, key, normal, truncatedNormal, uniform } from '../src/frameworks/jax/index.ts'
import { createRng } from '../src/index.ts'

/** One long fill runs the SIMD kernels, many short ones their plain twins: the values are the same. */
const N = 60001

function words(values: Float32Array | Float64Array | Uint32Array): Uint32Array {
  return new Uint32Array(values.buffer)
}

function twins<T extends Float32Array | Float64Array | Uint32Array>(
  make: (length: number) => T,
  fill: (out: T, start: number) => void,
  start: number,
): void {
  const whole = make(N)
  fill(whole, start)
  const part = 3000
  for (let at = 0; at < N; at += part) {
    const short = make(Math.min(part, N - at))
    fill(short, start + at)
    expect(words(whole.slice(at, at + part) as T)).toEqual(words(short))
  }
}

describe.each([0, 7, 2 ** 34 - 30000])(
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
    it('bernoulli', () => {
      for (const stream of calls)
        twins(singles, (out, at) => stream.clone().bernoulli(out, { p: 0.7, start: at }), start)
    })
  },
)

describe.each([0, 2 ** 32 - 30000])('JAX’s kernels and their plain twins, from element %d', (start) => {
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
    const [long, short] = [engine(), engine()]
    const whole = new Uint32Array(2 * N)
    const parts = new Uint32Array(2 * N)
    long.fill(whole, 0, N)
    for (let at = 0; at < N; at += 500) short.fill(parts, 2 * at, Math.min(500, N - at))
    expect(whole).toEqual(parts)
    expect(long.state).toEqual(short.state)
  })
})
