import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createNumpyRng,
  Generator,
  MT19937,
  numpyRngFromJSON,
  PCG64,
  PCG64DXSM,
  Philox,
  RandomState,
  SeedSequence,
  SFC64,
} from '../src/frameworks/numpy/index.ts'
import { log1p } from '../src/numerics/log1p.ts'
import { log1pf } from '../src/numerics/log1pf.ts'
import type { RngState } from '../src/stream/rng.ts'
import { sequentialLaws } from './sequential-laws.ts'

const restore = (json: string) => numpyRngFromJSON(JSON.parse(json))

describe.each([
  ['PCG64', PCG64],
  ['PCG64DXSM', PCG64DXSM],
  ['Philox', Philox],
  ['SFC64', SFC64],
  ['MT19937', MT19937],
] as const)('a stream over %s', (_, Kind) => {
  sequentialLaws((seed) => new Generator(new Kind(seed)), restore, ['truncatedNormal'], { splits: true })
})

describe('RandomState', () => {
  sequentialLaws((seed) => new RandomState(seed), restore, ['truncatedNormal'])

  it('keeps its normal in JSON over any bit generator', () => {
    const state = new RandomState(new PCG64(3))
    state.randn(new Float64Array(3))
    const copy = restore(JSON.stringify(state))
    expect(copy.normal(new Float64Array(4))).toEqual(state.randn(new Float64Array(4)))
  })
})

describe('SeedSequence', () => {
  it('does not tell apart a seed and its words', () => {
    const words = (seed: ConstructorParameters<typeof SeedSequence>[0]) =>
      new SeedSequence(seed).generateState(new Uint32Array(6))
    expect(words(2n ** 40n + 5n)).toEqual(words([5, 256]))
    expect(words(Uint32Array.of(5, 256))).toEqual(words([5, 256]))
    expect(words([])).toEqual(words(0))
  })

  it('makes 64-bit words of two, low one first', () => {
    const sequence = new SeedSequence(1)
    const [low, high] = sequence.generateState(new Uint32Array(2)) as unknown as [number, number]
    expect(sequence.generateState(new BigUint64Array(1))[0]).toBe((BigInt(high) << 32n) | BigInt(low))
  })

  it('never spawns a child twice', () => {
    const sequence = new SeedSequence(1)
    const keys = [...sequence.spawn(2), ...sequence.spawn(2)].map(({ spawnKey }) => spawnKey)
    expect(keys).toEqual([[0], [1], [2], [3]])
    expect(sequence.nChildrenSpawned).toBe(4)
    expect(sequence.spawn(1)[0]!.spawn(1)[0]!.spawnKey).toEqual([4, 0])
  })
})

describe('fills', () => {
  it('do not draw ahead: a fill in parts equals the whole', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), fc.constantFrom('normal', 'normal32', 'int'), (a, b, law) => {
        const fill = (rng: Generator, n: number): number[] => {
          if (law === 'normal') return [...rng.standardNormal(new Float64Array(n))]
          if (law === 'normal32') return [...rng.standardNormal(new Float32Array(n))]
          return [...rng.integers(new Int32Array(n), { high: 3_000_000 })]
        }
        const rng = createNumpyRng(8)
        const parts = [...fill(rng, a), ...fill(rng, b)]
        expect(parts).toEqual(fill(createNumpyRng(8), a + b))
      }),
      { numRuns: 20 },
    )
  })

  it('hold all integers of 64 bits, and of 53 in arrays of floats', () => {
    const rng = createNumpyRng(9)
    const all = rng.integers(new BigUint64Array(1000), { high: 2n ** 64n })
    expect(all.some((value) => value > 2n ** 63n)).toBe(true)
    const options = { low: -(2 ** 53), high: 2 ** 53, endpoint: true }
    const floats = createNumpyRng(9).integers(new Float64Array(1000), options)
    const exact = createNumpyRng(9).integers(new BigInt64Array(1000), options)
    expect([...floats].map(BigInt)).toEqual([...exact])
  })

  it('choose from values, and nothing from nothing', () => {
    const rng = createNumpyRng(10)
    expect([7, 9]).toContain(rng.choice(new Float64Array(1), { a: [7, 9] })[0])
    expect(rng.choice(new Float64Array(0), { a: 0 })).toHaveLength(0)
    const all = rng.choice(new Float64Array(20000), { a: 20000, replace: false })
    expect(new Set(all).size).toBe(20000)
  })

  it('take equal ends of a uniform law, as NumPy does', () => {
    expect([...createNumpyRng(1).uniform(new Float64Array(2), { low: 3, high: 3 })]).toEqual([3, 3])
  })
})

describe('logarithms of the tail', () => {
  it('cover their whole interval', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 0, minExcluded: true, noNaN: true }), (x) => {
        expect(Math.abs(log1p(x) - Math.log1p(x))).toBeLessThanOrEqual(2 ** -52 * Math.abs(Math.log1p(x)))
      }),
      { numRuns: 2000 },
    )
    for (let k = 1; k < 2 ** 12; k++) {
      const x = -k * 2 ** -12
      expect(Math.abs(log1pf(x) / Math.log1p(x) - 1)).toBeLessThan(2 ** -22)
    }
    expect(log1pf(-(2 ** -30))).toBe(-(2 ** -30))
    expect(log1pf(-0)).toBe(-0)
  })
})

describe('bad input', () => {
  const rng = createNumpyRng(1)
  const legacy = new RandomState(1)
  const out = new Float64Array([7, 8])

  it.each<[string, () => unknown, new (message: string) => Error, string]>([
    [
      'no seed',
      () => createNumpyRng(undefined as never),
      TypeError,
      'PCG64: expected a seed that is an integer >= 0 or a list of them, got undefined; try 42',
    ],
    [
      'text',
      () => createNumpyRng('42' as never),
      TypeError,
      'PCG64: expected a seed that is an integer >= 0 or a list of them, got "42"; try 42',
    ],
    [
      'text in a list',
      () => createNumpyRng(['42'] as never),
      TypeError,
      'PCG64: expected a seed that is a safe integer or a bigint such as 42n, got "42"; try 42',
    ],
    [
      'a fraction',
      () => createNumpyRng(0.5),
      RangeError,
      'PCG64: expected a seed that is a safe integer or a bigint such as 42n, got 0.5',
    ],
    [
      'a negative seed',
      () => new SeedSequence(-1),
      RangeError,
      'SeedSequence: expected a seed >= 0, got -1; NumPy takes no other',
    ],
    [
      'a bit generator',
      () => createNumpyRng(1, { bitGenerator: 'toString' as never }),
      RangeError,
      'createNumpyRng: expected bitGenerator to be one of PCG64, PCG64DXSM, Philox, SFC64, MT19937, got "toString"; did you mean "SFC64"?',
    ],
    [
      'a small pool',
      () => new SeedSequence(1, { poolSize: 3 }),
      RangeError,
      'SeedSequence: expected poolSize to be an integer of [4, 4096], got 3',
    ],
    [
      'a negative child',
      () => new SeedSequence(1, { spawnKey: [-1] }),
      RangeError,
      'SeedSequence spawnKey: expected a seed >= 0, got -1; NumPy takes no other',
    ],
    [
      'a negative count',
      () => rng.spawn(-1),
      RangeError,
      'seedSequence.spawn: expected count to be an integer of [0, 1048576], got -1',
    ],
    [
      'a legacy seed',
      () => new RandomState(2 ** 32),
      RangeError,
      'RandomState: expected seed to be an integer of [0, 4294967295], got 4294967296',
    ],
    [
      'an empty legacy seed',
      () => new RandomState([]),
      RangeError,
      'RandomState: expected a seed list with elements, got an empty one',
    ],
    [
      'no legacy seed',
      () => new RandomState(undefined as never),
      TypeError,
      'RandomState: expected a seed that is an integer of [0, 2^32), a list of such or a bit generator, got undefined; try 42',
    ],
    [
      'split',
      () => legacy.split(),
      Error,
      "rng.split: expected a stream that splits, got NumPy's RandomState's single sequence; use createNumpyRng(seed), whose streams spawn others",
    ],
    [
      'legacy spawn',
      () => new Generator(legacy.bitGenerator).spawn(1),
      Error,
      'bitGenerator.spawn: expected a bit generator made by a SeedSequence, got one made by a state or a legacy seed; make it with createNumpyRng(seed)',
    ],
    [
      'truncatedNormal',
      () => rng.truncatedNormal(new Float32Array(1)),
      Error,
      'rng.truncatedNormal: expected a stream with this law, got NumPy, which has none; use createRng',
    ],
    ['std', () => rng.normal(out, { std: -1 }), RangeError, 'rng.normal: expected std >= 0, got -1'],
    [
      'mean',
      () => rng.normal(out, { mean: Number.NaN }),
      RangeError,
      'rng.normal: expected mean to be a number, got NaN',
    ],
    [
      'low > high',
      () => rng.uniform(out, { low: 1, high: 0 }),
      RangeError,
      'rng.uniform: expected low <= high, got low 1 and high 0',
    ],
    [
      'a wide span',
      () => rng.uniform(out, { low: -1e308, high: 1e308 }),
      RangeError,
      'rng.uniform: expected high - low as float64 to be finite, got Infinity',
    ],
    ['p', () => rng.bernoulli(out, { p: 2 }), RangeError, 'rng.bernoulli: expected p in [0, 1], got 2'],
    [
      'out',
      () => rng.random([1] as never),
      TypeError,
      'rng.random: expected out to be a Float32Array or Float64Array, got [1]',
    ],
    [
      'a start',
      () => rng.integers(out, { high: 3, start: 1 }),
      RangeError,
      'rng.integers: expected start 0 of a sequential stream, got 1; draw the values before it, or use createRng',
    ],
    [
      'no high',
      () => rng.integers(out, {} as never),
      TypeError,
      'rng.integers: expected high to be an integer or bigint, got undefined',
    ],
    [
      'half',
      () => rng.integers(out, { high: 0.5 }),
      RangeError,
      'rng.integers: expected high to be an integer or bigint, got 0.5',
    ],
    [
      'low = high',
      () => rng.integers(out, { low: 2, high: 2 }),
      RangeError,
      'rng.integers: expected low < high, got low 2 and high 2',
    ],
    [
      'beyond the array',
      () => rng.integers(new Int8Array(1), { high: 129 }),
      RangeError,
      'rng.integers: expected integers of [-128, 127] for int8, got [0, 128]; take a wider type',
    ],
    [
      'beyond the floats',
      () => rng.integers(new Float32Array(1), { high: 2 ** 25 }),
      RangeError,
      'rng.integers: expected integers of [-16777216, 16777216] for Float32Array, got [0, 33554431]; take a wider type',
    ],
    [
      'a dtype',
      () => rng.integers(out, { high: 3, dtype: 'int128' as never }),
      RangeError,
      'rng.integers: expected dtype to be one of bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, got "int128"; did you mean "int8"?',
    ],
    [
      'a long permutation',
      () => rng.permutation(new Int8Array(129)),
      RangeError,
      'rng.permutation: expected length of a Int8Array in [0, 128], got 129',
    ],
    [
      'shuffle',
      () => rng.shuffle('abc' as never),
      TypeError,
      'rng.shuffle: expected an array or typed array, got "abc"',
    ],
    [
      'an empty choice',
      () => rng.choice(out, { a: 0 }),
      RangeError,
      'rng.choice: expected a to hold at least one value, got none',
    ],
    [
      'too many choices',
      () => rng.choice(out, { a: 1, replace: false }),
      RangeError,
      'rng.choice: expected at most 1 values without replacement, got 2; use replace: true',
    ],
    [
      'length of p',
      () => rng.choice(out, { a: 3, p: [1] }),
      RangeError,
      'rng.choice: expected p to have 3 probabilities, got 1',
    ],
    [
      'negative p',
      () => rng.choice(out, { a: 2, p: [2, -1] }),
      RangeError,
      'rng.choice: expected probabilities >= 0, got -1',
    ],
    [
      'sum of p',
      () => rng.choice(out, { a: 2, p: [0.5, 0.4] }),
      RangeError,
      'rng.choice: expected probabilities that sum to 1, got 0.9; divide them by their sum',
    ],
    [
      'zeros in p',
      () => rng.choice(out, { a: 2, p: [1, 0], replace: false }),
      RangeError,
      'rng.choice: expected p to have 2 probabilities > 0, got fewer',
    ],
    [
      'random_raw',
      () => rng.bitGenerator.randomRaw(new Uint32Array(1) as never),
      TypeError,
      'bitGenerator.randomRaw: expected out to be a BigUint64Array, got a Uint32Array of 1 elements',
    ],
  ])('%s', (_, attempt, Kind, message) => {
    expect(attempt).toThrow(new Kind(message))
    expect([...out]).toEqual([7, 8])
  })

  it('leaves the state as it was', () => {
    expect(JSON.stringify(rng)).toBe(JSON.stringify(createNumpyRng(1)))
  })
})

describe('a state that does not parse', () => {
  const pcg = () => createNumpyRng(1).bitGenerator
  const state = pcg().state

  it.each<[unknown, string]>([
    [null, "PCG64.state: expected the dictionary of a bit generator's state, got null"],
    [
      { ...state, bit_generator: 'SFC64' },
      'PCG64.state: expected a state of PCG64, got one of "SFC64"; make that bit generator',
    ],
    [{ ...state, state: 3 }, 'PCG64.state: expected the member state to be a dictionary, got 3'],
    [
      { ...state, state: { ...state.state, state: '-1' } },
      'PCG64.state: expected state.state to be an integer of [0, 2^128), as digits or bigint, got "-1"',
    ],
    [
      { ...state, state: { ...state.state, inc: -1 } },
      'PCG64.state: expected state.inc to be an integer of [0, 2^128), as digits or bigint, got -1',
    ],
    [{ ...state, has_uint32: 2 }, 'PCG64.state: expected has_uint32 to be an integer of [0, 1], got 2'],
    [{ ...state, uinteger: undefined }, 'PCG64.state: expected uinteger to be a number, got undefined'],
  ])('%#: is rejected, and nothing changes', (bad, message) => {
    const bits = pcg()
    expect(() => {
      bits.state = bad as never
    }).toThrow(message)
    expect(bits.state).toEqual(state)
  })

  it.each<[string, () => unknown, string]>([
    [
      'Philox buffer',
      () => (new Philox(1).state = { ...new Philox(1).state, buffer: [] }),
      'Philox.state: expected buffer to be a list of 4 integers, got []',
    ],
    [
      'Philox position',
      () => (new Philox(1).state = { ...new Philox(1).state, buffer_pos: 5 }),
      'Philox.state: expected buffer_pos to be an integer of [0, 4], got 5',
    ],
    [
      'MT19937 key',
      () => (new MT19937(1).state = { bit_generator: 'MT19937', state: { key: [1], pos: 0 } }),
      'MT19937.state: expected words to be a list of 624, got [1]',
    ],
    [
      'JSON null',
      () => numpyRngFromJSON(null as never),
      'numpyRngFromJSON: expected the object that rng.toJSON() gives, got null',
    ],
    [
      'another stream',
      () => numpyRngFromJSON({ algorithm: 'x', version: 1 }),
      'numpyRngFromJSON: expected algorithm "numpy-generator" or "numpy-random-state" version 1, got "x" version 1',
    ],
    [
      'no bit generator',
      () => numpyRngFromJSON({ algorithm: 'numpy-generator', version: 1 }),
      'numpyRngFromJSON: expected bitGenerator to be a state, got undefined',
    ],
    [
      'bad entropy',
      () => numpyRngFromJSON({ ...createNumpyRng(1).toJSON(), seedSequence: { entropy: 'x' } } as RngState),
      'numpyRngFromJSON: expected entropy to be decimal digits or a list of them, got "x"',
    ],
    [
      'gauss',
      () => numpyRngFromJSON({ ...new RandomState(1).toJSON(), gauss: null } as RngState),
      'RandomState: expected gauss to be a number, got null',
    ],
  ])('%s', (_, attempt, message) => {
    expect(attempt).toThrow(message)
  })
})
