import { inputsOf, outputsOf } from '../../networks/suits.ts'
import { headsOf, STEPS, TOKENS } from '../../networks/transformer.ts'
import type { LabState, NetworkName } from '../../state/state.ts'
import { blocksOf, hiddenOf } from '../paths.ts'
import { indented } from '../python.ts'
import { isSame, type Site, type Sites } from '../sites.ts'
import { jaxActivation } from './activations.ts'
import { type Definitions, initializersOf } from './words.ts'

/** A network in Flax: its classes, the last of which is `Net`, and an input that it can be started with. */
export interface JaxNetwork {
  readonly classes: readonly (readonly string[])[]
  readonly input: string
}

/** A network of a state in Flax, with the functions of the program that it needs. @throws Refusal if a law is none there. */
export function jaxNetwork(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  return NETWORKS[state.network](state, sites, definitions)
}

const NETWORKS: Readonly<
  Record<NetworkName, (state: LabState, sites: Sites, definitions: Definitions) => JaxNetwork>
> = { chapter, mlp, residual, lenet, transformer }

/** Makes layers where they are called. */
type Call = (name: string, given: readonly (string | number)[], site: Site, x: string) => string

function caller(definitions: Definitions): Call {
  return (name, given, site, x) =>
    `${definitions.layer(name, given, initializersOf(site, definitions))}(${x})`
}

function compact(name: string, body: readonly string[]): readonly string[] {
  return [
    `class ${name}(nn.Module):`,
    ...indented(['@nn.compact', 'def __call__(self, x):', ...indented(body)]),
  ]
}

function chapter({ activation }: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const call = caller(definitions)
  const hidden = call('Dense', [8], sites.of('0'), 'x')
  return {
    classes: [
      compact('Net', [
        `x = ${jaxActivation(activation)(hidden)}`,
        `return ${call('Dense', [1], sites.of('1'), 'x')}`,
      ]),
    ],
    input: 'jnp.ones((1, 4))',
  }
}

function mlp(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const { depth, width, activation } = state
  const call = caller(definitions)
  const hidden = call('Dense', [width], sites.of(...hiddenOf(state)), 'x')
  return {
    classes: [
      compact('Net', [
        `for _ in range(${depth}):`,
        `    x = ${jaxActivation(activation)(hidden)}`,
        `return ${call('Dense', [outputsOf(state)], sites.of(String(2 * depth)), 'x')}`,
      ]),
    ],
    input: `jnp.ones((1, ${inputsOf(state)}))`,
  }
}

function residual(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const { depth, width, activation } = state
  const call = caller(definitions)
  const activate = jaxActivation(activation)
  const blocks = blocksOf(state)
  const dense = (units: number, paths: readonly string[], x: string): string =>
    call('Dense', [units], sites.of(...paths), x)
  const first = blocks.map((path) => `${path}.inner.1`)
  const last = blocks.map((path) => `${path}.inner.3`)
  return {
    classes: [
      compact('Net', [
        `x = ${dense(width, ['0'], 'x')}`,
        `for _ in range(${depth}):`,
        `    y = ${dense(width, first, activate('x'))}`,
        `    x = x + ${dense(width, last, activate('y'))}`,
        `return ${dense(outputsOf(state), [String(depth + 1)], 'x')}`,
      ]),
    ],
    input: `jnp.ones((1, ${inputsOf(state)}))`,
  }
}

function lenet({ activation }: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const call = caller(definitions)
  const activate = jaxActivation(activation)
  const conv = (channels: number, kernel: string): string =>
    activate(call('Conv', [channels, kernel], sites.of('0', '3'), 'x'))
  const dense = (units: number): string => activate(call('Dense', [units], sites.of('7', '9'), 'x'))
  return {
    classes: [
      compact('Net', [
        `x = ${conv(6, '(5, 5)')}`,
        'x = nn.avg_pool(x, (2, 2), strides=(2, 2))',
        `x = ${conv(16, '(3, 3)')}`,
        'x = nn.avg_pool(x, (2, 2), strides=(2, 2))',
        'x = x.reshape((x.shape[0], -1))',
        `x = ${dense(120)}`,
        `x = ${dense(84)}`,
        `return ${call('Dense', [10], sites.of('11'), 'x')}`,
      ]),
    ],
    input: 'jnp.ones((1, 8, 8, 1))',
  }
}

function transformer(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const { depth, width, activation } = state
  const call = caller(definitions)
  const paths = blocksOf(state)
  const of = (name: string): Site => sites.of(...paths.map((path) => `${path}.${name}`))
  const norm = definitions.layer(
    'LayerNorm',
    ['epsilon=1e-5'],
    initializersOf(
      sites.of(...paths.flatMap((path) => [`${path}.norm1`, `${path}.norm2`]), 'encoder.norm'),
      definitions,
      ['scale_init', 'bias_init'],
    ),
  )
  const projections = sites.ofAttention(...paths.map((path) => `${path}.selfAttn`))
  const attention = attentionOptions(projections, of('selfAttn.outProj'), definitions)
  const table = initializersOf(sites.of('embedding'), definitions, ['embedding_init', ''])
  return {
    classes: [
      compact('Block', [
        `y = ${norm}(x)`,
        `x = x + nn.MultiHeadDotProductAttention(${[headsOf(width), ...attention].join(', ')})(y)`,
        `y = ${norm}(x)`,
        `y = ${jaxActivation(activation)(call('Dense', [4 * width], of('linear1'), 'y'))}`,
        `return x + ${call('Dense', [width], of('linear2'), 'y')}`,
      ]),
      compact('Net', [
        `x = nn.Embed(${[TOKENS, width, ...table].join(', ')})(x)`,
        `for _ in range(${depth}):`,
        '    x = Block()(x)',
        `x = ${norm}(x)`,
        `return ${call('Dense', [TOKENS], sites.of('head'), 'x')}`,
      ]),
    ],
    input: `jnp.zeros((1, ${STEPS}), int)`,
  }
}

/** Initializers of the projections, and of the last one where they differ. */
function attentionOptions(projections: Site, output: Site, definitions: Definitions): readonly string[] {
  const inner = initializersOf(projections, definitions)
  if (isSame(projections, output)) return inner
  return [...inner, ...initializersOf(output, definitions, ['out_kernel_init', 'out_bias_init'])]
}
