import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import { fromJSON, recipeFromJSON, rulesFromJSON, rulesToJSON } from '../src/config/index.ts'
import * as init from '../src/index.ts'
import { sameInit, toInitializer } from '../src/layer/index.ts'
import * as recipes from '../src/recipes/index.ts'
import { type ErrorClass, request } from './request.ts'

const gates = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const values = { 'fc.weight': [[1, 2]] }

const ALL: readonly init.Initializer[] = [
  init.zeros(),
  init.ones(),
  init.constant(3),
  init.constant(true),
  init.constant([
    [1, 2],
    [3, 4],
  ]),
  init.constant(Number.POSITIVE_INFINITY),
  init.uniform({ low: -1 }),
  init.normal({ mean: 1, std: 2 }),
  init.truncatedNormal({ low: Number.NEGATIVE_INFINITY, high: 1, bounds: 'absolute' }),
  init.varianceScaling({
    scale: 3,
    mode: 'fanGeoAvg',
    distribution: 'truncatedNormal',
    low: 0,
    high: Number.POSITIVE_INFINITY,
  }),
  init.xavierUniform({ gain: 2 }),
  init.xavierNormal(),
  init.xavierTruncatedNormal(),
  init.kaimingUniform({ nonlinearity: 'leakyRelu', slope: 0.2 }),
  init.kaimingNormal({ mode: 'fanOut' }),
  init.kaimingTruncatedNormal({ gain: 1.5 }),
  init.lecunUniform(),
  init.lecunNormal(),
  init.lecunTruncatedNormal(),
  init.orthogonal({ gain: 2 }),
  init.deltaOrthogonal(),
  init.orthogonalConv(),
  init.eye({ shift: 1, batched: true }),
  init.dirac({ groups: 2 }),
  init.hadamard(),
  init.zerO(),
  init.bilinear({ channels: 'all' }),
  init.mxnetBilinear(),
  init.varianceScaling({ mode: 'fanGeoAvg', distribution: 'uniform' }),
  init.stft({ side: 'imag', window: [1, 2, 1], scaling: null, periodic: true }),
  init.sparse({ sparsity: 0.5, along: 'row' }),
  init.masked(init.normal(), { keep: 0.1 }),
  init.byBlock({ forget: init.ones() }, init.scaled(init.xavierUniform(), 2)),
  init.lstmBias({ forget: 2 }),
  init.chrono({ maxTime: 50 }),
  init.irnn({ gain: 0.5 }),
  init.siren({ first: true }),
  init.spectral(),
  init.priorBias({ probability: 0.01 }),
  init.nan(),
  init.mxnetXavier({ rndType: 'gaussian', factorType: 'in', magnitude: 2 }),
  init.msraPrelu(),
  init.scaled(init.masked(init.lecunNormal()), -2),
  init.fromCheckpoint(values, { label: 'base', prefix: 'x.', rename: { a: 'b' }, fallback: init.normal() }),
]

describe('an initializer as JSON', () => {
  it.each(ALL)('$config.name $# comes back equal, and draws the same bits', (initializer) => {
    const text = JSON.stringify(initializer)
    const back = fromJSON(text, { checkpoints: { base: values } })
    expect(sameInit(back, initializer)).toBe(true)
    expect(JSON.stringify(back)).toBe(text)
    expect(sameInit(back, init.scaled(initializer, 1))).toBe(false)
    for (const shape of [[4, 2], [2, 2], [4, 4, 3], [4, 1, 3], [8]]) {
      const ask = () =>
        request(shape, { axes: { out: 0, ...(shape.length > 1 ? { in: 1 } : {}), blocks: gates } })
      let wanted: unknown
      try {
        wanted = initializer(ask()).toNested()
      } catch {
        continue
      }
      expect(back(ask()).toNested()).toEqual(wanted)
    }
  })

  /** Names of Keras for factories that are written by their own. */
  const KERAS = new Set(['heNormal', 'heUniform', 'glorotNormal', 'glorotUniform'])

  it('covers every factory that there is', () => {
    const named = new Set(ALL.map(({ config }) => config.name))
    const factories = Object.entries(init).filter(([name, value]) => {
      return (
        typeof value === 'function' &&
        !name.endsWith('_') &&
        /^(?!create|compute|check|calc|to|run|show|near|matches|is|has|same|gain|draw|mapped)[a-z]/.test(name)
      )
    })
    expect(factories.map(([name]) => name).filter((name) => !named.has(name) && !KERAS.has(name))).toEqual([])
  })

  it('of a function of one’s own is an error', () => {
    for (const own of [
      toInitializer(() => cpu.ones([1])),
      init.mapped(init.ones(), (w) => w),
      init.scaled(() => cpu.ones([1]), 2),
    ]) {
      expect(() => JSON.stringify(own)).toThrow(TypeError)
      expect(() => JSON.stringify(own)).toThrow(
        /^toJSON: expected a built-in initializer, got the function (custom|scaled);/,
      )
    }
  })
})

describe('sameInit', () => {
  it('compares functions by identity', () => {
    const [a, b] = [() => cpu.ones([1]), () => cpu.ones([1])]
    expect([sameInit(a, a), sameInit(a, b), sameInit(a, init.ones())]).toEqual([true, false, false])
  })
})

describe('names of other libraries', () => {
  const he = init.varianceScaling({ scale: 2, distribution: 'truncatedNormal' })
  const glorot = init.varianceScaling({ mode: 'fanAvg', distribution: 'uniform' })
  it.each<[unknown, init.Initializer]>([
    ['he_normal', he],
    ['HeNormal', he],
    ['heNormal', he],
    ['glorotUniform', glorot],
    ['glorot_uniform', glorot],
    ['GlorotUniform', glorot],
    ['lecun_normal', init.varianceScaling({ distribution: 'truncatedNormal' })],
    ['leCunNormal', init.varianceScaling({ distribution: 'truncatedNormal' })],
    ['xavier_uniform', init.xavierUniform()],
    ['xavier_uniform_', init.xavierUniform()],
    ['xavier_normal_', init.xavierNormal()],
    ['kaiming_normal_', init.kaimingNormal()],
    ['kaimingUniform', init.kaimingUniform()],
    ['msra', init.kaimingNormal()],
    ['MSRA', init.kaimingNormal()],
    ['trunc_normal_', init.truncatedNormal({ bounds: 'absolute' })],
    ['Caffe2Xavier', init.lecunUniform()],
    ['SIGMOID_UNIFORM', init.xavierUniform({ gain: 4 })],
    ['VAR_SCALING_NORMAL_FAN_AVG', init.varianceScaling({ mode: 'fanAvg' })],
    ['random_normal', init.normal({ std: 0.05 })],
    ['RandomUniform', init.uniform({ low: -0.05, high: 0.05 })],
    ['orthogonal', init.orthogonal()],
    ['OrthogonalInitializer', init.orthogonal()],
    ['identity', init.eye()],
    ['zero', init.zeros()],
    ['Ones', init.ones()],
    ['dirac_', init.dirac()],
    ['delta_orthogonal', init.deltaOrthogonal()],
    [{ class_name: 'HeNormal', config: { seed: null } }, he],
    [{ module: 'keras.initializers', class_name: 'Zeros', config: {}, registered_name: null }, init.zeros()],
    [
      {
        className: 'VarianceScaling',
        config: { scale: 1, mode: 'fanAvg', distribution: 'normal', seed: null },
      },
      init.varianceScaling({ mode: 'fanAvg', distribution: 'truncatedNormal' }),
    ],
    [
      {
        class_name: 'VarianceScaling',
        config: { scale: 2, mode: 'fan_out', distribution: 'untruncated_normal', input_axes: null },
      },
      init.varianceScaling({ scale: 2, mode: 'fanOut' }),
    ],
    [
      { class_name: 'TruncatedNormal', config: { mean: 0, stddev: 0.02, seed: null, dtype: 'float32' } },
      init.truncatedNormal({ std: 0.02 }),
    ],
    [{ class_name: 'Constant', config: { value: 0.5 } }, init.constant(0.5)],
    [
      {
        class_name: 'STFTInitializer',
        config: { side: 'real', window: 'hann', scaling: 'density', periodic: false },
      },
      init.stft({ side: 'real' }),
    ],
    [
      '["xavier", {"rnd_type": "gaussian", "factor_type": "in", "magnitude": 2}]',
      init.mxnetXavier({ rndType: 'gaussian', factorType: 'in', magnitude: 2 }),
    ],
    [['msraprelu', { factor_type: 'avg', slope: 0.25 }], init.msraPrelu()],
    [['uniform', { scale: 0.07 }], init.uniform({ low: -0.07, high: 0.07 })],
    [['normal', { sigma: 0.01 }], init.normal({ std: 0.01 })],
    [['lstmbias', { forget_bias: 1 }], init.lstmBias()],
    [
      { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_geo_avg', distribution: 'uniform' } },
      init.varianceScaling({ mode: 'fanGeoAvg', distribution: 'uniform' }),
    ],
    [
      { className: 'VarianceScaling', config: { scale: 1, mode: 'fanGeoAvg', distribution: 'uniform' } },
      init.varianceScaling({ mode: 'fanGeoAvg', distribution: 'uniform' }),
    ],
    [['Bilinear'], init.mxnetBilinear()],
    [['zero', {}], init.zeros()],
    [['one', {}], init.ones()],
    [['constant', { value: 2 }], init.constant(2)],
    [{ XavierUniform: { gain: 2 } }, init.xavierUniform({ gain: 2 })],
    ['{"KaimingNormal":{"gain":1.5,"fan_out_only":true}}', init.kaimingNormal({ gain: 1.5, mode: 'fanOut' })],
    [{ KaimingUniform: { gain: 1, fan_out_only: false } }, init.kaimingUniform({ gain: 1 })],
    [{ Uniform: { min: -1, max: 1 } }, init.uniform({ low: -1 })],
    ['Zeros', init.zeros()],
    [['orthogonal', { scale: 2, rand_type: 'uniform' }], init.orthogonal({ gain: 2 })],
  ])('%j', (json, wanted) => {
    expect(fromJSON(json).config).toEqual(wanted.config)
  })

  it('this package’s own names mean its own laws', () => {
    expect(fromJSON('lecunNormal').config).toEqual({ name: 'lecunNormal' })
    expect(fromJSON('normal').config).toEqual({ name: 'normal', mean: 0, std: 1 })
  })

  it.each<[unknown, ErrorClass, string]>([
    [
      'xavier_unifrom',
      RangeError,
      'fromJSON: expected the name of an initializer, got "xavier_unifrom"; did you mean "xavierUniform"?',
    ],
    [{ name: 'normale' }, RangeError, 'got "normale"; did you mean "normal"?'],
    [
      3,
      TypeError,
      "fromJSON: expected a name, { name, … }, { class_name, config } or ['xavier', { … }], got 3",
    ],
    [{}, TypeError, 'got an object'],
    [{ name: 'normal', stdev: 1 }, TypeError, 'normal: expected options mean, std, got "stdev"'],
    [{ name: 'zeros', value: 1 }, TypeError, 'zeros: expected no options, got "value"'],
    [
      { class_name: 'HeNormals', config: {} },
      RangeError,
      'fromJSON: expected an initializer of Keras, got class_name "HeNormals"; did you mean "henormal"?',
    ],
    [
      { class_name: 'HeNormal', config: { seed: 42 } },
      RangeError,
      "fromJSON: expected no seed in the config of HeNormal, got 42; seeds are the stream's here: pass { ignoreSeeds: true }",
    ],
    [
      { class_name: 'RandomNormal', config: { std: 1 } },
      TypeError,
      'RandomNormal: expected options mean, stddev, got "std"; did you mean "stddev"?',
    ],
    [
      { class_name: 'VarianceScaling', config: { mode: 'fan_average' } },
      RangeError,
      'VarianceScaling: expected mode to be one of',
    ],
    [
      { class_name: 'VarianceScaling', config: { input_axes: [0] } },
      RangeError,
      'fromJSON: expected input_axes to be null, got [0]; declare the axes of the parameter instead',
    ],
    [
      ['xaver', {}],
      RangeError,
      'fromJSON: expected an initializer of MXNet, got "xaver"; did you mean "xavier"?',
    ],
    [{ XavierUniform: {} }, TypeError, 'XavierUniform: expected gain, got no "gain"'],
    [{ XavierUniform: { gian: 1 } }, TypeError, 'XavierUniform: expected options gain, got "gian"'],
    [
      ['xavier', { gain: 1 }],
      TypeError,
      'xavier: expected options rnd_type, factor_type, magnitude, got "gain"',
    ],
    [
      init.fromCheckpoint(values).toJSON(),
      RangeError,
      'fromJSON: expected the values of checkpoint "checkpoint", got none; pass { checkpoints: { checkpoint: values } }',
    ],
  ])('refuses %j', (json, kind, message) => {
    expect(() => fromJSON(json)).toThrow(kind)
    expect(() => fromJSON(json)).toThrow(message)
  })

  it('seeds can be ignored', () => {
    expect(fromJSON({ class_name: 'HeNormal', config: { seed: 42 } }, { ignoreSeeds: true }).config).toEqual(
      he.config,
    )
  })
})

describe('recipes as JSON', () => {
  const roles = { residualOut: [/c_proj/i, '**.out.weight'], readout: 'head' }
  it.each<recipesOf>([
    recipes.gpt2({ std: 0.01, roles }),
    recipes.beit({ roles: { residualOut: '**.proj' } }),
    recipes.fixup({ mode: 'fanIn' }),
    recipes.tFixup({ encoderLayers: 3 }),
    recipes.deepNorm({ decoderLayers: 2 }),
    recipes.subLn(),
    recipes.skipInit(),
    recipes.zeroLast(),
    recipes.layerScale({ value: 0.1 }),
    recipes.mup({ base: { weight: [2, 2] } }),
    recipes.unitScaling(),
    recipes.smallInit({ units: 8 }),
  ])('$config.name', (recipe) => {
    const text = JSON.stringify(recipe)
    const back = recipeFromJSON(text)
    expect(JSON.stringify(back)).toBe(text)
    expect(back.config).toEqual(recipe.config)
  })

  it('by name alone, and errors', () => {
    expect(recipeFromJSON('gpt2').config).toEqual({ name: 'gpt2' })
    expect(() => recipeFromJSON('gtp2')).toThrow(
      'recipeFromJSON: expected the name of a recipe, got "gtp2"; did you mean "gpt2"?',
    )
    expect(() => recipeFromJSON(null)).toThrow('recipeFromJSON: expected a name or { name, … }, got null')
    expect(() => recipeFromJSON({ name: 'gpt2', roles: { residualOut: 3 } })).toThrow(
      'fromJSON: expected a pattern or { regexp, flags }, got 3',
    )
  })
})

type recipesOf = ReturnType<typeof recipes.gpt2>

describe('rules as JSON', () => {
  it('round trips', () => {
    const rules = [
      ['0.*', init.normal()],
      [/^1\.(weight)$/i, init.orthogonal()],
      [{ role: 'bias' }, init.zeros()],
      [{ path: /x/, role: 'scale' }, init.ones()],
    ] as const
    const text = JSON.stringify(rulesToJSON(rules))
    const back = rulesFromJSON(text)
    expect(back.map(([selector]) => selector)).toEqual(rules.map(([selector]) => selector))
    expect(back.every(([, a], i) => sameInit(a, rules[i]![1]))).toBe(true)
    expect(JSON.stringify(rulesToJSON(back))).toBe(text)
  })

  it.each<[() => unknown, ErrorClass, string]>([
    [
      () => rulesFromJSON([['a']]),
      TypeError,
      'rulesFromJSON: expected pairs [selector, initializer], got [[…]]',
    ],
    [
      () => rulesFromJSON('{}'),
      TypeError,
      'rulesFromJSON: expected pairs [selector, initializer], got an object',
    ],
    [
      () => rulesToJSON([[class Dense {} as never, init.ones()]]),
      TypeError,
      'rulesToJSON: expected selectors that are data, got the function Dense; select by path or role',
    ],
    [
      () => rulesToJSON([['a', () => cpu.ones([1])]]),
      TypeError,
      'toJSON: expected a built-in initializer, got the function custom',
    ],
  ])('%#', (attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
  })
})
