// Every public door refuses what it does not know, and says what it takes.
import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { tensorflowBackend as backend } from '@nn/random/keras'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { fromJSON, recipeFromJSON, rulesFromJSON, rulesToJSON } from '../src/config/index.ts'
import { flax } from '../src/dialects/flax/index.ts'
import { jax } from '../src/dialects/jax/index.ts'
import { keras } from '../src/dialects/keras/index.ts'
import { mxnet } from '../src/dialects/mxnet/index.ts'
import { tensorflow } from '../src/dialects/tensorflow/index.ts'
import { torch } from '../src/dialects/torch/index.ts'
import * as init from '../src/index.ts'
import * as recipes from '../src/recipes/index.ts'
import type { ErrorClass } from './request.ts'

const axes = { out: 0, in: 1 }
const rng = () => createRng(42)

/** A wrong call, of which TypeScript would refuse most. */
type Case = readonly [call: () => unknown, kind: ErrorClass, message: string]

function refuses(cases: readonly Case[]): void {
  it.each(cases)('%#: %s', (call, kind, message) => {
    expect(call).toThrow(kind)
    expect(call).toThrow(message)
  })
}

describe('dialects', () => {
  const DIALECTS: Readonly<Record<string, readonly [(options: never) => unknown, example: string]>> = {
    torch: [torch, '{ seed: 42 }'],
    mxnet: [mxnet, '{ seed: 42 }'],
    tensorflow: [tensorflow, '{ seed: 42 }'],
    jax: [jax, '{ seed: 42 }'],
    flax: [flax, '{ seed: 42 }'],
    keras: [keras, '{ seed: 42 }'],
  }
  describe.each(Object.entries(DIALECTS))('%s', (name, [open, example]) => {
    it.each([
      [undefined, `${name}: expected options such as ${example}, got undefined`],
      [null, `${name}: expected options such as ${example}, got null`],
      [42, `${name}: expected options such as ${example}, got 42`],
      [[42], `${name}: expected options such as ${example}, got [42]`],
      [{}, `${name}: expected a seed that is an integer, got undefined; pass ${example}`],
      [{ seed: '42' }, `${name}: expected a seed that is an integer, got "42"; pass ${example}`],
      [{ seed: null }, `${name}: expected a seed that is an integer, got null`],
    ])('refuses %j', (options, message) => {
      expect(() => open(options as never)).toThrow(TypeError)
      expect(() => open(options as never)).toThrow(message)
    })

    it('refuses a seed that is no integer, and what is misspelt', () => {
      expect(() => open({ seed: 0.5, backend } as never)).toThrow()
      expect(() => open({ sead: 1 } as never)).toThrow('got "sead"; did you mean "seed"?')
    })
  })

  refuses([
    [
      () => torch({ seed: 0, jit: 'no' } as never),
      TypeError,
      'torch: expected options seed, profile, version, rng, dtype, got "jit"',
    ],
    [() => torch({ seed: 0.5 }), RangeError, 'torch: expected seed to be an integer, got 0.5'],
    [() => torch({ rng: 3 } as never), TypeError, 'torch: expected rng to be a stream, got 3'],
    [
      () => torch({ rng: rng() } as never),
      TypeError,
      'torch: expected rng to be a stream of @nn/random/torch, got ',
    ],
    [
      () => torch({ rng: torch({ seed: 1 }).rng, profile: 'avx2' } as never),
      TypeError,
      'torch: expected rng alone, got profile beside it',
    ],
    [
      () => mxnet({ rng: rng(), seed: 1 } as never),
      TypeError,
      'mxnet: expected rng alone, got seed beside it',
    ],
    [() => mxnet({ rng: null } as never), TypeError, 'mxnet: expected rng to be a stream, got null'],
    [() => tensorflow({ rng: 'x' } as never), TypeError, 'tensorflow: expected rng to be a stream, got "x"'],
    [
      () => keras({ seed: 42, backend: null } as never),
      TypeError,
      "keras: expected backend to be 'tensorflow' or one of @nn/random/keras, got null; import { jaxBackend } and pass it",
    ],
    [
      () => keras({ backend: 'jax' } as never),
      TypeError,
      'keras: expected a seed that is an integer, got undefined',
    ],
    [
      () => keras({ seed: 42, backend: 'numpy' } as never),
      TypeError,
      'keras: expected backend to be \'tensorflow\' or one of @nn/random/keras, got "numpy"; import { numpyBackend } and pass it',
    ],
    [
      () => jax({ seed: 0, jit: 'no' } as never),
      TypeError,
      'jax: expected jit to be true or false, got "no"',
    ],
    [() => jax({ seed: 0, x64: 1 } as never), TypeError, 'jax: expected x64 to be true or false, got 1'],
    [
      () => flax({ seed: 0, separator: null } as never),
      TypeError,
      'flax: expected separator to be true or false, got null',
    ],
    [() => flax({ seed: 0, scope: 'x' } as never), TypeError, 'flax: expected scope to be a function'],
    [
      () => flax({ seed: 0, api: 3 } as never),
      TypeError,
      'flax: expected api to be one of linen, nnx, got 3',
    ],
  ])
})

describe('initializers of dialects', () => {
  const w = () => cpu.zeros([2, 3])
  refuses([
    [
      () => torch({ seed: 1 }).normal_(w(), { stdev: 1 } as never),
      TypeError,
      'normal_: expected options mean, std, got "stdev"; did you mean "std"?',
    ],
    [
      () => torch({ seed: 1 }).normal_(w(), { rng: rng() } as never),
      TypeError,
      'normal_: expected options mean, std, got "rng"',
    ],
    [
      () => keras({ seed: 1, backend }).normal({ sed: 1 } as never),
      TypeError,
      'normal: expected options mean, std, seed, got "sed"',
    ],
    [
      () => keras({ seed: 1, backend }).normal({ seed: null } as never),
      TypeError,
      'keras: expected seed to be an integer or a stream, got null',
    ],
    [
      () => jax({ seed: 1 }).lecunNormal({ kay: 1 } as never),
      TypeError,
      'lecunNormal: expected options key, got "kay"; did you mean "key"?',
    ],
    [
      () => jax({ seed: 1 }).normal_(w(), { key: 3 } as never),
      TypeError,
      'jax: expected key to be one such as key(42) of @nn/random/jax, got 3',
    ],
    [
      () => flax({ seed: 1 }).normal(null as never),
      TypeError,
      'normal: expected an options object, got null',
    ],
    [
      () => mxnet({ seed: 1 }).lecunNormal({ gain: 2 } as never),
      TypeError,
      'lecunNormal: expected no options, got "gain"',
    ],
    [
      () => tensorflow({ seed: 1 }).uniform_(null as never),
      TypeError,
      'uniform_: expected a tensor or a parameter, got null',
    ],
    [
      () => torch({ seed: 1 }).uniform(init.createRequest({ shape: [1], backend: cpu }) as never),
      TypeError,
      'uniform: expected options, got a request; call the factory first, as in uniform()',
    ],
  ])
})

describe('axes', () => {
  refuses([
    [
      () => init.computeFans([8, 4], { ...axes, group: 4 } as never),
      TypeError,
      'got "group"; did you mean "groups"?',
    ],
    [
      () => init.createRequest({ shape: [8, 4], backend: cpu, axes: { ...axes, strides: 2 } as never }),
      TypeError,
      'request axes: expected options out, in, groups, unitsPerGroup, stride, transposed, blocks, heads, batch, lookup, got "strides"; did you mean "stride"?',
    ],
    [
      () => init.computeFans([8, 4], { ...axes, blocks: { axis: 0, name: ['a'] } } as never),
      TypeError,
      'computeFans blocks: expected options axis, names, sizes, count, got "name"; did you mean "names"?',
    ],
    [
      () => init.computeFans([8, 4], { ...axes, heads: { axis: 0, number: 2 } } as never),
      TypeError,
      'computeFans heads: expected options axis, count, got "number"',
    ],
    [
      () => init.computeFans([8, 4], { ...axes, heads: { axis: 2, count: 2 } }),
      ShapeError,
      'computeFans: expected axis heads to be one of shape [8, 4], got 2',
    ],
    [
      () => init.computeFans([8, 4, 2], { ...axes, heads: { axis: 2, count: 2 } }),
      RangeError,
      'computeFans: expected heads along an axis out or in, got 2',
    ],
    [
      () => init.computeFans([8, 4], { ...axes, heads: { axis: 0, count: 0 } }),
      RangeError,
      'computeFans: expected heads to be an integer >= 1, got 0',
    ],
    [
      () =>
        init.computeFans([12, 4], { ...axes, blocks: { axis: 0, count: 3 }, heads: { axis: 0, count: 3 } }),
      RangeError,
      'computeFans: expected heads to divide the 4 units, got 3',
    ],
    [
      () => init.computeFans([8, 4], null as never),
      TypeError,
      'computeFans: expected axes such as { out: 0, in: 1 }, got null',
    ],
    [
      () => init.computeFans([8, 4], { ...axes, blocks: null } as never),
      TypeError,
      'computeFans blocks: expected an options object, got null',
    ],
    [() => init.computeFans(8 as never, axes), TypeError, 'computeFans: expected a shape, got 8'],
    [() => init.computeBlockFans([8, -4], axes), RangeError, 'a length to be an integer >= 0'],
    [() => init.computeFans([8], axes), ShapeError, 'computeFans: expected axis in to be one of shape [8]'],
  ])
})

describe('requests', () => {
  const spec = { shape: [2], backend: cpu }
  refuses([
    [
      () => init.createRequest(undefined as never),
      TypeError,
      'createRequest: expected an options object, got undefined',
    ],
    [
      () => init.createRequest(null as never),
      TypeError,
      'createRequest: expected an options object, got null',
    ],
    [() => init.createRequest({} as never), TypeError, 'request: expected a shape, got undefined'],
    [
      () => init.createRequest({ shape: [2] } as never),
      TypeError,
      'request: expected a backend, got undefined',
    ],
    [
      () => init.createRequest({ ...spec, shpae: [2] } as never),
      TypeError,
      'got "shpae"; did you mean "shape"?',
    ],
    [
      () => init.createRequest({ ...spec, shape: [1.5] }),
      RangeError,
      'request: expected a length to be an integer >= 0, got 1.5',
    ],
    [
      () => init.createRequest({ ...spec, fans: { fanIn: 1, fanout: 1 } } as never),
      TypeError,
      'request fans: expected options fanIn, fanOut, got "fanout"; did you mean "fanOut"?',
    ],
    [() => init.matchesPath(3 as never, 'a'), TypeError, 'matchesPath: expected a pattern, got 3'],
    [() => init.matchesPath('a', 3 as never), TypeError, 'matchesPath: expected a path, got 3'],
    [
      () => init.createRequest({ ...spec, path: [cpu.ones([2])] } as never),
      TypeError,
      'createRequest: expected path to be a text, got [an instance of Tensor]',
    ],
  ])
})

describe('in place', () => {
  const w = () => cpu.zeros([2, 2])
  refuses([
    [
      () => init.xavierUniform_(w(), { rng: rng(), fan: 2 } as never),
      TypeError,
      'xavierUniform_: expected options gain, rng, axes, fans, got "fan"; did you mean "fans"?',
    ],
    [
      () => init.lecunNormal_(w(), { rgn: rng() } as never),
      TypeError,
      'lecunNormal_: expected options rng, axes, fans, got "rgn"; did you mean "rng"?',
    ],
    [() => init.eye_(w(), 3 as never), TypeError, 'eye_: expected an options object, got 3'],
    [() => init.normal_(w(), null as never), TypeError, 'normal_: expected an options object, got null'],
    [
      () => init.fill_(w(), init.ones(), { rgn: 1 } as never),
      TypeError,
      'fill_: expected options rng, axes, fans, got "rgn"',
    ],
    [
      () => init.zeros_(undefined as never),
      TypeError,
      'zeros_: expected a tensor or a parameter, got undefined; the layer has no bias (useBias: false)',
    ],
  ])

  it('forms of one target take an index or a key from what iterates', () => {
    const [a, b] = [cpu.ones([2, 2]), cpu.ones([2, 2])]
    expect([a, b].map(init.zeros_)).toEqual([a, b])
    expect(a.sum().item()).toBe(0)
    ;[a, b].forEach(init.eye_ as (target: typeof a) => unknown)
    new Map([['a', a]]).forEach(init.eye_ as (target: typeof a) => unknown)
    expect(b.equals(cpu.eye(2))).toBe(true)
    expect([a].map(torch({ seed: 1 }).normal_ as (target: typeof a) => unknown)).toEqual([a])
    expect(() => [a].map(init.normal_ as (target: typeof a) => unknown)).toThrow(
      'normal_: expected rng for a random initializer',
    )
  })

  it('forms without options refuse some', () => {
    const zeros: (target: Tensor, options: object) => Tensor = init.zeros_ as never
    expect(() => zeros(w(), { std: 1 })).toThrow('zeros_: expected options rng, axes, fans, got "std"')
  })

  it('knows tensors of another copy of the package', () => {
    const own = cpu.ones([2])
    const foreign = Object.create(null, {
      ...Object.getOwnPropertyDescriptors(Object.getPrototypeOf(own)),
      ...Object.fromEntries(
        Reflect.ownKeys(own).map((key) => [key, { get: () => Reflect.get(own, key), enumerable: true }]),
      ),
    })
    expect(init.constant(foreign).config).toEqual({ name: 'constant', value: [1, 1] })
  })
})

describe('combinators, gains and configs', () => {
  refuses([
    [() => init.gain('relu', null as never), TypeError, 'gain: expected an options object, got null'],
    [
      () => init.gain('relu', { measur: 'variance' } as never),
      TypeError,
      'gain: expected options measure, slope, got "measur"; did you mean "measure"?',
    ],
    [
      () => init.masked(init.ones(), null as never),
      TypeError,
      'masked: expected an options object, got null',
    ],
    [() => init.byBlock(null as never, init.ones()), TypeError, 'byBlock: expected initializers by name'],
    [() => init.byBlock([] as never, init.ones()), TypeError, 'byBlock: expected initializers by name'],
    [
      () => init.fromCheckpoint({}, { perfix: 'a' } as never),
      TypeError,
      'got "perfix"; did you mean "prefix"?',
    ],
    ...[3, null, ['a'], { a: 'b' }].map((value) => {
      const make = () => init.fromCheckpoint({}, { prefix: value as never })
      return [make, TypeError, 'fromCheckpoint: expected prefix to be a string, got '] as const
    }),
    [
      () => init.fromCheckpoint({}, { label: Symbol('a') as never }),
      TypeError,
      'fromCheckpoint: expected label to be a string, got Symbol(a)',
    ],
    ...['w', null, ['w'], new Map([['a', 'b']])].map((value) => {
      const make = () => init.fromCheckpoint({}, { rename: value as never })
      return [
        make,
        TypeError,
        'fromCheckpoint: expected rename to be an object of names by path, got ',
      ] as const
    }),
    [
      () => init.fromCheckpoint({}, { rename: { w: 1 as never } }),
      TypeError,
      'fromCheckpoint: expected the name of "w" in rename to be a string, got 1',
    ],
    [
      () => init.mapped(init.ones(), null as never),
      TypeError,
      'mapped: expected a function of a tensor, got null',
    ],
    [() => fromJSON('normal', { ignoreSeed: true } as never), TypeError, 'did you mean "ignoreSeeds"?'],
    [() => fromJSON('normal', null as never), TypeError, 'fromJSON: expected an options object, got null'],
    [() => fromJSON('{'), TypeError, 'fromJSON: expected JSON, got "{"'],
    [
      () => fromJSON({ class_name: 'Zeros', config: 3 }),
      TypeError,
      'Zeros: expected an options object, got 3',
    ],
    [
      () => rulesFromJSON('[[{"rol":"bias"},"zeros"]]'),
      TypeError,
      'rulesFromJSON: expected options path, role, got "rol"; did you mean "role"?',
    ],
    [
      () => rulesToJSON([[null as never, init.ones()]]),
      TypeError,
      'rulesToJSON: expected selectors that are data',
    ],
    [() => recipeFromJSON('{'), TypeError, 'recipeFromJSON: expected JSON'],
    [
      () => rulesFromJSON([[{ regexp: '(' }, 'zeros']]),
      TypeError,
      'fromJSON: expected a regular expression, got "(" with flags ""',
    ],
  ])
})

describe('recipes', () => {
  refuses([
    [
      () => recipes.gpt2({ sdt: 1 } as never),
      TypeError,
      'gpt2: expected options std, layers, roles, got "sdt"',
    ],
    [() => recipes.gpt2(null as never), TypeError, 'gpt2: expected an options object, got null'],
    [() => recipes.mup(undefined as never), TypeError, 'mup: expected an options object, got undefined'],
    [() => recipes.skipInit({ role: {} } as never), TypeError, 'did you mean "roles"?'],
    [
      () => recipes.beit({ roles: null } as never),
      TypeError,
      'beit: expected roles to be patterns by role, got null',
    ],
    [
      () => recipes.beit({ roles: { residualut: '**' } } as never),
      RangeError,
      'beit: expected a role to be one of embedding, ',
    ],
    [() => recipes.gpt2().assign(null as never), TypeError, 'gpt2: expected parameters, got null'],
    [
      () => recipes.deepNormConstants({ encoders: 2 } as never),
      TypeError,
      'deepNormConstants: expected options encoder, decoder, got "encoders"; did you mean "encoder"?',
    ],
    [
      () => recipes.deepNormConstants({ encoder: -1 }),
      RangeError,
      'deepNormConstants: expected encoder to be an integer >= 0, got -1',
    ],
  ])
})
