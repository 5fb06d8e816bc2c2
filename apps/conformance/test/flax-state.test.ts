// Networks of our layers beside golden/flax-models.json: the state dict under Flax's names has every name, shape and, but for what a QR
// decomposition makes, every bit that Flax holds, and is taken back.
import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { flax } from '@nn/init/flax'
import * as nn from '@nn/layers'
import { flaxStateDict, loadFlaxStateDict } from '@nn/layers/flax'
import { describe, expect, it } from 'vitest'
import golden from '../golden/flax-models.json' with { type: 'json' }

type Build = () => nn.Module
type Options = {
  readonly useBias?: boolean
  readonly weightInit?: init.Initializer
  readonly biasInit?: init.Initializer
}

const named = (layers: Readonly<Record<string, nn.Module>>) =>
  new nn.Sequential(layers as Record<string, nn.Dense>)
const dense = (units: number, inUnits: number, options: Options = {}) =>
  new nn.Dense(units, { inUnits, ...options })
const conv = (units: number, inChannels: number, size: number, options: Options = {}) =>
  new nn.Conv2d(units, size, { inChannels, ...options })
const batchNorm = (channels: number, weightInit?: init.Initializer) =>
  new nn.BatchNorm({ channels, weightInit })
const layerNorm = () => new nn.LayerNorm({ shape: 64 })

const LAWS = [
  init.zeros(),
  init.ones(),
  init.constant(2),
  init.normal({ std: 0.02 }),
  init.uniform({ low: 0, high: 0.1 }),
  init.truncatedNormal({ std: 0.02 }),
  init.xavierUniform(),
  init.xavierTruncatedNormal(),
  init.kaimingUniform(),
  init.kaimingTruncatedNormal(),
  init.lecunUniform(),
  init.lecunTruncatedNormal(),
  init.varianceScaling({ scale: 2, mode: 'fanAvg', distribution: 'uniform' }),
  init.orthogonal(),
]

function resnet(): nn.Module {
  const layers: Record<string, nn.Module> = {
    conv_init: conv(64, 3, 7, { useBias: false }),
    bn_init: batchNorm(64),
  }
  let channels = 64
  for (let i = 0; i < 8; i++) {
    const filters = 64 * 2 ** Math.floor(i / 2)
    layers[`Block_${i}`] = named({
      Conv_0: conv(filters, channels, 3, { useBias: false }),
      BatchNorm_0: batchNorm(filters),
      Conv_1: conv(filters, filters, 3, { useBias: false }),
      BatchNorm_1: batchNorm(filters, init.zeros()),
      ...(filters === channels
        ? {}
        : { conv_proj: conv(filters, channels, 1, { useBias: false }), norm_proj: batchNorm(filters) }),
    })
    channels = filters
  }
  return named({ ...layers, Dense_0: dense(1000, 512) })
}

function transformer(): nn.Module {
  const options = { weightInit: init.xavierUniform(), biasInit: init.normal({ std: 1e-6 }) }
  const block = (): nn.Module =>
    named({
      LayerNorm_0: layerNorm(),
      MultiHeadDotProductAttention_0: new nn.MultiheadAttention(64, 4, { useBias: false }),
      LayerNorm_1: layerNorm(),
      up: dense(128, 64, options),
      down: dense(64, 128, options),
    })
  return named({
    embed: new nn.Embedding(300, 64, { weightInit: init.normal() }),
    block_0: block(),
    block_1: block(),
    norm: layerNorm(),
    logits: dense(300, 64, options),
  })
}

const nnxBlock = () =>
  named({
    ln1: layerNorm(),
    attn: new nn.MultiheadAttention(64, 4),
    ln2: layerNorm(),
    fc1: dense(128, 64),
    fc2: dense(64, 128),
  })
const dropout = () => named({ l1: dense(8, 4), drop: new nn.Dropout(0.5), l2: dense(2, 8) })

const MODELS: Readonly<Record<string, Build>> = {
  'linen-mlp': () => named({ Dense_1: dense(8, 4), Dense_0: dense(1, 8) }),
  'linen-sequential': () => named({ layers_0: dense(8, 4), layers_2: dense(1, 8) }),
  'linen-cnn': () =>
    named({
      Conv_0: conv(32, 1, 3),
      Conv_1: conv(64, 32, 3),
      Dense_1: dense(256, 3136),
      Dense_0: dense(10, 256),
    }),
  'linen-all-initializers': () =>
    named(Object.fromEntries(LAWS.map((weightInit, i) => [`Dense_${i}`, dense(6, 6, { weightInit })]))),
  'linen-resnet18': resnet,
  'linen-transformer': transformer,
  'linen-lstm': () => new nn.ModuleList([new nn.Lstm(8, { inUnits: 4 }), dense(3, 8)]),
  // `scale` is a parameter of the program's own, which is in no layer.
  'linen-setup': () =>
    named({
      encoder_0: dense(8, 4),
      encoder_1: dense(4, 8),
      head: dense(2, 4, { weightInit: init.kaimingTruncatedNormal() }),
    }),
  'nnx-mlp': () => named({ linear1: dense(8, 4), linear2: dense(1, 8) }),
  'nnx-cnn': () =>
    named({
      conv1: conv(32, 1, 3),
      batch_norm1: batchNorm(32),
      conv2: conv(64, 32, 3),
      batch_norm2: batchNorm(64),
      linear1: dense(256, 3136),
      linear2: dense(10, 256),
    }),
  'nnx-dropout': dropout,
  'nnx-two-streams': dropout,
  'nnx-transformer': () =>
    named({
      embed: new nn.Embedding(300, 64),
      blocks: new nn.ModuleList([nnxBlock(), nnxBlock()]),
      ln: layerNorm(),
      out: dense(300, 64, { useBias: false }),
    }),
}

/** The names that linen gives, which are ours here but for what has none in a list. */
const NAMES: Readonly<Record<string, readonly string[]>> = { '0': ['LSTMCell_0'], '1': ['Dense_0'] }

describe.each(Object.entries(MODELS))('%s', (id, build) => {
  const model = golden.models.find((each) => each.id === id) ?? expect.fail(`no model ${id}`)
  const isNnx = model.api === 'nnx'
  const api = isNnx ? ('nnx' as const) : ('linen' as const)
  const scope = (path: string) => NAMES[path] ?? path.split('.')
  const seed = id === 'nnx-two-streams' ? { params: model.seed, dropout: 1 } : model.seed
  const rules: [RegExp, init.Initializer][] =
    id === 'linen-transformer' ? [[/(inProjWeight|outProj\.weight)$/, init.xavierUniform()]] : []
  const net = build()
  const naming = isNnx ? { api } : { api, scope }
  net.initialize({ dialect: flax({ seed, ...naming }), rules, backend: cpu })
  const state = flaxStateDict(net, { api, scope })
  const lead = isNnx ? '' : 'params.'
  const expected = model.parameters.filter(({ name }) => name !== 'scale')

  it('has the names of Flax', () => {
    const averages = /(^batch_stats\.|\.(mean|var)$)/
    const names = [...state.keys()].filter((name) => !averages.test(name))
    expect(names.sort()).toEqual(expected.map(({ name }) => lead + name).sort())
  })

  it('has its values', () => {
    const isQr = (name: string) => (model.orthogonal ?? []).some((part) => name.includes(part))
    for (const { name, shape, sha256 } of expected) {
      const value = state.get(lead + name) ?? expect.fail(name)
      expect([name, value.shape]).toEqual([name, shape])
      if (isQr(name)) continue
      const floats = Float32Array.from(value.clone().toArray() as Float32Array)
      const hash = createHash('sha256').update(new Uint8Array(floats.buffer)).digest('hex')
      expect([name, hash]).toEqual([name, sha256])
    }
  })

  it('is taken back', () => {
    const other = build()
    loadFlaxStateDict(other, state, { api, scope })
    for (const [path, value] of net.stateDict()) {
      expect([path, other.stateDict().get(path)?.equals(value)]).toEqual([path, true])
    }
  })
})
