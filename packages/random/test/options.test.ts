import { describe, expect, it } from 'vitest'
import { createLinenRng, createRngs, foldPath } from '../src/frameworks/flax/index.ts'
import * as jax from '../src/frameworks/jax/index.ts'
import {
  createKerasRng,
  createKerasSession,
  kerasRngFromJSON,
  tensorflowBackend,
} from '../src/frameworks/keras/index.ts'
import { createMxnetRng } from '../src/frameworks/mxnet/index.ts'
import { createNumpyRng, Generator, PCG64, RandomState, SeedSequence } from '../src/frameworks/numpy/index.ts'
import { createPythonRng } from '../src/frameworks/python/index.ts'
import * as tf from '../src/frameworks/tensorflow/index.ts'
import { createTorchRng } from '../src/frameworks/torch/index.ts'
import { createRng, isRng, type Rng, rngFromJSON } from '../src/index.ts'

/** Each kind of stream, and the laws that it lacks. */
const STREAMS: Readonly<Record<string, readonly [make: () => Rng, without?: readonly string[]]>> = {
  philox: [() => createRng(1)],
  jax: [() => jax.createJaxRng(1)],
  flax: [() => createLinenRng(1)],
  'flax.nnx': [() => createRngs(1).stream()],
  keras: [() => createKerasRng(1, { backend: tensorflowBackend })],
  'keras session': [() => createKerasSession(1, { backend: tensorflowBackend }).rng],
  mxnet: [() => createMxnetRng(1), ['truncatedNormal', 'bernoulli', 'integers']],
  'numpy.Generator': [() => createNumpyRng(1), ['truncatedNormal']],
  'numpy.RandomState': [() => new RandomState(1), ['truncatedNormal']],
  python: [() => createPythonRng(1), ['truncatedNormal']],
  'tf eager': [() => tf.createTensorflowRng(1)],
  'tf stateless': [() => tf.createStatelessRng(1)],
  'tf.Generator': [() => tf.Generator.fromSeed(1)],
  torch: [() => createTorchRng(1)],
}

/** A law with what it is given: any array and any options. */
type Law = (out: unknown, ...options: unknown[]) => unknown

function lawsOf(rng: Rng): Record<string, Law> {
  const laws = ['bits', 'uniform', 'normal', 'truncatedNormal', 'bernoulli', 'integers'] as const
  return Object.fromEntries(
    laws.map((law) => [law, (...args: unknown[]) => (rng[law] as Law).apply(rng, args as [unknown])]),
  )
}

/** A misspelt option of each law, and the right one. */
const MISSPELT = {
  bits: ['begin', 'start'],
  uniform: ['hig', 'high'],
  normal: ['stddev', 'std'],
  truncatedNormal: ['sigma', 'start'],
  bernoulli: ['P', 'p'],
  integers: ['hgh', 'high'],
} as const

describe.each(Object.entries(STREAMS))('the stream of %s', (_, [make, without = []]) => {
  const outFor = (law: string) => (law === 'bits' ? new Uint32Array(4).fill(7) : new Float32Array(4).fill(7))

  it.each(Object.keys(MISSPELT))('refuses wrong options of %s, and stays as it was', (law) => {
    const rng = make()
    const before = JSON.stringify(rng)
    const out = outFor(law)
    const [wrong] = MISSPELT[law as keyof typeof MISSPELT]
    const refused = [
      [{ [wrong]: 1 }, /expected options .*, got ".+"; did you mean "\w+"\?$/],
      [5, /expected an options object, got 5$/],
      [null, /expected an options object, got null$/],
      ['high', /expected an options object, got "high"$/],
      [new Float32Array(2), /expected an options object, got a Float32Array of 2 elements$/],
    ] as const
    for (const [options, message] of refused) {
      const attempt = () => lawsOf(rng)[law]?.(out, options)
      expect(attempt).toThrow(TypeError)
      expect(attempt).toThrow(message)
      expect(attempt).toThrow(`rng.${law}: `)
    }
    expect([...out]).toEqual([7, 7, 7, 7])
    expect(JSON.stringify(rng)).toBe(before)
  })

  it.each(Object.keys(MISSPELT))('refuses null and wrong arrays of %s', (law) => {
    const rng = make()
    const before = JSON.stringify(rng)
    const options = law === 'integers' ? { high: 3 } : undefined
    for (const out of [null, undefined, 4, [1, 2], 'text', new DataView(new ArrayBuffer(8))])
      expect(() => lawsOf(rng)[law]?.(out, options)).toThrow(new RegExp(`^rng.${law}: expected out to be a `))
    expect(JSON.stringify(rng)).toBe(before)
  })

  it('refuses numbers that are none, and null for one', () => {
    const rng = make()
    const before = JSON.stringify(rng)
    const laws = lawsOf(rng)
    const out = new Float32Array(2).fill(7)
    for (const [law, options] of [
      ['uniform', { low: null }],
      ['uniform', { high: '1' }],
      ['normal', { mean: null }],
      ['normal', { std: [1] }],
      ['truncatedNormal', { low: null }],
      ['truncatedNormal', { bounds: null }],
      ['bernoulli', { p: null }],
      ['integers', { high: null }],
      ['integers', {}],
      ['integers', undefined],
    ] as const) {
      expect(() => laws[law]?.(out, options)).toThrow(TypeError)
      expect(() => laws[law]?.(out, options)).toThrow(/^rng\.\w+: expected \w+ to be /)
    }
    expect([...out]).toEqual([7, 7])
    expect(JSON.stringify(rng)).toBe(before)
  })

  it('takes options that are left open as those that are not given', () => {
    const [a, b] = [make(), make()]
    const open = { low: undefined, high: undefined } as object
    expect(a.uniform(new Float32Array(3), open)).toEqual(b.uniform(new Float32Array(3)))
    for (const law of without) expect(() => lawsOf(a)[law]?.(new Float32Array(1), { high: 2 })).toThrow()
  })

  it('is marked as a stream, and so are its clones and those below it', () => {
    const rng = make()
    for (const stream of [rng, rng.clone(), rng.at('a')]) expect(isRng(stream)).toBe(true)
  })
})

describe('isRng', () => {
  it('knows no object of a person’s own, and nothing else', () => {
    const own: Rng = Object.create(createRng(1), { [Symbol.for('@nn/random')]: { value: undefined } })
    for (const value of [own, {}, null, undefined, 42, () => 0]) expect(isRng(value)).toBe(false)
  })

  it('says what to do about a stream of another protocol', () => {
    const other = { [Symbol.for('@nn/random')]: 0 }
    expect(() => isRng(other)).toThrow(
      new TypeError(
        '@nn/random: expected a stream of protocol 1, got protocol 0, from another copy; npm dedupe, or update both',
      ),
    )
  })
})

const key = jax.key(0)
const out = new Float32Array(2)

describe('every other door', () => {
  it.each<[string, () => unknown, string]>([
    [
      'createRng',
      () => createRng(1, { thread: 2 } as never),
      'createRng: expected options threads, got "thread"; did you mean "threads"?',
    ],
    ['createRng of a number', () => createRng(1, 2 as never), 'createRng: expected an options object, got 2'],
    [
      'createRng of null',
      () => createRng(1, null as never),
      'createRng: expected an options object, got null',
    ],
    [
      'rngFromJSON',
      () => rngFromJSON(createRng(1).toJSON(), { thread: 2 } as never),
      'rngFromJSON: expected options threads, got "thread"',
    ],
    [
      'jax.key',
      () => jax.key(1, { x32: true } as never),
      'jax.key: expected options partitionable, x64, got "x32"; did you mean "x64"?',
    ],
    [
      'jax.key flag',
      () => jax.key(1, { x64: 1 as never }),
      'jax.key: expected x64 to be true or false, got 1',
    ],
    [
      'jax.wrapKeyData',
      () => jax.wrapKeyData([0, 1], { x64: true } as never),
      'jax.wrapKeyData: expected options partitionable, got "x64"',
    ],
    [
      'jax.wrapKeyData of null',
      () => jax.wrapKeyData(null as never),
      'jax.wrapKeyData: expected two words, got null',
    ],
    ['jax.keyData', () => jax.keyData(42 as never), 'jax.keyData: expected a key, got 42; try key(42)'],
    ['jax.foldIn', () => jax.foldIn(null as never, 1), 'jax.foldIn: expected a key, got null; try key(42)'],
    ['jax.split', () => jax.split(42 as never), 'jax.split: expected a key, got 42; try key(42)'],
    [
      'jax.uniform key',
      () => jax.uniform(42 as never, out),
      'jax.uniform: expected a key, got 42; try key(42)',
    ],
    [
      'jax.uniform',
      () => jax.uniform(key, out, { minval: 0 } as never),
      'jax.uniform: expected options low, high, start, dtype, got "minval"',
    ],
    [
      'jax.normal',
      () => jax.normal(key, out, { sdt: 1 } as never),
      'jax.normal: expected options mean, std, start, dtype, jit, got "sdt"; did you mean "std"?',
    ],
    [
      'jax.normal jit',
      () => jax.normal(key, out, { jit: 1 as never }),
      'jax.normal: expected jit to be true or false, got 1',
    ],
    [
      'jax.truncatedNormal',
      () => jax.truncatedNormal(key, out, 3 as never),
      'jax.truncatedNormal: expected an options object, got 3',
    ],
    [
      'jax.bernoulli',
      () => jax.bernoulli(key, out, 0.5 as never),
      'jax.bernoulli: expected an options object, got 0.5',
    ],
    [
      'jax.bits',
      () => jax.bits(key, new Uint32Array(1), { from: 1 } as never),
      'jax.bits: expected options start, got "from"',
    ],
    [
      'jax.randint',
      () => jax.randint(key, out, { lo: 0, high: 2 } as never),
      'jax.randint: expected options low, high, start, got "lo"; did you mean "low"?',
    ],
    [
      'jax.randint without low',
      () => jax.randint(key, out, { high: 2 } as never),
      'jax.randint: expected low to be a number, got undefined',
    ],
    [
      'jax.randint of 64 bits',
      () => jax.randint(key, new BigInt64Array(1), null as never),
      'jax.randint: expected an options object, got null',
    ],
    [
      'createJaxRng',
      () => jax.createJaxRng(1, { partition: true } as never),
      'createJaxRng: expected options partitionable, x64, got "partition"',
    ],
    [
      'createJaxRng of a key and options',
      () => jax.createJaxRng(key, { x64: true }),
      'createJaxRng: expected no options, got "x64"',
    ],
    [
      'createJaxRng of null',
      () => jax.createJaxRng(null as never),
      'createJaxRng: expected a seed that is a safe integer or a bigint such as 42n, got null; try key(42)',
    ],
    [
      'createLinenRng',
      () => createLinenRng(1, { seperator: true } as never),
      'createLinenRng: expected options partitionable, x64, separator, got "seperator"; did you mean "separator"?',
    ],
    [
      'foldPath',
      () => foldPath(key, ['a'], { separate: true } as never),
      'flax.foldPath: expected options separator, got "separate"',
    ],
    [
      'foldPath of text',
      () => foldPath(key, 'a' as never),
      'flax.foldPath: expected a list of names and counts, got "a"',
    ],
    [
      'createRngs',
      () => createRngs(1, { x32: true } as never),
      'createRngs: expected options partitionable, x64, got "x32"',
    ],
    [
      'createRngs of null',
      () => createRngs(null as never),
      'createRngs: expected a seed or seeds by stream name, got null; try createRngs(42)',
    ],
    [
      'createRngs of a list',
      () => createRngs([1] as never),
      'createRngs: expected a seed or seeds by stream name, got [1]; try createRngs(42)',
    ],
    [
      'createKerasRng',
      () => createKerasRng(1, { backand: tensorflowBackend } as never),
      'createKerasRng: expected options backend, got "backand"; did you mean "backend"?',
    ],
    [
      'createKerasRng without a backend',
      () => createKerasRng(1, undefined as never),
      'createKerasRng: expected a backend, got undefined; try { backend: tensorflowBackend }',
    ],
    [
      'createKerasRng of a name',
      () => createKerasRng(1, { backend: 'jax' as never }),
      'createKerasRng: expected a backend, got "jax"',
    ],
    [
      'createKerasSession',
      () => createKerasSession(1, null as never),
      'createKerasSession: expected an options object, got null',
    ],
    [
      'kerasRngFromJSON',
      () => kerasRngFromJSON({} as never, {} as never),
      'kerasRngFromJSON: expected a backend, got undefined',
    ],
    [
      'createMxnetRng',
      () => createMxnetRng(1, { API: 'np' } as never),
      'createMxnetRng: expected options api, got "API"; did you mean "api"?',
    ],
    [
      'createNumpyRng',
      () => createNumpyRng(1, { generator: 'PCG64' } as never),
      'createNumpyRng: expected options bitGenerator, got "generator"',
    ],
    [
      'new Generator',
      () => new Generator(42 as never),
      'Generator: expected a bit generator, got 42; try createNumpyRng(42) or new PCG64(42)',
    ],
    [
      'new SeedSequence',
      () => new SeedSequence(1, { pool: 4 } as never),
      'SeedSequence: expected options spawnKey, poolSize, nChildrenSpawned, got "pool"; did you mean "poolSize"?',
    ],
    [
      'SeedSequence.generateState',
      () => new SeedSequence(1).generateState([] as never),
      'seedSequence.generateState: expected out to be a Uint32Array or BigUint64Array, got []',
    ],
    [
      'numpy integers',
      () => createNumpyRng(1).integers(out, { high: 2, endpoint: 1 as never }),
      'rng.integers: expected endpoint to be true or false, got 1',
    ],
    [
      'numpy choice',
      () => createNumpyRng(1).choice(out, { a: 3, replacement: false } as never),
      'rng.choice: expected options a, replace, p, shuffle, got "replacement"; did you mean "replace"?',
    ],
    [
      'numpy choice of null',
      () => createNumpyRng(1).choice(out, { a: null as never }),
      'rng.choice: expected a to be a number, got null',
    ],
    [
      'numpy choice by text',
      () => createNumpyRng(1).choice(out, { a: 2, p: '11' as never }),
      'rng.choice: expected p to be a list of probabilities, got "11"',
    ],
    [
      'python shuffle',
      () => createPythonRng(1).shuffle('abc' as never),
      'rng.shuffle: expected an array, got "abc"',
    ],
    [
      'python integers that do not fit',
      () => createPythonRng(1).integers(new Uint8Array(1), { high: 300 }),
      'rng.integers: expected high to be an integer of [0, 256], got 300',
    ],
    [
      'tf.statelessUniform',
      () => tf.statelessUniform([1, 2], out, { minval: 1 } as never),
      'tf.statelessUniform: expected options low, high, start, dtype, got "minval"',
    ],
    [
      'tf.statelessNormal',
      () => tf.statelessNormal([1, 2], out, { stddev: 1 } as never),
      'tf.statelessNormal: expected options mean, std, start, dtype, got "stddev"; did you mean "std"?',
    ],
    [
      'tf.statelessTruncatedNormal',
      () => tf.statelessTruncatedNormal([1, 2], out, 1 as never),
      'tf.statelessTruncatedNormal: expected an options object, got 1',
    ],
    [
      'tf.statelessIntegers',
      () => tf.statelessIntegers([1, 2], out, null as never),
      'tf.statelessIntegers: expected an options object, got null',
    ],
    [
      'tf.statelessIntegers of 64 bits',
      () => tf.statelessIntegers([1, 2], new BigInt64Array(1), { max: 3n } as never),
      'tf.statelessIntegers: expected options low, high, start, got "max"',
    ],
    [
      'tf.statelessFullIntegers',
      () => tf.statelessFullIntegers([1, 2], new Uint32Array(1), { stat: 1 } as never),
      'tf.statelessFullIntegers: expected options start, got "stat"; did you mean "start"?',
    ],
    [
      'tf permutation',
      () => tf.createTensorflowRng(1).permutation(out, { seed: 1 } as never),
      'rng.permutation: expected options opSeed, got "seed"; did you mean "opSeed"?',
    ],
    [
      'tf op seed',
      () => tf.createTensorflowRng(1).bits(new Uint32Array(1), { opseed: 1 } as never),
      'rng.bits: expected options start, opSeed, got "opseed"; did you mean "opSeed"?',
    ],
    [
      'an op seed elsewhere',
      () => tf.Generator.fromSeed(1).normal(out, { opSeed: 1 } as never),
      'rng.normal: expected options mean, std, start, dtype, got "opSeed"',
    ],
    [
      'new tf.Generator',
      () => new tf.Generator(42 as never),
      'tf.Generator: expected a key of two words and a counter of four',
    ],
    [
      'tf fullIntegers',
      () => tf.Generator.fromSeed(1).fullIntegers(null as never),
      'rng.fullIntegers: expected out to be a Int32Array or',
    ],
    [
      'createTorchRng',
      () => createTorchRng(1, { avx: true } as never),
      'createTorchRng: expected options profile, version, got "avx"',
    ],
    [
      'torch layout',
      () => createTorchRng(1).normal(out, { layout: { shape: [2], stride: [1] } as never }),
      'rng.normal layout: expected options shape, strides, offset, got "stride"; did you mean "strides"?',
    ],
    [
      'torch layout of null',
      () => createTorchRng(1).normal(out, { layout: null as never }),
      'rng.normal layout: expected an options object, got null',
    ],
    [
      'torch random',
      () => createTorchRng(1).random(out, { high: 3 } as never),
      'rng.random: expected options dtype, layout, got "high"',
    ],
    [
      'torch exponential',
      () => createTorchRng(1).exponential(out, { lambda: 1 } as never),
      'rng.exponential: expected options dtype, layout, rate, got "lambda"',
    ],
    [
      'torch sparse',
      () => createTorchRng(1).sparse(out, { shape: [1, 2], sparse: 1 } as never),
      'rng.sparse: expected options shape, sparsity, std, dtype, places, got "sparse"; did you mean "shape"?',
    ],
    [
      'torch sparse of null',
      () => createTorchRng(1).sparse(out, null as never),
      'rng.sparse: expected an options object, got null',
    ],
    [
      'torch sparse, places',
      () => createTorchRng(1).sparse(out, { shape: [1, 2], sparsity: 1, places: null as never }),
      'rng.sparse: expected places to be a stream of createTorchRng, got null',
    ],
  ])('%s', (_, attempt, message) => {
    expect(attempt).toThrow(message)
  })

  it.each<[string, () => unknown]>([
    ['createRng', () => createRng('42' as never)],
    ['jax.key', () => jax.key([1] as never)],
    ['createNumpyRng', () => createNumpyRng({} as never)],
    ['new RandomState', () => new RandomState(null as never)],
    ['new PCG64', () => new PCG64(undefined as never)],
    ['createPythonRng', () => createPythonRng({} as never)],
    ['createTorchRng', () => createTorchRng(null as never)],
    ['createMxnetRng', () => createMxnetRng('1' as never)],
    ['createTensorflowRng', () => tf.createTensorflowRng(undefined as never)],
    ['createStatelessRng', () => tf.createStatelessRng({} as never)],
    ['tf.Generator.fromSeed', () => tf.Generator.fromSeed('1' as never)],
    ['createKerasRng', () => createKerasRng(true as never, { backend: tensorflowBackend })],
  ])('%s refuses seeds of the wrong kind by a TypeError', (_, attempt) => {
    expect(attempt).toThrow(TypeError)
  })
})
