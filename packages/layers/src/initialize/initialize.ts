import { checkOptions, flag, message, type OptionNames } from '@nn/check'
import type { Dialect, InitLike, Recipe } from '@nn/init'
import type { Rng } from '@nn/random'
import type { Backend } from '@nn/tensor'
import { optionalBackend, optionalRng } from '../check/options.ts'
import type { Tree } from '../tree/walk.ts'
import { DECISIONS, decide, type Parameters } from './decide.ts'
import { inDialect, type Step } from './dialect.ts'
import { checkEffect } from './effect.ts'
import { bufferRow, lawRequestOf, reasonOf } from './law.ts'
import { type Choice, outranks } from './precedence.ts'
import { InitReport, inTreeOrder, type ReportRow } from './report.ts'
import type { Rule } from './rules.ts'
import type { Pending, Slot } from './slot.ts'

/** The options of `module.initialize`. */
export interface InitializeOptions {
  /** Initializer of weights without a rule or a constructor option. */
  readonly init?: InitLike | undefined
  /** Pairs of a selector and an initializer; the first that is for a parameter wins; paths are those below this module. */
  readonly rules?: readonly Rule[] | undefined
  /** Laws for the whole model, for what has neither rule nor constructor option; see `@nn/init/recipes`. */
  readonly recipe?: Recipe | undefined
  /** Whether a parameter that would keep its layer's default is an error. Default false. */
  readonly complete?: boolean | undefined
  /** The root stream; each parameter draws from `rng.at(path)`. */
  readonly rng?: Rng | undefined
  /** Instead of `rng`: the framework whose network this is, such as `torch({ seed: 42 })` of `@nn/init/torch`, with its defaults and bits. */
  readonly dialect?: Dialect | undefined
  /** Where values are made before the first input has said. */
  readonly backend?: Backend | undefined
  /** Whether parameters that have values get new ones. Default false. */
  readonly forceReinit?: boolean | undefined
}

const NAMES: OptionNames<InitializeOptions> = /* @__PURE__ */ Object.assign({}, DECISIONS, {
  rng: true,
  backend: true,
  forceReinit: true,
} as const)

/** Starts the buffers and parameters of a module: all, or none. */
export function initializeModule(where: string, tree: Tree, options: InitializeOptions): InitReport {
  checkOptions(where, options, NAMES)
  const { backend, forceReinit = false } = options
  flag(where, 'forceReinit', forceReinit)
  optionalBackend(where, backend)
  const pending = [...tree.buffers].map(([path, buffer]) => {
    const isDue = forceReinit ? !(buffer.isReady && buffer.isFrozen) : !buffer.isReady
    return { path, buffer, isDue, values: isDue ? buffer.restart(backend) : undefined }
  })
  const report = initializeParameters(where, tree, options)
  for (const { values } of pending) values?.commit()
  const others = pending.map(({ path, buffer, isDue, values }) =>
    bufferRow(path, buffer, isDue ? (values?.status ?? 'deferred') : 'kept'),
  )
  if (others.length === 0) return report
  return new InitReport(() => inTreeOrder(tree.owners, [...report.rows, ...others]))
}

/** Decides for all parameters, computes all values, and only then stores them: all or nothing. */
export function initializeParameters(
  where: string,
  parameters: Parameters,
  options: InitializeOptions,
  call?: InitLike,
): InitReport {
  const { dialect, forceReinit = false } = options
  const rng = optionalRng(where, options.rng)
  const backend = optionalBackend(where, options.backend)
  const steps = decide(where, parameters, options, call)
  const isDue = ({ parameter, choice }: Step): boolean =>
    forceReinit ? !(parameter.isReady && parameter.isFrozen) : isFree(parameter, choice)
  checkEffect(where, steps, options, isDue)
  if (dialect !== undefined && rng !== undefined) {
    throw new TypeError(message(where, 'either rng or dialect', 'both', 'a dialect has a stream of its own'))
  }
  const values = backend === undefined ? 'later' : 'now'
  const adapted = dialect === undefined ? steps : inDialect(dialect, steps, parameters, values)
  // What a framework draws in one sequence is drawn for kept parameters, too: the others get what they would get there.
  const drawn = dialect?.isSequential ? adapted : adapted.filter(isDue)
  const pending = new Map<Slot, Pending>()
  for (const step of drawn) {
    const values = step.parameter.prepare(step.choice, rng, step.waits ? undefined : backend)
    if (isDue(step)) pending.set(step.parameter, values)
  }
  for (const { commit } of pending.values()) commit()
  const rows = steps.map(({ path, parameter }) => rowOf(path, parameter, pending.get(parameter)?.status))
  return new InitReport(() => rows.map((row) => row()))
}

/** Whether a parameter without values takes a choice. */
function isFree(parameter: Slot, choice: Choice): boolean {
  if (parameter.isReady) return false
  return parameter.choice === undefined || outranks(choice, parameter.choice)
}

/** What became of a parameter: what is returned gives it as it is now, whatever happens until then. */
export function rowOf(path: string, parameter: Slot, status: ReportRow['status'] = 'kept'): () => ReportRow {
  const { choice } = parameter
  if (choice === undefined) return () => ({ path, status, law: '', source: 'loaded', reason: 'loaded' })
  const request = lawRequestOf(parameter)
  return () => {
    const { init, source } = choice
    return { path, status, law: init.describe(request()).text, source, reason: reasonOf(parameter, choice) }
  }
}
