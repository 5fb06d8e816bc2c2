import { message, show } from '@nn/check'
import type { Dialect, DialectNetwork } from '@nn/init'
import type { Parameters } from './decide.ts'
import type { Choice } from './precedence.ts'
import type { Owner, Slot } from './slot.ts'

/** A decision about one parameter. */
export interface Step {
  readonly path: string
  readonly parameter: Slot
  readonly choice: Choice
  /** Whether values wait for the first input, even where this parameter's shape is known. */
  readonly waits?: boolean
}

const NONE: ReadonlyMap<string, Owner> = /* @__PURE__ */ new Map()

/** Throws unless a dialect, if one is given, is one. */
export function checkDialect(where: string, dialect: Dialect | undefined): void {
  if (dialect === undefined || typeof dialect?.arrange === 'function') return
  throw new TypeError(message(where, 'dialect to be one such as torch({ seed: 42 })', show(dialect)))
}

/** The steps with a dialect's initializers, in its order. */
export function inDialect(
  dialect: Dialect,
  steps: readonly Step[],
  { modules = NONE, owners = NONE }: Pick<Parameters, 'modules' | 'owners'>,
  values: DialectNetwork['values'],
): Step[] {
  return dialect.arrange(steps, { modules, owners, values })
}

/** The error of a dialect for a parameter alone: its values hang on all that the framework draws before them. */
export function refuseDialect(path: string): never {
  const expected = 'no dialect for one parameter, whose values follow from those of its network'
  const cure =
    'initialise the module, or pass one of its initializers, as { init: torch({ seed: 42 }).xavierUniform() }'
  throw new TypeError(message(path, expected, 'one', cure))
}
