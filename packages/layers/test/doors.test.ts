import { cpu } from '@nn/backend-cpu'
import { constant, ones, zeros, zeros_ } from '@nn/init'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'

const rng = createRng(42)
const x = cpu.ones([2, 3])
const net = () => new nn.Sequential(new nn.Dense(2, { inUnits: 3 }))
const ready = () => {
  const made = net()
  made.initialize({ rng: createRng(42), backend: cpu })
  return made
}
const parameter = (spec: object) =>
  new nn.Parameter({ shape: [2], role: 'weight', init: ones(), ...spec } as never)

/** Everything that takes an options object. */
const OPTIONS: Record<string, (options: never) => unknown> = {
  Dense: (o) => new nn.Dense(2, o),
  Bilinear: (o) => new nn.Bilinear(2, o),
  Embedding: (o) => new nn.Embedding(2, 2, o),
  Conv1d: (o) => new nn.Conv1d(2, 2, o),
  Conv2d: (o) => new nn.Conv2d(2, 2, o),
  Conv3d: (o) => new nn.Conv3d(2, 2, o),
  ConvTranspose1d: (o) => new nn.ConvTranspose1d(2, 2, o),
  ConvTranspose2d: (o) => new nn.ConvTranspose2d(2, 2, o),
  ConvTranspose3d: (o) => new nn.ConvTranspose3d(2, 2, o),
  DepthwiseConv1d: (o) => new nn.DepthwiseConv1d(2, o),
  DepthwiseConv2d: (o) => new nn.DepthwiseConv2d(2, o),
  SeparableConv1d: (o) => new nn.SeparableConv1d(2, 2, o),
  SeparableConv2d: (o) => new nn.SeparableConv2d(2, 2, o),
  BatchNorm: (o) => new nn.BatchNorm(o),
  InstanceNorm: (o) => new nn.InstanceNorm(o),
  GroupNorm: (o) => new nn.GroupNorm(2, o),
  LayerNorm: (o) => new nn.LayerNorm(o),
  RmsNorm: (o) => new nn.RmsNorm(o),
  MaxPool1d: (o) => new nn.MaxPool1d(2, o),
  MaxPool2d: (o) => new nn.MaxPool2d(2, o),
  MaxPool3d: (o) => new nn.MaxPool3d(2, o),
  AvgPool1d: (o) => new nn.AvgPool1d(2, o),
  AvgPool2d: (o) => new nn.AvgPool2d(2, o),
  AvgPool3d: (o) => new nn.AvgPool3d(2, o),
  GlobalAvgPool: (o) => new nn.GlobalAvgPool(o),
  GlobalMaxPool: (o) => new nn.GlobalMaxPool(o),
  Rnn: (o) => new nn.Rnn(2, o),
  Gru: (o) => new nn.Gru(2, o),
  Lstm: (o) => new nn.Lstm(2, o),
  MultiheadAttention: (o) => new nn.MultiheadAttention(4, 2, o),
  TransformerEncoder: (o) => new nn.TransformerEncoder(4, 2, o),
  TransformerEncoderLayer: (o) => new nn.TransformerEncoderLayer(4, 2, o),
  Transformer: (o) => new nn.Transformer(4, 2, o),
  TransformerDecoder: (o) => new nn.TransformerDecoder(4, 2, o),
  TransformerDecoderLayer: (o) => new nn.TransformerDecoderLayer(4, 2, o),
  Parallel: (o) => new nn.Parallel([nn.relu], o),
  Dropout: (o) => new nn.Dropout(0.5, o),
  PRelu: (o) => new nn.PRelu(o),
  Gelu: (o) => new nn.Gelu(o),
  Parameter: (o) => new nn.Parameter(o),
  StateBuffer: (o) => new nn.StateBuffer(o),
  initialize: (o) => net().initialize(o),
  plan: (o) => net().plan(o),
  loadStateDict: (o) => net().loadStateDict({}, o),
  'parameter.initialize': (o) => net().layers[0].weight.initialize(o),
  'parameter.load': (o) => net().layers[0].weight.load(cpu.ones([2, 3]), o),
  'buffer.load': (o) => new nn.StateBuffer({ shape: [1], init: zeros() }).load(cpu.ones([1]), o),
  lsuv: (o) => nn.lsuv(ready(), [x], o),
  reinit: (o) => nn.reinit(ready(), o),
  grow: (o) => nn.grow(ready().layers[0].weight, [3, 3], o),
  'grow of a layer': (o) => nn.grow(ready().layers[0], { units: 3 }, o),
  'the state of Rnn': (o) => new nn.Rnn(2).forward(x, o),
  'the state of Gru': (o) => new nn.Gru(2).forward(x, o),
  'the state of Lstm': (o) => new nn.Lstm(2).forward(x, o),
  'the options of attention': (o) => new nn.MultiheadAttention(4, 2).forward(x, x, x, o),
  'the masks of an encoder': (o) => new nn.TransformerEncoder(4, 2).forward(x, o),
  'the masks of an encoder layer': (o) => new nn.TransformerEncoderLayer(4, 2).forward(x, o),
  'the masks of a transformer': (o) => new nn.Transformer(4, 2).forward(x, x, o),
  'the masks of a decoder': (o) => new nn.TransformerDecoder(4, 2).forward(x, x, o),
  'the masks of a decoder layer': (o) => new nn.TransformerDecoderLayer(4, 2).forward(x, x, o),
}

describe.each(Object.entries(OPTIONS))('%s', (_, call) => {
  it.each([
    ['an unknown name', { unitz: 1 }],
    ['null', null],
    ['an array', []],
    ['a number', 3],
    ['an instance', new nn.Relu()],
  ])('refuses %s for its options', (_, options) => {
    expect(() => call(options as never)).toThrow(TypeError)
    expect(() => call(options as never)).toThrow(/: expected (options? |no options|an options object)/)
  })
})

/** Values of options that are none: null is not "left out". */
const VALUES: [name: string, call: () => unknown, message: string][] = [
  [
    'one length for two',
    () => new nn.Bilinear(2, { inUnits: 3 } as never),
    'Bilinear: expected inUnits to be two lengths, got 3',
  ],
  [
    'null for two lengths',
    () => new nn.Bilinear(2, { inUnits: null } as never),
    'Bilinear: expected inUnits to be two lengths, got null',
  ],
  [
    'inUnits',
    () => new nn.Dense(2, { inUnits: null } as never),
    'Dense: expected inUnits to be a number, got null',
  ],
  [
    'useBias',
    () => new nn.Dense(2, { useBias: null } as never),
    'Dense: expected useBias to be true or false',
  ],
  [
    'activation',
    () => new nn.Dense(2, { activation: null } as never),
    'Dense: expected activation to be a function',
  ],
  [
    'a class',
    () => new nn.Dense(2, { activation: nn.Relu } as never),
    'got the class Relu; construct it: new Relu(…)',
  ],
  [
    'dtype',
    () => new nn.Dense(2, { dtype: null } as never),
    'Dense: expected dtype to be one of float32, float64',
  ],
  ['a misspelt dtype', () => new nn.Dense(2, { dtype: 'float23' } as never), 'did you mean "float32"?'],
  ['weightInit', () => new nn.Dense(2, { weightInit: null } as never), 'got null'],
  [
    'stride',
    () => new nn.Conv2d(2, 2, { stride: null } as never),
    'Conv2d: expected stride to be a number, got null',
  ],
  [
    'padding',
    () => new nn.Conv2d(2, 2, { padding: null } as never),
    'Conv2d: expected padding to be a number, got null',
  ],
  [
    'pool padding',
    () => new nn.MaxPool2d(2, { padding: null } as never),
    'MaxPool2d: expected padding to be a number',
  ],
  [
    'dilation',
    () => new nn.MaxPool1d(2, { dilation: null } as never),
    'MaxPool1d: expected dilation to be a number',
  ],
  [
    'ceilMode',
    () => new nn.AvgPool1d(2, { ceilMode: null } as never),
    'AvgPool1d: expected ceilMode to be true or false',
  ],
  [
    'keepDims',
    () => new nn.GlobalAvgPool({ keepDims: null } as never),
    'expected keepDims to be true or false',
  ],
  ['outputSize', () => new nn.AdaptiveAvgPool2d('2' as never), 'expected outputSize to be a number, got "2"'],
  [
    'affine',
    () => new nn.BatchNorm({ affine: null } as never),
    'BatchNorm: expected affine to be true or false',
  ],
  ['eps', () => new nn.LayerNorm({ eps: null } as never), 'LayerNorm: expected eps to be a number, got null'],
  [
    'shape',
    () => new nn.LayerNorm({ shape: null } as never),
    'LayerNorm: expected shape to be an array of lengths',
  ],
  [
    'rng',
    () => new nn.Dropout(0.5, { rng: null } as never),
    'Dropout: expected rng to be a stream, got null',
  ],
  [
    'batchFirst',
    () => new nn.Gru(2, { batchFirst: null } as never),
    'Gru: expected batchFirst to be true or false',
  ],
  [
    'packed',
    () => new nn.MultiheadAttention(4, 2, { packed: null } as never),
    'expected packed to be true or false',
  ],
  [
    'merge',
    () => new nn.Parallel([nn.relu], { merge: null } as never),
    'Parallel: expected merge to be one of',
  ],
  [
    'axis',
    () => new nn.Parallel([nn.relu], { axis: null } as never),
    'Parallel: expected axis to be a number',
  ],
  [
    'needWeights',
    () => new nn.MultiheadAttention(4, 2).forward(x, x, x, { needWeights: null } as never),
    'expected needWeights to be true or false',
  ],
  ['slope', () => nn.leakyRelu(null as never), 'leakyRelu: expected slope to be a number, got null'],
  ['alpha', () => new nn.Elu('1' as never), 'Elu: expected alpha to be a number, got "1"'],
  ['an axis', () => nn.softmax(0.5), 'softmax: expected axis to be an integer, got 0.5'],
  [
    'approximate',
    () => new nn.Gelu({ approximate: 'tan' } as never),
    'Gelu: expected approximate to be one of none, tanh',
  ],
  [
    'a tensor for a slope',
    () => nn.leakyRelu(x as never),
    'leakyRelu: expected a number, got a tensor; call it first: leakyRelu()',
  ],
  ['no tensor', () => nn.relu(null as never), 'relu: expected a tensor, got null'],
  ['init', () => net().initialize({ init: null } as never), 'got null'],
  ['rules', () => net().initialize({ rules: null } as never), 'Sequential: expected rules to be an array'],
  ['recipe', () => net().initialize({ recipe: null } as never), 'expected recipe to be one such as gpt2()'],
  [
    'dialect',
    () => net().initialize({ dialect: null } as never),
    'expected dialect to be one such as torch({ seed: 42 })',
  ],
  [
    'a planned dialect',
    () => net().plan({ dialect: null } as never),
    'expected dialect to be one such as torch({ seed: 42 })',
  ],
  [
    'the stream',
    () => net().initialize({ rng: null } as never),
    'Sequential: expected rng to be a stream, got null',
  ],
  [
    'backend',
    () => net().initialize({ rng: createRng(42), backend: null } as never),
    'Sequential: expected a backend such as cpu, got null',
  ],
  [
    'forceReinit',
    () => net().initialize({ rng: createRng(42), forceReinit: 1 } as never),
    'Sequential: expected forceReinit to be true or false',
  ],
  [
    'complete',
    () => net().plan({ complete: 'yes' } as never),
    'Sequential: expected complete to be true or false',
  ],
  [
    'strict',
    () => net().loadStateDict({}, { strict: null } as never),
    'Sequential: expected strict to be true or false',
  ],
  [
    'a state dict',
    () => net().loadStateDict(null as never),
    'expected a state dict, a Map or an object of tensors, got null',
  ],
  [
    'classes',
    () => new nn.Sequential(nn.Dense as never, nn.Dense as never),
    'Sequential: expected layer 0 to be a module or a function, got the class Dense; construct it: new Dense(…)',
  ],
  ['a class in parallel', () => new nn.Parallel([nn.Relu] as never), 'got the class Relu'],
  [
    'a class for inner',
    () => new nn.Residual(nn.Relu as never),
    'Residual: expected inner to be a module or a function, got the class Relu',
  ],
  [
    'null for a shortcut',
    () => new nn.Residual(nn.relu, null as never),
    'Residual: expected shortcut to be a module or a function, got null',
  ],
  ['no list', () => new nn.ModuleList(null as never), 'ModuleList: expected an array of modules, got null'],
  ['no dict', () => new nn.ModuleDict([new nn.Relu()] as never), 'ModuleDict: expected an object of modules'],
  [
    'a role',
    () => parameter({ role: '' }),
    'Parameter: expected role to be one of weight, bias, scale, gain, slope, other, ',
  ],
  ['no role', () => parameter({ role: undefined }), 'readout, got undefined'],
  [
    "a parameter's dtype",
    () => parameter({ dtype: 'float16' }),
    'Parameter: expected dtype to be one of float32',
  ],
  [
    "a parameter's shape",
    () => parameter({ shape: 3 }),
    'Parameter: expected shape to be an array of lengths, got 3',
  ],
  ['axes', () => parameter({ axes: null }), 'Parameter: expected axes such as { out: 0, in: 1 }, got null'],
  [
    'no spec',
    () => new (nn.Parameter as never as new () => unknown)(),
    'Parameter: expected a spec such as { shape, init }, got none',
  ],
  [
    'persistent',
    () => new nn.StateBuffer({ shape: [], init: zeros(), persistent: null } as never),
    'StateBuffer: expected persistent to be true or false',
  ],
  ['train', () => net().train(null as never), 'Sequential: expected mode to be true or false, got null'],
  ['apply', () => net().apply(null as never), 'Sequential: expected apply to be given a function, got null'],
  [
    'materialize',
    () => net().materialize(null as never),
    'Sequential: expected a backend such as cpu, got null',
  ],
  [
    'columns',
    () =>
      net()
        .plan()
        .table(null as never),
    'plan: expected an array of columns, got null',
  ],
  ['a module', () => nn.lsuv(null as never, [x]), 'lsuv: expected a module, got null'],
  [
    'inputs',
    () => nn.lsuv(ready(), x as never),
    'lsuv of Sequential: expected an array of inputs, got an instance of Tensor; pass [x]',
  ],
  [
    'a module to normalise',
    () => nn.normalizeOutputs({} as never, [x]),
    'normalizeOutputs: expected a module, got an object',
  ],
  [
    'a module to start again',
    () => nn.reinit(nn.Dense as never),
    'reinit: expected a module, got the function Dense',
  ],
  [
    'a module to trace',
    () => nn.traceNaN(nn.relu as never as nn.Module, x),
    'traceNaN: expected a module, got the function relu',
  ],
  [
    'a parameter to grow',
    () => nn.grow(x as never, [3]),
    'grow: expected a layer or a parameter, got an instance of Tensor',
  ],
  ['a path', () => nn.snakeCase(null as never), 'snakeCase: expected a path to be a text, got null'],
  [
    'values',
    () => ready().layers[0].weight.load([1] as never),
    '0.weight: expected values to be a tensor or a typed array of a dtype, got [1]',
  ],
]

describe('a door names what is wrong with', () => {
  it.each(VALUES)('%s', (_, call, message) => {
    expect(call).toThrow(message)
    expect(call).toThrow(/: expected .*, got /)
  })
})

describe('assignments', () => {
  const weight = () => ready().layers[0].weight
  it('to data are refused: the layer would keep the old tensor', () => {
    const one = weight()
    const before = one.data.clone()
    expect(() => Object.assign(one, { data: cpu.ones([2, 3]) })).toThrow(
      '0.weight: expected values to be written into data, got an assignment to data; call data.copy_(values), or loadStateDict',
    )
    expect(one.data.equals(before)).toBe(true)
    const norm = new nn.Sequential(new nn.BatchNorm({ channels: 2 }))
    expect(() => Object.assign(norm.layers[0].runningMean, { data: x })).toThrow(
      '0.runningMean: expected values',
    )
  })

  it('to training are refused: the modules below would stay as they are', () => {
    expect(() => Object.assign(net(), { training: false })).toThrow('call train() or eval()')
  })
})

describe('a call that is refused changes nothing', () => {
  it('neither parameters nor buffers', () => {
    const made = new nn.Sequential(new nn.Dense(2, { inUnits: 3 }), new nn.BatchNorm({ channels: 2 }))
    made.initialize({ rng: createRng(42), backend: cpu })
    made.layers[1].runningMean.data.fill_(7)
    const before = [...made.stateDict().values()].map((value) => value.toNested())
    const dialect = torch({ seed: 1 })
    for (const options of [
      { rng: null },
      { dialect, rng },
      { init: null },
      { rules: [['nope', constant(1)]] },
    ]) {
      expect(() => made.initialize({ forceReinit: true, backend: cpu, ...options } as never)).toThrow()
    }
    expect([...made.stateDict().values()].map((value) => value.toNested())).toEqual(before)
  })
})

it('an absent bias is refused by in-place forms, with the reason', () => {
  const layer: nn.Dense<boolean> = new nn.Dense(2, { useBias: false as boolean })
  expect(layer.bias).toBeUndefined()
  expect(() => zeros_(layer.bias as never)).toThrow(
    'zeros_: expected a tensor or a parameter, got undefined; the layer has no bias (useBias: false)',
  )
})
