import { checkGiven, didYouMean, message, type OptionNames, showNames, wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import type { Schedule } from '../schedules/schedule.ts'
import { type GroupOf, groupsOf, type OptimizerGroup } from './groups.ts'
import { atLeastZero } from './numbers.ts'
import type { Hyper, Kept, Rule } from './rule.ts'
import { type OptimizerJson, readState, stateJson, stateTensors } from './state.ts'
import { isFrozen, type Trained, tensorOf, trainedBy } from './trained.ts'
import { checkShape, filledLike, type Values, valuesOf } from './values.ts'

/** What all optimizers take beside their own options, `H`. */
export interface OptimizerOptions<H> {
  /** The learning rate of each step, by those of the groups; default: they stay. */
  readonly schedule?: Schedule | undefined
  /** Options of some parameters: of the groups that match one the first is its own. All others have those of the optimizer. */
  readonly groups?: readonly GroupOf<H>[] | undefined
}

/** Moves parameters along their gradients, and keeps what it needs between steps. */
export interface Optimizer {
  /** The function that made it, such as `adamW`. */
  readonly name: string
  /** The groups in order; the last one is that of all other parameters. */
  readonly groups: readonly OptimizerGroup[]
  /** The learning rate of parameters that are in no group, before the schedule; may be set. */
  learningRate: number
  /** How many steps were taken. */
  readonly steps: number
  /**
   * Moves every parameter that has a gradient, in place; those without one, and frozen ones, stay as they are and take no step of their own.
   *
   * @throws TypeError or RangeError, and nothing has changed, if the gradients are no map of tensors of floats by the names of
   * parameters; ShapeError if one has another shape than its parameter.
   */
  step(gradients: ReadonlyMap<string, Tensor>): void
  /** Copies of the arrays that it keeps, by parameter and name: `0.weight.expAvg`. */
  stateDict(): Map<string, Tensor>
  /** All else that it has to go on exactly: counts of steps, learning rates, numbers. */
  toJSON(): OptimizerJson
  /**
   * Goes on where another one of the same parameters and options stood, of which these are the tensors and the JSON.
   *
   * @throws TypeError, RangeError or ShapeError, and nothing has changed, if they are not of such a one.
   */
  loadState(tensors: ReadonlyMap<string, Tensor>, json: OptimizerJson): void
}

/** An optimizer as it is made: its rule, and its options with their checks. @internal */
export interface Design<H extends Hyper, O extends object> {
  readonly rule: Rule<H>
  readonly names: OptionNames<O>
  readonly read: (where: string, given: O) => H
}

/** A parameter that is about to be moved. */
interface Planned<H extends Hyper> {
  readonly name: string
  readonly tensor: Tensor
  readonly w: Values
  readonly g: Values
  readonly kept: Kept
  readonly hyper: H
  readonly rate: number
}

/** Makes an optimizer. @throws TypeError or RangeError if an option or a group is wrong. @internal */
export function optimizerOf<H extends Hyper, O extends object>(
  design: Design<H, O>,
  trained: Trained,
  given: O & OptimizerOptions<O>,
): Optimizer {
  const { rule, names, read } = design
  const { name: where } = rule
  const all = { ...names, schedule: true, groups: true } as OptionNames<O & OptimizerOptions<O>>
  checkGiven(where, given, all)
  const { schedule, groups: own = [], ...others } = given
  if (schedule !== undefined && typeof schedule !== 'function') {
    throw wrongKind(where, 'schedule to be a function', schedule)
  }
  const options = others as unknown as O
  const groups = groupsOf({ where, names, read, options, own }, trainedBy(where, trained))
  const last = groups.last
  const kept = new Map<string, Kept>()
  let steps = 0

  const plan = (
    parameters: ReturnType<typeof trainedBy>,
    name: string,
    gradient: Tensor,
  ): Planned<H> | undefined => {
    const of = parameters.get(name)
    if (of === undefined) throw unknownError(where, name, parameters.keys())
    if (!isTensor(gradient)) throw wrongKind(where, `a tensor as the gradient of ${name}`, gradient)
    if (isFrozen(of)) return undefined
    const tensor = tensorOf(of)
    checkShape(where, `the gradient of ${name}`, gradient, tensor.shape)
    const w = valuesOf(where, name, tensor)
    const g = valuesOf(where, `the gradient of ${name}`, gradient)
    const group = groups.of(name, of)
    const rate = rateOf(where, schedule, steps, group.settings.learningRate)
    return {
      name,
      tensor,
      w,
      g,
      kept: kept.get(name) ?? fresh(rule, group.hyper, w),
      hyper: group.hyper,
      rate,
    }
  }

  return {
    name: rule.name,
    groups: groups.all.map(({ settings }) => settings),
    get learningRate() {
      return last.learningRate
    },
    set learningRate(value) {
      last.learningRate = value
    },
    get steps() {
      return steps
    },
    step(gradients) {
      if (!(gradients instanceof Map)) throw wrongKind(where, 'a map of gradients by name', gradients)
      const parameters = trainedBy(where, trained)
      const moves = [...gradients].flatMap(([name, gradient]) => plan(parameters, name, gradient) ?? [])
      for (const { name, tensor, w, g, kept: own, hyper, rate } of moves) {
        own.steps++
        rule.move({ w, g, kept: own, hyper, rate })
        kept.set(name, own)
        if (!tensor.isContiguous) tensor.copy_(tensor.backend.tensor(w, { shape: tensor.shape }))
      }
      steps++
    },
    stateDict: () => stateTensors(kept, trainedBy(where, trained)),
    toJSON: () => stateJson(rule.name, steps, groups.all, kept),
    loadState(tensors, json) {
      const parameters = trainedBy(where, trained)
      const slotsOf = (name: string): Readonly<Record<string, number>> => {
        const of = parameters.get(name)
        if (of === undefined) throw unknownError(where, name, parameters.keys())
        return rule.slots(groups.of(name, of).hyper)
      }
      const loaded = readState({ where, rule, groups: groups.all, parameters, slotsOf }, tensors, json)
      kept.clear()
      for (const [name, own] of loaded.kept) kept.set(name, own)
      steps = loaded.steps
    },
  }
}

/** What is kept for a parameter before its first step. */
function fresh<H extends Hyper>(rule: Rule<H>, hyper: H, w: Values): Kept {
  const slots = Object.entries(rule.slots(hyper)).map(
    ([name, value]) => [name, filledLike(w, value)] as const,
  )
  return { steps: 0, slots: Object.fromEntries(slots), numbers: { ...rule.numbers } }
}

function rateOf(where: string, schedule: Schedule | undefined, step: number, learningRate: number): number {
  if (schedule === undefined) return learningRate
  return atLeastZero(where, `the schedule's rate of step ${step}`, schedule(step, learningRate))
}

function unknownError(where: string, name: string, names: Iterable<string>): RangeError {
  const known = [...names]
  const cure = typeof name === 'string' ? didYouMean(name, known) : showNames(known)
  return new RangeError(message(where, 'the name of a parameter', String(name), cure))
}
