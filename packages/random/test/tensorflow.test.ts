import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createStatelessRng,
  createTensorflowRng,
  foldIn,
  Generator,
  split,
  statelessFullIntegers,
  statelessIntegers,
  statelessNormal,
  statelessRngFromJSON,
  statelessTruncatedNormal,
  statelessUniform,
  tensorflowRngFromJSON,
} from '../src/frameworks/tensorflow/index.ts'
import type { FloatArray, NumericArray, Rng, RngState } from '../src/stream/rng.ts'

const FILLS: [string, (rng: Rng, out: NumericArray, start?: number) => NumericArray][] = [
  ['uniform', (rng, out, start = 0) => rng.uniform(out as FloatArray, { low: -1, high: 3, start })],
  ['normal', (rng, out, start = 0) => rng.normal(out as FloatArray, { mean: 1, std: 2, start })],
  ['truncatedNormal', (rng, out, start = 0) => rng.truncatedNormal(out as FloatArray, { std: 2, start })],
  ['bernoulli', (rng, out, start = 0) => rng.bernoulli(out, { p: 0.3, start })],
  ['integers', (rng, out, start = 0) => rng.integers(out, { low: -7, high: 2900000, start })],
]

const STREAMS: [string, (seed: number) => Rng, (state: RngState) => Rng][] = [
  ['Generator', (seed) => Generator.fromSeed(seed), (state) => Generator.fromJSON(state)],
  ['the ops after set_seed', createTensorflowRng, tensorflowRngFromJSON],
  ['stateless ops', createStatelessRng, statelessRngFromJSON],
]

describe.each(STREAMS)('%s', (_, make, restore) => {
  describe.each(FILLS)('%s', (_, fill) => {
    it.each([Float32Array, Float64Array])('repeats itself by seed and moves on by draw into a %o', (Kind) => {
      const rng = make(1)
      const first = fill(rng, new Kind(40))
      expect(fill(make(1), new Kind(40))).toEqual(first)
      for (const other of [fill(make(2), new Kind(40)), fill(rng, new Kind(40))])
        expect(other).not.toEqual(first)
      expect(fill(make(1), new Kind(0))).toHaveLength(0)
    })

    it('fills any slice as the slice of the whole', () => {
      for (const Kind of [Float32Array, Float64Array]) {
        const whole = fill(make(3), new Kind(3000))
        fc.assert(
          fc.property(fc.nat(3000), fc.nat(3000), (a, b) => {
            const [begin, end] = a < b ? [a, b] : [b, a]
            expect(fill(make(3), new Kind(end - begin), begin)).toEqual(whole.slice(begin, end))
          }),
          { numRuns: 20 },
        )
      }
    })

    it('goes on from a clone and from JSON as the stream itself does', () => {
      const rng = make(4)
      rng.normal(new Float32Array(3))
      const others = [rng.clone(), restore(JSON.parse(JSON.stringify(rng)))]
      for (let call = 0; call < 3; call++) {
        const next = fill(rng, new Float32Array(7))
        for (const other of others) expect(fill(other, new Float32Array(7))).toEqual(next)
      }
    })
  })

  it('permutes and gives words', () => {
    const out = make(8).permutation(new Int32Array(3000))
    expect(out).toEqual(make(8).permutation(new Int32Array(3000)))
    expect([...out].sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, i) => i))
    expect(make(8).permutation(new Uint8Array(0))).toHaveLength(0)
    expect(make(8).bits(new Uint32Array(9), { start: 2 })).toEqual(make(8).bits(new Uint32Array(11)).slice(2))
  })

  it('stands where it stood when a fill fails', () => {
    const rng = make(1)
    expect(() => rng.normal(new Float32Array(2), { std: -1 })).toThrow(
      'rng.normal: expected std >= 0, got -1',
    )
    expect(rng.normal(new Float32Array(2))).toEqual(make(1).normal(new Float32Array(2)))
  })
})

describe('Generator', () => {
  it('moves its counter on by 256 blocks for each element, through all four words', () => {
    const rng = Generator.fromSeed(2n ** 64n - 1n)
    expect([...rng.state]).toEqual([-1n, 0n, 0n])
    rng.uniform(new Float32Array(3))
    expect([...rng.state]).toEqual([767n, 1n, 0n])
    const before = Generator.fromSeed(2n ** 32n - 2n).bits(new Uint32Array(12))
    expect(Generator.fromSeed(2n ** 32n).bits(new Uint32Array(4))).toEqual(before.slice(8))
  })

  it('takes 192 bits of a seed: the counter and the key', () => {
    expect([...Generator.fromSeed(5n + (7n << 64n) + (9n << 128n)).state]).toEqual([5n, 7n, 9n])
    expect([...Generator.fromSeed(-1).state]).toEqual([-1n, -1n, -1n])
    expect(Generator.fromKeyCounter(9, [5, 7]).state).toEqual(
      Generator.fromSeed(5n + (7n << 64n) + (9n << 128n)).state,
    )
  })

  it('splits into new keys', () => {
    const rng = Generator.fromSeed(42)
    const [first, second] = rng.split(2)
    const keys = Generator.fromSeed(42).fullIntegers(new BigInt64Array(2))
    expect([first!.state[2], second!.state[2]]).toEqual([...keys])
    expect([...rng.state]).toEqual([42n + 512n, 0n, 0n])
    expect(rng.at('x')).toBe(rng)
  })
})

describe('the ops after set_seed', () => {
  it('goes on with an op of the same seed, and with no other', () => {
    const rng = createTensorflowRng(42)
    const draw = (opSeed: number) => rng.normal(new Float32Array(4), { opSeed })
    const first = draw(5)
    rng.normal(new Float32Array(9))
    expect(draw(5)).not.toEqual(first)
    expect(createTensorflowRng(42).normal(new Float32Array(4), { opSeed: 5 })).toEqual(first)
    expect(rng.uniform(new Float32Array(4), { opSeed: 5 })).toEqual(
      createTensorflowRng(42).uniform(new Float32Array(4), { opSeed: 5 }),
    )
    rng.permutation(new Int32Array(9), { opSeed: 5 })
    expect(rng.toJSON().executed['permutation:Int32Array:5']).toBe(2)
  })

  it('counts seeds modulo 2³¹ − 1 and turns (0, 0) into (0, 2³¹ − 1)', () => {
    const draw = (seed: number | null, opSeed: number) =>
      createTensorflowRng(seed).uniform(new Float32Array(4), { opSeed })
    expect(draw(2 ** 31 - 1 + 7, 3)).toEqual(draw(7, 3 - (2 ** 31 - 1)))
    expect(draw(0, 0)).not.toEqual(draw(0, 1))
    expect(draw(null, 3)).toEqual(draw(87654321, 3))
  })

  it('is one sequence', () => {
    const rng = createTensorflowRng(1)
    expect(rng.at('a')).toBe(rng)
    expect(() => rng.split(2)).toThrow(
      "rng.split: expected a stream that splits, got TensorFlow's global seed's single sequence; use Generator.fromSeed(seed).split(count)",
    )
  })
})

describe('stateless ops', () => {
  it('nests paths, which differ from each other and from the root', () => {
    const rng = createStatelessRng(6)
    const words = (stream: Rng) => stream.bits(new Uint32Array(4))
    expect(words(rng.at('a').at('b'))).toEqual(words(createStatelessRng(6).at('a.b')))
    const seen = [rng, rng.at('a'), rng.at('b'), ...rng.split(2), ...rng.split(2)].map((stream) =>
      String(words(stream)),
    )
    expect(new Set(seen).size).toBe(7)
  })

  it('gives signed and unsigned integers of one pattern', () => {
    const words = statelessFullIntegers([1, 2], new Uint32Array(6))
    expect(new Uint32Array(statelessFullIntegers([1, 2], new Int32Array(6)).buffer)).toEqual(words)
    expect(new Uint32Array(statelessFullIntegers([1, 2], new BigInt64Array(3)).buffer)).toEqual(words)
    expect(split([1, 2])).toEqual([foldInts(words, 0), foldInts(words, 2)])
    expect(foldIn([1, 2], -5)).toEqual([words[0]! | 0, -5])
  })
})

function foldInts(words: Uint32Array, at: number): [number, number] {
  return [words[at]! | 0, words[at + 1]! | 0]
}

describe('64 bits, with the values of TensorFlow 2.21.0', () => {
  it.each([
    [7, 0, -5n, 2n ** 40n, 4229591568n],
    [7, 0, -(2n ** 63n), 2n ** 63n - 1n, -8226376669995229113n],
    [7, 0, 0n, 3n, 2n],
    [99999999999, 2, -5n, 2n ** 40n, 443543938208n],
    [99999999999, 2, -(2n ** 63n), 2n ** 63n - 1n, -269157803871651985n],
  ])('stateless_uniform of int64: seed [%d, %d], [%d, %d)', (first, second, low, high, value) => {
    const out = statelessIntegers([first, second], new BigInt64Array(5), { low, high })
    expect(out[0]).toBe(value)
    expect(statelessIntegers([first, second], new BigInt64Array(3), { low, high, start: 2 })).toEqual(
      out.slice(2),
    )
  })

  it('splits a seed of more than 32 bits into seeds of 64', () => {
    const first = [8954214232983123823n, 5722281576901347866n]
    expect(split([99999999999, 2])[0]).toEqual(first)
    expect(split([99999999999n, 2n], 4)[0]).toEqual(first)
  })

  it('needs an order within 64 bits', () => {
    const draw = (low: bigint, high: bigint) => statelessIntegers([1, 2], new BigInt64Array(1), { low, high })
    expect(() => draw(2n, 2n)).toThrow('tf.statelessIntegers: expected low < high, got low 2n and high 2n')
    expect(() => draw(0n, 2n ** 63n)).toThrow(
      'tf.statelessIntegers: expected high to be an integer of [-2^63, 2^63)',
    )
  })
})

describe('errors', () => {
  const out = new Float32Array(4).fill(7)
  it.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
    [
      'seed',
      () => statelessUniform(42 as never, out),
      TypeError,
      'tf.statelessUniform: expected a seed of two integers, got 42; try [42, 0]',
    ],
    [
      'seed kind',
      () => statelessNormal(['1' as never, 0], out),
      TypeError,
      'tf.statelessNormal: expected seed[0] to be a number, got "1"',
    ],
    [
      'seed range',
      () => statelessNormal([0, 2n ** 63n], out),
      RangeError,
      'tf.statelessNormal: expected seed[1] to be an integer of [-2^63, 2^63), got 9223372036854775808n',
    ],
    [
      'out',
      () => statelessNormal([1, 2], [1] as never),
      TypeError,
      'tf.statelessNormal: expected out to be a Float32Array or Float64Array, got [1]',
    ],
    [
      'dtype',
      () => statelessUniform([1, 2], out, { dtype: 'half' as never }),
      RangeError,
      'tf.statelessUniform: expected dtype to be one of bfloat16, float16, got "half"; did you mean "float16"?',
    ],
    [
      'order',
      () => statelessUniform([1, 2], out, { high: 0 }),
      RangeError,
      'tf.statelessUniform: expected low < high, got low 0 and high 0',
    ],
    [
      'start',
      () => statelessUniform([1, 2], out, { start: 0.5 }),
      RangeError,
      'tf.statelessUniform: expected start to be an integer of [0, ',
    ],
    [
      'bounds',
      () => statelessTruncatedNormal([1, 2], out, { low: -1 }),
      RangeError,
      "tf.statelessTruncatedNormal: expected TensorFlow's bounds of -2 and 2 standard deviations, got low -1 and high 2 (std); use createRng for others",
    ],
    [
      'integers',
      () => statelessIntegers([1, 2], new Int32Array(1), { low: 0, high: 2 ** 31 + 1 }),
      RangeError,
      'tf.statelessIntegers: expected high to be an integer of [-2147483648, 2147483648], got 2147483649',
    ],
    [
      'span',
      () => statelessIntegers([1, 2], new Float64Array(1), { low: -1, high: 2 ** 32 }),
      RangeError,
      'tf.statelessIntegers: expected high - low in [1, 4294967296], got 4294967297',
    ],
    [
      'full',
      () => statelessFullIntegers([1, 2], out as never),
      TypeError,
      'tf.statelessFullIntegers: expected out to be a Int32Array or Uint32Array or BigInt64Array or BigUint64Array, got a Float32Array of 4 elements',
    ],
    [
      'split',
      () => split([1, 2], -1),
      RangeError,
      'tf.split: expected num to be an integer of [0, 1048576], got -1',
    ],
    [
      'fold',
      () => foldIn([1, 2], 2 ** 31),
      RangeError,
      'tf.foldIn: expected data to be an integer of [-2147483648, 2147483647], got 2147483648',
    ],
    [
      'generator seed',
      () => Generator.fromSeed(0.5),
      RangeError,
      'tf.Generator.fromSeed: expected seed to be an integer, got 0.5',
    ],
    [
      'counter',
      () => Generator.fromKeyCounter(1, [1] as never),
      TypeError,
      'tf.Generator.fromKeyCounter: expected a counter of two integers, got [1]',
    ],
    [
      'key',
      () => Generator.fromKeyCounter(2n ** 64n, [1, 1]),
      RangeError,
      'tf.Generator.fromKeyCounter: expected key to be an integer of [-2^63, 2^63)',
    ],
    [
      'global seed',
      () => createTensorflowRng('1' as never),
      TypeError,
      'createTensorflowRng: expected seed to be a number, got "1"',
    ],
    [
      'no seed',
      () => createTensorflowRng(null).normal(out),
      RangeError,
      'rng: expected a global seed or an op seed, got neither; nothing is drawn from the clock: try { opSeed: 5 }',
    ],
    [
      'op seed',
      () => createTensorflowRng(1).normal(out, { opSeed: 0.5 }),
      RangeError,
      'rng: expected opSeed to be an integer, got 0.5',
    ],
    [
      'p',
      () => Generator.fromSeed(1).bernoulli(out, { p: 2 }),
      RangeError,
      'rng.bernoulli: expected p in [0, 1], got 2',
    ],
    [
      'permutation',
      () => Generator.fromSeed(1).permutation(new Int8Array(200)),
      RangeError,
      'rng.permutation: expected length of a Int8Array in [0, 128], got 200',
    ],
    [
      'stateless seed',
      () => createStatelessRng(2n ** 63n),
      RangeError,
      'createStatelessRng: expected seed to be an integer of [-2^63, 2^63)',
    ],
  ])('%s', (_, attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
    expect([...out]).toEqual([7, 7, 7, 7])
  })

  const states: [string, (state: RngState) => Rng, RngState, object, string][] = [
    [
      'Generator.fromJSON',
      (state) => Generator.fromJSON(state),
      Generator.fromSeed(1).toJSON(),
      { key: [1] },
      'expected a key of two words and a counter of four',
    ],
    [
      'Generator.fromJSON',
      (state) => Generator.fromJSON(state),
      Generator.fromSeed(1).toJSON(),
      { counter: [0, 0, 0, -1] },
      'expected word 5 to be an integer of [0, 4294967295], got -1',
    ],
    [
      'tensorflowRngFromJSON',
      tensorflowRngFromJSON,
      createTensorflowRng(1).toJSON(),
      { executed: 1 },
      'expected global and executed as rng.toJSON() gives them',
    ],
    [
      'tensorflowRngFromJSON',
      tensorflowRngFromJSON,
      createTensorflowRng(1).toJSON(),
      { executed: { x: -1 } },
      'expected x to be an integer >= 0, got -1',
    ],
    [
      'statelessRngFromJSON',
      statelessRngFromJSON,
      createStatelessRng(1).toJSON(),
      { seed: 1 },
      'expected seed to be the digits of an integer of [-9223372036854775808, 9223372036854775807], got 1',
    ],
    [
      'statelessRngFromJSON',
      statelessRngFromJSON,
      createStatelessRng(1).toJSON(),
      { call: 0.5 },
      'expected call to be an integer of [0, ',
    ],
  ]
  it.each(states)('%s', (where, restore, state, change, message) => {
    expect(() => restore({ ...state, ...change } as RngState)).toThrow(`${where}: ${message}`)
    expect(() => restore({ ...state, version: 2 } as RngState)).toThrow(
      `${where}: expected algorithm "${state.algorithm}" version 1, got "${state.algorithm}" version 2`,
    )
    expect(() => restore(null as never)).toThrow(
      `${where}: expected the object that rng.toJSON() gives, got null`,
    )
  })
})
