import type { LabState } from '../../state/state.ts'
import type { Printing } from '../framework.ts'
import { program, SHOWN, VALUES } from '../python.ts'
import { isSame, type Site, type Sites } from '../sites.ts'
import { type LayerOf, mxnetNetwork } from './networks.ts'
import { initializerOf, type MxnetInit } from './words.ts'

/** The Gluon program that starts a state's network and prints its first weights. @throws Refusal if there is none. */
export function mxnetProgram(state: LabState, sites: Sites, { isLong, isRounded }: Printing): string {
  const met: Site[] = []
  // All weights that start alike are one argument of `initialize`; a first pass sees them.
  mxnetNetwork(state, sites, (layer, given, site) => {
    met.push(site)
    return layer + given.length
  })
  const [first] = met
  const isOne = met.every(({ weight }) => isSame(weight, first?.weight))
  const words = new Words(isOne)
  const { definitions, build } = mxnetNetwork(state, sites, words.layerOf)
  const whole = isOne && first?.weight !== undefined ? words.say(initializerOf(first.weight)) : ''
  return program(
    [
      'import mxnet as mx',
      `from mxnet import ${words.isUsed ? 'init' : 'nd'}`,
      'from mxnet.gluon import nn',
    ].filter((line) => !line.endsWith(' nd')),
    ...words.definitions,
    ...definitions,
    [`mx.random.seed(${state.seed})`, ...build, `net.initialize(${whole})`],
    printing(isLong, isRounded),
  )
}

function printing(isLong: boolean, isRounded: boolean): readonly string[] {
  const { first, last } = SHOWN
  const round = isRounded ? '.round(4)' : ''
  const print = `    print(name, p.data().reshape(-1)[:${VALUES}].asnumpy()${round})`
  if (!isLong) return ['for name, p in net.collect_params().items():', print]
  return [
    'parameters = list(net.collect_params().items())',
    `for name, p in parameters[:${first}] + parameters[-${last}:]:`,
    print,
  ]
}

/** The initializers of a program, with the classes that it brings for them. */
class Words {
  readonly #isOne: boolean
  readonly #definitions: (readonly string[])[] = []
  isUsed = false

  constructor(isOne: boolean) {
    this.#isOne = isOne
  }

  get definitions(): readonly (readonly string[])[] {
    return this.#definitions
  }

  say({ expression, definition }: MxnetInit): string {
    this.isUsed = true
    if (definition.length === 0) return expression
    const known = this.#definitions.findIndex((each) => each.at(-1) === definition.at(-1))
    const index = known === -1 ? this.#definitions.length : known
    const name = index === 0 ? 'Drawn' : `Drawn${index + 1}`
    if (known === -1) this.#definitions.push(definition.map((line) => line.replace('Drawn', name)))
    return expression.replace('Drawn', name)
  }

  layerOf: LayerOf = (layer, given, { weight, bias }) => {
    const own = [
      ...(this.#isOne || weight === undefined
        ? []
        : [`weight_initializer=${this.say(initializerOf(weight))}`]),
      ...(bias === undefined || isSame(bias, { kind: 'constant', value: 0 })
        ? []
        : [`bias_initializer=${this.say(initializerOf(bias))}`]),
    ]
    return `nn.${layer}(${[...given, ...own].join(', ')})`
  }
}
