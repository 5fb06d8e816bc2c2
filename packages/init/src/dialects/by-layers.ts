import { message } from '@nn/check'
import { isKnownShape } from '../parameter/shape.ts'
import type { Dialect, DialectLayer, DialectNetwork, DialectParameter, DialectStep } from './dialect.ts'

/** A parameter of a layer, with the step that it comes from. */
interface Member<S extends DialectStep> extends DialectParameter {
  readonly step: S
}

interface Layer<S extends DialectStep> extends DialectLayer<Member<S>> {
  readonly parameters: Member<S>[]
}

/** What a dialect does for layers. */
interface ByLayers extends Pick<Dialect, 'name' | 'isSequential' | 'adapt'> {
  /** Throws for a parameter whose values the framework could not make at the first input. */
  readonly checkWaiting?: ((parameter: DialectParameter) => void) | undefined
}

/** What a dialect does for a network, by what it does for its layers. */
export function byLayers({ checkWaiting, ...dialect }: ByLayers): Omit<Dialect, 'fork'> {
  return { ...dialect, arrange: (steps, network) => arrange({ checkWaiting, ...dialect }, steps, network) }
}

function arrange<S extends DialectStep>(
  { name, isSequential, adapt, checkWaiting }: ByLayers,
  steps: readonly S[],
  network: DialectNetwork,
): S[] {
  const order = new Map([...network.modules.values()].map(({ path }, i) => [path, i]))
  const layers = withSeeded(layersOf(steps, network, order), network.modules)
  const waiting = new Set(
    layers.flatMap(({ parameters }) =>
      parameters.every(({ shape }) => isKnownShape(shape)) ? [] : parameters,
    ),
  )
  const arranged = [...adapt(layers)].map(([member, init]) => {
    const { step } = member
    const { source, reason } = step.choice
    const said = source === 'default' ? `${name}'s default` : `${reason}, in ${name}`
    return { ...step, choice: { ...step.choice, init, reason: said }, waits: waiting.has(member) }
  })
  if (network.values !== 'none') for (const parameter of waiting) checkWaiting?.(parameter)
  if (isSequential && network.values === 'later') checkOrder(name, arranged)
  return arranged
}

/** The layers with their parameters, in the order of the steps. */
function layersOf<S extends DialectStep>(
  steps: readonly S[],
  { owners, modules }: DialectNetwork,
  order: ReadonlyMap<string, number>,
): Layer<S>[] {
  const layers = new Map<string, Layer<S>>()
  const originalOf = originalsOf(modules)
  const transformerOf = transformersOf(modules)
  for (const step of steps) {
    const { path, shape, role, use, axes, dtype, paddingIndex, fallback } = step.parameter
    const { source, init } = step.choice
    const wanted = source === 'default' ? undefined : init
    const above = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    const { kind, bidirectional } = owners.get(step.path) ?? {}
    const index = order.get(above) ?? -1
    const made = {
      path: above,
      kind,
      parameters: [],
      index,
      bidirectional,
      takesSeed: false,
      copyOf: originalOf(above),
      transformer: transformerOf(above),
    }
    const layer = layers.get(above) ?? made
    layer.parameters.push({
      step,
      path,
      shape,
      role,
      use,
      axes,
      dtype,
      paddingIndex,
      wanted,
      source,
      fallback,
    })
    layers.set(above, layer)
  }
  return [...layers.values()]
}

/** By the path of a layer, that of its counterpart in the first of repeated parts; undefined if it is in none, or in the first. */
function originalsOf(modules: DialectNetwork['modules']): (path: string) => string | undefined {
  const copies = [...modules.values()].flatMap(({ repeated = [] }) => {
    const [first, ...others] = repeated
    return first === undefined ? [] : others.map(({ path }) => ({ path: `${path}.`, of: first.path }))
  })
  return (path) => {
    const copy = copies.find((copy) => `${path}.`.startsWith(copy.path))
    return copy && `${copy.of}.${path.slice(copy.path.length)}`
  }
}

/** The layers with those among them that have no parameters, but may take a seed or a key, each before the first that is made after it. */
function withSeeded<S extends DialectStep>(
  layers: Layer<S>[],
  modules: DialectNetwork['modules'],
): readonly Layer<S>[] {
  const transformerOf = transformersOf(modules)
  for (const [index, { path, kind, takesSeed }] of [...modules.values()].entries()) {
    if (!takesSeed && kind !== 'dropout') continue
    const next = layers.findIndex((layer) => layer.index > index)
    const layer = { path, kind, parameters: [], index, takesSeed, transformer: transformerOf(path) }
    layers.splice(next === -1 ? layers.length : next, 0, layer)
  }
  return layers
}

/** By the path of a layer, that of the transformer that it is a part of, if any. */
function transformersOf(modules: DialectNetwork['modules']): (path: string) => string | undefined {
  const transformers = [...modules.values()].filter(({ kind }) => kind === 'transformer')
  return (path) => transformers.find((above) => above.path === '' || path.startsWith(`${above.path}.`))?.path
}

/** Throws where values of a sequence would have to be drawn before it is known where they are made. */
function checkOrder(name: string, steps: readonly (DialectStep & { readonly waits: boolean })[]): void {
  const early = steps.find(({ parameter, waits }) => !waits && !parameter.isReady)
  if (early === undefined) return
  const expected = `a backend, as ${name} draws known shapes at once and in order`
  throw new TypeError(message(early.parameter.path, expected, 'none', 'pass { backend: cpu }'))
}
