import { describe, expect, it } from 'vitest'
import {
  createKerasRng,
  createKerasSession,
  jaxBackend,
  type KerasRng,
  numpyBackend,
  tensorflowBackend,
  torchBackend,
} from '../src/frameworks/keras/index.ts'
import { type GoldenCase, written } from './bits.ts'
import keras from './fixtures/keras.json'

/** Bits of Keras 3.15.1 on its backends: the cases of `keras.random` in apps/conformance/golden/keras.json. */

const BACKENDS = { tensorflow: tensorflowBackend, jax: jaxBackend, torch: torchBackend, numpy: numpyBackend }

const number = ({ args }: GoldenCase, name: string, fallback = Number.NaN) =>
  (args[name] ?? fallback) as number

const DRAWS: Record<string, (rng: KerasRng, golden: GoldenCase) => ArrayLike<number>> = {
  normal: (rng, golden) =>
    rng.normal(new Float32Array(golden.n), {
      mean: number(golden, 'mean', 0),
      std: number(golden, 'stddev', 1),
    }),
  truncated_normal: (rng, { n }) => rng.truncatedNormal(new Float32Array(n)),
  uniform: (rng, golden) =>
    rng.uniform(new Float32Array(golden.n), {
      low: number(golden, 'minval', 0),
      high: number(golden, 'maxval', 1),
    }),
  randint: (rng, golden) =>
    rng.integers(new Int32Array(golden.n), { low: number(golden, 'minval'), high: number(golden, 'maxval') }),
  dropout: (rng, golden) => {
    const keep = 1 - number(golden, 'rate')
    return rng.bernoulli(new Float32Array(golden.n), { p: keep }).map((kept) => kept / keep)
  },
}

describe('Keras', () => {
  const cases: (GoldenCase & { backend: string })[] = keras.cases
  it.each(cases.map((golden, i) => ({ ...golden, i })))('$i: $op $args on $backend, seed $seed', (golden) => {
    const backend = BACKENDS[golden.backend as keyof typeof BACKENDS]
    const rng = createKerasRng(golden.seed as number, { backend })
    expect(written(DRAWS[golden.op.replace('keras.random.', '')]!(rng, golden), golden.dtype)).toEqual(
      golden.values,
    )
  })

  it.each(Object.values(BACKENDS))('draws the seeds of a session from Python: $name', (backend) => {
    const session = createKerasSession(42, { backend })
    expect([session.makeSeed(), session.makeSeed()]).toEqual([686579304, 119540832])
    expect(session.rng.next()).toEqual([26855093n, 0n])
    expect(session.makeSeed()).toBe(796233791)
    expect(session.rng).toBe(session.rng)
  })
})
