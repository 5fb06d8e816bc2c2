import type { Dialect, DialectParameter, Initializer } from '@nn/init'
import type { Backend } from '@nn/tensor'
import type { Parameter } from './parameter.ts'
import { isKnown } from './shape.ts'
import type { Choice } from './source.ts'

/** A decision about one parameter. */
export interface Step {
  readonly path: string
  readonly parameter: Parameter
  readonly choice: Choice
  /** Whether values wait for the first input, even where this parameter's shape is known. */
  readonly waits?: boolean
}

/** A parameter of a layer, with the step that it comes from. */
interface Member extends DialectParameter {
  readonly step: Step
}

/** The steps with a dialect's initializers, in its order. A layer waits as a whole, as lazy modules do. */
export function adoptDialect(dialect: Dialect, steps: readonly Step[]): Step[] {
  const layers = new Map<string, Member[]>()
  for (const step of steps) {
    const { path, shape, role, axes, fallback } = step.parameter
    const { source, init } = step.choice
    const wanted = source === 'default' ? undefined : init
    const layer = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    layers.set(layer, [...(layers.get(layer) ?? []), { step, path, shape, role, axes, wanted, fallback }])
  }
  const grouped = [...layers].map(([path, parameters]) => ({ path, parameters }))
  const waiting = new Set(
    grouped.flatMap(({ parameters }) => (parameters.every(({ shape }) => isKnown(shape)) ? [] : parameters)),
  )
  return [...dialect.adapt(grouped)].map(([member, init]) => ({
    ...member.step,
    choice: choiceOf(dialect, member, init),
    waits: waiting.has(member),
  }))
}

function choiceOf({ name }: Dialect, { step }: Member, init: Initializer): Choice {
  const { source, reason } = step.choice
  return { init, source, reason: source === 'default' ? `${name}'s default` : `${reason}, in ${name}` }
}

/** Throws where values of a sequence would have to be drawn before it is known where they are made. */
export function checkOrder(dialect: Dialect, steps: readonly Step[], backend: Backend | undefined): void {
  if (!dialect.isSequential || backend !== undefined) return
  const early = steps.find(({ parameter, waits }) => waits !== true && !parameter.isReady)
  if (early === undefined) return
  const { path } = early.parameter
  const expected = `${path}: expected a backend, as ${dialect.name} draws known shapes at once and in order, got none`
  throw new TypeError(`${expected}; pass { backend: cpu }`)
}
