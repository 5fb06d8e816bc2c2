import { cpu } from '@nn/backend-cpu'
import { saveSafetensors } from '@nn/io/node'
import { type InitializeOptions, type Module, type Parameter, type Plan, summary, toPython } from '@nn/layers'
import { ArgumentError, type Arguments, type Chosen } from '../command/arguments.ts'
import type { Model } from '../models/model.ts'
import type { Output } from '../output.ts'
import { showPlan, showSummary } from '../table/plan.ts'
import { LoadError, loadInto } from './load.ts'
import { progressBar } from './progress.ts'
import { openSession, startModel } from './start-model.ts'

/**
 * Builds, plans, initialises, loads, fills and saves a model. What is loaded is never drawn: values come into being when they are
 * read. Returns the exit code: 1 if a file cannot be read, is none, or does not fit.
 */
export async function runModel(
  { seed, dialect: framework, load, save }: Arguments,
  { name: model, value }: Chosen<Model>,
  output: Output,
): Promise<number> {
  const start = performance.now()
  const { columns } = output
  const { about, build, inputs, init, rules } = value
  const name = framework?.name
  const session = openSession(seed, framework?.value)
  const plan = planOf(build(), { init, rules, ...session.stream })
  output.log(`${model}: ${about}; seed ${seed}${name === undefined ? '' : `, as ${name} starts it`}`)
  output.log(`\nPlan: which parameter gets which law, and why\n${showPlan(plan, columns)}`)
  const net = startModel(value, session)
  // A framework's values are drawn in its order, at once.
  const early = name === undefined ? 0 : countOf(net.parameters().values())
  output.log(
    `\nSummary: the layers, and what they make of an input\n${showSummary(summary(net, ...inputs(cpu)), columns)}\n`,
  )
  try {
    const loaded = load === undefined ? 0 : await loadInto(net, model, load, output)
    const drawn = early + fill(net, output)
    if (save !== undefined)
      await saveSafetensors(save, toPython(net.stateDict()), { metadata: { format: 'pt' } })
    const done = [`${count(drawn)} values drawn`, ...(load === undefined ? [] : [`${count(loaded)} loaded`])]
    output.log(`${done.join(', ')}${save === undefined ? '' : `; saved to ${save}`}`)
    output.error(`${((performance.now() - start) / 1000).toFixed(2)} s`)
    return 0
  } catch (error) {
    if (!isOfFile(error)) throw error
    output.error(error.message)
    return 1
  }
}

/** The plan; a layer that the framework does not have in this form is an argument's fault. */
function planOf(net: Module, { init, rules, dialect }: InitializeOptions): Plan {
  try {
    return net.plan({ init, rules, dialect })
  } catch (error) {
    if (dialect === undefined || !(error instanceof RangeError)) throw error
    throw new ArgumentError(
      '--dialect',
      'a framework that has all layers of the model',
      error.message,
      'see --help',
    )
  }
}

/** How many values parameters of known shapes have. */
function countOf(parameters: Iterable<Parameter>): number {
  return [...parameters].reduce((sum, parameter) => sum + sizeOf(parameter), 0)
}

/** The number of a parameter's values; 0 while its shape is not known. */
function sizeOf({ shape }: Parameter): number {
  return shape.reduce<number>((product, length) => product * (length ?? 0), 1)
}

/** Makes the values that are still to come; how many. */
function fill(net: Module, { progress }: Output): number {
  const waiting = [...net.parameters().values()].filter(({ isMaterialized }) => !isMaterialized)
  const whole = countOf(waiting)
  let done = 0
  for (const parameter of waiting) {
    parameter.materialize()
    done += sizeOf(parameter)
    progress?.(progressBar(done, whole))
  }
  progress?.('')
  return done
}

/** Whether an error says that a file is missing, damaged or of another model. */
function isOfFile(error: unknown): error is Error {
  // What the system refuses has the path; all else about a file and its values is a RangeError.
  const isKnown = error instanceof RangeError || error instanceof LoadError
  return isKnown || (error instanceof Error && 'path' in error)
}

function count(values: number): string {
  return values.toLocaleString('en-US')
}
