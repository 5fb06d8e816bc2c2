import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createTorchRng,
  type SparseOptions,
  type StridedLayout,
  type TorchOptions,
  type TorchRng,
  torchRngFromJSON,
} from '../src/frameworks/torch/index.ts'
import type { RngState } from '../src/stream/rng.ts'
import { sequentialLaws } from './sequential-laws.ts'

const restore = (json: string) => torchRngFromJSON(JSON.parse(json))

describe.each<TorchOptions>([
  {},
  { profile: 'generic' },
  { version: '2.11' },
  { profile: 'generic', version: '1.13' },
])("PyTorch's stream %j", (options) => {
  sequentialLaws((seed) => createTorchRng(seed, options), restore)
})

describe('seeds', () => {
  const first = (seed: number | bigint) => createTorchRng(seed).bits(new Uint32Array(1))[0]

  it('count by their low 32 bits, in two’s complement', () => {
    expect(first(2 ** 32 + 5)).toBe(first(5))
    expect(first(-1)).toBe(first(2n ** 64n - 1n))
    expect(createTorchRng(-2).initialSeed()).toBe(2n ** 64n - 2n)
    expect(
      createTorchRng(7)
        .manualSeed(-(2n ** 63n))
        .initialSeed(),
    ).toBe(2n ** 63n)
  })

  it('clear the kept normal', () => {
    const rng = createTorchRng(3)
    rng.normal(new Float32Array(1))
    expect(rng.manualSeed(3).getState()).toEqual(createTorchRng(3).getState())
  })
})

describe('state', () => {
  const draw = (rng: TorchRng) => [rng.normal(new Float32Array(3)), rng.uniform(new Float64Array(700))]

  it.each([0, 1, 5, 623, 624, 625, 1248])('goes on after %i draws as the stream does', (draws) => {
    const rng = createTorchRng(9)
    rng.bits(new Uint32Array(draws))
    const copy = createTorchRng(1).setState(rng.getState())
    expect(copy.getState()).toEqual(rng.getState())
    expect(draw(copy)).toEqual(draw(rng))
    expect(copy.initialSeed()).toBe(9n)
  })

  it('has 625 - next words left, and none made after seeding', () => {
    const fields = (rng: TorchRng) => {
      const view = new DataView(rng.getState().buffer)
      return [view.getInt32(8, true), Number(view.getBigUint64(16, true)), view.getInt32(5040, true)]
    }
    const rng = createTorchRng(1)
    expect(fields(rng)).toEqual([1, 0, 0])
    rng.normal(new Float32Array(1))
    expect(fields(rng)).toEqual([621, 4, 1])
    rng.bits(new Uint32Array(620))
    expect(fields(rng)).toEqual([1, 624, 1])
  })
})

describe('the kept normal', () => {
  it('belongs to short, strided and float64 fills, not to blocks', () => {
    const whole = createTorchRng(5).normal(new Float32Array(4))
    const rng = createTorchRng(5)
    expect(rng.normal(new Float32Array(1))[0]).toBe(whole[0])
    rng.clone().normal(new Float32Array(16))
    expect(rng.normal(new Float32Array(3))).toEqual(whole.slice(1))
    const blocks = createTorchRng(5)
    blocks.normal(new Float32Array(3))
    blocks.normal(new Float32Array(16))
    expect(blocks.normal(new Float32Array(1))[0]).toBe(createTorchRng(5).normal(new Float32Array(4))[3])
  })
})

describe('layouts', () => {
  const layouts = fc
    .record({
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
      seed: fc.nat(1000),
      gap: fc.nat(2),
      offset: fc.nat(3),
    })
    .map(({ shape, seed, gap, offset }) => {
      // Axes in a random memory order, with gaps between the innermost elements.
      const order = shape.map((_, axis) => axis).sort((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5))
      const strides = shape.map(() => 0)
      let stride = gap + 1
      for (const axis of order) {
        strides[axis] = stride
        stride *= Math.max(1, shape[axis]!)
      }
      return { layout: { shape, strides, offset } satisfies StridedLayout, length: offset + stride }
    })

  it('draw in the order of memory and leave the gaps', () => {
    fc.assert(
      fc.property(layouts, ({ layout, length }) => {
        const out = createTorchRng(1).uniform(new Float32Array(length).fill(9), { layout })
        const count = layout.shape.reduce((product, size) => product * size, 1)
        const drawn = out.filter((value) => value !== 9)
        expect(drawn).toEqual(createTorchRng(1).uniform(new Float32Array(count)))
        const integers = createTorchRng(1).integers(new BigInt64Array(length), { high: 2n ** 40n, layout })
        expect(integers.filter((value) => value !== 0n)).toHaveLength(count)
      }),
    )
  })

  it('take normals one by one unless they are row-major without gaps', () => {
    const rowMajor = { shape: [1, 4, 5], strides: [99, 5, 1], offset: 2 }
    const out = createTorchRng(1).normal(new Float32Array(22), { layout: rowMajor })
    expect(out.subarray(2)).toEqual(createTorchRng(1).normal(new Float32Array(20)))
    const transposed = createTorchRng(1).normal(new Float32Array(20), {
      layout: { shape: [4, 5], strides: [1, 4] },
    })
    const one = createTorchRng(1)
    expect(transposed).toEqual(Float32Array.from({ length: 20 }, () => one.normal(new Float32Array(1))[0]!))
  })

  it.each<[StridedLayout, string]>([
    [{ shape: [2], strides: [1, 2] }, 'expected layout with shape and strides of one length, got 1 and 2'],
    [
      { shape: 3 as never, strides: [1] },
      'expected layout with shape and strides of one length, got 3 and 1',
    ],
    [{ shape: [-1], strides: [1] }, 'expected layout.shape[0] to be an integer >= 0, got -1'],
    [{ shape: [2], strides: [-1] }, 'expected layout.strides[0] to be an integer >= 0, got -1'],
    [{ shape: [2], strides: [1], offset: 9 }, 'expected layout.offset to be an integer of [0, 8], got 9'],
    [{ shape: [2], strides: [8] }, 'expected layout within the 8 elements of out, got one that reaches 8'],
    [
      { shape: [2, 2], strides: [0, 1] },
      'expected layout whose elements have places of their own, got a stride of 0 below 1',
    ],
    [
      { shape: [2, 2], strides: [1, 1] },
      'expected layout whose elements have places of their own, got a stride of 1 below 2',
    ],
  ])('refuse %j', (layout, message) => {
    const out = new Float32Array(8)
    expect(() => createTorchRng(1).uniform(out, { layout })).toThrow(`rng.uniform: ${message}`)
    expect(out).toEqual(new Float32Array(8))
  })
})

describe('laws', () => {
  it('half types hold their own values, and never the upper end', () => {
    for (const dtype of ['bfloat16', 'float16'] as const) {
      const out = createTorchRng(1).uniform(new Float32Array(20000), { dtype })
      expect(out.every((x) => x >= 0 && x < 1)).toBe(true)
      // 8 and 11 bits of significand: scaled by 2^8 above 1/2, the values are whole in steps.
      const steps = dtype === 'bfloat16' ? 256 : 2048
      expect(out.filter((x) => x >= 0.5).every((x) => Number.isInteger(x * steps))).toBe(true)
    }
  })

  it('an empty uniform range is its end, and a law without spread its mean', () => {
    expect([...createTorchRng(1).uniform(new Float32Array(3), { low: 2, high: 2 })]).toEqual([2, 2, 2])
    for (const version of ['2.11', '2.13'] as const) {
      const rng = createTorchRng(1, { version })
      expect([...rng.normal(new Float32Array(17), { mean: 2, std: 0 })]).toEqual(Array(17).fill(2))
      expect([...rng.truncatedNormal(new Float32Array(3), { mean: 2, std: 0 })]).toEqual([2, 2, 2])
    }
  })

  it.each<[TorchOptions, object]>([
    [{}, { low: -1, high: 0.5 }],
    [{}, { low: 2, high: 3 }],
    [{ version: '2.11' }, { low: 2, high: 3 }],
    [{}, { mean: 1, std: 2, low: 4, high: 5, bounds: 'absolute' }],
    [{}, { low: -1, high: Number.POSITIVE_INFINITY }],
    [{ version: '2.11' }, { low: 3, high: Number.POSITIVE_INFINITY }],
  ])('truncated normals stay within the bounds: %j %j', (options, law) => {
    const {
      mean = 0,
      std = 1,
      low,
      high,
      bounds,
    } = law as { mean?: number; std?: number; low: number; high: number; bounds?: string }
    const [least, most] = bounds === 'absolute' ? [low, high] : [mean + low * std, mean + high * std]
    for (const dtype of ['float32', 'bfloat16', 'float16'] as const) {
      const out = createTorchRng(1, options).truncatedNormal(new Float32Array(500), { ...law, dtype })
      expect(out.every((x) => x >= least && x <= most)).toBe(true)
    }
  })

  it('probabilities of 0 and 1 are certain, one or one each', () => {
    const rng = createTorchRng(1)
    expect([...rng.bernoulli(new Uint8Array(3), { p: 1 })]).toEqual([1, 1, 1])
    expect([...rng.bernoulli(new Float32Array(3), { p: Float32Array.of(0, 1, 0) })]).toEqual([0, 1, 0])
    expect([...rng.bernoulli(new Float32Array(3), { p: Float64Array.of(1, 0, 1) })]).toEqual([1, 0, 1])
  })

  it('wide integer ranges take two words: from 2^28 on, before 2.1 from 2^32 on', () => {
    const drawn = (high: number, options?: TorchOptions) => {
      const rng = createTorchRng(1, options)
      rng.integers(new BigInt64Array(1), { high })
      return rng.toJSON().position
    }
    expect([2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1, 2 ** 32].map((high) => drawn(high))).toEqual([1, 2, 2, 2])
    expect([2 ** 28, 2 ** 32 - 1, 2 ** 32].map((high) => drawn(high, { version: '1.13' }))).toEqual([1, 1, 2])
  })

  it('random_() reaches the largest integer of the type', () => {
    const largest = (out: Parameters<TorchRng['random']>[0], dtype?: 'bool' | 'bfloat16') =>
      Math.max(...Array.from(createTorchRng(1).random(out, dtype ? { dtype } : {}), Number))
    expect(largest(new Uint8Array(5000))).toBe(255)
    expect(largest(new Int8Array(5000))).toBe(127)
    expect(largest(new Uint8Array(50), 'bool')).toBe(1)
    expect(largest(new Float32Array(5000), 'bfloat16')).toBe(256)
    expect(largest(new Int32Array(50))).toBeGreaterThan(2 ** 30)
    expect(largest(new Float64Array(50))).toBeGreaterThan(2 ** 52)
    expect(largest(new BigInt64Array(50))).toBeGreaterThan(2 ** 62)
  })

  it('sparse zeroes the same share of every column, by another stream where asked', () => {
    const options = { shape: [10, 7] as const, sparsity: 0.25 }
    const out = createTorchRng(1).sparse(new Float32Array(70), options)
    for (let column = 0; column < 7; column++)
      expect(out.filter((x, i) => i % 7 === column && x === 0)).toHaveLength(3)
    const elsewhere = createTorchRng(1).sparse(new Float32Array(70), {
      ...options,
      places: createTorchRng(2),
    })
    expect(elsewhere).not.toEqual(out)
    const normals = createTorchRng(1).normal(new Float32Array(70), { std: 0.01 })
    expect(elsewhere.every((x, i) => x === 0 || x === normals[i])).toBe(true)
  })
})

describe('errors', () => {
  const floats = () => new Float32Array(4).fill(7)

  it.each<[unknown, new (message: string) => Error, string]>([
    [
      undefined,
      TypeError,
      'expected a seed that is a safe integer or a bigint such as 42n, got undefined; nothing is drawn from the clock',
    ],
    [
      '42',
      TypeError,
      'expected a seed that is a safe integer or a bigint such as 42n, got "42"; nothing is drawn from the clock',
    ],
    [0.5, RangeError, 'expected a seed that is a safe integer or a bigint such as 42n, got 0.5'],
    [
      2 ** 53,
      RangeError,
      'expected a seed that is a safe integer or a bigint such as 42n, got 9007199254740992',
    ],
    [
      2n ** 64n,
      RangeError,
      'expected a seed of [-9223372036854775808, 18446744073709551615], got 18446744073709551616n',
    ],
    [
      -(2n ** 63n) - 1n,
      RangeError,
      'expected a seed of [-9223372036854775808, 18446744073709551615], got -9223372036854775809n',
    ],
  ])('seed %s', (seed, kind, message) => {
    expect(() => createTorchRng(seed as number)).toThrow(kind)
    expect(() => createTorchRng(seed as number)).toThrow(`createTorchRng: ${message}`)
    expect(() => createTorchRng(1).manualSeed(seed as number)).toThrow(`rng.manualSeed: ${message}`)
  })

  it('options', () => {
    expect(() => createTorchRng(1, { profile: 'cuda' as never })).toThrow(
      'createTorchRng: expected profile to be one of avx2, generic, got "cuda"; did you mean "avx2"?',
    )
    expect(() => createTorchRng(1, { version: '2.12' as never })).toThrow(
      'createTorchRng: expected version to be one of 1.13, 2.11, 2.13, got "2.12"; did you mean "2.11"?',
    )
  })

  it.each<[string, (rng: TorchRng, out: Float32Array) => unknown, string]>([
    [
      'order',
      (rng, out) => rng.uniform(out, { low: 1, high: 0 }),
      'rng.uniform: expected low <= high, got low 1 and high 0',
    ],
    [
      'low',
      (rng, out) => rng.uniform(out, { low: Number.NaN }),
      'rng.uniform: expected low to be a number, got NaN',
    ],
    ['std', (rng, out) => rng.normal(out, { std: -1 }), 'rng.normal: expected std >= 0, got -1'],
    [
      'dtype',
      (rng, out) => rng.normal(out, { dtype: 'float64' }),
      'rng.normal: expected dtype "float32", "bfloat16" or "float16" in a Float32Array, got "float64"',
    ],
    [
      'half',
      (rng) => rng.normal(new Float64Array(1), { dtype: 'float16' }),
      'rng.normal: expected dtype "float64" in a Float64Array, got "float16"',
    ],
    [
      'out',
      (rng) => rng.normal([] as never),
      'rng.normal: expected out to be a Float32Array or Float64Array, got []',
    ],
    [
      'bounds',
      (rng, out) => rng.truncatedNormal(out, { bounds: 'sigma' as never }),
      'rng.truncatedNormal: expected bounds to be one of std, absolute, got "sigma"; did you mean "std"?',
    ],
    [
      'cut',
      (rng, out) => rng.truncatedNormal(out, { low: 1, high: 1 }),
      'rng.truncatedNormal: expected low < high, got low 1 and high 1',
    ],
    [
      'tail',
      (rng, out) => rng.truncatedNormal(out, { low: 3, high: Infinity }),
      'expected finite bounds around less than 0.3 of the law, as PyTorch does, got [3, Infinity]; use createRng',
    ],
    [
      'point',
      (rng, out) => rng.truncatedNormal(out, { mean: 3, std: 0, bounds: 'absolute' }),
      'rng.truncatedNormal: expected the mean within [-2, 2] when std is 0, got 3',
    ],
    ['p', (rng, out) => rng.bernoulli(out, { p: 2 }), 'rng.bernoulli: expected p in [0, 1], got 2'],
    [
      'ps',
      (rng, out) => rng.bernoulli(out, { p: Float32Array.of(0, 0.5, 1, -1) }),
      'rng.bernoulli: expected p in [0, 1], got -1 at 3',
    ],
    [
      'count',
      (rng, out) => rng.bernoulli(out, { p: Float32Array.of(0) }),
      'rng.bernoulli: expected one p for each of 4 elements, got 1',
    ],
    [
      'view',
      (rng, out) => rng.bernoulli(out, { p: Float32Array.of(0), layout: { shape: [1], strides: [1] } }),
      'rng.bernoulli: expected one p for all elements of a layout, got a Float32Array of 1 elements',
    ],
    [
      'range',
      (rng, out) => rng.integers(out, { low: 3, high: 3 }),
      'rng.integers: expected low < high, got low 3 and high 3',
    ],
    [
      'type',
      (rng) => rng.integers(new Uint8Array(1), { high: 257 }),
      'rng.integers: expected integers of [0, 255] in a Uint8Array, got low 0 and high 257',
    ],
    [
      'float',
      (rng, out) => rng.integers(out, { high: 2 ** 25 }),
      'rng.integers: expected integers of [-16777216, 16777216] in a Float32Array, got low 0 and high 33554432',
    ],
    [
      'high',
      (rng, out) => rng.integers(out, { high: 0.5 }),
      'rng.integers: expected high to be an integer, got 0.5',
    ],
    [
      'bool',
      (rng, out) => rng.random(out, { dtype: 'bool' }),
      'rng.random: expected out to be a Uint8Array, got a Float32Array of 4 elements',
    ],
    [
      'random',
      (rng, out) => rng.random(out, { dtype: 'float64' }),
      'rng.random: expected dtype "float32", "bfloat16" or "float16" in a Float32Array, got "float64"',
    ],
    [
      'narrow',
      (rng) => rng.permutation(new Int8Array(200)),
      'rng.permutation: expected length of a Int8Array in [0, 128], got 200',
    ],
    ['rate', (rng, out) => rng.exponential(out, { rate: 0 }), 'rng.exponential: expected rate > 0, got 0'],
    [
      'shape',
      (rng, out) => rng.sparse(out, { shape: [3, 2], sparsity: 0.5 }),
      'rng.sparse: expected shape [rows, columns] of 4 elements, got [3, 2]',
    ],
    [
      'sparsity',
      (rng, out) => rng.sparse(out, { shape: [2, 2] } as unknown as SparseOptions),
      'rng.sparse: expected sparsity to be a number, got undefined',
    ],
    [
      'share',
      (rng, out) => rng.sparse(out, { shape: [2, 2], sparsity: 1.5 }),
      'rng.sparse: expected sparsity in [0, 1], got 1.5',
    ],
    [
      'places',
      (rng, out) => rng.sparse(out, { shape: [2, 2], sparsity: 0.5, places: {} as TorchRng }),
      'rng.sparse: expected places to be a stream of createTorchRng, got an object',
    ],
  ])('%s', (_, attempt, message) => {
    const rng = createTorchRng(1)
    const out = floats()
    expect(() => attempt(rng, out)).toThrow(message)
    expect(out).toEqual(floats())
    expect(rng.getState()).toEqual(createTorchRng(1).getState())
  })

  it.each<[unknown, string]>([
    ['x', 'expected state to be a Uint8Array, got "x"'],
    [new Uint8Array(10), 'expected the 5056 bytes of a PyTorch CPU generator, got 10'],
    [
      new Uint8Array(5056),
      'expected a seeded Mersenne Twister at a word of [0, 624], got next 0 with 0 left',
    ],
  ])('state %#', (state, message) => {
    const rng = createTorchRng(1)
    expect(() => rng.setState(state as Uint8Array)).toThrow(`rng.setState: ${message}`)
    expect(rng.getState()).toEqual(createTorchRng(1).getState())
  })

  const good = createTorchRng(1).toJSON()
  it.each<[unknown, string]>([
    [null, 'expected the object that rng.toJSON() gives, got null'],
    [{ ...good, algorithm: 'x' }, 'expected algorithm "torch-cpu" version 1, got "x" version 1'],
    [
      { ...good, seed: '-1' },
      'expected seed to be the digits of an integer of [0, 18446744073709551615], got "-1"',
    ],
    [{ ...good, words: [1] }, 'expected words to be a list of 624, got [1]'],
    [{ ...good, words: undefined }, 'expected words to be a list of 624, got undefined'],
    [
      { ...good, words: [...good.words.slice(1), 0.5] },
      'expected word 623 to be an integer of [0, 4294967295], got 0.5',
    ],
    [{ ...good, position: 625 }, 'expected position to be an integer of [0, 624], got 625'],
    [{ ...good, kept: 'x' }, 'expected kept to be a number, got "x"'],
    [{ ...good, profile: 'x' }, 'expected profile to be one of avx2, generic, got "x"; did you mean "avx2"?'],
  ])('JSON %#', (state, message) => {
    expect(() => torchRngFromJSON(state as RngState)).toThrow(`torchRngFromJSON: ${message}`)
  })
})
