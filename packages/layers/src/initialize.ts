import { checkOptions, type InitLike } from '@nn/init'
import type { Rng } from '@nn/random'
import type { Backend } from '@nn/tensor'
import type { Parameter } from './parameter.ts'
import { InitReport, type ReportRow } from './report.ts'
import { type Choice, checkProposals, choose, outranks, type Proposals, type Rule } from './source.ts'

/** The options of `module.initialize`. */
export interface InitializeOptions {
  /** For weights without a rule or a constructor option. */
  readonly init?: InitLike | undefined
  /** Pairs of a pattern and an initializer; the first that matches a parameter's path below this module wins. */
  readonly rules?: readonly Rule[] | undefined
  /** The root stream; each parameter draws from `rng.at(path)`. */
  readonly rng?: Rng | undefined
  /** Where values are made before the first input has said. */
  readonly backend?: Backend | undefined
  /** Whether parameters that have values get new ones. Default false. */
  readonly forceReinit?: boolean
}

interface Step {
  readonly path: string
  readonly parameter: Parameter
  readonly choice: Choice
}

/** Decides for all parameters, computes all values, and only then stores them: all or nothing. */
export function initializeParameters(
  where: string,
  parameters: ReadonlyMap<string, Parameter>,
  options: InitializeOptions,
  { call }: Proposals = {},
): InitReport {
  checkOptions(where, options, ['init', 'rules', 'rng', 'backend', 'forceReinit'])
  const { init, rules = [], rng, backend, forceReinit = false } = options
  checkProposals(where, options, parameters)
  const steps = [...parameters].map(([path, parameter]): Step => {
    return { path, parameter, choice: choose(path, parameter, { call, rules, init }) }
  })
  if (!forceReinit && (init !== undefined || rules.length > 0)) checkEffect(where, steps)
  const due = steps.filter(({ parameter, choice }) =>
    forceReinit ? !(parameter.isReady && parameter.isFrozen) : isFree(parameter, choice),
  )
  const pending = new Map(
    due.map((step) => [step.parameter, step.parameter.prepare(step.choice, rng, backend)] as const),
  )
  for (const { commit } of pending.values()) commit()
  return new InitReport(
    steps.map(({ path, parameter }) => rowOf(path, parameter, pending.get(parameter)?.status)),
  )
}

/** Throws if all parameters that `init` or `rules` are for have values already, which would be kept. */
function checkEffect(where: string, steps: readonly Step[]): void {
  const meant = steps.filter(({ choice: { source } }) => source === 'init' || source === 'rule')
  const reached = meant.length > 0 ? meant : steps
  if (reached.length > 0 && reached.every(({ parameter }) => parameter.isReady)) {
    const expected = 'expected init or rules to change a parameter, got ready ones only'
    throw new RangeError(`${where}: ${expected}; pass { forceReinit: true }`)
  }
}

/** Whether a parameter without values takes a choice. */
function isFree(parameter: Parameter, choice: Choice): boolean {
  if (parameter.isReady) return false
  return parameter.choice === undefined || outranks(choice, parameter.choice)
}

function rowOf(path: string, parameter: Parameter, status: ReportRow['status'] = 'kept'): ReportRow {
  if (parameter.choice === undefined) return { path, status, law: '', source: 'loaded', reason: 'loaded' }
  const { init, source, reason } = parameter.choice
  return { path, status, law: init.describe(parameter).text, source, reason }
}
