import { describe, expect, it } from 'vitest'
import { createMxnetRng, type MxnetApi } from '../src/frameworks/mxnet/index.ts'
import mxnet from './fixtures/mxnet.json'

/** Bits of libstdc++'s distributions, arranged as MXNet's operators do: test/fixtures/make-mxnet.cpp. */

const FILLS = [1, 65, 1003, 70001, 2]

/** FNV-1a of 32-bit words. */
function hash(words: Uint32Array): number {
  let value = 2166136261
  for (let i = 0; i < words.length; i++) value = Math.imul(value ^ words[i]!, 16777619)
  return value >>> 0
}

describe.each(mxnet)('$api $law $dtype, seed $seed', ({ api, law, dtype, seed, ...golden }) => {
  const count = FILLS.reduce((sum, n) => sum + n, 0)
  const all = dtype === 'float32' ? new Float32Array(count) : new Float64Array(count)
  const rng = createMxnetRng(seed, { api: api as MxnetApi })
  let at = 0
  for (const n of FILLS) {
    const out = all.subarray(at, at + n)
    if (law === 'uniform') rng.uniform(out, { low: -3.25, high: 0.1 })
    else rng.normal(out, { mean: -1.5, std: 0.07 })
    at += n
  }
  const words = new Uint32Array(all.buffer)

  it('has all bits of libstdc++', () => {
    expect(hash(words).toString(16).padStart(8, '0')).toBe(golden.hash)
  })
})

it('prints the normals of the documentation of mx.np.random.seed', () => {
  const [a, b, c, d] = createMxnetRng(128, { api: 'np' }).normal(new Float32Array(4))
  expect([a, b, c, d].map((x) => x!.toFixed(8))).toEqual([
    '0.47400656',
    '-0.75213492',
    '0.20251541',
    '0.95352972',
  ])
})
