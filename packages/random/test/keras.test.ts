import { describe, expect, it } from 'vitest'
import {
  createKerasRng,
  createKerasSession,
  jaxBackend,
  kerasRngFromJSON,
  numpyBackend,
  tensorflowBackend,
  torchBackend,
} from '../src/frameworks/keras/index.ts'
import type { RngState } from '../src/stream/rng.ts'
import { sequentialLaws } from './sequential-laws.ts'

const BACKENDS = [tensorflowBackend, jaxBackend, torchBackend, numpyBackend]

describe.each(BACKENDS)('on $name', (backend) => {
  sequentialLaws(
    (seed) => createKerasRng(seed, { backend }),
    (json) => kerasRngFromJSON(JSON.parse(json), { backend }),
    ['truncatedNormal', 'permutation'],
  )

  it('cuts normals at two standard deviations in both types', () => {
    for (const Kind of [Float32Array, Float64Array]) {
      const rng = createKerasRng(7, { backend })
      const values = rng.truncatedNormal(new Kind(2000), { mean: 5, std: 0.5 })
      expect(Math.min(...values)).toBeGreaterThanOrEqual(4)
      expect(Math.max(...values)).toBeLessThanOrEqual(6)
      expect(rng.truncatedNormal(new Kind(0))).toHaveLength(0)
    }
  })

  it('counts its draws in the second word', () => {
    const rng = createKerasRng(3, { backend })
    rng.uniform(new Float32Array(2))
    expect(rng.next()).toEqual([3n, 1n])
    expect(rng.toJSON().seed).toEqual(['3', '2'])
  })
})

describe('seeds', () => {
  it('count modulo 2³¹ − 2 on TensorFlow and modulo 2³² on PyTorch', () => {
    const draw = (seed: number, backend = tensorflowBackend) =>
      createKerasRng(seed, { backend }).normal(new Float32Array(20))
    expect(draw(2 ** 31 - 2)).toEqual(draw(0))
    expect(draw(-3)).toEqual(draw(2 ** 31 - 5))
    expect(draw(-1, torchBackend)).toEqual(draw(2 ** 32 - 1, torchBackend))
  })

  it('go on scrambled without a seed', () => {
    const { rng } = createKerasSession(1337, { backend: jaxBackend })
    const [first] = rng.next()
    const wrapped = BigInt.asUintN(32, (first + 1n) * 5387n) % 933199n
    expect(rng.next()).toEqual([wrapped, 5387n])
    expect(kerasRngFromJSON(rng.toJSON(), { backend: jaxBackend }).next()).toEqual(rng.next())
  })

  it('go on from a clone of their session', () => {
    const session = createKerasSession(1337, { backend: jaxBackend })
    const early = session.clone()
    session.makeSeed()
    session.rng.next()
    const copy = session.clone()
    expect([copy.makeSeed(), copy.rng.next()]).toEqual([session.makeSeed(), session.rng.next()])
    expect(early.makeSeed()).toBe(createKerasSession(1337, { backend: jaxBackend }).makeSeed())
  })

  it('wrap to int32 on PyTorch before the remainder', () => {
    const state = { ...createKerasRng(0, { backend: torchBackend }).toJSON(), order: 'unordered' as const }
    const rng = kerasRngFromJSON({ ...state, seed: ['933198', '398633'] } as RngState, {
      backend: torchBackend,
    })
    rng.next()
    const floor = (word: bigint) => ((BigInt.asIntN(32, word) % 933199n) + 933199n) % 933199n
    expect(rng.next()).toEqual([floor(933199n * 5387n), floor(398634n * 5387n)])
  })
})

describe('errors', () => {
  const backend = jaxBackend
  const out = new Float32Array(4).fill(7)
  const rng = createKerasRng(1, { backend })
  it.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
    [
      'seed kind',
      () => createKerasRng('1' as never, { backend }),
      TypeError,
      'createKerasRng: expected a seed that is a safe integer or a bigint such as 42n, got "1"; try 42',
    ],
    [
      'seed fraction',
      () => createKerasRng(0.5, { backend }),
      RangeError,
      'createKerasRng: expected a seed that is a safe integer or a bigint such as 42n, got 0.5',
    ],
    [
      'seed on JAX',
      () => createKerasRng(-1, { backend }),
      RangeError,
      'createKerasRng: expected a seed of [0, 4294967295] on the jax backend, got -1',
    ],
    [
      'seed on NumPy',
      () => createKerasRng(2 ** 32, { backend: numpyBackend }),
      RangeError,
      'createKerasRng: expected a seed of [0, 4294967295] on the numpy backend, got 4294967296',
    ],
    [
      'seed on TensorFlow',
      () => createKerasRng(2n ** 63n, { backend: tensorflowBackend }),
      RangeError,
      'createKerasRng: expected a seed of [-9223372036854775808, 9223372036854775807] on the tensorflow backend, got 9223372036854775808n',
    ],
    [
      'session',
      () => createKerasSession(-1, { backend }),
      RangeError,
      'createKerasSession: expected seed to be an integer of [0, 4294967295], got -1',
    ],
    [
      'out',
      () => rng.uniform(new Int8Array(1) as never),
      TypeError,
      'rng.uniform: expected out to be a Float32Array or Float64Array, got a Int8Array of 1 elements',
    ],
    [
      'order',
      () => rng.uniform(out, { low: 1 }),
      RangeError,
      'rng.uniform: expected low < high, got low 1 and high 1',
    ],
    ['std', () => rng.normal(out, { std: -1 }), RangeError, 'rng.normal: expected std >= 0, got -1'],
    [
      'bounds',
      () => rng.truncatedNormal(out, { high: 3 }),
      RangeError,
      "rng.truncatedNormal: expected Keras's bounds of -2 and 2 standard deviations, got low -2 and high 3 (std); use createRng for others",
    ],
    ['p', () => rng.bernoulli(out, { p: -1 }), RangeError, 'rng.bernoulli: expected p in [0, 1], got -1'],
    [
      'integers',
      () => rng.integers(new Int8Array(1), { high: 129 }),
      RangeError,
      'rng.integers: expected high to be an integer of [-128, 128], got 129',
    ],
  ])('%s', (_, attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
    expect([...out]).toEqual([7, 7, 7, 7])
  })

  it.each<[string, object | null, string]>([
    ['null', null, 'expected the object that rng.toJSON() gives, got null'],
    [
      'algorithm',
      { algorithm: 'x' },
      'expected algorithm "keras-seed-generator" version 1, got "x" version 1',
    ],
    ['backend', { backend: 'torch' }, 'expected the backend "torch", got "jax"'],
    ['order', { order: 'random' }, 'expected order and seed as rng.toJSON() gives them'],
    ['seed', { seed: ['1'] }, 'expected order and seed as rng.toJSON() gives them'],
    ['word', { seed: ['1', '-1'] }, 'expected a seed of [0, 4294967295] on the jax backend, got -1n'],
  ])('state: %s', (_, change, message) => {
    const state = change && { ...rng.toJSON(), ...change }
    expect(() => kerasRngFromJSON(state as never, { backend })).toThrow(`kerasRngFromJSON: ${message}`)
  })
})
