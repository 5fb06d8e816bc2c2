import { cpu } from '@nn/backend-cpu'
import {
  type Initializer,
  type LayerKind,
  normal,
  ones,
  type Recipe,
  uniform,
  varianceScaling,
  zeros,
} from '@nn/init'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import * as recipes from '@nn/init/recipes'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import { tensorflowBackend as backend } from '@nn/random/keras'
import { describe, expect, it } from 'vitest'
import {
  Dense,
  Embedding,
  Module,
  ModuleList,
  MultiheadAttention,
  Parameter,
  Sequential,
  TransformerDecoder,
} from '../src/index.ts'
import { specimens } from './specimens.ts'

const DIALECTS = {
  torch: () => torch({ seed: 7 }),
  keras: () => keras({ seed: 7, backend }),
  tensorflow: () => tensorflow({ seed: 7 }),
  jax: () => jax({ seed: 7 }),
  // Flax's own keys come from the names of modules, and from numbers for their parameters.
  flax: () => flax({ seed: 7 }),
  nnx: () => flax({ seed: 7, api: 'nnx' }),
  mxnet: () => mxnet({ seed: 7 }),
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  beit: recipes.beit(),
  deepNorm: recipes.deepNorm(),
  fixup: recipes.fixup(),
  gpt2: recipes.gpt2(),
  skipInit: recipes.skipInit(),
  smallInit: recipes.smallInit({ units: 4 }),
  subLn: recipes.subLn(),
  tFixup: recipes.tFixup(),
  unitScaling: recipes.unitScaling(),
  zeroLast: recipes.zeroLast(),
}

/** Every name of a field that a dialect or a recipe once took for a declaration. */
const NAMES = [
  'weight',
  'bias',
  'qProjWeight',
  'kProjWeight',
  'vProjWeight',
  'inProjWeight',
  'inProjBias',
  'biasK',
  'weightIhL0',
  'weightHhL0',
  'weightHrL0',
  'weightIhL1Reverse',
  'biasIhL0',
  'biasHhL0',
  'outProj',
  'linear1',
  'linear2',
  'padding',
  'zeroPadding',
  'decoder',
  'encoder',
  'slope',
]

/** The laws that dialects once took for declarations. */
const LAWS: Readonly<Record<string, () => Initializer>> = {
  'linear law': () => varianceScaling({ scale: 1 / 3, distribution: 'uniform' }),
  'recurrent law': () => uniform({ low: -0.5, high: 0.5 }),
  'table law': () => normal(),
}

/** A person's own layer, with its parameters under these names. */
class Own extends Module {
  override readonly kind: LayerKind | undefined

  constructor(kind: LayerKind | undefined, names: readonly [string, string], law: Initializer) {
    super()
    this.kind = kind
    const weight = new Parameter({ shape: [4, 4], role: 'weight', axes: { out: 0, in: 1 }, init: law })
    const bias = new Parameter({ shape: [4], role: 'bias', init: zeros() })
    Object.assign(this, { [names[0]]: weight, [names[1]]: bias })
    this.parameters()
  }

  forward(): void {}
}

/** A root that has a layer under a name. */
class Root extends Module {
  constructor(name: string, layer: Module) {
    super()
    Object.assign(this, { [name]: layer })
    this.parameters()
  }

  forward(): void {}
}

/** Values in order, without their names; or what is thrown, without any path. */
function drawn(net: Module, dialect: (typeof DIALECTS)[keyof typeof DIALECTS]): unknown {
  try {
    net.initialize({ dialect: dialect(), backend: cpu })
    return [...net.parameters().values()].map(({ data }) => data.toNested())
  } catch (error) {
    return String(error).replace(/: [^:]*: /, ': ')
  }
}

function planned(net: Module, recipe: Recipe): unknown {
  try {
    return net.plan({ recipe }).rows.map(({ law, reason }) => [law, reason])
  } catch (error) {
    return String(error).replace(/got none of [^;]*;/, ';')
  }
}

const KINDS = [undefined, 'linear'] as const

describe.each(KINDS)('a layer of kind %s', (kind) => {
  describe.each(Object.entries(LAWS))('with the %s', (_, law) => {
    it.each(Object.entries(DIALECTS))('gets the same from %s by any name of its fields', (_name, dialect) => {
      const wanted = drawn(new Own(kind, ['w', 'b'], law()), dialect)
      for (const name of NAMES) {
        expect([name, drawn(new Own(kind, [name, 'b'], law()), dialect)]).toEqual([name, wanted])
        expect([name, drawn(new Own(kind, ['w', name], law()), dialect)]).toEqual([name, wanted])
      }
    })

    it.each(Object.entries(RECIPES))('gets the same from %s by any name', (_name, recipe) => {
      const make = (name: string) => new Root(name, new Own(kind, ['weight', 'bias'], law()))
      const wanted = planned(make('layer'), recipe)
      for (const name of NAMES) {
        expect([name, planned(make(name), recipe)]).toEqual([name, wanted])
        const own = planned(new Own(kind, [name, 'b'], law()), recipe)
        expect([name, own]).toEqual([name, planned(new Own(kind, ['w', 'b'], law()), recipe)])
      }
    })
  })

  it.each(Object.entries(DIALECTS).filter(([name]) => name !== 'flax'))(
    'gets the same from %s by any name of the module',
    (_, dialect) => {
      const make = (name: string) => new Root(name, new Own(kind, ['w', 'b'], LAWS['linear law']!()))
      for (const name of NAMES) expect(drawn(make(name), dialect)).toEqual(drawn(make('layer'), dialect))
    },
  )
})

describe('what is declared', () => {
  it.each(Object.entries(DIALECTS))('%s leaves a layer without a kind its own laws', (name, dialect) => {
    const net = new Own(
      undefined,
      ['weight', 'bias'],
      varianceScaling({ scale: 1 / 3, distribution: 'uniform' }),
    )
    const [weight, bias] = net.plan({ dialect: dialect() }).rows
    expect(weight!.law).toBe('U[-0.5, 0.5)')
    expect(bias!.law).toBe('0')
    expect(weight!.reason).toBe(`${name === 'nnx' ? 'flax' : name}'s default`)
  })

  it('a linear layer of a person’s own gets the framework’s defaults', () => {
    const law = (dialect: keyof typeof DIALECTS): readonly string[] =>
      new Own('linear', ['w', 'b'], ones()).plan({ dialect: DIALECTS[dialect]() }).rows.map((row) => row.law)
    expect(law('torch')).toEqual(['U[-0.5, 0.5)', 'U[-0.5, 0.5)'])
    expect(law('keras')).toEqual(['U[-0.866025, 0.866025)', '0'])
    expect(law('mxnet')).toEqual(['U[-0.07, 0.07)', '0'])
    expect(law('flax')[0]).toMatch(/^N\(0, .* cut to/)
    expect(() => law('jax')).toThrow('w: expected an initializer, as JAX has no layers with defaults')
    const own = new Own('linear', ['w', 'b'], ones())
    own.initialize({ dialect: torch({ seed: 3 }), backend: cpu })
    const dense = new Dense(4, { inUnits: 4 })
    dense.initialize({ dialect: torch({ seed: 3 }), backend: cpu })
    expect([...own.parameters().values()].map(({ data }) => data.toNested())).toEqual([
      dense.weight.data.toNested(),
      dense.bias.data.toNested(),
    ])
  })

  it('the last layer of an attention is known by its use, whatever it is called', () => {
    class Attention extends Module {
      override readonly kind = 'attention'
      readonly q = new Parameter({ shape: [4, 4], role: 'weight', axes: { out: 0, in: 1 }, init: ones() })
      readonly last = new Dense(4, { inUnits: 4, use: 'attentionOutput' })
      forward(): void {}
    }
    const own = new Attention()
    own.initialize({ dialect: torch({ seed: 0 }), backend: cpu })
    const dense = new Dense(4, { inUnits: 4 })
    dense.initialize({ dialect: torch({ seed: 0 }), backend: cpu })
    expect(own.last.weight.data.equals(dense.weight.data)).toBe(true)
    expect(own.last.bias.data.any().item()).toBe(false)
    expect(own.plan({ recipe: recipes.gpt2() }).rows.map(({ reason }) => reason)).toEqual([
      'gpt2: weight',
      'gpt2: last of 1 residual branches',
      'gpt2: bias',
    ])
  })

  it('a decoder is known by its kind', () => {
    class Stacks extends Module {
      readonly one = new Sequential(new Dense(4, { inUnits: 4, use: 'residualOut' }))
      readonly two = new TransformerDecoder(4, 2, { layers: 2, feedforwardUnits: 4 })
      forward(): void {}
    }
    const { rows } = new Stacks().plan({ recipe: recipes.tFixup() })
    const reason = (path: string) => rows.find((row) => row.path === path)?.reason
    expect(reason('one.0.weight')).toBe('tFixup: residualOut × 0.67')
    expect(reason('two.layers.0.linear1.weight')).toBe(
      `tFixup: feedforward × ${(18 ** -0.25).toPrecision(4)}`,
    )
  })

  it.each([
    ['linaer', RangeError, 'expected kind to be one of linear, bilinear, ', '; did you mean "linear"?'],
    ['Linear', RangeError, 'got "Linear"', '; did you mean "linear"?'],
    [null, TypeError, 'expected kind to be one of', 'got null'],
    [3, TypeError, 'expected kind to be one of', 'got 3'],
  ])('refuses the kind %j', (kind, error, expected, cure) => {
    const net = () => new ModuleList([new Own(kind as never, ['w', 'b'], ones())])
    for (const attempt of [
      () => net().initialize({ backend: cpu }),
      () => net().plan(),
      () => net().plan({ dialect: torch({ seed: 1 }) }),
      () => net().plan({ recipe: recipes.gpt2() }),
    ]) {
      expect(attempt).toThrow(error)
      expect(attempt).toThrow('0: expected kind')
      expect(attempt).toThrow(expected)
      expect(attempt).toThrow(cure)
    }
  })

  it.each([
    ['residualout', RangeError, '; did you mean "residualOut"?'],
    [null, TypeError, 'got null'],
  ])('refuses the use %j', (use, error, cure) => {
    const attempt = () => new Dense(2, { use: use as never })
    expect(attempt).toThrow(error)
    expect(attempt).toThrow('expected use to be one of embedding, value, ')
    expect(attempt).toThrow(cure)
  })

  it('survives a copy', () => {
    const layers = [new Embedding(3, 2, { paddingIndex: 0 }), new MultiheadAttention(2, 1)]
    const net = new ModuleList(layers).clone()
    expect([...net.modules().values()].map(({ kind }) => kind).filter(Boolean)).toEqual([
      'paddedEmbedding',
      'linear',
      'dropout',
      'attention',
    ])
    expect(net.parameters().get('1.outProj.weight')?.use).toBe('attentionOutput')
  })

  it.each(Object.entries(specimens))('%s says what it is, or its parts do', (_, { make }) => {
    for (const module of make('float32').modules().values()) {
      const hasOwn = Object.values(module).some((field) => field instanceof Parameter)
      if (hasOwn) expect(module.kind).toBeTypeOf('string')
    }
  })
})
