import { describe, expect, it } from 'vitest'
import { createPythonRng, type PythonSeed, pythonRngFromJSON } from '../src/frameworks/python/index.ts'
import type { IntegersOptions, RngState } from '../src/stream/rng.ts'
import { sequentialLaws } from './sequential-laws.ts'

describe("Python's stream", () => {
  sequentialLaws(createPythonRng, (json) => pythonRngFromJSON(JSON.parse(json)), ['truncatedNormal'])

  it('starts again from a seed and drops the kept normal', () => {
    const rng = createPythonRng(1)
    rng.gauss()
    expect(rng.seed(42).random()).toBe(createPythonRng(42).random())
    expect(rng.seed(42).toJSON()).toEqual(createPythonRng(42).toJSON())
  })

  it('takes seeds by their value: sign and width do not matter, type does', () => {
    const first = (seed: PythonSeed) => createPythonRng(seed).random()
    expect(first(-7)).toBe(first(7n))
    expect(first(2 ** 32)).toBe(first(2n ** 32n))
    expect(first('7')).not.toBe(first(7))
    expect(first('a')).toBe(first(Uint8Array.of(97)))
  })
})

describe('errors', () => {
  const rng = createPythonRng(1)

  it.each([
    [undefined, TypeError, 'got undefined; nothing is drawn from the clock'],
    [
      [1],
      TypeError,
      'expected seed to be a number, a bigint, a string or a Uint8Array, got [1]; nothing is drawn from the clock',
    ],
    [Number.NaN, RangeError, 'expected seed to be a number, got NaN'],
    [
      2 ** 53,
      RangeError,
      'expected seed to be a safe integer or a bigint, got 9007199254740992; write 9007199254740992n',
    ],
    ['\ud800', RangeError, 'expected seed to be text that UTF-8 can encode, got a lone surrogate'],
  ])('seed %s', (seed, kind, message) => {
    for (const [where, attempt] of [
      ['createPythonRng', () => createPythonRng(seed as number)],
      ['rng.seed', () => rng.seed(seed as number)],
    ] as const) {
      expect(attempt).toThrow(kind)
      expect(attempt).toThrow(message)
      expect(attempt).toThrow(`${where}: `)
    }
  })

  it.each<[string, () => unknown, string]>([
    [
      'bits',
      () => rng.getrandbits(-1),
      'rng.getrandbits: expected bits to be an integer of [0, 1048576], got -1',
    ],
    ['order', () => rng.randint(3, 2), 'rng.randint: expected low <= high, got low 3 and high 2'],
    [
      'mixed',
      () => rng.randint(1, 2n as never),
      'rng.randint: expected two numbers or two bigints, got low 1 and high 2n',
    ],
    ['fraction', () => rng.randint(0.5, 2), 'rng.randint: expected low to be an integer, got 0.5'],
    ['mean', () => rng.gauss(Number.NaN), 'rng.gauss: expected mean to be a number, got NaN'],
    [
      'std',
      () => rng.normal(new Float32Array(1), { std: Infinity }),
      'rng.normal: expected std to be finite, got Infinity',
    ],
    [
      'out',
      () => rng.uniform([] as never),
      'rng.uniform: expected out to be a Float32Array or Float64Array, got []',
    ],
    [
      'ends',
      () => rng.uniform(new Float32Array(1), { low: 1, high: 1 }),
      'rng.uniform: expected low < high, got low 1 and high 1',
    ],
    ['p', () => rng.bernoulli(new Uint8Array(1), { p: 1.5 }), 'rng.bernoulli: expected p in [0, 1], got 1.5'],
    [
      'high',
      () => rng.integers(new Uint8Array(1), {} as IntegersOptions),
      'rng.integers: expected high to be a number, got undefined',
    ],
    [
      'start',
      () => rng.uniform(new Float32Array(1), { start: -1 }),
      'rng.uniform: expected start to be an integer >= 0, got -1',
    ],
  ])('%s', (_, attempt, message) => {
    const before = JSON.stringify(rng)
    expect(attempt).toThrow(message)
    expect(JSON.stringify(rng)).toBe(before)
  })

  const good = createPythonRng(1).toJSON()
  const [, words] = good.state
  it.each<[unknown, string]>([
    [null, 'expected the object that rng.toJSON() gives, got null'],
    [{ ...good, version: 2 }, 'expected algorithm "python-random" version 1, got "python-random" version 2'],
    [{ ...good, state: 'x' }, 'expected state to be [3, 625 integers, gauss] as random.getstate() gives'],
    [
      { ...good, state: [3, [1], null] },
      'expected state to be [3, 625 integers, gauss] as random.getstate() gives',
    ],
    [
      { ...good, state: [3, [...words.slice(0, 624), 625], null] },
      'expected position to be an integer of [0, 624], got 625',
    ],
    [
      { ...good, state: [3, [-1, ...words.slice(1)], null] },
      'expected word 0 to be an integer of [0, 4294967295], got -1',
    ],
    [{ ...good, state: [3, words, 'x'] }, 'expected gauss to be a number, got "x"'],
  ])('state %#', (state, message) => {
    expect(() => pythonRngFromJSON(state as RngState)).toThrow(`pythonRngFromJSON: ${message}`)
  })
})
