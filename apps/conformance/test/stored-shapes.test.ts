// Layers of ours beside models of Keras and Flax whose initializers see the shapes in which weights are stored there: kernels and biases of
// attention with an axis of heads, one bias of a recurrent layer for both sums, depthwise kernels. What a QR decomposition makes is compared
// within 2 · 10⁻⁶ of its first values, all else in every bit.
import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { flax } from '@nn/init/flax'
import { type KerasDialect, keras } from '@nn/init/keras'
import * as nn from '@nn/layers'
import { flaxStateDict } from '@nn/layers/flax'
import { kerasStateDict } from '@nn/layers/keras'
import { createKerasRng, jaxBackend, type KerasBackend, tensorflowBackend } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { readGolden } from '../src/golden/golden.ts'
import type { GoldenModel } from '../src/golden/model.ts'

interface Network {
  readonly net: nn.Module
  readonly rules: readonly nn.Rule[]
}

const BACKENDS: Readonly<Record<string, KerasBackend>> = { jax: jaxBackend, tensorflow: tensorflowBackend }

const list = (...layers: nn.Module[]) => new nn.ModuleList(layers)
const named = (layers: Record<string, nn.Module>) => new nn.ModuleDict(layers)
const attention = (heads: number, options: nn.MultiheadAttentionOptions = {}) =>
  new nn.MultiheadAttention(8, heads, options)

const KERAS: Readonly<Record<string, (dialect: KerasDialect, backend: KerasBackend) => Network>> = {
  'keras-attention-orthogonal': (dialect) => ({
    net: list(
      attention(2),
      attention(4, { dropout: 0.1, packed: false }),
      attention(1, { keyUnits: 3, valueUnits: 3, useBias: false }),
      new nn.Dense(2, { inUnits: 8 }),
    ),
    rules: [
      [/^[02]\..*[wW]eight$/, init.orthogonal()],
      [/^1\..*[wW]eight$/, dialect.orthogonal({ gain: 0.5 })],
    ],
  }),
  'keras-attention-bias': (dialect) => {
    const biasInit = dialect.uniform({ low: -0.1, high: 0.1 })
    return {
      net: list(
        attention(2, { dropout: 0.1 }),
        attention(4, { biasInit, packed: false }),
        attention(2, { dropout: 0.2, biasInit: init.kaimingUniform() }),
        new nn.Dense(8, { inUnits: 8, biasInit }),
      ),
      rules: [
        [/^0\..*[bB]ias$/, init.normal({ std: 0.05 })],
        [/^1\..*[wW]eight$/, init.kaimingTruncatedNormal()],
      ],
    }
  },
  'keras-recurrent-bias': (dialect, backend) => ({
    net: list(
      new nn.Lstm(4, { inUnits: 3 }),
      new nn.Gru(5, { inUnits: 4 }),
      new nn.Rnn(4, { inUnits: 5, biasInit: init.normal({ std: 0.05 }) }),
      new nn.Gru(2, { inUnits: 4, bidirectional: true }),
      new nn.Lstm(2, { inUnits: 4, bidirectional: true, biasInit: init.kaimingUniform() }),
      new nn.Gru(5, { inUnits: 4, biasInit: dialect.xavierUniform({ seed: 3 }) }),
      new nn.Rnn(3, { inUnits: 5, biasInit: init.constant(0.5) }),
      new nn.Gru(2, {
        inUnits: 3,
        biasInit: dialect.normal({ std: 0.05, seed: createKerasRng(4, { backend }) }),
      }),
      new nn.Lstm(3, { inUnits: 2 }),
      new nn.Dense(2, { inUnits: 3, biasInit: init.kaimingTruncatedNormal() }),
    ),
    rules: [
      [/^[03]\..*bias/, init.normal({ std: 0.05 })],
      [/^1\..*bias/, init.uniform({ low: -0.05, high: 0.05 })],
      [/^8\..*bias/, init.ones()],
    ],
  }),
  'keras-recurrent-identity': () => ({
    net: list(
      new nn.Lstm(4, { inUnits: 3 }),
      new nn.Gru(5, { inUnits: 4 }),
      new nn.Rnn(5, { inUnits: 5 }),
      new nn.Gru(3, { inUnits: 5, bidirectional: true }),
      new nn.Dense(8, { inUnits: 6 }),
    ),
    rules: [
      [/^[01]\..*weightHh/, init.eye()],
      [/^2\..*weightHh/, init.eye({ gain: 0.5 })],
      [/^3\..*weightIh/, init.eye()],
      [/^3\..*weightHh/, init.ones()],
      [/^4\.weight/, init.eye()],
    ],
  }),
  'keras-depthwise-orthogonal': () => ({
    net: list(
      new nn.DepthwiseConv2d(3, { inChannels: 4, multiplier: 2 }),
      new nn.SeparableConv2d(6, 3, { inChannels: 8, multiplier: 2 }),
      new nn.Conv2d(6, 3, { inChannels: 6, groups: 2 }),
      new nn.ConvTranspose2d(5, 2, { inChannels: 6, biasInit: init.kaimingTruncatedNormal() }),
      new nn.Dense(8, { inUnits: 80 }),
    ),
    rules: [
      [/^[01]\..*bias/, init.normal({ std: 0.05 })],
      [/weight$/, init.orthogonal()],
    ],
  }),
}

const FLAX: Readonly<Record<string, () => Network>> = {
  'linen-attention-inits': () => ({
    net: named({
      MultiHeadDotProductAttention_0: attention(2),
      MultiHeadDotProductAttention_1: attention(4, { packed: false }),
      MultiHeadDotProductAttention_2: attention(1, { useBias: false }),
      Dense_0: new nn.Dense(2, { inUnits: 8 }),
    }),
    rules: [
      [/Attention_0\..*[wW]eight$/, init.orthogonal()],
      [/Attention_0\..*[bB]ias$/, init.normal({ std: 0.02 })],
      [/Attention_1\..*[wW]eight$/, init.orthogonal({ gain: 0.5 })],
      [/Attention_1\..*[bB]ias$/, init.uniform({ low: 0, high: 0.1 })],
      [/Attention_2\..*[wW]eight$/, init.kaimingTruncatedNormal()],
    ],
  }),
  'linen-recurrent-inits': () => ({
    net: named({
      LSTMCell_0: new nn.Lstm(4, { inUnits: 3, biasInit: init.normal({ std: 0.02 }) }),
      GRUCell_0: new nn.Gru(5, { inUnits: 4, biasInit: init.normal({ std: 0.02 }) }),
      SimpleCell_0: new nn.Rnn(3, { inUnits: 5, biasInit: init.uniform({ low: 0, high: 0.1 }) }),
    }),
    rules: [
      [/LSTM.*weightIh/, init.orthogonal()],
      [/GRU.*weightHh/, init.kaimingUniform()],
    ],
  }),
  'nnx-attention-inits': () => ({
    net: named({ one: attention(2), two: attention(4), out: new nn.Dense(2, { inUnits: 8 }) }),
    rules: [
      [/^one\..*[wW]eight$/, init.orthogonal()],
      [/^one\..*[bB]ias$/, init.normal({ std: 0.02 })],
      [/^two\..*[wW]eight$/, init.xavierTruncatedNormal()],
      [/^two\..*[bB]ias$/, init.uniform({ low: 0, high: 0.1 })],
    ],
  }),
}

const floats = (values: Tensor): Float32Array => Float32Array.from(values.clone().toArray() as Float32Array)

/** The value whose bits are written as hexadecimal digits. */
const fromBits = (digits: string): number =>
  new Float32Array(Uint32Array.of(Number.parseInt(digits, 16)).buffer)[0] ?? Number.NaN

function compare(state: ReadonlyMap<string, Tensor>, { parameters, orthogonal = [] }: GoldenModel): void {
  it('has every weight', () => {
    expect([...state.keys()].sort()).toEqual(parameters.map(({ name }) => name).sort())
  })

  it.each(parameters)('$name', ({ name, shape, sha256, head }) => {
    const tensor = state.get(name) ?? expect.fail(name)
    expect(tensor.shape).toEqual(shape)
    const values = floats(tensor)
    if (!orthogonal.includes(name)) {
      expect(createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')).toBe(sha256)
    }
    const distances = head.map((digits, i) => Math.abs((values[i] ?? Number.NaN) - fromBits(digits)))
    expect(Math.max(...distances)).toBeLessThanOrEqual(2e-6)
  })
}

const modelsOf = (file: string): readonly GoldenModel[] =>
  readGolden(new URL(`../golden/${file}.json`, import.meta.url).pathname).models ?? []

describe.each(modelsOf('keras-shapes'))('$id on $backend', (model) => {
  const backend = BACKENDS[model.backend ?? ''] ?? expect.fail(model.backend)
  const dialect = keras({ seed: Number(model.seed), backend })
  const make = KERAS[model.id] ?? expect.fail(model.id)
  const { net, rules } = make(dialect, backend)
  net.initialize({ dialect, backend: cpu, rules })
  compare(kerasStateDict(net), model)

  it('leaves the generator where Keras does', () => {
    dialect.session.rng.uniform(new Float32Array(2))
    expect(model.after).toMatchObject({ 'random.randint(1, 1000000000)': dialect.session.makeSeed() })
  })
})

describe.each(modelsOf('flax-shapes'))('$id', (model) => {
  const make = FLAX[model.id] ?? expect.fail(model.id)
  const { net, rules } = make()
  const api = model.api === 'nnx' ? 'nnx' : 'linen'
  const scope = (path: string) => path.split('.')
  const dialect = flax({ seed: Number(model.seed), api, ...(api === 'linen' && { scope }) })
  net.initialize({ dialect, backend: cpu, rules })
  const state = flaxStateDict(net, { api, ...(api === 'linen' && { scope }) })
  compare(new Map([...state].map(([name, values]) => [name.replace(/^params\./, ''), values])), model)

  if (api === 'linen') return
  it('leaves the counter where nnx does', () => {
    expect(model.after).toEqual({ default: dialect.rng.toJSON().call })
  })
})
