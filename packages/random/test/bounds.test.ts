import { describe, expect, it } from 'vitest'
import { createLinenRng, createRngs } from '../src/frameworks/flax/index.ts'
import { createJaxRng, foldIn, uniform, wrapKeyData } from '../src/frameworks/jax/index.ts'
import {
  createKerasRng,
  jaxBackend,
  numpyBackend,
  tensorflowBackend,
  torchBackend,
} from '../src/frameworks/keras/index.ts'
import { createMxnetRng } from '../src/frameworks/mxnet/index.ts'
import { createNumpyRng, RandomState, SeedSequence } from '../src/frameworks/numpy/index.ts'
import { createPythonRng } from '../src/frameworks/python/index.ts'
import { createTensorflowRng, Generator, split } from '../src/frameworks/tensorflow/index.ts'
import { createTorchRng } from '../src/frameworks/torch/index.ts'
import { createRng, type FloatArray, philox4x32, type Rng } from '../src/index.ts'

const STREAMS: Readonly<Record<string, (seed: never) => Rng>> = {
  createRng,
  createJaxRng,
  createLinenRng,
  createRngs: (seed) => createRngs(seed).stream(),
  'keras on tensorflow': (seed) => createKerasRng(seed, { backend: tensorflowBackend }),
  'keras on jax': (seed) => createKerasRng(seed, { backend: jaxBackend }),
  'keras on torch': (seed) => createKerasRng(seed, { backend: torchBackend }),
  'keras on numpy': (seed) => createKerasRng(seed, { backend: numpyBackend }),
  createMxnetRng,
  createNumpyRng,
  RandomState: (seed) => new RandomState(seed),
  createPythonRng,
  createTensorflowRng,
  'tf.Generator': (seed) => Generator.fromSeed(seed),
  createTorchRng,
}
const streams = Object.entries(STREAMS)

/** What is no seed anywhere, whatever it looks like. */
const NO_SEEDS = [true, {}, new Date(0), () => 1, Symbol('s'), new ArrayBuffer(4), Object(3)] as never[]

describe.each(streams)('%s', (name, make) => {
  const rng = () => make(7 as never)

  it('takes no seed of another kind', () => {
    for (const seed of NO_SEEDS) {
      // Seeds by name are an object.
      if (name === 'createRngs' && typeof seed === 'object') continue
      expect(() => make(seed), typeof seed).toThrow(TypeError)
      expect(() => make(seed), typeof seed).toThrow(/^[\w.]+: expected .*seed.*, got |a key/)
    }
  })

  it.each([
    ['a uniform law wider than the type', (out) => rng().uniform(out, { low: -1.7e308, high: 1.7e308 })],
    ['an end beyond float32', (out) => rng().uniform(out, { high: 1e39 }), true],
    ['a width beyond float32', (out) => rng().uniform(out, { low: -3e38, high: 3e38 }), true],
    ['a mean beyond float32', (out) => rng().normal(out, { mean: -1e39 }), true],
    ['a normal law wider than the type', (out) => rng().normal(out, { std: 1.7e308 })],
    ['a normal law wider than float32', (out) => rng().normal(out, { std: 2e38 }), true],
  ] as [string, (out: FloatArray) => unknown, single?: boolean][])(
    '%s is an error, not an infinity',
    (_, draw, single) => {
      for (const out of single ? [new Float32Array(2)] : [new Float32Array(2), new Float64Array(2)]) {
        out.fill(7)
        expect(() => draw(out)).toThrow(RangeError)
        expect(() => draw(out)).toThrow(/ as float(32|64) to be finite, got /)
        expect([...out]).toEqual([7, 7])
      }
    },
  )

  it('draws what still fits', () => {
    for (const out of [new Float32Array(200), new Float64Array(200)]) {
      rng().uniform(out, { low: -1.6e38, high: 1.7e38 })
      expect(out.every(Number.isFinite)).toBe(true)
      rng().normal(out, { std: 3e37 })
      expect(out.every(Number.isFinite)).toBe(true)
    }
  })

  it('says what it is', () => {
    expect(String(rng())).toMatch(/^rng\([\w-]+(, \w+=[^=]+)*\)$/)
    const inspect = (rng() as unknown as Record<symbol, () => string>)[
      Symbol.for('nodejs.util.inspect.custom')
    ]
    expect(inspect?.call(rng())).toBe(String(rng()))
  })
})

describe('truncated normals', () => {
  const out = new Float32Array(100)
  it.each([
    ['within bounds', { std: 1e38, low: -3e38, high: 3e38, bounds: 'absolute' }],
    ['far out', { mean: 0, std: 1, low: 50, high: Infinity }],
    ['a bound that no value reaches', { low: 0, high: 1e39, bounds: 'absolute' }],
  ] as const)('%s', (_, options) => {
    createRng(1).truncatedNormal(out, options)
    expect(out.every(Number.isFinite)).toBe(true)
  })

  it.each([
    { std: 3e38 },
    { mean: 3e38, std: 3e37 },
    { std: 1e38, low: 0, high: Infinity, bounds: 'absolute' },
  ] as const)('%j is an error', (options) => {
    expect(() => createRng(1).truncatedNormal(out, options)).toThrow(/as float32 to be finite, got /)
  })
})

describe('integers', () => {
  it('of ranges wider than a word fill slices as the whole', () => {
    const range = { low: -(2 ** 52), high: 2 ** 51 }
    const whole = createRng(3).integers(new Float64Array(100), range)
    for (const start of [1, 5, 8, 13])
      expect(createRng(3).integers(new Float64Array(20), { ...range, start })).toEqual(
        whole.slice(start, start + 20),
      )
    expect(
      whole.every((value) => Number.isSafeInteger(value) && value >= range.low && value < range.high),
    ).toBe(true)
  })

  it('of a range that is one value wider than a word reach its last value', () => {
    const values = createRng(4).integers(new Float64Array(1000), {
      low: 2 ** 53 - 2 ** 32 - 1,
      high: 2 ** 53,
    })
    expect(values.every((value) => value >= 2 ** 53 - 2 ** 32 - 1 && value < 2 ** 53)).toBe(true)
  })

  it.each(streams.filter(([name]) => !['createMxnetRng', 'createTorchRng'].includes(name)))(
    '%s: an empty range fills an array without elements',
    (_, make) => {
      const range = { low: 3, high: 3 }
      expect(make(1 as never).integers(new Int32Array(0), range)).toHaveLength(0)
      expect(() => make(1 as never).integers(new Int32Array(1), range)).toThrow(/expected low < high/)
    },
  )
})

describe('large counts are refused at once', () => {
  it.each([
    ['rng.split', () => createRng(1).split(2 ** 31)],
    ['jax', () => createJaxRng(1).split(2 ** 30)],
    ['tensorflow', () => Generator.fromSeed(1).split(2 ** 30)],
    ['tf.split', () => split([1, 2], 2 ** 30)],
    ['numpy', () => createNumpyRng(1).spawn(2 ** 30)],
    ['a pool', () => new SeedSequence(1, { poolSize: 2 ** 16 })],
    ['bits', () => createPythonRng(1).getrandbits(2 ** 40)],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrow(/an integer of \[\d, \d+\], got /)
  })
})

describe('seeds of any length', () => {
  // By shifts of the whole number each of these takes minutes.
  const long = 1n << 4_000_000n
  it.each([
    ['text', () => createPythonRng('x'.repeat(300_000))],
    ['a bigint', () => createPythonRng(long)],
    ["NumPy's entropy", () => createNumpyRng(long)],
    ['random bits', () => createPythonRng(1).getrandbits(2 ** 20)],
  ])('%s', (_, make) => {
    make()
  })

  it('are shown shortly', () => {
    expect(() => createRng(long)).toThrow(/got a bigint of more than 256 bits$/)
  })
})

describe('arrays whose memory was transferred', () => {
  const detached = () => {
    const out = new Float32Array(4)
    // Of the platform, which this package's types do not know.
    const { structuredClone } = globalThis as unknown as {
      structuredClone(value: unknown, options: object): void
    }
    structuredClone(out.buffer, { transfer: [out.buffer] })
    return out
  }

  it.each(streams)('%s refuses to fill them', (_, make) => {
    const rng = make(1 as never)
    for (const fill of [rng.uniform, rng.normal] as const)
      expect(() => fill.call(rng, detached())).toThrow(/got a Float32Array whose memory was transferred$/)
  })

  it('are no seed', () => {
    expect(() => createNumpyRng(detached())).toThrow(/got a Float32Array whose memory was transferred/)
  })
})

describe('philox4x32', () => {
  it.each([
    ['a counter', () => philox4x32([1, 2] as never, [0, 0])],
    ['a key', () => philox4x32([0, 0, 0, 0], 7 as never)],
    ['a word', () => philox4x32([0, 0, 0, 2 ** 32], [0, 0])],
  ])('checks %s', (_, attempt) => {
    expect(attempt).toThrow(/^philox4x32: expected (counter|key|each word)/)
  })
})

describe('keys', () => {
  it.each([{ words: 'ab' }, { words: [1, 2] }, { words: { length: 2 }, partitionable: true }, null, 'key'])(
    '%j is none',
    (key) => {
      expect(() => foldIn(key as never, 1)).toThrow('jax.foldIn: expected a key, got ')
    },
  )

  it('have words', () => {
    const key = { words: [0.5, -1], partitionable: true } as const
    expect(() => uniform(key, new Float32Array(1))).toThrow(/expected word 0 to be an integer/)
    for (const data of [{}, 'ab', new Date(0), new DataView(new ArrayBuffer(2))])
      expect(() => wrapKeyData(data as never)).toThrow(TypeError)
  })
})

describe("NumPy's choice", () => {
  it('takes float32 probabilities that sum to 1 as float32 does', () => {
    const p = Float32Array.of(0.3, 0.3, 0.4)
    const rng = () => createNumpyRng(42)
    expect(rng().choice(new Int32Array(8), { a: 3, p })).toEqual(
      rng().choice(new Int32Array(8), {
        a: 3,
        p: Float64Array.from(p, (value) => value / 1.0000000298023224),
      }),
    )
    expect(() => rng().choice(new Int32Array(8), { a: 3, p: Float32Array.of(0.3, 0.3, 0.401) })).toThrow(
      /sum to 1/,
    )
    expect(() => rng().choice(new Int32Array(8), { a: 3, p: [0.3, 0.3, 0.4001] })).toThrow(/sum to 1/)
  })

  it('chooses from numbers alone', () => {
    const a = new BigInt64Array(3) as never
    expect(() => createNumpyRng(1).choice(new Int32Array(8), { a })).toThrow(
      /expected a to hold numbers, got 0n/,
    )
  })
})
