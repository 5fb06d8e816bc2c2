import { inputsOf, outputsOf } from '../../networks/suits.ts'
import { headsOf, STEPS, TOKENS } from '../../networks/transformer.ts'
import type { LabState, NetworkName } from '../../state/state.ts'
import { blocksOf, hiddenOf } from '../paths.ts'
import { indented } from '../python.ts'
import { Refusal } from '../refusal.ts'
import { isSame, type Site, type Sites } from '../sites.ts'
import { kerasActivation } from './activations.ts'
import { initializersOf } from './words.ts'

/** A network in Keras: definitions, and the statements that make `net`. */
export interface KerasNetwork {
  readonly definitions: readonly (readonly string[])[]
  readonly build: readonly string[]
}

/** A network of a state in Keras. @throws Refusal if a law is none there. */
export function kerasNetwork(state: LabState, sites: Sites): KerasNetwork {
  return NETWORKS[state.network](state, sites)
}

const NETWORKS: Readonly<Record<NetworkName, (state: LabState, sites: Sites) => KerasNetwork>> = {
  chapter,
  mlp,
  residual,
  lenet,
  transformer,
}

/** How dense layers are written: where all start by the same initializers, a function of the program brings them. */
class DenseLayers {
  readonly definition: readonly string[]
  readonly #isShared: boolean

  constructor(sites: readonly Site[]) {
    const [first, ...others] = sites
    this.#isShared =
      first !== undefined && initializersOf(first).length > 0 && others.every((site) => isSame(site, first))
    this.definition =
      this.#isShared && first !== undefined
        ? [
            'def dense(units, activation=None):',
            '    # A new initializer for each layer: one that is shared would give them equal weights.',
            `    return layers.Dense(units, activation, ${initializersOf(first).join(', ')})`,
          ]
        : []
  }

  /** A call that makes one. */
  of(units: number, site: Site, activation?: string): string {
    const given = [String(units), ...(activation === undefined ? [] : [`activation=${activation}`])]
    if (this.#isShared) return `dense(${given.join(', ')})`
    return `layers.Dense(${[...given, ...initializersOf(site)].join(', ')})`
  }
}

function chapter({ activation }: LabState, sites: Sites): KerasNetwork {
  const [hidden, output] = [sites.of('0'), sites.of('1')]
  const dense = new DenseLayers([hidden, output])
  return {
    definitions: [dense.definition],
    build: [
      `net = keras.Sequential([keras.Input((4,)), ${dense.of(8, hidden, kerasActivation(activation))}, ${dense.of(1, output)}])`,
    ],
  }
}

function mlp(state: LabState, sites: Sites): KerasNetwork {
  const { depth, width, activation } = state
  const [hidden, output] = [sites.of(...hiddenOf(state)), sites.of(String(2 * depth))]
  const dense = new DenseLayers([hidden, output])
  return {
    definitions: [dense.definition],
    build: [
      `net = keras.Sequential([keras.Input((${inputsOf(state)},))])`,
      `for _ in range(${depth}):`,
      `    net.add(${dense.of(width, hidden, kerasActivation(activation))})`,
      `net.add(${dense.of(outputsOf(state), output)})`,
    ],
  }
}

function residual(state: LabState, sites: Sites): KerasNetwork {
  const { depth, width, activation } = state
  const blocks = blocksOf(state)
  const [input, output] = [sites.of('0'), sites.of(String(depth + 1))]
  const first = sites.of(...blocks.map((path) => `${path}.inner.1`))
  const last = sites.of(...blocks.map((path) => `${path}.inner.3`))
  const dense = new DenseLayers([input, first, last, output])
  const name = kerasActivation(activation)
  const after = (x: string): string => (name === undefined ? x : `layers.Activation(${name})(${x})`)
  return {
    definitions: [
      dense.definition,
      [
        'def block(x):',
        `    y = ${dense.of(width, first)}(${after('x')})`,
        `    return layers.add([x, ${dense.of(width, last)}(${after('y')})])`,
      ],
    ],
    build: [
      `inputs = keras.Input((${inputsOf(state)},))`,
      `x = ${dense.of(width, input)}(inputs)`,
      `for _ in range(${depth}):`,
      '    x = block(x)',
      `net = keras.Model(inputs, ${dense.of(outputsOf(state), output)}(x))`,
    ],
  }
}

function lenet({ activation }: LabState, sites: Sites): KerasNetwork {
  const [conv, hidden, output] = [sites.of('0', '3'), sites.of('7', '9'), sites.of('11')]
  const dense = new DenseLayers([hidden, output])
  const name = kerasActivation(activation)
  const options = [
    "padding='same'",
    ...(name === undefined ? [] : [`activation=${name}`]),
    ...initializersOf(conv),
  ].join(', ')
  return {
    definitions: [dense.definition],
    build: [
      'net = keras.Sequential([',
      ...indented([
        'keras.Input((8, 8, 1)),',
        `layers.Conv2D(6, 5, ${options}),`,
        'layers.AveragePooling2D(2),',
        `layers.Conv2D(16, 3, ${options}),`,
        'layers.AveragePooling2D(2),',
        'layers.Flatten(),',
        `${dense.of(120, hidden, name)},`,
        `${dense.of(84, hidden, name)},`,
        `${dense.of(10, output)},`,
      ]),
      '])',
    ],
  }
}

function transformer(state: LabState, sites: Sites): KerasNetwork {
  const { depth, width, activation } = state
  const blocks = blocksOf(state)
  const of = (name: string): Site => sites.of(...blocks.map((path) => `${path}.${name}`))
  const attention = sites.ofAttention(...blocks.map((path) => `${path}.selfAttn`))
  if (!isSame(attention, of('selfAttn.outProj'))) {
    throw new Refusal("Keras's MultiHeadAttention has one initializer for all its kernels.")
  }
  if (attention.weight?.kind === 'identity')
    throw new Refusal('Keras has identities of matrices alone, not of heads.')
  const [first, last, head] = [of('linear1'), of('linear2'), sites.of('head')]
  const dense = new DenseLayers([first, last, head])
  const norms = sites.of(...blocks.flatMap((path) => [`${path}.norm1`, `${path}.norm2`]), 'encoder.norm')
  const norm = `layers.LayerNormalization(${['epsilon=1e-5', ...initializersOf(norms, ['gamma_initializer', 'beta_initializer'])].join(', ')})`
  const heads = headsOf(width)
  const attend = `layers.MultiHeadAttention(${[heads, width / heads, ...initializersOf(attention)].join(', ')})`
  const table = initializersOf(sites.of('embedding'), ['embeddings_initializer', ''])
  return {
    definitions: [
      dense.definition,
      [
        'def block(x):',
        `    y = ${norm}(x)`,
        `    x = layers.add([x, ${attend}(y, y)])`,
        `    y = ${dense.of(4 * width, first, kerasActivation(activation))}(${norm}(x))`,
        `    return layers.add([x, ${dense.of(width, last)}(y)])`,
      ],
    ],
    build: [
      `inputs = keras.Input((${STEPS},))`,
      `x = layers.Embedding(${[TOKENS, width, ...table].join(', ')})(inputs)`,
      `for _ in range(${depth}):`,
      '    x = block(x)',
      `net = keras.Model(inputs, ${dense.of(TOKENS, head)}(${norm}(x)))`,
    ],
  }
}
