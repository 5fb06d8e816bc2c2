// Programs of Keras beside the same in TypeScript: where initializers take their seeds. What a program holds is computed by the runner,
// which golden/keras-models.json compares with Keras.
import { cpu } from '@nn/backend-cpu'
import { type Initializer, kaimingTruncatedNormal, normal, uniform } from '@nn/init'
import { type KerasDialect, keras } from '@nn/init/keras'
import * as nn from '@nn/layers'
import { kerasStateDict } from '@nn/layers/keras'
import { jaxBackend } from '@nn/random/keras'
import { describe, expect, it } from 'vitest'
import { runKeras } from '../src/frameworks/keras/program/run-program.ts'

const HEAD = 'import keras\nfrom keras import layers as L\nfrom keras.initializers import *\n'
const sequential = (input: string, ...layers: string[]): string =>
  `model = keras.Sequential([keras.Input(${input}), ${layers.join(', ')}])\n`

interface Pair {
  readonly code: string
  /** The layers, which are initialised as a whole or built. */
  readonly net: (dialect: KerasDialect) => nn.Module
  readonly prefix?: string
  readonly isBuilt?: boolean
  readonly init?: Initializer
  readonly rules?: nn.InitializeOptions['rules']
}

const list = (...layers: nn.Module[]) => new nn.ModuleList(layers)
const dense = (units: number, inUnits: number, weightInit?: Initializer) =>
  new nn.Dense(units, { inUnits, weightInit })

/** `h = MultiHeadAttention(…)(x, x)`, and a layer behind it. */
class Attention extends nn.Module {
  multi_head_attention: nn.MultiheadAttention<boolean>
  dense: nn.Dense

  constructor(options: nn.MultiheadAttentionOptions) {
    super()
    this.multi_head_attention = new nn.MultiheadAttention(8, 2, options)
    this.dense = dense(2, 8)
  }

  override forward(): never {
    throw new Error('only initialised here')
  }
}

const attention = (options: string): string =>
  `x = keras.Input((5, 8))\nh = L.MultiHeadAttention(2, 4${options})(x, x)\nmodel = keras.Model(x, L.Dense(2)(h))\n`

const PAIRS: Readonly<Record<string, Pair>> = {
  'a name for every layer': {
    code: sequential(
      '(3,)',
      "L.Dense(4, kernel_initializer='he_normal')",
      "L.Dense(2, kernel_initializer='he_normal')",
    ),
    net: () => list(dense(4, 3), dense(2, 4)),
    init: kaimingTruncatedNormal(),
  },
  'an object for a bias, made before the kernel’s name is read': {
    code: sequential('(3,)', 'L.Dense(4, bias_initializer=RandomNormal())', 'L.Dense(2)'),
    net: () => list(new nn.Dense(4, { inUnits: 3, biasInit: normal({ std: 0.05 }) }), dense(2, 4)),
  },
  'an object that is made first, in two layers and both ways': {
    code: `i = HeNormal()\n${sequential('(5, 3)', 'L.Dense(4)', 'L.Dense(6, kernel_initializer=i)', 'L.Bidirectional(L.GRU(4, kernel_initializer=i, recurrent_initializer=i, return_sequences=True))', 'L.Dense(2, kernel_initializer=i)')}`,
    net: (dialect) => {
      const i = dialect.kaimingTruncatedNormal()
      return list(
        dense(4, 3),
        dense(6, 4, i),
        new nn.Gru(4, { inUnits: 6, bidirectional: true, weightInit: i }),
        dense(2, 8, i),
      )
    },
  },
  'an object with a seed, both ways': {
    code: sequential(
      '(5, 3)',
      'L.Bidirectional(L.SimpleRNN(4, kernel_initializer=RandomUniform(-0.1, 0.1, seed=7), recurrent_initializer=RandomUniform(-0.1, 0.1, seed=7)))',
      'L.Dense(2)',
    ),
    net: (dialect) => {
      const weightInit = dialect.uniform({ low: -0.1, high: 0.1, seed: 7 })
      return list(new nn.Rnn(4, { inUnits: 3, bidirectional: true, weightInit }), dense(2, 8))
    },
  },
  'layers that are made and not used': {
    code: `spare = L.LSTM(4)\ndrop = L.Dropout(0.5)\n${sequential('(3,)', 'L.Dense(4)', 'L.Dense(2)')}`,
    net: () => {
      const spare = [new nn.Lstm(4, { inUnits: 3 }), new nn.Dropout(0.5)]
      expect(spare).toHaveLength(2)
      return list(dense(4, 3), dense(2, 4))
    },
    isBuilt: true,
  },
  attention: { code: attention(''), net: () => new Attention({}), prefix: '' },
  'attention with dropout': {
    code: attention(', dropout=0.1'),
    net: () => new Attention({ dropout: 0.1 }),
    prefix: '',
  },
  'attention with dropout, in three weights': {
    code: attention(', dropout=0.1'),
    net: () => new Attention({ dropout: 0.1, packed: false }),
    prefix: '',
  },
  'attention with an object for its biases': {
    code: attention(', bias_initializer=RandomNormal()'),
    net: () => new Attention({ biasInit: normal({ std: 0.05 }) }),
    prefix: '',
  },
  'attention with an object for its biases that was made before, in three weights': {
    code: `i = RandomNormal()\n${attention(', bias_initializer=i, dropout=0.1')}`,
    net: (dialect) => new Attention({ biasInit: dialect.normal({ std: 0.05 }), packed: false, dropout: 0.1 }),
    prefix: '',
  },
  'recurrent layers with an object for their biases': {
    code: sequential(
      '(5, 3)',
      'L.LSTM(4, bias_initializer=RandomNormal(), return_sequences=True)',
      'L.Bidirectional(L.GRU(4, bias_initializer=RandomNormal()))',
      'L.Dense(2)',
    ),
    net: () =>
      list(
        new nn.Lstm(4, { inUnits: 3, biasInit: normal({ std: 0.05 }) }),
        new nn.Gru(4, { inUnits: 4, bidirectional: true, biasInit: normal({ std: 0.05 }) }),
        dense(2, 8),
      ),
  },
  'norms with names, beta’s before gamma’s': {
    code: sequential(
      '(6, 4)',
      ...['BatchNormalization(', 'LayerNormalization(', 'GroupNormalization(2, '].map(
        (norm) => `L.${norm}gamma_initializer='random_normal', beta_initializer='random_uniform')`,
      ),
      'L.Dense(2)',
    ),
    net: () =>
      list(
        new nn.BatchNorm({ channels: 4 }),
        new nn.LayerNorm({ shape: 4 }),
        new nn.GroupNorm(2, { channels: 4 }),
        dense(2, 4),
      ),
    rules: [
      [/^[012]\.weight$/, normal({ std: 0.05 })],
      [/^[012]\.bias$/, uniform({ low: -0.05, high: 0.05 })],
    ],
  },
  'a norm with an object for gamma, made before beta’s name is read': {
    code: sequential(
      '(4,)',
      "L.BatchNormalization(beta_initializer='random_uniform', gamma_initializer=RandomNormal())",
      'L.Dense(2)',
    ),
    net: () => list(new nn.BatchNorm({ channels: 4, weightInit: normal({ std: 0.05 }) }), dense(2, 4)),
    rules: [['0.bias', uniform({ low: -0.05, high: 0.05 })]],
  },
  'attention with an initializer by name': {
    code: attention(", kernel_initializer='he_normal'").replace(
      'L.Dense(2)',
      "L.Dense(2, kernel_initializer='he_normal')",
    ),
    net: () => new Attention({ dropout: 0 }),
    prefix: '',
    init: kaimingTruncatedNormal(),
  },
}

describe('seeds as Keras takes them', () => {
  const seed = 2026
  const cases = Object.entries(PAIRS).flatMap(([name, pair]) =>
    [false, true]
      .filter((isBuilt) =>
        isBuilt ? pair.init === undefined && pair.rules === undefined : pair.isBuilt !== true,
      )
      .map((isBuilt) => ({ name, pair, isBuilt })),
  )
  it.each(cases)('$name, built: $isBuilt', ({ pair, isBuilt }) => {
    const { code, net: make, prefix = 'sequential', init, rules } = pair
    const expected = runKeras({ code: HEAD + code, seed, backend: jaxBackend })
    const dialect = keras({ seed, backend: jaxBackend })
    const net = isBuilt ? dialect.build(() => make(dialect), { backend: cpu }) : make(dialect)
    if (!isBuilt) net.initialize({ dialect, backend: cpu, init, rules })
    dialect.session.rng.uniform(new Float32Array(2))
    expect(dialect.session.makeSeed()).toBe(expected.randint)
    const state = kerasStateDict(net, { prefix })
    expect([...state.keys()].sort()).toEqual(expected.weights.map(({ path }) => path).sort())
    for (const { path, values } of expected.weights) {
      const got = state.get(path)?.clone().toArray() ?? []
      const isQr = path.endsWith('recurrent_kernel')
      for (const [i, value] of values.entries()) {
        if (isQr) expect(Number(got[i])).toBeCloseTo(Number(value), 6)
        else expect(got[i]).toBe(value)
      }
    }
  })

  it('takes none for the stream of keras.random where nothing draws from it', () => {
    const dialect = keras({ seed, backend: jaxBackend })
    const before = dialect.fork()
    dense(2, 3, before.uniform({ seed: 4 })).initialize({ dialect: before, backend: cpu })
    expect(before.session.makeSeed()).toBe(dialect.session.makeSeed())
  })
})
