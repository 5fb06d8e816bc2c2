// Models of Keras on three backends, written with layers of ours and started in the dialect: every weight under Keras's name and in its
// layout, and the integer that Python's generator gives next. Recurrent kernels come out of a QR decomposition, whose last bits are the
// linear algebra library's: they are compared within 10⁻⁶.
import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { type KerasDialect, keras } from '@nn/init/keras'
import * as nn from '@nn/layers'
import { type KerasNameOptions, kerasStateDict, loadKerasStateDict } from '@nn/layers/keras'
import { jaxBackend, tensorflowBackend, torchBackend } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { readGolden } from '../src/golden/golden.ts'

const BACKENDS: Readonly<Record<string, typeof jaxBackend>> = {
  jax: jaxBackend,
  tensorflow: tensorflowBackend,
  torch: torchBackend,
}

const dense = (units: number, inUnits: number) => new nn.Dense(units, { inUnits })
const sequential = (...layers: nn.Module[]) => new nn.ModuleList(layers)

/** In the order in which Python makes the layers: `L.Dense(32)(L.Dense(64)(h))` makes the outer one first. */
class Transformer extends nn.Module {
  embedding = new nn.Embedding(200, 32)
  multi_head_attention = new nn.MultiheadAttention(32, 2)
  layer_normalization = new nn.LayerNorm({ shape: 32 })
  dense = dense(32, 64)
  dense_1 = dense(64, 32)
  layer_normalization_1 = new nn.LayerNorm({ shape: 32 })
  dense_2 = dense(200, 32)

  override forward(): never {
    throw new Error('only initialised here')
  }
}

/** Dense layers of one width, each with an initializer. */
const denses = (width: number, inits: readonly init.Initializer[]) =>
  sequential(...inits.map((weightInit) => new nn.Dense(width, { inUnits: width, weightInit })))

/** Keras's names and classes in the order of the programs; `he_normal` and its like are cut. */
const NAMES = () => [
  init.xavierUniform(),
  init.xavierTruncatedNormal(),
  init.kaimingUniform(),
  init.kaimingTruncatedNormal(),
  init.lecunUniform(),
  init.lecunTruncatedNormal(),
  init.normal({ std: 0.05 }),
  init.uniform({ low: -0.05, high: 0.05 }),
  init.truncatedNormal({ std: 0.05 }),
  init.ones(),
  init.zeros(),
  init.eye(),
  init.orthogonal(),
]

const CLASSES = () => [
  ...NAMES().slice(0, 6),
  init.normal({ std: 0.02 }),
  init.uniform({ low: -0.1, high: 0.1 }),
  init.truncatedNormal({ mean: 0.5, std: 0.2 }),
  init.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' }),
  init.varianceScaling({ scale: 0.5, mode: 'fanAvg', distribution: 'truncatedNormal' }),
  init.varianceScaling({ scale: 1, mode: 'fanIn', distribution: 'normal' }),
  init.constant(3),
  init.eye({ gain: 2 }),
  init.orthogonal({ gain: 1.5 }),
]

const MODELS: Readonly<Record<string, (dialect: KerasDialect) => nn.Module>> = {
  'keras-book-default': () => sequential(dense(4, 4), dense(1, 4)),
  'keras-book-blocks': () =>
    sequential(
      new nn.Dense(4, { inUnits: 4, weightInit: init.xavierUniform() }),
      new nn.Dense(1, { inUnits: 4, weightInit: init.constant(42) }),
    ),
  'keras-book-normal': () =>
    sequential(new nn.Dense(4, { inUnits: 4, weightInit: init.normal({ std: 0.01 }) }), dense(1, 4)),
  'keras-two-equal-dense-strings': () =>
    denses(4, [init.kaimingTruncatedNormal(), init.kaimingTruncatedNormal()]),
  'keras-two-equal-dense-instances': () =>
    denses(4, [init.kaimingTruncatedNormal(), init.kaimingTruncatedNormal()]),
  'keras-two-equal-dense-seeded': (dialect) => {
    const seeded = [7, 8].map((seed) => dialect.xavierUniform({ seed }))
    return denses(4, [...seeded, init.xavierUniform()])
  },
  'keras-all-names': () => denses(6, NAMES()),
  'keras-all-classes': () => denses(6, CLASSES()),
  'keras-two-equal-dense-one-instance': () => {
    const weightInit = init.kaimingTruncatedNormal()
    return sequential(...[0, 1].map(() => new nn.Dense(4, { inUnits: 4, weightInit })))
  },
  'keras-mnist-cnn': () =>
    sequential(
      new nn.Conv2d(32, 3, { inChannels: 1 }),
      new nn.Conv2d(64, 3, { inChannels: 32 }),
      new nn.Dropout(0.5),
      dense(10, 1600),
    ),
  'keras-separable': () =>
    sequential(
      new nn.Conv2d(16, 3, { inChannels: 3, weightInit: init.kaimingUniform() }),
      new nn.SeparableConv2d(32, 3, { inChannels: 16 }),
      new nn.BatchNorm({ channels: 32 }),
      new nn.DepthwiseConv2d(3, { inChannels: 32, multiplier: 2 }),
      new nn.ConvTranspose2d(8, 3, { inChannels: 64 }),
      dense(10, 8),
    ),
  'keras-lstm': () =>
    sequential(
      new nn.Embedding(500, 32),
      new nn.Lstm(48, { inUnits: 32 }),
      new nn.Dropout(0.2),
      new nn.Lstm(24, { inUnits: 48 }),
      dense(10, 24),
    ),
  'keras-gru': () =>
    sequential(new nn.Gru(16, { inUnits: 8 }), new nn.Gru(12, { inUnits: 16 }), dense(3, 12)),
  'keras-bidirectional': () =>
    sequential(
      new nn.Lstm(6, { inUnits: 8, bidirectional: true }),
      new nn.Gru(5, { inUnits: 12, bidirectional: true }),
      dense(4, 10),
      dense(1, 4),
    ),
  'keras-simple-rnn': () => sequential(new nn.Rnn(4, { inUnits: 4 }), dense(2, 4)),
  'keras-transformer': () => new Transformer(),
}

const namesOf = (id: string): KerasNameOptions => (id === 'keras-transformer' ? {} : { prefix: 'sequential' })

const floats = (values: Tensor): Float32Array => Float32Array.from(values.clone().toArray() as Float32Array)
const hash = (values: Tensor): string =>
  createHash('sha256')
    .update(new Uint8Array(floats(values).buffer))
    .digest('hex')

/** The value whose bits are written as hexadecimal digits. */
const fromBits = (digits: string): number =>
  new Float32Array(Uint32Array.of(Number.parseInt(digits, 16)).buffer)[0] ?? Number.NaN

const { models = [] } = readGolden(new URL('../golden/keras-models.json', import.meta.url).pathname)
const golden = models.filter(
  ({ id, backend = '' }) => Object.hasOwn(MODELS, id) && Object.hasOwn(BACKENDS, backend),
)

it('reads every model', () => {
  expect(new Set(golden.map(({ id }) => id)).size).toBe(Object.keys(MODELS).length)
})

describe.each(golden)(
  '$id on $backend',
  ({ id, backend: name = '', seed, parameters, after, orthogonal = [] }) => {
    const backend = BACKENDS[name] ?? expect.fail(name)
    const make = MODELS[id] ?? expect.fail(id)
    const dialect = keras({ seed: Number(seed), backend })
    const net = make(dialect)
    net.initialize({ dialect, backend: cpu })
    const state = kerasStateDict(net, namesOf(id))
    // A GRU with reset_after=False has one bias, and is another function; its kernels are drawn as others.
    const isOther = (path: string) => id === 'keras-gru' && path === 'sequential/gru_1/gru_cell/bias'

    it('has every weight', () => {
      expect([...state.keys()].sort()).toEqual(parameters.map(({ name: path }) => path).sort())
    })

    it.each(parameters.filter((each) => !isOther(each.name)))(
      '$name',
      ({ name: path, shape, sha256, head }) => {
        const values = state.get(path) ?? expect.fail(path)
        expect(values.shape).toEqual(shape)
        if (!orthogonal.some((part) => path.includes(part))) expect(hash(values)).toBe(sha256)
        const first = floats(values)
        for (const [i, digits] of head.entries()) expect(first[i]).toBeCloseTo(fromBits(digits), 6)
      },
    )

    it('leaves the generator where Keras does', () => {
      dialect.session.rng.uniform(new Float32Array(2))
      expect(after).toMatchObject({ 'random.randint(1, 1000000000)': dialect.session.makeSeed() })
    })

    it('comes back from the names of Keras', () => {
      const other = make(dialect)
      loadKerasStateDict(other, state, namesOf(id))
      const back = other.stateDict()
      for (const [path, values] of net.stateDict()) expect(back.get(path)?.equals(values)).toBe(true)
    })
  },
)
