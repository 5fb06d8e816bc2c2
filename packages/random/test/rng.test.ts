import { describe, expect, it } from 'vitest'
import { createRng, type PhiloxState, type Rng, rngFromJSON } from '../src/index.ts'
import { FILLS, rngLaws } from './rng-laws.ts'

describe('the default stream', () => {
  rngLaws(createRng, (json) => rngFromJSON(JSON.parse(json)))
})

const bits = (rng: Rng) => [...rng.bits(new Uint32Array(4))]

describe('createRng', () => {
  it('takes safe integers and bigints alike, negative ones in two’s complement', () => {
    expect(bits(createRng(42n))).toEqual(bits(createRng(42)))
    expect(bits(createRng(-1))).toEqual(bits(createRng(2n ** 64n - 1n)))
    expect(bits(createRng(-0))).toEqual(bits(createRng(0)))
    expect(bits(createRng(-(2n ** 63n)))).toEqual(bits(createRng(2n ** 63n)))
    expect(bits(createRng(2 ** 32))).not.toEqual(bits(createRng(0)))
  })

  it.each([
    [
      undefined,
      TypeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got undefined; try createRng(42)',
    ],
    [
      '42',
      TypeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got "42"; try createRng(42)',
    ],
    [
      null,
      TypeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got null; try createRng(42)',
    ],
    [
      new Date(0),
      TypeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got an instance of Date; try createRng(42)',
    ],
    [
      true,
      TypeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got true; try createRng(42)',
    ],
    [0.5, RangeError, 'createRng: expected a seed that is a safe integer or a bigint such as 42n, got 0.5'],
    [
      Number.NaN,
      RangeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got NaN',
    ],
    [
      2 ** 53,
      RangeError,
      'createRng: expected a seed that is a safe integer or a bigint such as 42n, got 9007199254740992',
    ],
    [
      2n ** 64n,
      RangeError,
      'createRng: expected a seed of [-9223372036854775808, 18446744073709551615], got 18446744073709551616n',
    ],
    [
      -(2n ** 63n) - 1n,
      RangeError,
      'createRng: expected a seed of [-9223372036854775808, 18446744073709551615], got -9223372036854775809n',
    ],
  ])('rejects %s', (seed, kind, message) => {
    const attempt = () => createRng(seed as number)
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
  })
})

describe('at', () => {
  it('takes an index as its digits', () => {
    expect(bits(createRng(1).at(0).at('weight'))).toEqual(bits(createRng(1).at('0.weight')))
  })

  it.each([
    [
      '',
      'rng.at: expected path to be an index or a string that is not empty, got ""; use clone() for the same stream',
    ],
    [undefined, 'rng.at: expected path to be an index or a string that is not empty, got undefined'],
    [1.5, 'rng.at: expected path to be an integer >= 0, got 1.5'],
    [-1, 'rng.at: expected path to be an integer >= 0, got -1'],
  ])('rejects %s', (path, message) => {
    expect(() => createRng(1).at(path as string)).toThrow(message)
  })

  it('tells apart paths that differ in length, in padding or beyond the Latin letters', () => {
    const paths = [
      'a',
      'a\0',
      'aa',
      'ab',
      'ba',
      'abcdefg',
      'abcdefgh',
      'abcdefghi',
      'ä',
      'å',
      '\ud800',
      '\udc00',
      '数',
    ]
    expect(new Set(paths.map((path) => String(bits(createRng(1).at(path))))).size).toBe(paths.length)
  })
})

describe('state', () => {
  const state: PhiloxState = { algorithm: 'philox4x32-10', version: 1, seed: '42', path: '0.weight', call: 2 }

  it('is plain data', () => {
    const rng = createRng(42).at('0.weight')
    rng.normal(new Float32Array(1))
    rng.normal(new Float32Array(1))
    expect(rng.toJSON()).toEqual(state)
    expect((createRng(-1).toJSON() as PhiloxState).seed).toBe('18446744073709551615')
  })

  it.each([
    [null, 'rngFromJSON: expected the object that rng.toJSON() gives, got null'],
    ['{}', 'rngFromJSON: expected the object that rng.toJSON() gives, got "{}"'],
    [{}, 'rngFromJSON: expected algorithm "philox4x32-10" version 1, got undefined version undefined'],
    [
      { ...state, version: 2 },
      'rngFromJSON: expected algorithm "philox4x32-10" version 1, got "philox4x32-10" version 2',
    ],
    [
      { ...state, seed: 42 },
      'rngFromJSON: expected seed to be the digits of an integer of [0, 18446744073709551615], got 42',
    ],
    [
      { ...state, seed: '-1' },
      'rngFromJSON: expected seed to be the digits of an integer of [0, 18446744073709551615], got "-1"',
    ],
    [
      { ...state, seed: '18446744073709551616' },
      'rngFromJSON: expected seed to be the digits of an integer of [0, 18446744073709551615], got "18446744073709551616"',
    ],
    [{ ...state, path: 3 }, 'rngFromJSON: expected path to be a string, got 3'],
    [{ ...state, call: '2' }, 'rngFromJSON: expected call to be a number, got "2"'],
    [{ ...state, call: -1 }, 'rngFromJSON: expected call to be an integer of [0, 4294967296], got -1'],
  ])('rejects %j', (bad, message) => {
    expect(() => rngFromJSON(bad as PhiloxState)).toThrow(message)
  })

  it('ends after 2^32 fills', () => {
    const last: PhiloxState = { ...state, call: 2 ** 32 - 1 }
    const rng = rngFromJSON(last)
    rng.normal(new Float32Array(1))
    expect(() => rng.normal(new Float32Array(1))).toThrow(
      'rng: expected at most 2^32 fills of one stream, got one more; take a new one with rng.at(path)',
    )
  })
})

describe('bad input', () => {
  const rng = createRng(1)
  const out = new Float32Array([7, 8])

  it.each<[string, () => unknown, string]>([
    [
      'NaN mean',
      () => rng.normal(out, { mean: Number.NaN }),
      'rng.normal: expected mean to be a number, got NaN',
    ],
    [
      'infinite std',
      () => rng.normal(out, { std: Infinity }),
      'rng.normal: expected std to be finite, got Infinity',
    ],
    ['negative std', () => rng.normal(out, { std: -1 }), 'rng.normal: expected std >= 0, got -1'],
    [
      'string std',
      () => rng.normal(out, { std: '1' as never }),
      'rng.normal: expected std to be a number, got "1"',
    ],
    [
      'std too large',
      () => rng.normal(out, { std: 1e39 }),
      'rng.normal: expected mean ± 9 std as float32 to be finite, got 9e+39',
    ],
    [
      'low = high',
      () => rng.uniform(out, { low: 1 }),
      'rng.uniform: expected low < high, got low 1 and high 1',
    ],
    [
      'low > high',
      () => rng.uniform(out, { low: 2, high: -2 }),
      'rng.uniform: expected low < high, got low 2 and high -2',
    ],
    [
      'low = high as float32',
      () => rng.uniform(out, { low: 1, high: 1 + 1e-12 }),
      'rng.uniform: expected low < high as float32, got low 1 and high 1',
    ],
    [
      'span too wide',
      () => rng.uniform(out, { low: -3e38, high: 3e38 }),
      'rng.uniform: expected high - low as float32 to be finite, got 6e+38',
    ],
    [
      'NaN low',
      () => rng.uniform(out, { low: Number.NaN }),
      'rng.uniform: expected low to be a number, got NaN',
    ],
    [
      'truncated low > high',
      () => rng.truncatedNormal(out, { low: 3 }),
      'rng.truncatedNormal: expected low < high, got low 3 and high 2',
    ],
    [
      'truncated NaN',
      () => rng.truncatedNormal(out, { low: Number.NaN }),
      'rng.truncatedNormal: expected low to be a number, got NaN',
    ],
    [
      'truncated bounds',
      () => rng.truncatedNormal(out, { bounds: 'sigma' as never }),
      'rng.truncatedNormal: expected bounds to be one of std, absolute, got "sigma"; did you mean "std"?',
    ],
    [
      'no float32 inside',
      () => rng.truncatedNormal(out, { low: 1 + 1e-12, high: 1 + 2e-12, bounds: 'absolute' }),
      'rng.truncatedNormal: expected bounds with a float32 between them',
    ],
    [
      'beyond float32',
      () => rng.truncatedNormal(out, { low: 1e39, high: Infinity }),
      'rng.truncatedNormal: expected mean ± 1e+39 std as float32 to be finite, got 1e+39',
    ],
    [
      'std 0 outside',
      () => rng.truncatedNormal(out, { std: 0, low: 1, bounds: 'absolute' }),
      'rng.truncatedNormal: expected mean (std is 0) in [1, 2], got 0',
    ],
    ['p > 1', () => rng.bernoulli(out, { p: 1.5 }), 'rng.bernoulli: expected p in [0, 1], got 1.5'],
    [
      'p NaN',
      () => rng.bernoulli(out, { p: Number.NaN }),
      'rng.bernoulli: expected p to be a number, got NaN',
    ],
    [
      'high missing',
      () => rng.integers(out, {} as never),
      'rng.integers: expected high to be a number, got undefined',
    ],
    [
      'low = high',
      () => rng.integers(out, { high: 0 }),
      'rng.integers: expected low < high, got low 0 and high 0',
    ],
    [
      'does not fit',
      () => rng.integers(new Uint8Array(2), { high: 257 }),
      'rng.integers: expected high to be an integer of [0, 256], got 257',
    ],
    [
      'range too wide',
      () => rng.integers(new Float64Array(2), { low: -1, high: 2 ** 53 }),
      'rng.integers: expected high - low in [1, 9007199254740992], got 9007199254740992',
    ],
    [
      'permutation too long',
      () => rng.permutation(new Uint8Array(257)),
      'rng.permutation: expected length of a Uint8Array in [0, 256], got 257',
    ],
    [
      'start',
      () => rng.uniform(out, { start: -1 }),
      'rng.uniform: expected start to be an integer of [0, 9007199254740989], got -1',
    ],
    [
      'start and length',
      () => rng.bits(new Uint32Array(2), { start: 2 ** 53 - 1 }),
      'rng.bits: expected start to be an integer of [0, 9007199254740989], got 9007199254740991',
    ],
    [
      'plain array',
      () => rng.uniform([1, 2] as never),
      'rng.uniform: expected out to be a Float32Array or Float64Array, got [1, 2]',
    ],
    [
      'float law, integer array',
      () => rng.normal(new Int32Array(2) as never),
      'rng.normal: expected out to be a Float32Array or Float64Array, got a Int32Array of 2 elements',
    ],
    [
      'bits into floats',
      () => rng.bits(out as never),
      'rng.bits: expected out to be a Uint32Array, got a Float32Array of 2 elements',
    ],
    ['split', () => rng.split(-1), 'rng.split: expected count to be an integer of [0, 1048576], got -1'],
  ])('%s', (_, attempt, message) => {
    const before = rng.toJSON()
    expect(attempt).toThrow(message)
    expect([...out]).toEqual([7, 8])
    expect(rng.toJSON()).toEqual(before)
  })

  it.each(Object.entries(FILLS))('%s fills shared memory', (_, fill) => {
    const shared = new Float32Array(new SharedArrayBuffer(40))
    expect([...fill(createRng(1), shared)]).toEqual([...fill(createRng(1), new Float32Array(10))])
  })
})

describe('limits', () => {
  it('uniform stays below high where rounding would reach it', () => {
    const out = createRng(1).uniform(new Float32Array(1 << 16), { low: 1, high: 1 + 2 ** -20 })
    expect(Math.max(...out)).toBeLessThan(1 + 2 ** -20)
    expect(new Set(out).size).toBe(8)
    const wide = createRng(1).uniform(new Float64Array(1000), { low: 1, high: 1 + 2 ** -50 })
    expect(new Set(wide)).toEqual(new Set([1, 1 + 2 ** -52, 1 + 2 ** -51, 1 + 3 * 2 ** -52]))
  })

  it('std 0 is a constant', () => {
    expect([...createRng(1).normal(new Float32Array(2), { mean: 3, std: 0 })]).toEqual([3, 3])
    expect([...createRng(1).truncatedNormal(new Float64Array(2), { mean: 3, std: 0 })]).toEqual([3, 3])
  })

  it('bernoulli with p 0 and 1 is certain', () => {
    expect(new Set(createRng(1).bernoulli(new Uint8Array(1000), { p: 0 }))).toEqual(new Set([0]))
    expect(new Set(createRng(1).bernoulli(new Uint8Array(1000), { p: 1 }))).toEqual(new Set([1]))
  })

  it('integers reach both ends of every array', () => {
    expect(new Set(createRng(1).integers(new Int8Array(9999), { low: -128, high: 128 })).size).toBe(256)
    const words = createRng(1).integers(new Uint32Array(100), { high: 2 ** 32 })
    expect(words).toEqual(createRng(1).bits(new Uint32Array(100)))
  })
})
