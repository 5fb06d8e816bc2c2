// What every layer gets from every dialect and recipe: bits recorded before layers declared their kinds, when dialects guessed them from
// names, numbers of axes and default laws. One differs: a TransformerDecoder alone is a decoder for T-Fixup, which took it for an encoder
// unless a field above it was called decoder. Those of torch with `init` were recorded when it began to draw defaults first,
// those of keras when each layer took a seed of its own, of its attentions when they were Keras's, and those of a padding row when it stayed 0 in every dialect but torch; recipes of an
// encoder and a decoder when each was counted by itself; those of flax with recurrent layers and attentions when they became Flax's, which its models in
// apps/conformance show; those of torch with several transformer layers when they became copies of one, as PyTorch's are.
import { cpu } from '@nn/backend-cpu'
import { normal, type Recipe, xavierUniform } from '@nn/init'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import * as recipes from '@nn/init/recipes'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import { tensorflowBackend as backend } from '@nn/random/keras'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'
import golden from './fixtures/kinds.json' with { type: 'json' }
import { bytesOf, hash } from './hash.ts'
import { specimens } from './specimens.ts'

const DIALECTS = {
  torch: () => torch({ seed: 42 }),
  keras: () => keras({ seed: 42, backend }),
  tensorflow: () => tensorflow({ seed: 42 }),
  jax: () => jax({ seed: 42 }),
  flax: () => flax({ seed: 42 }),
  nnx: () => flax({ seed: 42, api: 'nnx' }),
  mxnet: () => mxnet({ seed: 42 }),
}

/** Layers beyond the specimens: what dialects tell apart. */
const MORE: Readonly<Record<string, () => nn.Module>> = {
  'Embedding with a padding row': () => new nn.Embedding(5, 3, { paddingIndex: 0 }),
  'Dense without bias': () => new nn.Dense(3, { inUnits: 2, useBias: false }),
  'Rnn of two layers': () => new nn.Rnn(3, { inUnits: 2, layers: 2, bidirectional: true }),
  'Lstm with a projection': () => new nn.Lstm(4, { inUnits: 3, projection: 2 }),
  'attention in three weights': () => new nn.MultiheadAttention(4, 2, { packed: false, addBiasKv: true }),
  'attention with added keys': () => new nn.MultiheadAttention(4, 2, { addBiasKv: true }),
  'encoder and decoder': () => new Both(),
}

class Both extends nn.Module {
  readonly table = new nn.Embedding(6, 4)
  readonly encoder = new nn.TransformerEncoder(4, 2, { layers: 2, feedforwardUnits: 6, dropout: 0 })
  readonly decoder = new nn.TransformerDecoder(4, 2, { layers: 3, feedforwardUnits: 6, dropout: 0 })
  readonly head = new nn.Dense(6, { inUnits: 4 })
  forward(): void {}
}

/** The hash of what a run gives by path, or the class of its error with the path that it names. */
function attempt(run: () => Readonly<Record<string, string>>): string {
  try {
    return hash(Array.from(JSON.stringify(run()), (letter) => letter.charCodeAt(0)))
  } catch (error) {
    return String(error).split(':', 2).join(':')
  }
}

function drawn(net: nn.Module, options: nn.InitializeOptions): string {
  return attempt(() => {
    net.initialize({ ...options, backend: cpu })
    return Object.fromEntries([...net.parameters()].map(([path, { data }]) => [path, hash(bytesOf(data))]))
  })
}

function planned(net: nn.Module, recipe: Recipe): string {
  return attempt(() => Object.fromEntries(rowsOf(net, recipe).map(({ path, law }) => [path, law])))
}

/** The rows of parameters. */
function rowsOf(net: nn.Module, recipe: Recipe): readonly nn.PlanRow[] {
  return net.plan({ recipe }).rows.filter(({ role }) => role !== 'buffer')
}

const LAYERS = {
  ...Object.fromEntries(Object.entries(specimens).map(([name, { make }]) => [name, () => make('float32')])),
  ...MORE,
}

const WANTED = { default: {}, xavier: { init: xavierUniform() }, normal: { init: normal({ std: 0.5 }) } }

function record(): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, make] of Object.entries(LAYERS)) {
    for (const [dialect, open] of Object.entries(DIALECTS)) {
      for (const [means, options] of Object.entries(WANTED)) {
        found[`${name}, ${dialect}, ${means}`] = drawn(make(), { ...options, dialect: open() })
      }
    }
    for (const [recipe, given] of Object.entries(RECIPES)) {
      found[`${name}, ${recipe}`] = planned(make(), given)
    }
  }
  return found
}

const RECIPES = {
  beit: recipes.beit(),
  deepNorm: recipes.deepNorm(),
  fixup: recipes.fixup(),
  gpt2: recipes.gpt2(),
  smallInit: recipes.smallInit({ units: 4 }),
  subLn: recipes.subLn(),
  tFixup: recipes.tFixup(),
  unitScaling: recipes.unitScaling(),
  zeroLast: recipes.zeroLast(),
}

const found = record()
describe('what was recorded', () => {
  it.each(Object.entries(golden))('%s', (key, hash) => {
    expect(found[key]).toBe(hash)
  })
})
