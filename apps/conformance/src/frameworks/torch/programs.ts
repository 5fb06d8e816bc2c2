import { cpu } from '@nn/backend-cpu'
import { constant_, zeros_ } from '@nn/init'
import { type TorchDialect, torch } from '@nn/init/torch'
import {
  BatchNorm,
  Conv2d,
  Dense,
  Embedding,
  Flatten,
  LayerNorm,
  LeakyRelu,
  Module,
  ModuleList,
  Relu,
  Sequential,
  Sigmoid,
  snakeCase,
  TransformerEncoderLayer,
} from '@nn/layers'
import type { TorchRng } from '@nn/random/torch'
import type { Computed } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { namedNumbers, numbersOf } from '../../golden/read.ts'

/** A program of the file, as one writes it here; the generator is seeded. */
type Program = (golden: GoldenCase, rng: TorchRng) => Computed[]

/** `named_parameters()` under a prefix. */
function parametersOf(module: Module, prefix = ''): Computed[] {
  return [...module.parameters()].map(([path, { data }]) => ({
    name: prefix + snakeCase(path),
    values: data.clone().toArray(),
  }))
}

/** The chapter's network after its first forward, and what it has given so far. */
function openChapter({ args }: GoldenCase, rng: TorchRng) {
  const { b = 0, i = 0, h = 0, o = 0 } = namedNumbers(args.dims)
  const dialect = torch({ rng })
  const net = new Sequential(new Dense(h), new Relu(), new Dense(o))
  net.initialize({ dialect })
  const x = cpu.tensor(rng.uniform(new Float32Array(b * i)), { shape: [b, i] })
  net.forward(x)
  const results = (): Computed[] => [
    { name: 'X', values: x.toArray() },
    ...parametersOf(net),
    { name: 'Y', values: net.forward(x).toArray() },
  ]
  return { dialect, net, x, results }
}

/** What `init_normal` and its like do to a linear layer. */
const STEPS = {
  init_normal: (dialect: TorchDialect) => (module: Module) => {
    if (!(module instanceof Dense)) return
    dialect.normal_(module.weight, { std: 0.01 })
    zeros_(module.bias)
  },
  init_constant: () => (module: Module) => {
    if (!(module instanceof Dense)) return
    constant_(module.weight, 1)
    zeros_(module.bias)
  },
  init_xavier: (dialect: TorchDialect) => (module: Module) => {
    if (module instanceof Dense) dialect.xavierUniform_(module.weight)
  },
  init_42: () => (module: Module) => {
    if (module instanceof Dense) constant_(module.weight, 42)
  },
  my_init: (dialect: TorchDialect) => (module: Module) => {
    if (!(module instanceof Dense)) return
    const { data } = dialect.uniform_(module.weight, { low: -10, high: 10 })
    data.mul_(data.abs().ge(5))
  },
}

type Net = ReturnType<typeof openChapter>['net']

function xavierThen42(net: Net, dialect: TorchDialect): void {
  net.layers[0].apply(STEPS.init_xavier(dialect))
  net.layers[2].apply(STEPS.init_42())
}

const chapter =
  (change: (net: Net, dialect: TorchDialect) => unknown): Program =>
  (golden, rng) => {
    const { net, dialect, results } = openChapter(golden, rng)
    change(net, dialect)
    return results()
  }

/** The whole page in order, one generator. */
const whole: Program = (golden, rng) => {
  const { net, dialect, x } = openChapter(golden, rng)
  const out: Computed[] = [{ name: 'X', values: x.toArray() }, ...parametersOf(net, 'default.')]
  const note = (tag: string) => out.push(...parametersOf(net, `${tag}.`))
  net.apply(STEPS.init_normal(dialect))
  note('init_normal')
  net.apply(STEPS.init_constant())
  note('init_constant')
  xavierThen42(net, dialect)
  note('xavier_42')
  net.apply(STEPS.my_init(dialect))
  note('my_init')
  const { data } = net.layers[0].weight
  data.add_(1)
  data.set([0, 0], 42)
  note('direct')
  return out
}

/** `reset_parameters` of a shared layer, twice. */
const shared: Program = ({ args }, rng) => {
  const { h = 0, b = 0, i = 0 } = namedNumbers(args.dims)
  const dialect = torch({ rng })
  const twice = new Dense(h)
  const net = new Sequential(new Dense(h), new Relu(), twice, new Relu(), twice, new Relu(), new Dense(1))
  net.initialize({ dialect })
  net.forward(cpu.tensor(rng.uniform(new Float32Array(b * i)), { shape: [b, i] }))
  const before = parametersOf(net, 'default.')
  for (const place of [2, 4] as const) net.layers[place].initialize({ dialect, forceReinit: true })
  return [...before, ...parametersOf(net, 'reset_net2_then_net4.')]
}

class Block extends Module {
  readonly ln1: LayerNorm
  readonly cAttn: Dense
  readonly cProj: Dense
  readonly ln2: LayerNorm
  readonly cFc: Dense
  readonly mlpCProj: Dense

  constructor(width: number) {
    super()
    this.ln1 = new LayerNorm({ shape: width })
    this.cAttn = new Dense(3 * width, { inUnits: width })
    this.cProj = new Dense(width, { inUnits: width })
    this.ln2 = new LayerNorm({ shape: width })
    this.cFc = new Dense(4 * width, { inUnits: width })
    this.mlpCProj = new Dense(width, { inUnits: 4 * width })
  }

  override forward(): never {
    throw new Error('a block is only initialised here')
  }
}

class Gpt extends Module {
  readonly wte: Embedding
  readonly wpe: Embedding
  readonly h: readonly Block[]
  readonly lnF: LayerNorm
  readonly lmHead: Dense<false>

  constructor(words: number, width: number, layers: number) {
    super()
    this.wte = new Embedding(words, width)
    this.wpe = new Embedding(5, width)
    this.h = Array.from({ length: layers }, () => new Block(width))
    this.lnF = new LayerNorm({ shape: width })
    this.lmHead = new Dense(words, { inUnits: width, useBias: false })
  }

  override forward(): never {
    throw new Error('a model is only initialised here')
  }
}

/** N(0, 0.02²) everywhere, then the residual projections smaller. */
const gptInit: Program = ({ args }, rng) => {
  const { V = 0, C = 0, L = 0 } = namedNumbers(args.dims)
  const dialect = torch({ rng })
  const net = new Gpt(V, C, L)
  net.initialize({ dialect, backend: cpu })
  net.apply((module) => {
    if (module instanceof Dense) {
      dialect.normal_(module.weight, { std: 0.02 })
      if (module.useBias) zeros_(module.bias)
    } else if (module instanceof Embedding) dialect.normal_(module.weight, { std: 0.02 })
  })
  for (const [path, parameter] of net.parameters()) {
    if (snakeCase(path).endsWith('c_proj.weight'))
      dialect.normal_(parameter, { std: 0.02 / Math.sqrt(2 * L) })
  }
  // PyTorch's names have an underscore before a number.
  return parametersOf(net).map(({ name, values }) => ({
    name: present(name, 'name').replace(/ln(\d)/, 'ln_$1'),
    values,
  }))
}

const lenet: Program = ({ args }, rng) => {
  const [channels = 0, c1 = 0, c2 = 0, flat = 0, d1 = 0, d2 = 0, classes = 0] = numbersOf(args.dims)
  const dialect = torch({ rng })
  const net = new Sequential(
    new Conv2d(c1, 5, { inChannels: channels, padding: 2 }),
    new Sigmoid(),
    new Conv2d(c2, 5, { inChannels: c1 }),
    new Sigmoid(),
    new Flatten(),
    new Dense(d1, { inUnits: flat }),
    new Sigmoid(),
    new Dense(d2, { inUnits: d1 }),
    new Dense(classes, { inUnits: d2 }),
  )
  net.initialize({ dialect, backend: cpu })
  net.apply((module) => {
    if (module instanceof Dense || module instanceof Conv2d) dialect.xavierUniform_(module.weight)
  })
  return parametersOf(net)
}

const resnetBlock: Program = ({ args }, rng) => {
  const [channels = 0, c1 = 0, c2 = 0] = numbersOf(args.dims)
  const dialect = torch({ rng })
  const last = new BatchNorm({ channels: c2 })
  const net = new Sequential(
    new Conv2d(c1, 3, { inChannels: channels, useBias: false }),
    new BatchNorm({ channels: c1 }),
    new Relu(),
    new Conv2d(c2, 3, { inChannels: c1, useBias: false }),
    last,
    new Conv2d(c2, 1, { inChannels: channels, useBias: false }),
  )
  net.initialize({ dialect, backend: cpu })
  net.apply((module) => {
    if (module instanceof Conv2d) dialect.kaimingNormal_(module.weight, { mode: 'fanOut' })
    if (module instanceof BatchNorm) {
      constant_(module.weight, 1)
      constant_(module.bias, 0)
    }
  })
  zeros_(last.weight)
  return parametersOf(net)
}

const mlpLeaky: Program = ({ args }, rng) => {
  const [inputs = 0, hidden = 0, outputs = 0] = numbersOf(args.dims)
  const dialect = torch({ rng })
  const net = new Sequential(
    new Dense(hidden, { inUnits: inputs }),
    new LeakyRelu(0.1),
    new Dense(outputs, { inUnits: hidden }),
  )
  net.initialize({ dialect, backend: cpu })
  for (const layer of [net.layers[0], net.layers[2]]) {
    dialect.kaimingNormal_(layer.weight, { nonlinearity: 'leakyRelu', slope: 0.1 })
    zeros_(layer.bias)
  }
  return parametersOf(net)
}

/** PyTorch's encoder copies one layer; ours does not, so that the copy is made here. */
const transformerEncoder: Program = (_, rng) => {
  const layer = new TransformerEncoderLayer(4, 2, { feedforwardUnits: 6 })
  layer.initialize({ dialect: torch({ rng }), backend: cpu })
  return parametersOf(new ModuleList([layer, layer.clone()]), 'layers.')
}

/** Programs with layers by their op. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  'flow.d2l.default': chapter(() => undefined),
  'flow.d2l.init_normal': chapter((net, dialect) => net.apply(STEPS.init_normal(dialect))),
  'flow.d2l.init_constant': chapter((net) => net.apply(STEPS.init_constant())),
  'flow.d2l.xavier_42': chapter(xavierThen42),
  'flow.d2l.my_init': chapter((net, dialect) => net.apply(STEPS.my_init(dialect))),
  // As printed, the page looks for layers of a class that none is of any more, and changes nothing.
  'flow.d2l.lazy_noop': chapter(() => undefined),
  'flow.d2l.whole': whole,
  'flow.shared': shared,
  'flow.gpt_init': gptInit,
  'flow.lenet': lenet,
  'flow.resnet_block': resnetBlock,
  'flow.mlp_leaky': mlpLeaky,
  'flow.transformer_encoder': transformerEncoder,
}
