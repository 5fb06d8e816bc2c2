import { checkOptions, flag, message, type OptionNames } from '@nn/check'
import type { Dialect, InitLike, Recipe } from '@nn/init'
import type { Rng } from '@nn/random'
import type { Backend } from '@nn/tensor'
import { optionalBackend, optionalRng } from '../check/options.ts'
import type { Tree } from '../tree/walk.ts'
import { DECISIONS, decide, type Parameters } from './decide.ts'
import { inDialect, type Step } from './dialect.ts'
import { type Choice, outranks, type Rule } from './precedence.ts'
import { InitReport, type ReportRow } from './report.ts'
import type { Slot } from './slot.ts'

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
export function initializeModule(
  where: string,
  { buffers, ...parameters }: Tree,
  options: InitializeOptions,
): InitReport {
  checkOptions(where, options, NAMES)
  const { backend, forceReinit = false } = options
  flag(where, 'forceReinit', forceReinit)
  optionalBackend(where, backend)
  const pending = [...buffers.values()].map((buffer) =>
    forceReinit || !buffer.isReady ? buffer.restart(backend) : undefined,
  )
  const report = initializeParameters(where, parameters, options)
  for (const values of pending) values?.commit()
  return report
}

/** Decides for all parameters, computes all values, and only then stores them: all or nothing. */
export function initializeParameters(
  where: string,
  parameters: Parameters,
  options: InitializeOptions,
  call?: InitLike,
): InitReport {
  const { init, rules = [], recipe, dialect, forceReinit = false } = options
  const rng = optionalRng(where, options.rng)
  const backend = optionalBackend(where, options.backend)
  const steps = decide(where, parameters, { ...options, call })
  const means = init ?? recipe ?? dialect ?? rules[0]
  if (!forceReinit && means !== undefined) checkEffect(where, steps)
  const isDue = ({ parameter, choice }: Step): boolean =>
    forceReinit ? !(parameter.isReady && parameter.isFrozen) : isFree(parameter, choice)
  if (dialect !== undefined && rng !== undefined) {
    throw new TypeError(message(where, 'either rng or dialect', 'both', 'a dialect has a stream of its own'))
  }
  const values = backend === undefined ? 'later' : 'now'
  const adapted = dialect === undefined ? steps : inDialect(dialect, steps, parameters, values)
  // What a framework draws in one sequence is drawn for kept parameters, too: the others get what they would get there.
  const drawn = dialect?.isSequential ? adapted : adapted.filter(isDue)
  const computed = drawn.map((step) => {
    const at = step.waits ? undefined : backend
    return { step, values: step.parameter.prepare(step.choice, rng, at) }
  })
  const pending = new Map(
    computed.flatMap(({ step, values }) => (isDue(step) ? [[step.parameter, values] as const] : [])),
  )
  for (const { commit } of pending.values()) commit()
  return new InitReport(
    steps.map(({ path, parameter }) => rowOf(path, parameter, pending.get(parameter)?.status)),
  )
}

/** Throws if all parameters that `init` or `rules` are for have values already, which would be kept. */
function checkEffect(where: string, steps: readonly Step[]): void {
  const meant = steps.filter(({ choice: { source } }) => ['init', 'rule', 'recipe'].includes(source))
  const reached = meant.length > 0 ? meant : steps
  if (reached.length > 0 && reached.every(({ parameter }) => parameter.isReady)) {
    const expected = 'init, rules, recipe or dialect to change a parameter'
    throw new RangeError(message(where, expected, 'ready ones only', 'pass { forceReinit: true }'))
  }
}

/** Whether a parameter without values takes a choice. */
function isFree(parameter: Slot, choice: Choice): boolean {
  if (parameter.isReady) return false
  return parameter.choice === undefined || outranks(choice, parameter.choice)
}

/** What became of a parameter. */
export function rowOf(path: string, parameter: Slot, status: ReportRow['status'] = 'kept'): ReportRow {
  if (parameter.choice === undefined) return { path, status, law: '', source: 'loaded', reason: 'loaded' }
  const { init, source, reason } = parameter.choice
  return { path, status, law: init.describe(parameter).text, source, reason }
}
