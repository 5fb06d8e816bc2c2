import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as autograd from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import * as checkpoint from '@nn/checkpoint'
import * as checkpoints from '@nn/checkpoint/node'
import * as init from '@nn/init'
import * as config from '@nn/init/config'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { keras } from '@nn/init/keras'
import * as forLayers from '@nn/init/layer'
import { mxnet } from '@nn/init/mxnet'
import * as recipes from '@nn/init/recipes'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import * as io from '@nn/io'
import * as files from '@nn/io/node'
import * as layers from '@nn/layers'
import { flaxStateDict, loadFlaxStateDict } from '@nn/layers/flax'
import { kerasStateDict, loadKerasStateDict } from '@nn/layers/keras'
import * as optim from '@nn/optim'
import * as random from '@nn/random'
import * as flaxRandom from '@nn/random/flax'
import * as jaxRandom from '@nn/random/jax'
import * as kerasRandom from '@nn/random/keras'
import { createMxnetRng } from '@nn/random/mxnet'
import * as numpyRandom from '@nn/random/numpy'
import * as tfRandom from '@nn/random/tensorflow'
import { createTorchRng } from '@nn/random/torch'
import * as tensor from '@nn/tensor'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTRACTS, optionDoors } from '../src/doors.ts'
import { entries } from '../src/entries.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is passed here is wrong on purpose
type Call = (options: any) => unknown

/** A call that takes options, and options that are right where some are required. */
type Door = Call | readonly [call: Call, right: object]

const rng = random.createRng(42)
const floats = () => new Float32Array(8)
const words = () => new Uint32Array(8)
const x = cpu.ones([2, 4])
const image = cpu.ones([1, 2, 4, 4])
const kernel = cpu.ones([2, 2, 3, 3])
const net = () => {
  const built = new layers.Sequential(
    new layers.Dense(3, { inUnits: 4 }),
    new layers.Dense(2, { inUnits: 3 }),
  )
  built.initialize({ rng: random.createRng(0), backend: cpu })
  return built
}
const weight = () => net().layers[0].weight
const backend = kerasRandom.tensorflowBackend
const jaxKey = jaxRandom.key(0)
const bytes = io.encodeSafetensors({ w: x })
const folder = mkdtempSync(join(tmpdir(), 'nn-options-'))
const file = (name: string) => join(folder, name)
const tiny = {
  model_type: 'llama',
  vocab_size: 32,
  hidden_size: 8,
  intermediate_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
}
const step0 = { recipe: 'llama', seed: 42 }

/** Every public function, constructor and method that takes options, by its entry and name. */
const DOORS: Readonly<Record<string, Door>> = {
  '@nn/autograd grad': (o) => autograd.grad((t) => t.sum(), o),
  '@nn/autograd valueAndGrad': (o) => autograd.valueAndGrad({ x }, () => x.sum(), o),
  '@nn/optim sgd': [(o) => optim.sgd({ x }, o), { learningRate: 0.1 }],
  '@nn/optim adam': (o) => optim.adam({ x }, o),
  '@nn/optim adamW': (o) => optim.adamW({ x }, o),
  '@nn/optim rmsProp': (o) => optim.rmsProp({ x }, o),
  '@nn/optim adagrad': (o) => optim.adagrad({ x }, o),
  '@nn/optim adadelta': (o) => optim.adadelta({ x }, o),
  '@nn/optim adamax': (o) => optim.adamax({ x }, o),
  '@nn/optim nAdam': (o) => optim.nAdam({ x }, o),
  '@nn/optim rAdam': (o) => optim.rAdam({ x }, o),
  '@nn/optim rProp': (o) => optim.rProp({ x }, o),
  '@nn/optim stepDecay': [optim.stepDecay, { every: 2 }],
  '@nn/optim multiStepDecay': [optim.multiStepDecay, { milestones: [2] }],
  '@nn/optim exponentialDecay': [optim.exponentialDecay, { gamma: 0.5 }],
  '@nn/optim polynomialDecay': [optim.polynomialDecay, { steps: 2 }],
  '@nn/optim linearWarmUp': [optim.linearWarmUp, { steps: 2 }],
  '@nn/optim constantFactor': [optim.constantFactor, { steps: 2 }],
  '@nn/optim cosineAnnealing': [optim.cosineAnnealing, { steps: 2 }],
  '@nn/optim cosineRestarts': [optim.cosineRestarts, { steps: 2 }],
  '@nn/optim oneCycle': [optim.oneCycle, { highest: 1, steps: 5 }],
  '@nn/optim cyclic': [optim.cyclic, { lowest: 0, highest: 1 }],
  '@nn/optim reduceOnPlateau': (o) => optim.reduceOnPlateau(optim.adam({ x }), o),
  '@nn/optim clipByNorm': [(o) => optim.clipByNorm(new Map([['x', x]]), o), { maxNorm: 1 }],
  '@nn/optim clipByValue': [(o) => optim.clipByValue(new Map([['x', x]]), o), { maxValue: 1 }],
  '@nn/layers coordinateCheck': [
    (o) =>
      layers.coordinateCheck(o as never, () => {
        const net = new layers.Dense(1, { inUnits: 1, weightInit: init.ones() })
        net.initialize({ backend: cpu })
        return { net, batch: cpu.ones([1, 1]), step: () => undefined }
      }),
    { widths: [1, 2] },
  ],
  '@nn/tensor argsort': (o) => tensor.argsort(x, 0, o),
  '@nn/tensor sort': (o) => tensor.sort(x, 0, o),
  '@nn/tensor logsumexp': (o) => tensor.logsumexp(x, 0, o),
  '@nn/tensor nansum': (o) => tensor.nansum(x, 0, o),
  '@nn/tensor interpolate': [(o) => tensor.interpolate(image, o), { scale: 2 }],
  '@nn/layers Upsample.constructor': [(o) => new layers.Upsample(o), { scale: 2 }],
  '@nn/layers DropPath.constructor': (o) => new layers.DropPath(0.5, o),
  '@nn/layers LocalResponseNorm.constructor': (o) => new layers.LocalResponseNorm(2, o),
  '@nn/layers RnnCell.constructor': (o) => new layers.RnnCell(2, o),
  '@nn/layers GruCell.constructor': (o) => new layers.GruCell(2, o),
  '@nn/layers LstmCell.constructor': (o) => new layers.LstmCell(2, o),
  '@nn/layers rotaryEmbedding': (o) => layers.rotaryEmbedding(x, o),
  '@nn/tensor normalize': (o) => tensor.normalize(x, o),
  '@nn/tensor cosineSimilarity': (o) => tensor.cosineSimilarity(x, x, o),
  '@nn/layers meanSquaredError': (o) => layers.meanSquaredError(x, x, o),
  '@nn/layers l1': (o) => layers.l1(x, x, o),
  '@nn/layers huber': (o) => layers.huber(x, x, o),
  '@nn/layers smoothL1': (o) => layers.smoothL1(x, x, o),
  '@nn/layers hingeEmbedding': (o) => layers.hingeEmbedding(x, x, o),
  '@nn/layers binaryCrossEntropy': (o) => layers.binaryCrossEntropy(x, x, o),
  '@nn/layers binaryCrossEntropyWithLogits': (o) => layers.binaryCrossEntropyWithLogits(x, x, o),
  '@nn/layers klDivergence': (o) => layers.klDivergence(x, x, o),
  '@nn/layers gaussianNll': (o) => layers.gaussianNll(x, x, x, o),
  '@nn/layers nll': (o) => layers.nll(x, cpu.zeros([2], { dtype: 'int32' }), o),
  '@nn/layers crossEntropy': (o) => layers.crossEntropy(x, x, o),
  '@nn/layers scaledDotProductAttention': (o) => layers.scaledDotProductAttention(x, x, x, o),
  '@nn/tensor Creation.tensor': (o) => cpu.tensor([1, 2], o),
  '@nn/tensor Creation.zeros': (o) => cpu.zeros([2], o),
  '@nn/tensor Creation.ones': (o) => cpu.ones([2], o),
  '@nn/tensor Creation.full': (o) => cpu.full([2], 3, o),
  '@nn/tensor Creation.eye': (o) => cpu.eye(2, o),
  '@nn/tensor Creation.arange': (o) => cpu.arange(4, o),
  '@nn/tensor Creation.linspace': (o) => cpu.linspace(0, 1, 3, o),
  '@nn/tensor Creation.uniform': (o) => cpu.uniform(rng, [2], o),
  '@nn/tensor Creation.normal': (o) => cpu.normal(rng, [2], o),
  '@nn/tensor convolve': (o) => tensor.convolve(image, kernel, undefined, o),
  '@nn/tensor convolveTransposed': (o) => tensor.convolveTransposed(image, kernel, undefined, o),
  '@nn/tensor linear': (o) => tensor.linear(x, cpu.ones([3, 4]), undefined, o),
  '@nn/tensor meanSquare': (o) => tensor.meanSquare(x, 0, o),
  '@nn/tensor moments': (o) => tensor.moments(x, 0, o),
  '@nn/tensor standardize': [
    (o) => tensor.standardize(x, o),
    { mean: cpu.zeros([4]), factor: cpu.ones([4]) },
  ],
  '@nn/tensor Tensor.equals': (o) => x.equals(x, o),
  '@nn/tensor Tensor.allClose': (o) => x.allClose(x, o),
  '@nn/tensor Tensor.unfold': (o) => x.unfold(1, 2, o),
  '@nn/tensor Tensor.var': (o) => x.var(0, o),
  '@nn/tensor Tensor.std': (o) => x.std(0, o),
  '@nn/tensor Tensor.norm': (o) => x.norm(0, o),
  '@nn/tensor Tensor.sum': (o) => x.sum(0, o),
  '@nn/tensor Tensor.prod': (o) => x.prod(0, o),
  '@nn/tensor Tensor.mean': (o) => x.mean(0, o),
  '@nn/tensor Tensor.min': (o) => x.min(0, o),
  '@nn/tensor Tensor.max': (o) => x.max(0, o),
  '@nn/tensor Tensor.any': (o) => x.gt(0).any(0, o),
  '@nn/tensor Tensor.all': (o) => x.gt(0).all(0, o),
  '@nn/tensor Tensor.argmax': (o) => x.argmax(0, o),
  '@nn/tensor Tensor.argmin': (o) => x.argmin(0, o),
  '@nn/tensor Tensor.gelu': (o) => x.gelu(o),

  '@nn/random createRng': (o) => random.createRng(1, o),
  '@nn/random rngFromJSON': (o) => random.rngFromJSON(rng.toJSON(), o),
  '@nn/random Rng.bits': (o) => rng.bits(words(), o),
  '@nn/random Rng.uniform': (o) => rng.uniform(floats(), o),
  '@nn/random Rng.normal': (o) => rng.normal(floats(), o),
  '@nn/random Rng.truncatedNormal': (o) => rng.truncatedNormal(floats(), o),
  '@nn/random Rng.bernoulli': (o) => rng.bernoulli(floats(), o),
  '@nn/random Rng.integers': [(o) => rng.integers(floats(), o), { high: 4 }],
  '@nn/random/flax foldPath': (o) => flaxRandom.foldPath(jaxKey, ['a'], o),
  '@nn/random/flax createLinenRng': (o) => flaxRandom.createLinenRng(0, o),
  '@nn/random/flax createRngs': (o) => flaxRandom.createRngs(0, o),
  '@nn/random/jax bernoulli': (o) => jaxRandom.bernoulli(jaxKey, floats(), o),
  '@nn/random/jax bits': (o) => jaxRandom.bits(jaxKey, words(), o),
  '@nn/random/jax createJaxRng': (o) => jaxRandom.createJaxRng(0, o),
  '@nn/random/jax key': (o) => jaxRandom.key(0, o),
  '@nn/random/jax wrapKeyData': (o) => jaxRandom.wrapKeyData([0, 1], o),
  '@nn/random/jax KeyRng.uniform': (o) => jaxRandom.createJaxRng(0).uniform(floats(), o),
  '@nn/random/jax KeyRng.normal': (o) => jaxRandom.createJaxRng(0).normal(floats(), o),
  '@nn/random/jax KeyRng.truncatedNormal': (o) => jaxRandom.createJaxRng(0).truncatedNormal(floats(), o),
  '@nn/random/jax normal': (o) => jaxRandom.normal(jaxKey, floats(), o),
  '@nn/random/jax randint': [(o) => jaxRandom.randint(jaxKey, new Int32Array(8), o), { low: 0, high: 4 }],
  '@nn/random/jax truncatedNormal': (o) => jaxRandom.truncatedNormal(jaxKey, floats(), o),
  '@nn/random/jax uniform': (o) => jaxRandom.uniform(jaxKey, floats(), o),
  '@nn/random/keras createKerasRng': [(o) => kerasRandom.createKerasRng(0, o), { backend }],
  '@nn/random/keras kerasRngFromJSON': [
    (o) => kerasRandom.kerasRngFromJSON(kerasRandom.createKerasRng(0, { backend }).toJSON(), o),
    { backend },
  ],
  '@nn/random/keras createKerasSession': [(o) => kerasRandom.createKerasSession(0, o), { backend }],
  '@nn/random/mxnet createMxnetRng': (o) => createMxnetRng(0, o),
  '@nn/random/numpy createNumpyRng': (o) => numpyRandom.createNumpyRng(0, o),
  '@nn/random/numpy Generator.choice': [
    (o) => new numpyRandom.Generator(new numpyRandom.PCG64(0)).choice(floats(), o),
    { a: 4 },
  ],
  '@nn/random/numpy RandomState.randint': [
    (o) => new numpyRandom.RandomState(0).randint(floats(), o),
    { high: 4 },
  ],
  '@nn/random/numpy RandomState.choice': [
    (o) => new numpyRandom.RandomState(0).choice(floats(), o),
    { a: 4 },
  ],
  '@nn/random/numpy SeedSequence.constructor': (o) => new numpyRandom.SeedSequence(0, o),
  '@nn/random/tensorflow EagerRng.bits': (o) => tfRandom.createTensorflowRng(0).bits(words(), o),
  '@nn/random/tensorflow EagerRng.uniform': (o) => tfRandom.createTensorflowRng(0).uniform(floats(), o),
  '@nn/random/tensorflow EagerRng.normal': (o) => tfRandom.createTensorflowRng(0).normal(floats(), o),
  '@nn/random/tensorflow EagerRng.truncatedNormal': (o) =>
    tfRandom.createTensorflowRng(0).truncatedNormal(floats(), o),
  '@nn/random/tensorflow EagerRng.bernoulli': (o) => tfRandom.createTensorflowRng(0).bernoulli(floats(), o),
  '@nn/random/tensorflow EagerRng.integers': [
    (o) => tfRandom.createTensorflowRng(0).integers(new Int32Array(8), o),
    { high: 4 },
  ],
  '@nn/random/tensorflow EagerRng.permutation': (o) =>
    tfRandom.createTensorflowRng(0).permutation(new Int32Array(8), o),
  '@nn/random/tensorflow Generator.fullIntegers': (o) =>
    tfRandom.Generator.fromSeed(0).fullIntegers(new Int32Array(8), o),
  '@nn/random/tensorflow statelessFullIntegers': (o) =>
    tfRandom.statelessFullIntegers([0, 1], new Int32Array(8), o),
  '@nn/random/tensorflow statelessIntegers': [
    (o) => tfRandom.statelessIntegers([0, 1], new Int32Array(8), o),
    { low: 0, high: 4 },
  ],
  '@nn/random/tensorflow statelessNormal': (o) => tfRandom.statelessNormal([0, 1], floats(), o),
  '@nn/random/tensorflow statelessTruncatedNormal': (o) =>
    tfRandom.statelessTruncatedNormal([0, 1], floats(), o),
  '@nn/random/tensorflow statelessUniform': (o) => tfRandom.statelessUniform([0, 1], floats(), o),
  '@nn/random/torch createTorchRng': (o) => createTorchRng(0, o),
  '@nn/random/torch TorchRng.uniform': (o) => createTorchRng(0).uniform(floats(), o),
  '@nn/random/torch TorchRng.normal': (o) => createTorchRng(0).normal(floats(), o),
  '@nn/random/torch TorchRng.truncatedNormal': (o) => createTorchRng(0).truncatedNormal(floats(), o),
  '@nn/random/torch TorchRng.bernoulli': (o) => createTorchRng(0).bernoulli(floats(), o),
  '@nn/random/torch TorchRng.integers': [(o) => createTorchRng(0).integers(floats(), o), { high: 4 }],
  '@nn/random/torch TorchRng.random': (o) => createTorchRng(0).random(floats(), o),
  '@nn/random/torch TorchRng.exponential': (o) => createTorchRng(0).exponential(floats(), o),
  '@nn/random/torch TorchRng.sparse': [
    (o) => createTorchRng(0).sparse(floats(), o),
    { shape: [2, 4], sparsity: 0.5 },
  ],

  ...inits(),
  '@nn/init fromCheckpoint': (o) => init.fromCheckpoint({ w: x }, o),
  '@nn/init masked': (o) => init.masked(init.ones(), o),
  '@nn/init gain': (o) => init.gain('relu', o),
  '@nn/init fill_': (o) => init.fill_(cpu.zeros([2]), init.ones(), o),
  '@nn/init Initializable.initialize': [
    (o) => new layers.Dense(2).weight.initialize(o),
    { init: init.ones() },
  ],
  '@nn/init draw': [(o) => init.draw(init.ones(), o), { shape: [2] }],
  '@nn/init createRequest': [(o) => init.createRequest(o), { shape: [2], backend: cpu }],
  '@nn/init/layer normal': (o) => forLayers.normal(o),
  '@nn/init/layer uniform': (o) => forLayers.uniform(o),
  '@nn/init/layer xavierUniform': (o) => forLayers.xavierUniform(o),
  '@nn/init/config fromJSON': (o) => config.fromJSON({ name: 'ones' }, o),
  '@nn/init/config rulesFromJSON': (o) => config.rulesFromJSON([], o),
  ...Object.fromEntries(
    ['beit', 'deepNorm', 'fixup', 'gpt2', 'smallInit', 'subLn', 'tFixup'].map((name) => [
      `@nn/init/recipes ${name}`,
      (o) => (recipes as unknown as Record<string, Call>)[name]!(o),
    ]),
  ),
  ...Object.fromEntries(
    ['unitScaling', 'layerScale', 'skipInit', 'zeroLast'].map((name) => [
      `@nn/init/recipes ${name}`,
      (o) => (recipes as unknown as Record<string, Call>)[name]!(o),
    ]),
  ),
  '@nn/init/recipes mup': [(o) => recipes.mup(o), { base: { '**': 4 } }],
  '@nn/init/flax flax': [(o) => flax(o), { seed: 0 }],
  '@nn/init/jax jax': [(o) => jax(o), { seed: 0 }],
  '@nn/init/keras keras': [(o) => keras(o), { seed: 0 }],
  '@nn/init/mxnet mxnet': [(o) => mxnet(o), { seed: 0 }],
  '@nn/init/tensorflow tensorflow': [(o) => tensorflow(o), { seed: 0 }],
  '@nn/init/torch torch': [(o) => torch(o), { seed: 0 }],
  '@nn/init/flax Builder.build': [(o) => flax({ seed: 0, api: 'nnx' }).build(net, o), { backend: cpu }],
  '@nn/init/keras Builder.build': [(o) => keras({ seed: 0 }).build(net, o), { backend: cpu }],
  '@nn/init/mxnet Builder.build': [(o) => mxnet({ seed: 0 }).build(net, o), { backend: cpu }],
  '@nn/init/tensorflow Builder.build': [(o) => tensorflow({ seed: 0 }).build(() => x, o), { backend: cpu }],
  '@nn/init/torch Builder.build': [(o) => torch({ seed: 0 }).build(net, o), { backend: cpu }],

  ...Object.fromEntries(
    ['Conv', 'ConvTranspose', 'SeparableConv', 'MaxPool', 'AvgPool', 'DepthwiseConv'].flatMap((name) =>
      [1, 2, 3].map((rank): [string, Call] => {
        const layer = `${name}${rank}d`
        const isPlain = name.endsWith('Pool') || name.startsWith('Depthwise')
        return [
          `@nn/layers ${layer}.constructor`,
          (o) => {
            const Layer = (layers as unknown as Record<string, new (...args: unknown[]) => unknown>)[layer]!
            return isPlain ? new Layer(3, o) : new Layer(4, 3, o)
          },
        ]
      }),
    ),
  ),
  '@nn/layers Gelu.constructor': (o) => new layers.Gelu(o),
  '@nn/layers PRelu.constructor': (o) => new layers.PRelu(o),
  '@nn/layers grow': (o) => layers.grow(weight(), [4, 4], o),
  '@nn/layers lsuv': (o) => layers.lsuv(net(), [x], o),
  '@nn/layers materializeAsync': (o) => layers.materializeAsync(net(), o),
  '@nn/layers reinit': [(o) => layers.reinit(net(), o), { rng }],
  '@nn/layers MultiheadAttention.constructor': (o) => new layers.MultiheadAttention(4, 2, o),
  '@nn/layers MultiheadAttention.forward': (o) => attention().forward(x, x, x, o),
  '@nn/layers Transformer.constructor': (o) => new layers.Transformer(4, 2, o),
  '@nn/layers Transformer.forward': (o) => transformer().forward(x, x, o),
  '@nn/layers TransformerDecoder.constructor': [
    (o) => new layers.TransformerDecoder(4, 2, o),
    { layers: 1, feedforwardUnits: 4 },
  ],
  '@nn/layers TransformerDecoder.forward': (o) => decoder().forward(x, x, o),
  '@nn/layers TransformerDecoderLayer.constructor': (o) => new layers.TransformerDecoderLayer(4, 2, o),
  '@nn/layers TransformerDecoderLayer.forward': (o) => decoderLayer().forward(x, x, o),
  '@nn/layers TransformerEncoder.constructor': [
    (o) => new layers.TransformerEncoder(4, 2, o),
    { layers: 1, feedforwardUnits: 4 },
  ],
  '@nn/layers TransformerEncoder.forward': (o) => encoder().forward(x, o),
  '@nn/layers TransformerEncoderLayer.constructor': (o) => new layers.TransformerEncoderLayer(4, 2, o),
  '@nn/layers TransformerEncoderLayer.forward': (o) => encoderLayer().forward(x, o),
  '@nn/layers Parallel.constructor': (o) => new layers.Parallel([new layers.Dense(2)], o),
  '@nn/layers Bilinear.constructor': (o) => new layers.Bilinear(2, o),
  '@nn/layers Dense.constructor': (o) => new layers.Dense(2, o),
  '@nn/layers Embedding.constructor': (o) => new layers.Embedding(3, 2, o),
  '@nn/layers Module.initialize': [(o) => new layers.Dense(2).initialize(o), { rng }],
  '@nn/layers Module.plan': (o) => net().plan(o),
  '@nn/layers Module.loadStateDict': (o) => net().loadStateDict(net().stateDict(), o),
  '@nn/layers Parameter.constructor': [
    (o) => new layers.Parameter(o),
    { shape: [2], role: 'weight', init: init.ones() },
  ],
  '@nn/layers Parameter.initialize': [(o) => new layers.Dense(2).weight.initialize(o), { init: init.ones() }],
  '@nn/layers Parameter.load': (o) => weight().load(cpu.ones([3, 4]), o),
  '@nn/layers StateBuffer.load': (o) =>
    new layers.BatchNorm({ channels: 2 }).runningMean.load(cpu.ones([2]), o),
  '@nn/layers BatchNorm.constructor': (o) => new layers.BatchNorm(o),
  '@nn/layers GroupNorm.constructor': (o) => new layers.GroupNorm(2, o),
  '@nn/layers InstanceNorm.constructor': (o) => new layers.InstanceNorm(o),
  '@nn/layers LayerNorm.constructor': (o) => new layers.LayerNorm(o),
  '@nn/layers RmsNorm.constructor': (o) => new layers.RmsNorm(o),
  '@nn/layers GlobalAvgPool.constructor': (o) => new layers.GlobalAvgPool(o),
  '@nn/layers/flax flaxStateDict': (o) => flaxStateDict(net(), o),
  '@nn/layers/flax loadFlaxStateDict': (o) => loadFlaxStateDict(net(), flaxStateDict(net()), o),
  '@nn/layers/keras kerasStateDict': (o) => kerasStateDict(net(), o),
  '@nn/layers/keras loadKerasStateDict': (o) => loadKerasStateDict(net(), kerasStateDict(net()), o),
  '@nn/layers GlobalMaxPool.constructor': (o) => new layers.GlobalMaxPool(o),
  '@nn/layers Gru.constructor': (o) => new layers.Gru(2, o),
  '@nn/layers Lstm.constructor': (o) => new layers.Lstm(2, o),
  '@nn/layers Rnn.constructor': (o) => new layers.Rnn(2, o),
  '@nn/layers Flatten.constructor': (o) => new layers.Flatten(o),
  '@nn/layers Dropout.constructor': (o) => new layers.Dropout(0.5, o),

  '@nn/io encodeNpz': (o) => io.encodeNpz({ w: x }, o),
  '@nn/io encodeSafetensors': (o) => io.encodeSafetensors({ w: x }, o),
  '@nn/io safetensorsStream': (o) => io.safetensorsStream({ w: x }, o),
  '@nn/io encodeNpy': (o) => io.encodeNpy(x, o),
  '@nn/io readNpy': (o) => io.readNpy(io.encodeNpy(x), cpu, o),
  '@nn/io NpzFile.tensor': async (o) => (await io.openNpz(await io.encodeNpz({ w: x }))).tensor('w', cpu, o),
  '@nn/io NpzFile.readAll': async (o) => (await io.openNpz(await io.encodeNpz({ w: x }))).readAll(cpu, o),
  '@nn/io SafetensorsFile.tensor': async (o) => (await io.openSafetensors(bytes)).tensor('w', cpu, o),
  '@nn/io SafetensorsFile.readAll': async (o) => (await io.openSafetensors(bytes)).readAll(cpu, o),
  '@nn/io ShardedSafetensors.tensor': async (o) => (await sharded()).tensor('w', cpu, o),
  '@nn/io ShardedSafetensors.readAll': async (o) => (await sharded()).readAll(cpu, o),
  '@nn/io streamSafetensors': async (o) => {
    for await (const _ of io.streamSafetensors(new Blob([bytes]).stream(), cpu, o));
  },
  '@nn/io/node loadSafetensors': (o) => files.loadSafetensors(file('w.safetensors'), cpu, o),
  '@nn/io/node saveSafetensors': (o) => files.saveSafetensors(file('new.safetensors'), { w: x }, o),
  '@nn/io/node saveSharded': (o) => files.saveSharded(file('shards'), { w: x }, o),
  '@nn/io/node loadNpy': (o) => files.loadNpy(file('w.npy'), cpu, o),
  '@nn/io/node saveNpy': (o) => files.saveNpy(file('new.npy'), x, o),
  '@nn/io/node saveNpz': (o) => files.saveNpz(file('new.npz'), { w: x }, o),

  '@nn/checkpoint planCheckpoint': [(o) => checkpoint.planCheckpoint(tiny, o), step0],
  '@nn/checkpoint recipeOf': (o) => checkpoint.recipeOf('llama', o),
  '@nn/checkpoint workerOf': (o) => checkpoint.workerOf(o),
  '@nn/checkpoint/node examineFile': (o) => checkpoints.examineFile(file('w.safetensors'), o),
  '@nn/checkpoint/node seedCheckpoint': [
    (o) => checkpoints.seedCheckpoint(tiny, o),
    { ...step0, out: file('new-step0') },
  ],
  '@nn/checkpoint/node verifyCheckpoint': (o) => checkpoints.verifyCheckpoint(file('step0'), o),
}
/** Factories of initializers, and their in-place forms on a tensor. */
function inits(): Record<string, Door> {
  const right: Record<string, object> = {
    sparse: { sparsity: 0.5 },
    chrono: { maxTime: 10 },
    priorBias: { probability: 0.1 },
    stft: { side: 'real' },
  }
  return Object.fromEntries(
    Object.entries(init).map(([name, exported]): [string, Door] => {
      const call = exported as (...args: unknown[]) => unknown
      const plain = right[name.replace(/_$/, '')] ?? {}
      const door: Call = name.endsWith('_')
        ? (o) => call(cpu.zeros(name === 'dirac_' ? [4, 4, 3] : [4, 4]), o)
        : (o) => call(o)
      return [`@nn/init ${name}`, [door, name.endsWith('_') ? { ...plain, ...streamOf(name) } : plain]]
    }),
  )
}

function streamOf(name: string): object {
  if (/^(ones|zeros|dirac|eye)_$/.test(name)) return {}
  return /^(kaiming|lecun|xavier|variance)/.test(name) ? { rng, axes: { out: 0, in: 1 } } : { rng }
}

function attention() {
  const built = new layers.MultiheadAttention(4, 2)
  built.initialize({ rng: random.createRng(42), backend: cpu })
  return built
}

function decoderLayer() {
  const built = new layers.TransformerDecoderLayer(4, 2, { dropout: 0 })
  built.initialize({ rng: random.createRng(42), backend: cpu })
  return built
}

function encoderLayer() {
  const built = new layers.TransformerEncoderLayer(4, 2, { dropout: 0 })
  built.initialize({ rng: random.createRng(42), backend: cpu })
  return built
}

function decoder() {
  const built = new layers.TransformerDecoder(4, 2, { layers: 1, dropout: 0 })
  built.initialize({ rng: random.createRng(42), backend: cpu })
  return built
}

function transformer() {
  const built = new layers.Transformer(4, 2, { encoderLayers: 1, decoderLayers: 1, dropout: 0 })
  built.initialize({ rng: random.createRng(42), backend: cpu })
  return built
}

function encoder() {
  const built = new layers.TransformerEncoder(4, 2, { layers: 1, dropout: 0 })
  built.initialize({ rng: random.createRng(42), backend: cpu })
  return built
}

function sharded() {
  const index = JSON.stringify({ metadata: {}, weight_map: { w: 'a.safetensors' } })
  return io.openSharded(new TextEncoder().encode(index), async () => bytes)
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

const doors = entries(root)
  .flatMap(([entry, index]) => optionDoors(index).map((door) => `${entry} ${door}`))
  .filter((door) => !CONTRACTS.some((contract) => contract.test(door)))

const WRONG: readonly unknown[] = [
  null,
  5,
  'text',
  true,
  [],
  [1],
  new Map(),
  new Date(0),
  new Float32Array(2),
  () => 0,
]

/** Doors that take a number in the place of options, too. */
const NUMBERS: ReadonlySet<string> = new Set(['@nn/layers Flatten.constructor'])

async function failure(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('expected an error, got none')
}

beforeAll(async () => {
  await files.saveSafetensors(file('w.safetensors'), { w: x })
  await files.saveNpy(file('w.npy'), x)
  await checkpoints.seedCheckpoint(tiny, { ...step0, out: file('step0') })
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('options', () => {
  it('of every public function, constructor and method have a row', () => {
    expect(doors.length).toBeGreaterThan(200)
    expect(doors.filter((door) => !Object.hasOwn(DOORS, door))).toEqual([])
  })
})

describe.each(doors.filter((door) => Object.hasOwn(DOORS, door)))('%s', (door) => {
  const row = DOORS[door]!
  const [call, right] = typeof row === 'function' ? [row, {}] : row

  it('takes options that are right', async () => {
    await call(right)
  })

  it('refuses an unknown one by its name', async () => {
    const error = await failure(() => call({ ...right, zzqj: 1 }))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(/: expected (no )?options.*got "zzqj"/)
  })

  const wrong = WRONG.filter((one) => typeof one !== 'number' || !NUMBERS.has(door))
  it.each(wrong.map((one) => [one]))('refuses %o in their place', async (given) => {
    const error = await failure(() => call(given))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(/: expected .*, got /)
  })
})
