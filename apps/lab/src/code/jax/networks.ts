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

/** A call of a layer that is made where it is called. */
function call(layer: string, given: readonly (string | number)[], x: string): string {
  return `nn.${layer}(${given.join(', ')})(${x})`
}

function compact(name: string, body: readonly string[]): readonly string[] {
  return [
    `class ${name}(nn.Module):`,
    ...indented(['@nn.compact', 'def __call__(self, x):', ...indented(body)]),
  ]
}

function chapter({ activation }: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const hidden = call('Dense', [8, ...initializersOf(sites.of('0'), definitions)], 'x')
  const output = call('Dense', [1, ...initializersOf(sites.of('1'), definitions)], 'x')
  return {
    classes: [compact('Net', [`x = ${jaxActivation(activation)(hidden)}`, `return ${output}`])],
    input: 'jnp.ones((1, 4))',
  }
}

function mlp(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const { depth, width, activation } = state
  const hidden = call('Dense', [width, ...initializersOf(sites.of(...hiddenOf(state)), definitions)], 'x')
  const last = initializersOf(sites.of(String(2 * depth)), definitions)
  return {
    classes: [
      compact('Net', [
        `for _ in range(${depth}):`,
        `    x = ${jaxActivation(activation)(hidden)}`,
        `return ${call('Dense', [outputsOf(state), ...last], 'x')}`,
      ]),
    ],
    input: `jnp.ones((1, ${inputsOf(state)}))`,
  }
}

function residual(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const { depth, width, activation } = state
  const activate = jaxActivation(activation)
  const blocks = blocksOf(state)
  const dense = (units: number, paths: readonly string[], x: string): string =>
    call('Dense', [units, ...initializersOf(sites.of(...paths), definitions)], x)
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
  const activate = jaxActivation(activation)
  const conv = initializersOf(sites.of('0', '3'), definitions)
  const hidden = initializersOf(sites.of('7', '9'), definitions)
  return {
    classes: [
      compact('Net', [
        `x = ${activate(call('Conv', [6, '(5, 5)', ...conv], 'x'))}`,
        'x = nn.avg_pool(x, (2, 2), strides=(2, 2))',
        `x = ${activate(call('Conv', [16, '(3, 3)', ...conv], 'x'))}`,
        'x = nn.avg_pool(x, (2, 2), strides=(2, 2))',
        'x = x.reshape((x.shape[0], -1))',
        `x = ${activate(call('Dense', [120, ...hidden], 'x'))}`,
        `x = ${activate(call('Dense', [84, ...hidden], 'x'))}`,
        `return ${call('Dense', [10, ...initializersOf(sites.of('11'), definitions)], 'x')}`,
      ]),
    ],
    input: 'jnp.ones((1, 8, 8, 1))',
  }
}

function transformer(state: LabState, sites: Sites, definitions: Definitions): JaxNetwork {
  const { depth, width, activation } = state
  const paths = blocksOf(state)
  const of = (name: string): Site => sites.of(...paths.map((path) => `${path}.${name}`))
  const dense = (units: number, site: Site, x: string): string =>
    call('Dense', [units, ...initializersOf(site, definitions)], x)
  const norms = sites.of(...paths.flatMap((path) => [`${path}.norm1`, `${path}.norm2`]), 'encoder.norm')
  const options = ['epsilon=1e-5', ...initializersOf(norms, definitions, ['scale_init', 'bias_init'])]
  const norm = call('LayerNorm', options, 'x')
  const attention = attentionOptions(
    sites.ofAttention(...paths.map((path) => `${path}.selfAttn`)),
    of('selfAttn.outProj'),
    definitions,
  )
  const table = initializersOf(sites.of('embedding'), definitions, ['embedding_init', ''])
  return {
    classes: [
      compact('Block', [
        `y = ${norm}`,
        `x = x + ${call('MultiHeadDotProductAttention', [headsOf(width), ...attention], 'y')}`,
        `y = ${norm}`,
        `y = ${jaxActivation(activation)(dense(4 * width, of('linear1'), 'y'))}`,
        `return x + ${dense(width, of('linear2'), 'y')}`,
      ]),
      compact('Net', [
        `x = ${call('Embed', [TOKENS, width, ...table], 'x')}`,
        `for _ in range(${depth}):`,
        '    x = Block()(x)',
        `x = ${norm}`,
        `return ${dense(TOKENS, sites.of('head'), 'x')}`,
      ]),
    ],
    input: `jnp.zeros((1, ${STEPS}), int)`,
  }
}

/** Initializers of the projections, and of the last one where they differ. */
function attentionOptions(projections: Site, output: Site, definitions: Definitions): readonly string[] {
  const inner = initializersOf(projections, definitions)
  if (isSame(projections, output)) return inner
  const outer = initializersOf(output, definitions, ['out_kernel_init', 'out_bias_init'])
  return [...inner, ...outer]
}
