import { describe, expect, it } from 'vitest'
import { threefry2x32 } from '../src/engines/threefry2x32.ts'
import { createLinenRng, createRngs, foldPath, linenRngFromJSON } from '../src/frameworks/flax/index.ts'
import {
  bernoulli,
  bits,
  createJaxRng,
  createKeyRng,
  foldIn,
  jaxRngFromJSON,
  key,
  keyData,
  normal,
  permutation,
  randint,
  split,
  truncatedNormal,
  uniform,
  wrapKeyData,
} from '../src/frameworks/jax/index.ts'
import { sha1 } from '../src/hash/sha1.ts'
import type { FloatArray, RngState } from '../src/stream/rng.ts'
import { rngLaws } from './rng-laws.ts'

describe("JAX's stream", () => {
  rngLaws(createJaxRng, (json) => jaxRngFromJSON(JSON.parse(json)))
  rngLaws(
    (seed) => createKeyRng(key(seed)),
    (json) => jaxRngFromJSON(JSON.parse(json)),
  )

  it('folds the number of the fill into the key and spawns from it, as stateful_rng does', () => {
    // The values that the documentation of jax.experimental.random shows.
    const rng = createJaxRng(42)
    for (const value of [0.5302608, 0.72766423, 0.6672406, 0.3890121])
      expect(rng.uniform(new Float32Array(1))[0]).toBeCloseTo(value, 7)
    expect(rng.nextKey().words).toEqual([2954079971, 3276725750])
    expect(rng.nextKey().words).toEqual([2765691542, 824333390])
    expect(createJaxRng(0).nextKey().words).toEqual([1797259609, 2579123966])
    const [first, second] = createJaxRng(123).split(2)
    expect([...first!.integers(new Int32Array(2), { high: 10 })]).toEqual([4, 5])
    expect([...second!.integers(new Int32Array(2), { high: 10 })]).toEqual([2, 1])
  })

  it('starts from a key as from its seed', () => {
    expect(createJaxRng(key(7)).nextKey()).toEqual(createJaxRng(7).nextKey())
  })
})

describe("linen's stream", () => {
  rngLaws(createLinenRng, (json) => linenRngFromJSON(JSON.parse(json)))

  it('counts from 1 and joins names without a separator, unless told otherwise', () => {
    expect(createLinenRng(42).at('a').at('b').nextKey()).toEqual(foldPath(key(42), ['a', 'b', 1]))
    expect(createLinenRng(42).at('ab').nextKey()).toEqual(foldPath(key(42), ['a', 'b', 1]))
    const separated = createLinenRng(42, { separator: true })
    expect(separated.at('a.b').nextKey()).not.toEqual(separated.at('ab').nextKey())
    expect(linenRngFromJSON(separated.at('a').toJSON()).nextKey()).toEqual(separated.at('a').nextKey())
  })

  it('writes names in UTF-8 and counts in as few bytes as they need, none for 0', () => {
    expect(foldPath(key(1), ['a\u0001\u0000'])).toEqual(foldPath(key(1), ['a', 256]))
    expect(foldPath(key(1), ['é'])).toEqual(foldPath(key(1), [0xc3a9]))
    expect(foldPath(key(1), ['a', 0])).toEqual(foldPath(key(1), ['a']))
    expect(foldPath(key(1), ['a', 0x6263])).toEqual(foldPath(key(1), ['abc']))
  })
})

describe("nnx's streams", () => {
  it('gives unknown names the default stream and its counter', () => {
    const rngs = createRngs(3)
    const first = rngs.stream('params').nextKey()
    expect(rngs.stream('dropout').nextKey()).toEqual(foldIn(key(3), 1))
    expect(first).toEqual(foldIn(key(3), 0))
  })
})

describe('slices and types', () => {
  const fills: [string, (out: FloatArray, start: number) => FloatArray][] = [
    ['uniform', (out, start) => uniform(key(1), out, { low: -1, high: 3, start })],
    ['normal', (out, start) => normal(key(1), out, { mean: 1, std: 2, start })],
    ['truncatedNormal', (out, start) => truncatedNormal(key(1), out, { low: -1, start })],
    ['bernoulli', (out, start) => bernoulli(key(1), out, { p: 0.3, start })],
    ['randint', (out, start) => randint(key(1), out, { low: -5, high: 2 ** 20, start })],
  ]
  it.each(fills)('%s: beyond 2³² elements the counter carries into its upper word', (_, fill) => {
    const far = fill(new Float64Array(8), 2 ** 32 - 4)
    expect(fill(new Float64Array(4), 2 ** 32)).toEqual(far.slice(4))
    expect(fill(new Float64Array(4), 0)).not.toEqual(far.slice(4))
  })

  it.each(['bfloat16', 'float16'] as const)('%s: slices equal the slice of the whole', (dtype) => {
    const whole = normal(key(5), new Float32Array(3000), { dtype })
    expect(normal(key(5), new Float32Array(900), { dtype, start: 1500 })).toEqual(whole.slice(1500, 2400))
  })

  it('draws 8- and 16-bit words of the original order from whole words', () => {
    const original = key(42, { partitionable: false })
    const words = bits(original, new Uint32Array(16))
    expect([...bits(original, new Uint8Array(64))]).toEqual([...new Uint8Array(words.buffer)])
    expect([...bits(original, new Uint16Array(32))]).toEqual([...new Uint16Array(words.buffer)])
  })

  it('gives NaN-free values where erf saturates', () => {
    for (const Kind of [Float32Array, Float64Array]) {
      const cut = truncatedNormal(key(1), new Kind(2000), { low: -Infinity, high: Infinity })
      expect(cut.every(Number.isFinite)).toBe(true)
    }
  })

  it('takes absolute bounds as bounds in standard deviations', () => {
    const options = { mean: 1, std: 2 }
    expect(
      truncatedNormal(key(1), new Float32Array(9), { ...options, low: -3, high: 5, bounds: 'absolute' }),
    ).toEqual(truncatedNormal(key(1), new Float32Array(9), options))
  })
})

describe('64 bits, with the values of JAX 0.10.2', () => {
  it.each([
    [true, -5n, 9n, 0n],
    [true, -(2n ** 63n), 2n ** 63n - 1n, -3665446470981240635n],
    [true, 3n, 2n ** 40n, 940108914157n],
    [false, -(2n ** 63n), 2n ** 63n - 1n, 272404293881430003n],
    [false, 0n, 2n ** 33n + 5n, 7694749779n],
  ])('randint of int64: partitionable %s, [%d, %d)', (partitionable, low, high, value) => {
    const root = key(7, { x64: true, partitionable })
    expect(randint(root, new BigInt64Array(1), { low, high })[0]).toBe(value)
  })

  it('fills slices of 64-bit integers', () => {
    const options = { low: -5, high: 2 ** 40 }
    const whole = randint(key(7), new BigInt64Array(3000), options)
    expect(randint(key(7), new BigInt64Array(1500), { ...options, start: 1000 })).toEqual(
      whole.slice(1000, 2500),
    )
  })
})

describe('the engines', () => {
  it('hashes the messages of FIPS 180', () => {
    const hash = (text: string) =>
      Array.from(sha1([...text].map((c) => c.charCodeAt(0))), (word) => word.toString(16))
    expect(hash('abc')).toEqual(['a9993e36', '4706816a', 'ba3e2571', '7850c26c', '9cd0d89d'])
    expect(hash('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toEqual([
      '84983e44',
      '1c3bd26e',
      'baae4aa1',
      'f95129e5',
      'e54670f1',
    ])
    expect(hash('')[0]).toBe('da39a3ee')
  })

  it.each([
    [[0, 0], [0, 0], '6b200159 99ba4efe'],
    [[-1, -1], [-1, -1], '1cb996fc bb002be7'],
    [[0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3], 'c4923a9c 483df7a0'],
  ])('gives the known answers of Threefry2x32-20 (Random123): key %s', (key, counter, answer) => {
    const out = new Uint32Array(2)
    threefry2x32(key[0]!, key[1]!, counter[0]!, counter[1]!, out)
    expect(Array.from(out, (word) => word.toString(16)).join(' ')).toBe(answer)
  })
})

describe('errors', () => {
  const out = new Float32Array(4).fill(7)
  const k = key(1)
  it.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
    [
      'seed kind',
      () => key('1' as never),
      TypeError,
      'jax.key: expected a seed that is a safe integer or a bigint such as 42n, got "1"; try key(42)',
    ],
    [
      'seed fraction',
      () => key(0.5),
      RangeError,
      'jax.key: expected a seed that is a safe integer or a bigint such as 42n, got 0.5',
    ],
    [
      'seed range',
      () => key(2n ** 63n),
      RangeError,
      'jax.key: expected a seed of [-9223372036854775808, 9223372036854775807], got 9223372036854775808n',
    ],
    ['key words', () => wrapKeyData([1]), RangeError, 'jax.wrapKeyData: expected two words, got 1'],
    [
      'key word',
      () => wrapKeyData([1, -1]),
      RangeError,
      'jax.wrapKeyData: expected word 1 to be an integer of [0, 4294967295], got -1',
    ],
    [
      'fold',
      () => foldIn(k, -1),
      RangeError,
      'jax.foldIn: expected data to be an integer of [0, 4294967295], got -1',
    ],
    [
      'split',
      () => split(k, 1.5),
      RangeError,
      'jax.split: expected num to be an integer of [0, 1048576], got 1.5',
    ],
    [
      'out',
      () => uniform(k, new Int8Array(2) as never),
      TypeError,
      'jax.uniform: expected out to be a Float32Array or Float64Array, got a Int8Array of 2 elements',
    ],
    [
      'half out',
      () => normal(k, new Float64Array(2), { dtype: 'float16' }),
      TypeError,
      'jax.normal: expected out to be a Float32Array, got a Float64Array of 2 elements',
    ],
    [
      'dtype',
      () => normal(k, out, { dtype: 'float8' as never }),
      RangeError,
      'jax.normal: expected dtype to be one of bfloat16, float16, got "float8"; did you mean "float16"?',
    ],
    [
      'jit',
      () => normal(k, new Float64Array(2), { jit: true }),
      RangeError,
      'jax.normal: expected float32 values with jit, got float64',
    ],
    ['std', () => normal(k, out, { std: -1 }), RangeError, 'jax.normal: expected std >= 0, got -1'],
    [
      'mean',
      () => normal(k, out, { mean: Number.NaN }),
      RangeError,
      'jax.normal: expected mean to be a number, got NaN',
    ],
    [
      'order',
      () => uniform(k, out, { low: 1 }),
      RangeError,
      'jax.uniform: expected low < high, got low 1 and high 1',
    ],
    [
      'bounds',
      () => truncatedNormal(k, out, { bounds: 'sigma' as never }),
      RangeError,
      'jax.truncatedNormal: expected bounds to be one of std, absolute, got "sigma"; did you mean "std"?',
    ],
    [
      'no std',
      () => truncatedNormal(k, out, { bounds: 'absolute', std: 0 }),
      RangeError,
      'jax.truncatedNormal: expected std > 0 with absolute bounds, got 0',
    ],
    [
      'start',
      () => uniform(k, out, { start: -1 }),
      RangeError,
      'jax.uniform: expected start to be an integer of [0, ',
    ],
    [
      'original start',
      () => uniform(key(1, { partitionable: false }), out, { start: 1 }),
      RangeError,
      'jax.uniform: expected start 0 for a key that is not partitionable, got 1; fill the whole array',
    ],
    [
      'bits out',
      () => bits(k, out as never),
      TypeError,
      'jax.bits: expected out to be a Uint8Array or Uint16Array or Uint32Array or BigUint64Array, got a Float32Array of 4 elements',
    ],
    ['p', () => bernoulli(k, out, { p: 1.5 }), RangeError, 'jax.bernoulli: expected p in [0, 1], got 1.5'],
    [
      'range',
      () => randint(k, new Uint8Array(1), { low: 0, high: 257 }),
      RangeError,
      'jax.randint: expected high to be an integer of [0, 256], got 257',
    ],
    [
      'span',
      () => randint(k, new Float64Array(1), { low: -1, high: 2 ** 32 }),
      RangeError,
      'jax.randint: expected high - low in [1, 4294967296], got 4294967297',
    ],
    [
      'permutation',
      () => permutation(k, new Int8Array(129)),
      RangeError,
      'jax.permutation: expected length of a Int8Array in [0, 128], got 129',
    ],
    [
      'path kind',
      () => foldPath(k, [true as never]),
      TypeError,
      'flax.foldPath: expected names and counts, got true',
    ],
    [
      'path count',
      () => foldPath(k, [-1]),
      RangeError,
      'flax.foldPath: expected a count to be an integer >= 0, got -1',
    ],
    [
      'path text',
      () => foldPath(k, ['\ud800']),
      RangeError,
      'flax.foldPath: expected name to be text that UTF-8 can encode, got a lone surrogate',
    ],
    [
      'no stream',
      () => createRngs({ params: 0, noise: 1 }).stream('dropout'),
      RangeError,
      'rngs.stream: expected one of "params", "noise", got no stream "dropout" and no default; add default: seed',
    ],
  ])('%s', (_, attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
    expect([...out]).toEqual([7, 7, 7, 7])
  })

  it.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    ['null', null, TypeError, 'expected the object that rng.toJSON() gives, got null'],
    [
      'algorithm',
      { algorithm: 'x', version: 1 },
      RangeError,
      'expected algorithm "jax-threefry2x32" version 1, got "x" version 1',
    ],
    ['key', { key: 1 }, RangeError, 'expected key, partitionable and path as rng.toJSON() gives them'],
    ['word', { key: [0, 0.5] }, RangeError, 'expected word 1 to be an integer of [0, 4294967295], got 0.5'],
    ['call', { call: -1 }, RangeError, 'expected call to be an integer of [0, 4294967296], got -1'],
  ])('state: %s', (_, change, kind, message) => {
    const state = change === null ? null : { ...createJaxRng(1).toJSON(), ...(change as object) }
    expect(() => jaxRngFromJSON(state as RngState)).toThrow(kind)
    expect(() => jaxRngFromJSON(state as RngState)).toThrow(message)
  })

  it('leaves the stream where it stands', () => {
    const rng = createJaxRng(1)
    expect(() => rng.normal(out, { std: -1 })).toThrow(RangeError)
    expect(rng.nextKey()).toEqual(createJaxRng(1).nextKey())
    expect(keyData(k)).toEqual(Uint32Array.of(0, 1))
  })
})
