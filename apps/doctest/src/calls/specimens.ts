import { cpu, cpuPlain } from '@nn/backend-cpu'
import { modelOf } from '@nn/checkpoint'
import * as init from '@nn/init'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import * as recipes from '@nn/init/recipes'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import * as io from '@nn/io'
import * as layers from '@nn/layers'
import * as optim from '@nn/optim'
import * as random from '@nn/random'
import { createLinenRng, createRngs } from '@nn/random/flax'
import * as jaxRandom from '@nn/random/jax'
import * as kerasRandom from '@nn/random/keras'
import { createMxnetRng } from '@nn/random/mxnet'
import * as numpy from '@nn/random/numpy'
import { createPythonRng } from '@nn/random/python'
import * as tf from '@nn/random/tensorflow'
import { createTorchRng } from '@nn/random/torch'

/** Kinds of values that calls are given. */
export type Kind =
  | 'tensor'
  | 'backend'
  | 'rng'
  | 'floats'
  | 'array'
  | 'words'
  | 'bytes'
  | 'shape'
  | 'axis'
  | 'number'
  | 'seed'
  | 'pair'
  | 'flag'
  | 'text'
  | 'dtype'
  | 'pattern'
  | 'init'
  | 'config'
  | 'rules'
  | 'module'
  | 'parameter'
  | 'buffer'
  | 'report'
  | 'key'
  | 'generator'
  | 'session'
  | 'rngs'
  | 'kerasBackend'
  | 'tensors'
  | 'source'
  | 'fetched'
  | 'state'
  | 'dialect'
  | 'recipe'
  | 'request'
  | 'axes'
  | 'fans'
  | 'activation'
  | 'model'
  | 'optimizer'
  | 'gradients'
  | 'list'

/** Makes a value anew, because calls may change it. */
export type Make = () => unknown

const { tensorflowBackend, jaxBackend, torchBackend, numpyBackend } = kerasRandom
const KERAS = [tensorflowBackend, jaxBackend, torchBackend, numpyBackend]

function net() {
  const made = new layers.Sequential(
    new layers.Dense(3, { inUnits: 4, activation: layers.relu }),
    new layers.Dense(2, { inUnits: 3 }),
  )
  made.initialize({ rng: random.createRng(0), backend: cpu })
  return made
}

function values(text: string): Make[] {
  return text.split(' ').map((value) => () => value)
}

function numbers(...list: unknown[]): Make[] {
  return list.map((value) => () => value)
}

/** Files, written once: some writers are asynchronous. */
const npz = await io.encodeNpz({ w: cpu.ones([2, 3]) })
const safetensors = io.encodeSafetensors({ w: cpu.ones([2, 3]) })

const tensors = () => ({ w: cpu.ones([2, 3]), b: cpu.arange(3) })

/** Right values by kind: what parameters of that kind are given most of the time. */
export const SPECIMENS: Readonly<Record<Kind, readonly Make[]>> = {
  tensor: [
    () => cpu.ones([2, 4]),
    () => cpu.arange(12).reshape(3, 4),
    () => cpu.tensor([1, -2, 0.5]),
    () => cpu.tensor(3),
    () => cpu.ones([1, 2, 5, 5]),
    () => cpu.zeros([0, 3]),
    () => cpu.tensor([0, 1], { dtype: 'int32' }),
    () => cpu.tensor([true, false]),
    () => cpu.ones([3, 4], { dtype: 'float64' }).transpose(),
    () => cpuPlain.ones([2, 2]),
    () => cpu.ones([4, 4]).slice([0, 2]),
  ],
  backend: [() => cpu, () => cpuPlain],
  rng: [
    () => random.createRng(42),
    () => random.createRng(1).at('a'),
    () => createTorchRng(1),
    () => jaxRandom.createJaxRng(1),
    () => createLinenRng(1),
    () => createRngs(1).stream(),
    () => numpy.createNumpyRng(1),
    () => new numpy.RandomState(1),
    () => createPythonRng(1),
    () => createMxnetRng(1),
    () => tf.createTensorflowRng(1),
    () => tf.createTensorflowRng(null),
    () => tf.Generator.fromSeed(1),
    () => tf.createStatelessRng(1),
    ...KERAS.map((backend) => () => kerasRandom.createKerasRng(1, { backend })),
  ],
  floats: [
    () => new Float32Array(5),
    () => new Float64Array(7),
    () => new Float32Array(0),
    () => new Float32Array(300),
  ],
  array: [
    () => new Float32Array(5),
    () => new Float64Array(3),
    () => new Int32Array(4),
    () => new Uint8Array(4),
    () => new Int8Array(4),
    () => new Uint16Array(4),
    () => new Uint32Array(17),
    () => new BigInt64Array(3),
    () => new BigUint64Array(3),
  ],
  words: [() => new Uint32Array(5), () => new Uint32Array(0)],
  bytes: [
    () => safetensors.slice(),
    () => io.encodeNpy(cpu.ones([2])),
    () => npz.slice(),
    () => new Uint8Array(3),
  ],
  shape: [() => [2, 3], () => [], () => [4], () => [1, 2, 3, 3], () => [0, 2], () => [2, 2, 2]],
  axis: numbers(0, 1, -1, [0], [0, 1], []),
  number: numbers(0, 1, 2, 3, 0.5, 0.01, -1, 4, 8, 42),
  seed: numbers(0, 42, 7n, 123456789, 65537),
  pair: [() => [1, 2], () => [0, 0], () => [4n, 5n]],
  flag: numbers(true, false),
  text: values('weight 0.weight **.weight default relu tanh a name.bin safetensors'),
  dtype: values('float32 float64 int32 bool float16 bfloat16'),
  pattern: [() => '**.weight', () => '0.*', () => /weight$/, () => 'missing'],
  init: [
    () => init.zeros(),
    () => init.normal({ std: 0.1 }),
    () => init.xavierUniform(),
    () => init.orthogonal(),
    () => init.constant(2),
    () => init.truncatedNormal(),
    () => init.sparse({ sparsity: 0.5 }),
    () => (request: init.InitRequest) => init.ones()(request),
  ],
  config: [
    () => ({ name: 'normal', std: 0.1 }),
    () => ({ class_name: 'GlorotUniform', config: { seed: null } }),
    () => '["xavier", {"magnitude": 3}]',
    () => init.kaimingNormal().toJSON(),
    () => 'he_normal',
    () => [['**.weight', 'zeros']],
    () => ({
      model_type: 'llama',
      vocab_size: 8,
      hidden_size: 4,
      intermediate_size: 8,
      num_hidden_layers: 1,
      num_attention_heads: 2,
    }),
  ],
  rules: [
    () => [['**', init.ones()]],
    () => [[layers.Dense, init.ones()]],
    () => [[/0/, init.zeros()]],
    () => [],
  ],
  module: [
    net,
    () => new layers.Dense(3),
    () => new layers.Conv2d(2, 3),
    () => new layers.ModuleList([new layers.Dense(2)]),
    () => new layers.ModuleDict({ a: new layers.Dense(2) }),
    () => new layers.Lstm(3),
    () => new layers.Gru(2),
    () => new layers.MultiheadAttention(4, 2),
    () => new layers.Embedding(5, 3),
    () => new layers.BatchNorm(),
    () => new layers.LayerNorm(),
    () => new layers.Dropout(0.5),
    () => new layers.TransformerEncoderLayer(4, 2),
    () => new layers.ConvTranspose2d(2, 3),
    () => new layers.Residual(new layers.Dense(4)),
    () => new layers.Parallel([new layers.Dense(2), new layers.Dense(3)]),
    () => new layers.MaxPool2d(2),
    () => new layers.AdaptiveAvgPool2d(1),
    () => new layers.Flatten(),
    () => new layers.Bilinear(2),
    () => new layers.PRelu(),
    () => new layers.Rnn(2),
    () => new layers.GroupNorm(2),
    () => new layers.SeparableConv2d(2, 3),
    () => new layers.Softmax(),
  ],
  parameter: [
    () => net().layers[0].weight,
    () => new layers.Dense(2).weight,
    () => new layers.Conv2d(2, 3).weight,
  ],
  buffer: [() => new layers.BatchNorm({ channels: 2 }).runningMean],
  report: [
    () => net().plan({ init: init.ones() }),
    () => layers.summary(net(), cpu.ones([1, 4])),
    () => net().initialize({ init: init.ones(), forceReinit: true }),
  ],
  key: [() => jaxRandom.key(1), () => jaxRandom.key(2, { partitionable: false })],
  generator: [
    () => new numpy.PCG64(1),
    () => new numpy.MT19937(1),
    () => new numpy.SeedSequence(1),
    () => new numpy.Philox(1),
    () => new numpy.SFC64(1),
  ],
  session: KERAS.map((backend) => () => kerasRandom.createKerasSession(1, { backend })),
  rngs: [() => createRngs({ default: 1, params: 2 })],
  kerasBackend: KERAS.map((backend) => () => backend),
  tensors: [tensors, () => ({}), () => new Map(Object.entries(tensors())), () => net().stateDict()],
  source: [() => io.openSafetensors(safetensors), () => io.openNpz(npz)],
  fetched: [
    () => safetensors.slice(),
    () => new Blob([Uint8Array.from(safetensors)]),
    () => new Blob([Uint8Array.from(safetensors)]).stream(),
  ],
  state: [
    () => random.createRng(1).toJSON(),
    () => createTorchRng(1).toJSON(),
    () => numpy.createNumpyRng(1).toJSON(),
    () => new numpy.RandomState(1).toJSON(),
    () => createPythonRng(1).toJSON(),
    () => createMxnetRng(1).toJSON(),
    () => tf.createTensorflowRng(1).toJSON(),
    () => tf.Generator.fromSeed(1).toJSON(),
    () => jaxRandom.createJaxRng(1).toJSON(),
    () => createLinenRng(1).toJSON(),
    () => kerasRandom.createKerasRng(1, { backend: tensorflowBackend }).toJSON(),
    () => net().stateDict(),
  ],
  dialect: [
    () => torch({ seed: 1 }),
    () => keras({ seed: 1, backend: tensorflowBackend }),
    () => flax({ seed: 1 }),
    () => jax({ seed: 1 }),
    () => tensorflow({ seed: 1 }),
    () => mxnet({ seed: 1 }),
  ],
  recipe: [() => recipes.gpt2(), () => recipes.fixup()],
  request: [
    () => init.createRequest({ shape: [3, 4], backend: cpu, rng: random.createRng(1) }),
    () => init.createRequest({ shape: [2], backend: cpuPlain }),
  ],
  axes: [
    () => ({ out: 0, in: 1 }),
    () => ({ out: 0, in: 1, kernel: [2, 3] }),
    () => ({ out: 0, in: 1, groups: 2 }),
  ],
  fans: [() => ({ fanIn: 3, fanOut: 4 })],
  activation: [() => layers.relu, () => layers.softmax(0), () => (x: unknown) => x],
  model: [
    () => modelOf({ model_type: 'gpt2', n_layer: 1, n_head: 2, n_embd: 4, vocab_size: 8, n_positions: 4 }),
  ],
  optimizer: [
    () => optim.sgd({ w: cpu.ones([2, 3]) }, { learningRate: 0.1, momentum: 0.5 }),
    () => optim.adamW(net()),
  ],
  gradients: [() => new Map([['w', cpu.ones([2, 3])]]), () => new Map([['0.weight', cpu.ones([3, 4])]])],
  list: [
    () => [1, 2, 3],
    () => ['a'],
    () => [cpu.ones([2, 2]), cpu.ones([2, 2])],
    () => [new layers.Dense(2)],
  ],
}
