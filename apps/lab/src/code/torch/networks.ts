import { inputsOf, outputsOf } from '../../networks/suits.ts'
import { headsOf, TOKENS } from '../../networks/transformer.ts'
import type { LabState, NetworkName } from '../../state/state.ts'
import { blocksOf, hiddenOf } from '../paths.ts'
import type { Site, Sites } from '../sites.ts'
import { torchActivation } from './activations.ts'
import type { Target } from './words.ts'

/** Modules that start alike: how they are told from others, and what of them is filled. */
export interface Group {
  readonly site: Site
  /** An expression of the module `m`. */
  readonly condition: string
  readonly weight: Target
  readonly bias: string
}

/** A network in PyTorch. */
export interface TorchNetwork {
  readonly classes: readonly (readonly string[])[]
  /** Statements that make `net`. */
  readonly build: readonly string[]
  /** Modules that conditions name, each with the expression for it. */
  readonly named: Readonly<Record<string, string>>
  /** From special to general: the first whose condition holds counts. */
  readonly groups: readonly Group[]
}

/** A network of a state in PyTorch. */
export function torchNetwork(state: LabState, sites: Sites): TorchNetwork {
  return NETWORKS[state.network](state, sites)
}

const NETWORKS: Readonly<Record<NetworkName, (state: LabState, sites: Sites) => TorchNetwork>> = {
  chapter,
  mlp,
  residual,
  lenet,
  transformer,
}

const WEIGHT: Target = {
  tensor: 'm.weight',
  fanIn: 'm.weight[0].numel()',
  fanOut: 'm.weight[:, 0].numel()',
  isPlain: true,
}

function group(site: Site, condition: string, weight: Target = WEIGHT, bias = 'm.bias'): Group {
  return { site, condition, weight, bias }
}

const linear = (site: Site): Group => group(site, 'isinstance(m, nn.Linear)')

function chapter({ activation }: LabState, sites: Sites): TorchNetwork {
  const { module, definition } = torchActivation(activation)
  return {
    classes: [definition],
    build: [`net = nn.Sequential(nn.Linear(4, 8), ${module}, nn.Linear(8, 1))`],
    named: {},
    groups: [group(sites.of('1'), 'm is net[-1]'), linear(sites.of('0'))],
  }
}

function mlp(state: LabState, sites: Sites): TorchNetwork {
  const { depth, width, activation } = state
  const { module, definition } = torchActivation(activation)
  const [inputs, outputs] = [inputsOf(state), outputsOf(state)]
  const last = `nn.Linear(${width}, ${outputs})`
  const first = `nn.Linear(${inputs}, ${width}), ${module}`
  const isEven = inputs === width
  const loop = [
    isEven ? 'layers = []' : `layers = [${first}]`,
    `for _ in range(${isEven ? depth : depth - 1}):`,
    `    layers += [nn.Linear(${width}, ${width}), ${module}]`,
    `net = nn.Sequential(*layers, ${last})`,
  ]
  return {
    classes: [definition],
    build: depth === 1 ? [`net = nn.Sequential(${first}, ${last})`] : loop,
    named: {},
    groups: [group(sites.of(String(2 * depth)), 'm is net[-1]'), linear(sites.of(...hiddenOf(state)))],
  }
}

function residual(state: LabState, sites: Sites): TorchNetwork {
  const { depth, width, activation } = state
  const { module, definition } = torchActivation(activation)
  const block = [
    'class Block(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    `        self.inner = nn.Sequential(${module}, nn.Linear(${width}, ${width}), ${module}, nn.Linear(${width}, ${width}))`,
    '',
    '    def forward(self, x):',
    '        return x + self.inner(x)',
  ]
  const ends = [
    `nn.Linear(${inputsOf(state)}, ${width})`,
    `nn.Linear(${width}, ${outputsOf(state)})`,
  ] as const
  const blocks = blocksOf(state)
  return {
    classes: [definition, block],
    // In the order in which they draw.
    build: [`net = nn.Sequential(${ends[0]}, *[Block() for _ in range(${depth})], ${ends[1]})`],
    named: { outs: '[block.inner[-1] for block in net[1:-1]]' },
    groups: [
      group(sites.of(String(depth + 1)), 'm is net[-1]'),
      group(sites.of('0'), 'm is net[0]'),
      group(sites.of(...blocks.map((path) => `${path}.inner.3`)), 'm in outs'),
      linear(sites.of(...blocks.map((path) => `${path}.inner.1`))),
    ],
  }
}

function lenet({ activation }: LabState, sites: Sites): TorchNetwork {
  const { module, definition } = torchActivation(activation)
  return {
    classes: [definition],
    build: [
      'net = nn.Sequential(',
      `    nn.Conv2d(1, 6, 5, padding=2), ${module}, nn.AvgPool2d(2),`,
      `    nn.Conv2d(6, 16, 3, padding=1), ${module}, nn.AvgPool2d(2),`,
      '    nn.Flatten(),',
      `    nn.Linear(64, 120), ${module},`,
      `    nn.Linear(120, 84), ${module},`,
      '    nn.Linear(84, 10),',
      ')',
    ],
    named: {},
    groups: [
      group(sites.of('11'), 'm is net[-1]'),
      group(sites.of('0', '3'), 'isinstance(m, nn.Conv2d)'),
      linear(sites.of('7', '9')),
    ],
  }
}

/** What is the projection of attention to queries, keys and values, whose fans are those of each. */
const PACKED: Target = {
  tensor: 'm.in_proj_weight',
  fanIn: 'm.embed_dim',
  fanOut: 'm.embed_dim',
  isPlain: false,
}
/** A token looks up one row of a table. */
const TABLE: Target = { tensor: 'm.weight', fanIn: '1', fanOut: 'm.embedding_dim', isPlain: false }

function transformer(state: LabState, sites: Sites): TorchNetwork {
  const { depth, width, activation } = state
  const { call } = torchActivation(activation)
  const paths = blocksOf(state)
  const of = (name: string): Site => sites.of(...paths.map((path) => `${path}.${name}`))
  const options = `dropout=0, activation=${call}, batch_first=True, norm_first=True`
  const net = [
    'class Transformer(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    `        self.embedding = nn.Embedding(${TOKENS}, ${width})`,
    `        layer = nn.TransformerEncoderLayer(${width}, ${headsOf(width)}, ${4 * width}, ${options})`,
    `        self.encoder = nn.TransformerEncoder(layer, ${depth}, nn.LayerNorm(${width}), enable_nested_tensor=False)`,
    `        self.head = nn.Linear(${width}, ${TOKENS})`,
    '',
    '    def forward(self, x):',
    '        return self.head(self.encoder(self.embedding(x)))',
  ]
  const norms = paths.flatMap((path) => [`${path}.norm1`, `${path}.norm2`])
  return {
    classes: [net],
    build: ['net = Transformer()'],
    named: { outs: '[m for block in net.encoder.layers for m in (block.self_attn.out_proj, block.linear2)]' },
    groups: [
      group(sites.of('embedding'), 'isinstance(m, nn.Embedding)', TABLE),
      group(
        sites.ofAttention(...paths.map((path) => `${path}.selfAttn`)),
        'isinstance(m, nn.MultiheadAttention)',
        PACKED,
        'm.in_proj_bias',
      ),
      group(sites.of(...norms, 'encoder.norm'), 'isinstance(m, nn.LayerNorm)'),
      group(sites.of('head'), 'm is net.head'),
      group(
        sites.of(...paths.flatMap((path) => [`${path}.selfAttn.outProj`, `${path}.linear2`])),
        'm in outs',
      ),
      linear(of('linear1')),
    ],
  }
}
