import { inputsOf, outputsOf } from '../../networks/suits.ts'
import { headsOf, TOKENS } from '../../networks/transformer.ts'
import type { LabState, NetworkName } from '../../state/state.ts'

/** A network of `@nn/layers` as it is typed. */
export interface TypescriptNetwork {
  /** Names of `@nn/layers`. */
  readonly names: readonly string[]
  /** Definitions that stand before, such as a class. */
  readonly definitions: readonly (readonly string[])[]
  /** Statements that make `net`. */
  readonly build: readonly string[]
  /** linen's names of a layer's modules, as a function of its path. */
  readonly scope: readonly string[]
}

/** The network of a state; with what layers are to recipes, where one reads it. */
export function typescriptNetwork(state: LabState, isRecipe: boolean): TypescriptNetwork {
  const { names, definition, expression } = activationOf(state.activation)
  const made = NETWORKS[state.network](state, expression, isRecipe)
  return { ...made, names: [...made.names, ...names], definitions: [definition, ...made.definitions] }
}

type Make = (state: LabState, activation: string, isRecipe: boolean) => TypescriptNetwork

const NETWORKS: Readonly<Record<NetworkName, Make>> = { chapter, mlp, residual, lenet, transformer }

/** Those of `@nn/layers` that are made by a call. */
const CALLED: Readonly<Record<string, string>> = { leakyRelu: 'leakyRelu(0.01)', elu: 'elu()' }
const OWN: Readonly<Record<string, string>> = { linear: '(x) => x', erf: '(x) => x.erf()' }

function activationOf(name: string): {
  names: readonly string[]
  definition: readonly string[]
  expression: string
} {
  const own = OWN[name]
  if (own === undefined) return { names: [name], definition: [], expression: CALLED[name] ?? name }
  return { names: ['type Activation'], definition: [`const ${name}: Activation = ${own}`], expression: name }
}

function dense(units: number, inUnits: number | string, more = ''): string {
  return `new Dense(${units}, { inUnits: ${inUnits}${more} })`
}

function chapter(_: LabState, activation: string): TypescriptNetwork {
  return {
    names: ['Dense', 'Sequential'],
    definitions: [],
    build: [`const net = new Sequential(${dense(8, 4, `, activation: ${activation}`)}, ${dense(1, 8)})`],
    scope: [`const scope = (path: string) => [\`Dense_\${path}\`]`],
  }
}

const readout = (isRecipe: boolean): string => (isRecipe ? ", use: 'readout'" : '')

function mlp(state: LabState, activation: string, isRecipe: boolean): TypescriptNetwork {
  const { depth, width } = state
  const inputs = inputsOf(state)
  const last = dense(outputsOf(state), width, readout(isRecipe))
  const inUnits = inputs === width ? width : `i === 0 ? ${inputs} : ${width}`
  const loop = [
    'const layers: Layer[] = []',
    `for (let i = 0; i < ${depth}; i++) layers.push(${dense(width, inUnits)}, ${activation})`,
    `const net = new Sequential(...layers, ${last})`,
  ]
  const isShort = depth === 1
  return {
    names: ['Dense', ...(isShort ? [] : ['type Layer']), 'Sequential'],
    definitions: [],
    build: isShort ? [`const net = new Sequential(${dense(width, inputs)}, ${activation}, ${last})`] : loop,
    scope: [`const scope = (path: string) => [\`Dense_\${Number(path) / 2}\`]`],
  }
}

function residual(state: LabState, activation: string, isRecipe: boolean): TypescriptNetwork {
  const { depth, width } = state
  const inner = [
    activation,
    dense(width, width),
    activation,
    dense(width, width, isRecipe ? ", use: 'residualOut'" : ''),
  ]
  const ends = [dense(width, inputsOf(state)), dense(outputsOf(state), width, readout(isRecipe))]
  return {
    names: ['Dense', 'Residual', 'Sequential'],
    definitions: [],
    build: [
      'const block = () =>',
      `  new Residual(new Sequential(${inner.join(', ')}))`,
      `const blocks = Array.from({ length: ${depth} }, block)`,
      `const net = new Sequential(${ends[0]}, ...blocks, ${ends[1]})`,
    ],
    scope: [
      'const scope = (path: string) => {',
      "  const [index, , place] = path.split('.').map(Number)",
      `  return [\`Dense_\${index > ${depth} ? ${2 * depth + 1} : 2 * index - (place === 1 ? 1 : 0)}\`]`,
      '}',
    ],
  }
}

function lenet(_: LabState, activation: string, isRecipe: boolean): TypescriptNetwork {
  return {
    names: ['AvgPool2d', 'Conv2d', 'Dense', 'Flatten', 'Sequential'],
    definitions: [],
    build: [
      'const net = new Sequential(',
      `  new Conv2d(6, 5, { inChannels: 1, padding: 2 }), ${activation}, new AvgPool2d(2),`,
      `  new Conv2d(16, 3, { inChannels: 6, padding: 1 }), ${activation}, new AvgPool2d(2),`,
      '  new Flatten(),',
      `  ${dense(120, 64)}, ${activation},`,
      `  ${dense(84, 120)}, ${activation},`,
      `  ${dense(10, 84, readout(isRecipe))},`,
      ')',
    ],
    scope: [
      "const names = new Map([['0', 'Conv_0'], ['3', 'Conv_1'], ['7', 'Dense_0'], ['9', 'Dense_1'], ['11', 'Dense_2']])",
      'const scope = (path: string) => [names.get(path) ?? path]',
    ],
  }
}

function transformer(state: LabState, activation: string, isRecipe: boolean): TypescriptNetwork {
  const { depth, width } = state
  return {
    names: ['Dense', 'Embedding', 'Module', 'TransformerEncoder'],
    definitions: [
      [
        'class Transformer extends Module {',
        `  embedding = new Embedding(${TOKENS}, ${width})`,
        `  encoder = new TransformerEncoder(${width}, ${headsOf(width)}, {`,
        `    layers: ${depth},`,
        `    feedforwardUnits: ${4 * width},`,
        `    activation: ${activation},`,
        '    dropout: 0,',
        '    normFirst: true,',
        '    finalNorm: true,',
        '    batchFirst: true,',
        '  })',
        `  head = ${dense(TOKENS, width, readout(isRecipe))}`,
        '',
        '  forward(x: Tensor) {',
        '    return this.head.forward(this.encoder.forward(this.embedding.forward(x)))',
        '  }',
        '}',
      ],
    ],
    build: ['const net = new Transformer()'],
    scope: [
      "const attention = 'MultiHeadDotProductAttention_0'",
      'const names = new Map([',
      "  ['selfAttn', attention],",
      "  ['linear1', 'Dense_0'], ['linear2', 'Dense_1'],",
      "  ['norm1', 'LayerNorm_0'], ['norm2', 'LayerNorm_1'],",
      "  ['embedding', 'Embed_0'], ['norm', 'LayerNorm_0'], ['head', 'Dense_0'],",
      '])',
      'const scope = (path: string) => {',
      "  const [, , block, name] = path.split('.')",
      "  const own = names.get(name ?? path.replace('encoder.', '')) ?? path",
      `  return block === undefined ? [own] : [\`Block_\${block}\`, own]`,
      '}',
    ],
  }
}
