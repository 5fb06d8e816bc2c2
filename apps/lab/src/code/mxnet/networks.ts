import { inputsOf, outputsOf } from '../../networks/suits.ts'
import type { LabState, NetworkName } from '../../state/state.ts'
import { blocksOf, hiddenOf } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import type { Site, Sites } from '../sites.ts'
import { type MxnetActivation, mxnetActivation } from './activations.ts'

/** A network in Gluon. */
export interface MxnetNetwork {
  readonly definitions: readonly (readonly string[])[]
  readonly build: readonly string[]
}

/** A network of a state in Gluon. @throws Refusal if it has no such network, or a law is none there. */
export function mxnetNetwork(state: LabState, sites: Sites, layerOf: LayerOf): MxnetNetwork {
  return NETWORKS[state.network](state, sites, layerOf)
}

/** A layer with its sizes, as Gluon makes it; initializers are its own where layers differ. */
export type LayerOf = (layer: string, given: readonly (string | number)[], site: Site) => string

const NETWORKS: Readonly<
  Record<NetworkName, (state: LabState, sites: Sites, layerOf: LayerOf) => MxnetNetwork>
> = { chapter, mlp, residual, lenet, transformer }

/** A layer with its activation, in it or behind it. */
function active({ option, layer }: MxnetActivation, of: (more: readonly string[]) => string): string {
  return [of(option === undefined ? [] : [option]), ...(layer === undefined ? [] : [layer])].join(', ')
}

function chapter({ activation }: LabState, sites: Sites, layerOf: LayerOf): MxnetNetwork {
  const hidden = active(mxnetActivation(activation), (more) =>
    layerOf('Dense', [8, ...more, 'in_units=4'], sites.of('0')),
  )
  const output = layerOf('Dense', [1, 'in_units=8'], sites.of('1'))
  return { definitions: [], build: ['net = nn.Sequential()', `net.add(${hidden}, ${output})`] }
}

function mlp(state: LabState, sites: Sites, layerOf: LayerOf): MxnetNetwork {
  const { depth, width, activation } = state
  const inputs = inputsOf(state)
  const hidden = (units: number | string): string =>
    active(mxnetActivation(activation), (more) =>
      layerOf('Dense', [width, ...more, `in_units=${units}`], sites.of(...hiddenOf(state))),
    )
  const loop = [`for _ in range(${inputs === width ? depth : depth - 1}):`, `    net.add(${hidden(width)})`]
  const isLoop = depth > 1 || inputs === width
  return {
    definitions: [],
    build: [
      'net = nn.Sequential()',
      ...(inputs === width ? [] : [`net.add(${hidden(inputs)})`]),
      ...(isLoop ? loop : []),
      `net.add(${layerOf('Dense', [outputsOf(state), `in_units=${width}`], sites.of(String(2 * depth)))})`,
    ],
  }
}

function residual(state: LabState, sites: Sites, layerOf: LayerOf): MxnetNetwork {
  const { depth, width, activation } = state
  const { always } = mxnetActivation(activation)
  const blocks = blocksOf(state)
  const dense = (units: number, inputs: number, paths: readonly string[]): string =>
    layerOf('Dense', [units, `in_units=${inputs}`], sites.of(...paths))
  const inner = [1, 3].flatMap((place) => [
    ...(always === undefined ? [] : [always]),
    dense(
      width,
      width,
      blocks.map((path) => `${path}.inner.${place}`),
    ),
  ])
  return {
    definitions: [
      [
        'class Block(nn.Block):',
        '    def __init__(self):',
        '        super().__init__()',
        '        self.inner = nn.Sequential()',
        `        self.inner.add(${inner.join(', ')})`,
        '',
        '    def forward(self, x):',
        '        return x + self.inner(x)',
      ],
    ],
    build: [
      'net = nn.Sequential()',
      `net.add(${dense(width, inputsOf(state), ['0'])})`,
      `for _ in range(${depth}):`,
      '    net.add(Block())',
      `net.add(${dense(outputsOf(state), width, [String(depth + 1)])})`,
    ],
  }
}

function lenet({ activation }: LabState, sites: Sites, layerOf: LayerOf): MxnetNetwork {
  const used = mxnetActivation(activation)
  const conv = (channels: number, kernel: number, padding: number, inputs: number, path: string): string =>
    active(used, (more) =>
      layerOf(
        'Conv2D',
        [channels, `kernel_size=${kernel}`, `padding=${padding}`, ...more, `in_channels=${inputs}`],
        sites.of(path),
      ),
    )
  const dense = (units: number, inputs: number, path: string): string =>
    active(used, (more) => layerOf('Dense', [units, ...more, `in_units=${inputs}`], sites.of(path)))
  return {
    definitions: [],
    build: [
      'net = nn.Sequential()',
      `net.add(${conv(6, 5, 2, 1, '0')}, nn.AvgPool2D(2))`,
      `net.add(${conv(16, 3, 1, 6, '3')}, nn.AvgPool2D(2))`,
      `net.add(nn.Flatten(), ${dense(120, 64, '7')})`,
      `net.add(${dense(84, 120, '9')})`,
      `net.add(${layerOf('Dense', [10, 'in_units=84'], sites.of('11'))})`,
    ],
  }
}

function transformer(): MxnetNetwork {
  throw new Refusal('Gluon has no attention.')
}
