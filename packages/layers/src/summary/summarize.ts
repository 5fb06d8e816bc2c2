import type { DType } from '@nn/tensor'
import { checkModule } from '../adjust/watch.ts'
import { choiceOf } from '../initialize/precedence.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { join } from '../tree/links.ts'
import { isKnown } from '../tree/shape.ts'
import { probeOf, runProbe } from './probe.ts'
import { Summary, type SummaryRow } from './summary.ts'

/** A module's own parameter, with its name there and its shape as far as it is known. */
interface Owned {
  readonly name: string
  readonly parameter: Parameter
  /** The parameter, or its copy in the probe, whose shape is known. */
  readonly known: Parameter
}

/**
 * The modules of a network, parents first, as a table: class, output shape, number of parameters, laws. Output shapes come from running
 * a copy without values on a backend that computes nothing, with `inputs` as `forward` takes them; without inputs there are none.
 * What `clone` says of `#private` members is true of this copy, too.
 *
 * @throws TypeError if what is given is no module; what its `forward` throws for the inputs.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, Relu, Sequential, summary } from '@nn/layers'
 * const { rows } = summary(new Sequential(new Dense(8), new Relu()), cpu.ones([2, 4]))
 * rows.map(({ outputShape }) => outputShape) // => [[2, 8], [2, 8], [2, 8]]
 * ```
 */
export function summary(module: Module, ...inputs: readonly unknown[]): Summary {
  checkModule('summary', module)
  const probe = inputs.length === 0 ? undefined : probeOf(module)
  const outputs = probe === undefined ? undefined : runProbe(probe, inputs)
  const probed = probe?.parameters()
  const modules = [...parentsFirst(module)]
  const owned = new Map<string, Owned[]>(modules.map(([path]) => [path, []]))
  for (const [path, parameter] of module.parameters()) {
    const { of, name } = ownerOf(path, owned)
    of.push({ name, parameter, known: probed?.get(path) ?? parameter })
  }
  const rows = modules.map(([path, part]): SummaryRow => {
    const own = owned.get(path) ?? []
    return {
      path,
      layer: part.constructor.name,
      outputShape: outputs?.get(path),
      parameters: total(own, count),
      frozen:
        total(
          own.filter(({ parameter }) => parameter.isFrozen),
          count,
        ) ?? 0,
      initializer: lawsOf(own),
    }
  })
  const bytes = total([...owned.values()].flat(), ({ dtype }) => BYTES[dtype])
  return new Summary(rows, bytes)
}

function* parentsFirst(module: Module, path = '', seen = new Set<Module>()): Generator<[string, Module]> {
  if (seen.has(module)) return
  seen.add(module)
  yield [path, module]
  for (const [name, child] of module.children()) yield* parentsFirst(child, join(path, name), seen)
}

/** What the module with a parameter has so far, the one of the longest path there is, and the parameter's name in it. */
function ownerOf(path: string, modules: ReadonlyMap<string, Owned[]>): { of: Owned[]; name: string } {
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const of = modules.get(path.slice(0, dot))
    if (of !== undefined) return { of, name: path.slice(dot + 1) }
  }
  return { of: modules.get('') ?? [], name: path }
}

const count = (): number => 1

/** The sum over all elements; undefined if a shape is not known. */
function total(owned: readonly Owned[], weight: (parameter: Parameter) => number): number | undefined {
  let sum = 0
  for (const { known } of owned) {
    if (!isKnown(known.shape)) return undefined
    sum += known.shape.reduce((product, length) => product * length, weight(known))
  }
  return sum
}

/** Names and their laws; of more than two with one law the first and the last. */
function lawsOf(owned: readonly Owned[]): string {
  const names = new Map<string, string[]>()
  for (const one of owned) {
    const law = lawOf(one)
    names.set(law, [...(names.get(law) ?? []), one.name])
  }
  const shown = ([first, ...rest]: string[]): string =>
    rest.length > 1 ? `${first} … ${rest.at(-1)}` : [first, ...rest].join(' and ')
  return [...names].map(([law, of]) => `${shown(of)} ${law}`).join(', ')
}

function lawOf({ parameter, known }: Owned): string {
  if (parameter.isReady && parameter.choice === undefined) return 'loaded'
  return choiceOf(parameter).init.describe(known).text
}

const BYTES: Readonly<Record<DType, number>> = { bool: 1, int32: 4, float32: 4, float64: 8 }
