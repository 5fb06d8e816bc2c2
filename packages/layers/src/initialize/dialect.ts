import type { Dialect, DialectLayer, DialectParameter } from '@nn/init'
import type { Backend } from '@nn/tensor'
import { isKnown } from '../tree/shape.ts'
import type { Owner, Slot } from './slot.ts'
import type { Choice } from './source.ts'

/** A decision about one parameter. */
export interface Step {
  readonly path: string
  readonly parameter: Slot
  readonly choice: Choice
  /** Whether values wait for the first input, even where this parameter's shape is known. */
  readonly waits?: boolean
}

/** A parameter of a layer, with the step that it comes from. */
interface Member extends DialectParameter {
  readonly step: Step
}

type Layer = DialectLayer<Member>

/** What a call gives besides a dialect. */
interface Given {
  readonly rng: unknown
  readonly backend: Backend | undefined
  readonly modules?: ReadonlyMap<string, Owner>
  /** The modules that have the parameters, by the same paths. */
  readonly owners?: ReadonlyMap<string, Owner>
}

/**
 * The steps with a dialect's initializers, in its order. A layer waits as a whole for its shapes, as lazy modules do.
 *
 * @throws TypeError if there is an rng, too, or a sequence would have to be drawn before it is known where values are made.
 */
export function applyDialect(where: string, dialect: Dialect, steps: readonly Step[], given: Given): Step[] {
  const { rng, backend } = given
  if (typeof dialect?.adapt !== 'function') {
    throw new TypeError(
      `${where}: expected dialect to be one such as torch({ seed: 42 }), got ${String(dialect)}`,
    )
  }
  if (rng !== undefined) {
    throw new TypeError(
      `${where}: expected either rng or dialect, got both; a dialect has a stream of its own`,
    )
  }
  const adapted = inDialect(dialect, steps, given)
  if (dialect.isSequential && backend === undefined) checkOrder(dialect, adapted)
  return adapted
}

/** The error of a dialect for a parameter alone: its values hang on all that the framework draws before them. */
export function refuseDialect(path: string): never {
  const expected = `${path}: expected no dialect for one parameter, whose values follow from those of its network, got one`
  const cure =
    'initialise the module, or pass one of its initializers, as { init: torch({ seed: 42 }).xavierUniform() }'
  throw new TypeError(`${expected}; ${cure}`)
}

/** The same for plans: nothing is drawn, and the dialect's stream stays where it is. */
export function planDialect(
  dialect: Dialect,
  steps: readonly Step[],
  given: Pick<Given, 'modules' | 'owners'>,
): Step[] {
  const order = new Map(inDialect(dialect.fork(), steps, given).map((step) => [step.parameter, step]))
  return steps.map(({ parameter }) => order.get(parameter)!)
}

function inDialect(
  dialect: Dialect,
  steps: readonly Step[],
  { modules = new Map(), owners }: Pick<Given, 'modules' | 'owners'>,
): Step[] {
  const layers = new Map<string, Layer & { readonly parameters: Member[] }>()
  for (const step of steps) {
    const { path, shape, role, use, axes, fallback } = step.parameter
    const { source, init } = step.choice
    const wanted = source === 'default' ? undefined : init
    const above = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    const kind = owners?.get(step.path)?.kind
    const layer = layers.get(above) ?? { path: above, kind, parameters: [], takesSeed: false }
    layer.parameters.push({ step, path, shape, role, use, axes, wanted, fallback })
    layers.set(above, layer)
  }
  const grouped = withSeeded([...layers.values()], [...modules.values()])
  const waiting = new Set(
    grouped.flatMap(({ parameters }) => (parameters.every(({ shape }) => isKnown(shape)) ? [] : parameters)),
  )
  return [...dialect.adapt(grouped)].map(([member, init]) => {
    const { step } = member
    const { source, reason } = step.choice
    const said = source === 'default' ? `${dialect.name}'s default` : `${reason}, in ${dialect.name}`
    return { ...step, choice: { init, source, reason: said }, waits: waiting.has(member) }
  })
}

/** The layers with those among them that have no parameters, but take a seed, each before the first that is made after it. */
function withSeeded(layers: Layer[], modules: readonly Owner[]): Layer[] {
  const order = new Map(modules.map((module, i) => [module.path, i]))
  const placeOf = ({ path }: { path: string }): number => order.get(path) ?? -1
  for (const module of modules.filter(({ takesSeed }) => takesSeed)) {
    const next = layers.findIndex((layer) => placeOf(layer) > placeOf(module))
    const seeded = { path: module.path, kind: module.kind, parameters: [], takesSeed: true }
    layers.splice(next === -1 ? layers.length : next, 0, seeded)
  }
  return layers
}

/** Throws where values of a sequence would have to be drawn before it is known where they are made. */
function checkOrder({ name }: Dialect, steps: readonly Step[]): void {
  const early = steps.find(({ parameter, waits }) => waits !== true && !parameter.isReady)
  if (early === undefined) return
  const { path } = early.parameter
  const expected = `${path}: expected a backend, as ${name} draws known shapes at once and in order, got none`
  throw new TypeError(`${expected}; pass { backend: cpu }`)
}
