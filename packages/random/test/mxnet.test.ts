import { describe, expect, it } from 'vitest'
import { createMxnetRng, type MxnetState, mxnetRngFromJSON } from '../src/frameworks/mxnet/index.ts'
import { sequentialLaws } from './sequential-laws.ts'

const restore = (json: string) => mxnetRngFromJSON(JSON.parse(json))
const without = ['truncatedNormal', 'bernoulli', 'integers', 'permutation']

describe('nd', () => {
  sequentialLaws((seed) => createMxnetRng(seed), restore, without)

  it('draws from as many engines as the elements ask for', () => {
    const engines = (n: number): number => {
      const rng = createMxnetRng(1)
      rng.uniform(new Float32Array(n))
      return (rng.toJSON() as MxnetState).engines.length
    }
    expect([0, 1, 64, 65, 1000, 65536, 70000].map(engines)).toEqual([0, 1, 1, 2, 16, 1024, 1015])
  })

  it('counts the low 32 bits of a seed', () => {
    const first = (seed: number | bigint) => createMxnetRng(seed).uniform(new Float32Array(3))
    expect(first(2 ** 32 + 5)).toEqual(first(5))
    expect(first(-1)).toEqual(first(4294967295n))
  })
})

describe('np', () => {
  // Its operators make float32 only.
  const rng = () => createMxnetRng(3, { api: 'np' })

  it('goes on from a clone and from JSON', () => {
    const stream = rng()
    stream.normal(new Float32Array(3))
    const others = [stream.clone(), restore(JSON.stringify(stream))]
    const next = stream.normal(new Float32Array(700))
    for (const other of others) expect(other.normal(new Float32Array(700))).toEqual(next)
  })

  it('has streams of its own: nothing is shared with nd', () => {
    const seeded = { nd: createMxnetRng(3), np: rng() }
    seeded.nd.normal(new Float32Array(100))
    expect(seeded.np.normal(new Float32Array(5))).toEqual(rng().normal(new Float32Array(5)))
  })
})

describe('bad input', () => {
  const rng = createMxnetRng(1)
  const out = new Float32Array([7, 8])
  const state = createMxnetRng(1).toJSON() as MxnetState

  it.each<[string, () => unknown, new (message: string) => Error, string]>([
    [
      'no seed',
      () => createMxnetRng(undefined as never),
      TypeError,
      'createMxnetRng: expected a seed that is a safe integer or a bigint such as 42n, got undefined; try createMxnetRng(42)',
    ],
    [
      'a fraction',
      () => createMxnetRng(0.5),
      RangeError,
      'createMxnetRng: expected a seed that is a safe integer or a bigint such as 42n, got 0.5',
    ],
    [
      'an api',
      () => createMxnetRng(1, { api: 'sym' as never }),
      RangeError,
      'createMxnetRng: expected api to be one of nd, np, got "sym"; did you mean "nd"?',
    ],
    [
      'np float64',
      () => createMxnetRng(1, { api: 'np' }).normal(new Float64Array(2)),
      TypeError,
      'rng.normal: expected out to be a Float32Array, got a Float64Array of 2 elements',
    ],
    [
      'out',
      () => rng.uniform([] as never),
      TypeError,
      'rng.uniform: expected out to be a Float32Array or Float64Array, got []',
    ],
    [
      'low = high',
      () => rng.uniform(out, { low: 1 }),
      RangeError,
      'rng.uniform: expected low < high, got low 1 and high 1',
    ],
    [
      'low = high as float32',
      () => rng.uniform(out, { low: 1, high: 1 + 1e-12 }),
      RangeError,
      'rng.uniform: expected low < high as float32, got low 1 and high 1',
    ],
    [
      'a wide span',
      () => rng.uniform(out, { low: -3e38, high: 3e38 }),
      RangeError,
      'rng.uniform: expected high - low as float32 to be finite, got 6e+38',
    ],
    ['std', () => rng.normal(out, { std: -1 }), RangeError, 'rng.normal: expected std >= 0, got -1'],
    [
      'a large mean',
      () => rng.normal(out, { mean: 1e39 }),
      RangeError,
      'rng.normal: expected mean as float32 to be finite, got 1e+39',
    ],
    [
      'a start',
      () => rng.normal(out, { start: 1 }),
      RangeError,
      'rng.normal: expected start 0 of a sequential stream, got 1; draw the values before it, or use createRng',
    ],
    [
      'integers',
      () => rng.integers(out, { high: 3 }),
      Error,
      "rng.integers: expected a stream with this law, got this repository's MXNet, which has none; use createRng",
    ],
    [
      'JSON null',
      () => mxnetRngFromJSON(null as never),
      TypeError,
      'mxnetRngFromJSON: expected the object that rng.toJSON() gives, got null',
    ],
    [
      'another stream',
      () => mxnetRngFromJSON({ algorithm: 'x', version: 1 }),
      RangeError,
      'mxnetRngFromJSON: expected algorithm "mxnet-cpu" version 1, got "x" version 1',
    ],
    [
      'a state without seed',
      () => mxnetRngFromJSON({ ...state, seed: undefined } as never),
      TypeError,
      'mxnetRngFromJSON: expected seed to be a number, got undefined',
    ],
    [
      'engines',
      () => mxnetRngFromJSON({ ...state, engines: 3 } as never),
      RangeError,
      'mxnetRngFromJSON: expected engines to be a list, got 3',
    ],
    [
      'an engine',
      () => mxnetRngFromJSON({ ...state, engines: [{ index: 0, key: [1], position: 0 }] } as never),
      RangeError,
      'mxnetRngFromJSON: expected words to be a list of 624, got [1]',
    ],
  ])('%s', (_, attempt, Kind, message) => {
    expect(attempt).toThrow(new Kind(message))
    expect([...out]).toEqual([7, 8])
  })

  it('leaves the state as it was', () => {
    expect(rng.toJSON()).toEqual(state)
  })
})
