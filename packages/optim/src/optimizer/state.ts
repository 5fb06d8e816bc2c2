import { checkGiven, integer, isPlain, message, showNames, wrongKind, wrongValue } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import type { KnownGroup } from './groups.ts'
import { atLeastZero } from './numbers.ts'
import type { Hyper, Kept, Rule } from './rule.ts'
import { type Trainable, tensorOf } from './trained.ts'
import { checkShape, filledLike, valuesOf } from './values.ts'

/** What an optimizer keeps beside tensors, as JSON. */
export interface OptimizerJson {
  /** The function that made it. */
  readonly optimizer: string
  readonly steps: number
  /** Those of the groups in order, that of all others last. */
  readonly learningRates: readonly number[]
  /** For each parameter that was moved: its own steps, and numbers by name. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** The arrays as tensors, by parameter and name. */
export function stateTensors(
  kept: ReadonlyMap<string, Kept>,
  parameters: ReadonlyMap<string, Trainable | Tensor>,
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>()
  for (const [name, { slots }] of kept) {
    const of = parameters.get(name)
    if (of === undefined) continue
    const { backend, shape } = tensorOf(of)
    for (const [slot, values] of Object.entries(slots))
      tensors.set(`${name}.${slot}`, backend.tensor(values.slice(), { shape }))
  }
  return tensors
}

/** All else. */
export function stateJson<H extends Hyper>(
  optimizer: string,
  steps: number,
  groups: readonly KnownGroup<H>[],
  kept: ReadonlyMap<string, Kept>,
): OptimizerJson {
  const parameters = [...kept].map(([name, own]) => [name, { steps: own.steps, ...own.numbers }] as const)
  return {
    optimizer,
    steps,
    learningRates: groups.map(({ settings }) => settings.learningRate),
    parameters: Object.fromEntries(parameters),
  }
}

/** Whose state is loaded. */
interface Loading<H extends Hyper> {
  readonly where: string
  readonly rule: Rule<H>
  readonly groups: readonly KnownGroup<H>[]
  readonly parameters: ReadonlyMap<string, Trainable | Tensor>
  /** The arrays of a parameter. @throws RangeError if there is no such parameter */
  readonly slotsOf: (name: string) => Readonly<Record<string, number>>
}

/** Reads a state; only then sets the learning rates of the groups. */
export function readState<H extends Hyper>(
  { where, rule, groups, parameters, slotsOf }: Loading<H>,
  tensors: ReadonlyMap<string, Tensor>,
  json: OptimizerJson,
): { readonly steps: number; readonly kept: ReadonlyMap<string, Kept> } {
  if (!(tensors instanceof Map)) throw wrongKind(where, 'a map of tensors by name', tensors)
  const { steps, learningRates, own } = checkedJson(where, rule.name, groups.length, json)
  const left = new Set(tensors.keys())
  const kept = new Map<string, Kept>()
  for (const [name, numbers] of own) {
    const slots = Object.keys(slotsOf(name)).map((slot) => {
      const key = `${name}.${slot}`
      left.delete(key)
      return [slot, copyOf(where, key, tensors.get(key), parameters.get(name))] as const
    })
    const { steps: count, ...others } = numbersOf(where, name, numbers, rule.numbers ?? {})
    kept.set(name, { steps: count, slots: Object.fromEntries(slots), numbers: others })
  }
  if (left.size > 0) {
    throw new RangeError(message(where, 'tensors of this optimizer alone', showNames([...left])))
  }
  for (const [i, { settings }] of groups.entries()) settings.learningRate = learningRates[i] ?? 0
  return { steps, kept }
}

function checkedJson(where: string, name: string, groups: number, json: OptimizerJson) {
  checkGiven(where, json, { optimizer: true, steps: true, learningRates: true, parameters: true })
  const { optimizer, learningRates, parameters } = json
  if (optimizer !== name) throw wrongValue(where, `a state of ${name}`, optimizer)
  if (!Array.isArray(learningRates) || learningRates.length !== groups) {
    throw wrongValue(
      where,
      `learning rates of ${groups} groups`,
      learningRates,
      'make it with the same groups',
    )
  }
  for (const [i, rate] of learningRates.entries()) atLeastZero(where, `learningRates[${i}]`, rate)
  if (!isPlain(parameters)) throw wrongKind(where, 'parameters to be an object', parameters)
  const own = Object.entries<unknown>(parameters)
  return { steps: integer(where, 'steps', json.steps, 0), learningRates, own }
}

/** The numbers of a parameter: its steps and those of the rule, no others. */
function numbersOf(
  where: string,
  name: string,
  given: unknown,
  known: Readonly<Record<string, number>>,
): { steps: number } & Record<string, number> {
  if (!isPlain(given)) throw wrongKind(where, `numbers of ${name}`, given)
  const names = { steps: true, ...Object.fromEntries(Object.keys(known).map((key) => [key, true])) }
  checkGiven<object>(where, given, names)
  const read: Record<string, unknown> = { ...given }
  const others = Object.keys(known).map(
    (key) => [key, atLeastZero(where, `${key} of ${name}`, read[key])] as const,
  )
  return { ...Object.fromEntries(others), steps: integer(where, `steps of ${name}`, read.steps, 0) }
}

/** The values of a tensor of the state, in an array of their own, of the parameter's kind. */
function copyOf(where: string, key: string, tensor: Tensor | undefined, of: Trainable | Tensor | undefined) {
  if (tensor === undefined || of === undefined)
    throw new RangeError(message(where, `the tensor ${key}`, 'none'))
  if (!isTensor(tensor)) throw wrongKind(where, `a tensor as ${key}`, tensor)
  const parameter = tensorOf(of)
  checkShape(where, key, tensor, parameter.shape)
  const copy = filledLike(valuesOf(where, key, parameter), 0)
  copy.set(valuesOf(where, key, tensor))
  return copy
}
