import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import { jaxBackend } from '@nn/random/keras'
import { describe, expect, it } from 'vitest'
import { Conv2d, Dense, Module, Parameter, Sequential } from '../src/index.ts'

const linear = { out: 0, in: 1 }
const gates = { ...linear, blocks: { axis: 0, names: ['input', 'forget', 'cell', 'output'] } }
const grouped = { out: 0, in: 1, groups: 2 }
const experts = { batch: 0, out: 1, in: 2 }
const heads = { out: [0, 2], in: 1 }
const uneven = { out: 1, in: 0, blocks: { axis: 1, names: ['query', 'key', 'value'], sizes: [4, 2, 2] } }

type Case = readonly [law: init.InitLike, shape: readonly number[], axes?: init.Axes]

const weights = (law: init.InitLike): readonly Case[] => [
  [law, [8, 6], linear],
  [law, [8, 6], gates],
  [law, [6, 8], uneven],
  [law, [3, 4, 6], experts],
  [law, [2, 3, 4], heads],
  [law, [8, 3, 3, 3], grouped],
]
const kernels = (law: init.InitLike): readonly Case[] => [
  [law, [8, 4, 3], linear],
  [law, [8, 4, 3, 4], grouped],
  [law, [4, 6, 3], { out: 1, in: 0, transposed: true }],
]

const strange: init.InitFn = (request) => {
  const w = init.uniform({ low: -10, high: 10 })(request)
  return w.mul_(w.abs().ge(5))
}

/** Every factory of the package, with the parameters that it is for. */
const CATALOGUE: Readonly<Record<string, readonly Case[]>> = {
  zeros: weights(init.zeros()),
  ones: weights(init.ones()),
  constant: [
    ...weights(init.constant(0.1)),
    [
      init.constant([
        [1, 2.5],
        [-0, 4],
      ]),
      [2, 2],
    ],
    [init.constant(true), [3]],
    [init.constant(cpu.tensor([[0.1, 7]])), [1, 2]],
    [init.constant(cpu.tensor([true, false])), [2]],
    [init.constant(new Float64Array([0.1, 2])), [2]],
    [init.constant(new Int32Array([7, -2])), [1, 2]],
  ],
  uniform: weights(init.uniform({ low: -0.07, high: 0.07 })),
  normal: weights(init.normal({ mean: 1, std: 0.01 })),
  truncatedNormal: weights(init.truncatedNormal({ low: 0, high: 3, bounds: 'absolute' })),
  varianceScaling: ['normal', 'uniform', 'truncatedNormal'].flatMap((distribution) =>
    weights(init.varianceScaling({ scale: 2, mode: 'fanOut', distribution: distribution as never })),
  ),
  xavierUniform: weights(init.xavierUniform({ gain: 2 })),
  xavierNormal: weights(init.xavierNormal()),
  xavierTruncatedNormal: weights(init.xavierTruncatedNormal()),
  kaimingUniform: weights(init.kaimingUniform({ mode: 'fanOut' })),
  kaimingNormal: weights(init.kaimingNormal({ nonlinearity: 'tanh' })),
  kaimingTruncatedNormal: weights(init.kaimingTruncatedNormal()),
  lecunUniform: weights(init.lecunUniform()),
  lecunNormal: weights(init.lecunNormal()),
  lecunTruncatedNormal: weights(init.lecunTruncatedNormal()),
  heUniform: weights(init.heUniform()),
  heNormal: weights(init.heNormal()),
  glorotUniform: weights(init.glorotUniform()),
  glorotNormal: weights(init.glorotNormal()),
  mxnetXavier: weights(init.mxnetXavier({ rndType: 'gaussian' })),
  msraPrelu: weights(init.msraPrelu()),
  siren: weights(init.siren({ first: true })),
  spectral: weights(init.spectral()),
  sparse: weights(init.sparse({ sparsity: 0.3, along: 'row' })),
  orthogonal: weights(init.orthogonal({ gain: 2 })),
  deltaOrthogonal: kernels(init.deltaOrthogonal()),
  orthogonalConv: kernels(init.orthogonalConv({ gain: 0.5 })),
  eye: [
    [init.eye({ gain: 2, shift: 1 }), [4, 6]],
    [init.eye(), [8, 6], gates],
    [init.eye({ batched: true }), [2, 3, 3]],
  ],
  irnn: [[init.irnn({ gain: 0.5 }), [8, 2], gates]],
  dirac: kernels(init.dirac({ gain: 3 })),
  hadamard: weights(init.hadamard()),
  zerO: weights(init.zerO()),
  bilinear: kernels(init.bilinear()),
  mxnetBilinear: kernels(init.mxnetBilinear()),
  stft: [[init.stft({ side: 'imag' }), [5, 1, 8], linear]],
  byBlock: [
    [init.byBlock({ forget: init.ones(), cell: init.xavierNormal() }, init.normal()), [8, 6], gates],
    [init.byBlock({ value: init.orthogonal(), key: strange }, init.zeros()), [6, 8], uneven],
  ],
  lstmBias: [[init.lstmBias({ forget: 2 }), [8], { out: 0, blocks: gates.blocks }]],
  chrono: [[init.chrono({ maxTime: 100 }), [8], { out: 0, blocks: gates.blocks }]],
  priorBias: weights(init.priorBias({ probability: 0.01 })),
  nan: weights(init.nan()),
  scaled: [...weights(init.scaled(init.normal(), 0.1)), ...weights(init.scaled(init.orthogonal(), 1.1))],
  mapped: weights(init.mapped(init.normal(), (w) => w.abs())),
  masked: [
    ...weights(init.masked(init.xavierUniform(), { keep: 0.3 })),
    ...weights(init.masked(strange)),
    ...weights(init.masked(init.orthogonal())),
  ],
  fromCheckpoint: [
    [init.fromCheckpoint({ '0.weight': cpu.tensor([[0.1, 2]], { dtype: 'float64' }) }), [1, 2]],
    [init.fromCheckpoint({ 'net.0.weight': [[0.1, 2]] }, { prefix: 'net.' }), [1, 2]],
    [init.fromCheckpoint(new Map([['w', new Float32Array(4)]]), { rename: { '0.weight': 'w' } }), [2, 2]],
    ...weights(init.fromCheckpoint({}, { fallback: init.kaimingNormal() })),
  ],
  'functions of one’s own': [
    ...weights(strange),
    ...weights({ initialize: strange }),
    ...weights(({ shape, dtype, rng }) => {
      const size = shape.reduce((product, length) => product * length, 1)
      return rng.normal(dtype === 'float32' ? new Float32Array(size) : new Float64Array(size))
    }),
  ],
}

/** What else the package exports. */
const NO_FACTORIES = [
  'calculateGain',
  'computeBlockFans',
  'computeFans',
  'createRequest',
  'draw',
  'gain',
  'matchesPath',
]

it('the catalogue has every factory of @nn/init', () => {
  const factories = Object.keys(init).filter((name) => !name.endsWith('_') && !NO_FACTORIES.includes(name))
  expect(
    Object.keys(CATALOGUE)
      .filter((name) => !name.includes(' '))
      .toSorted(),
  ).toEqual(factories.toSorted())
})

class One extends Module {
  readonly weight: Parameter
  constructor(spec: ConstructorParameters<typeof Parameter>[0]) {
    super()
    this.weight = new Parameter(spec)
  }
  forward(): never {
    throw new Error('not run')
  }
}

describe.each(Object.entries(CATALOGUE))('%s', (_, cases) => {
  it.each(['float32', 'float64'] as const)('is drawn as through a layer, in %s', (dtype) => {
    for (const [law, shape, axes] of cases) {
      const rng = createRng(7)
      const net = new Sequential(new One({ shape, axes, dtype, role: 'weight', init: law }))
      net.initialize({ rng, backend: cpu })
      const drawn = init.draw(law, { shape, axes, dtype, rng, path: '0.weight', backend: cpu })
      expect(drawn).toEqual(net.layers[0].weight.data.toArray())
    }
  })
})

it('rng stays where it is for a path, and moves on without one', () => {
  const rng = createRng(7)
  const options = { shape: [8, 4], axes: linear, rng }
  const net = new Sequential(new Dense(8, { inUnits: 4, weightInit: init.xavierUniform() }))
  net.initialize({ rng, backend: cpu })
  const own = net.layers[0].weight.data.toArray()
  for (const _ of [1, 2])
    expect(init.draw(init.xavierUniform(), { ...options, path: '0.weight' })).toEqual(own)
  const [first, second] = [1, 2].map(() => init.draw(init.xavierUniform(), options))
  expect(first).toEqual(init.draw(init.xavierUniform(), { ...options, rng: createRng(7) }))
  expect(second).not.toEqual(first)
})

it.each([
  ['torch', () => torch({ seed: 5 })],
  ['keras', () => keras({ seed: 5, backend: jaxBackend })],
  ['jax', () => jax({ seed: 5 })],
  ['flax', () => flax({ seed: 5 })],
  ['tensorflow', () => tensorflow({ seed: 5 })],
  ['mxnet', () => mxnet({ seed: 5 })],
] as const)('%s fills arrays as it fills the weights of layers', (_, open) => {
  const net = new Sequential(new Dense(8, { inUnits: 4 }), new Conv2d(3, 3, { inChannels: 2 }))
  net.initialize({ init: init.zeros(), backend: cpu })
  const [weights, arrays] = [open(), open()]
  for (const { weight } of net.layers) {
    const array = new Float32Array(weight.data.size)
    const { axes, data } = weight
    const { shape } = data
    weights.xavierUniform_(weight)
    expect(arrays.xavierUniform_(array, { shape, axes })).toEqual(weight.data.toArray())
    weights.normal_(weight, { std: 2 })
    expect(arrays.normal_(array, { std: 2, shape, axes })).toEqual(weight.data.toArray())
  }
})
