import { showShape } from '@nn/check'
import { zeros } from '@nn/init'
import { type Backend, createBackend, type DType, type Kernels, Tensor } from '@nn/tensor'
import { formatTable } from '../table.ts'
import { join } from '../tree/links.ts'
import { isKnown } from '../tree/shape.ts'
import type { Module } from './module.ts'
import { Parameter } from './parameter.ts'
import { StateBuffer } from './state-buffer.ts'

/** One module of a summary. */
export interface SummaryRow {
  /** Path below the module that was asked; empty for itself. */
  readonly path: string
  /** Name of its class. */
  readonly layer: string
  /** Of its last result; undefined without inputs, or if its `forward` was not called or gave no tensor. */
  readonly outputShape: readonly number[] | undefined
  /** Number of elements of its own parameters, those of parts and those met before not counted; undefined if not known yet. */
  readonly parameters: number | undefined
  /** Elements of those that are frozen. */
  readonly frozen: number
  /** The laws of its own parameters. */
  readonly initializer: string
}

/**
 * The modules of a network, parents first: path, class, output shape, number of parameters, laws; `String(summary)` is an
 * aligned table with the totals below.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Dense, Relu, Sequential } from '@nn/layers'
 * const summary = new Sequential(new Dense(8), new Relu(), new Dense(1)).summary(cpu.ones([2, 4]))
 * console.log(String(summary))
 * // path  layer       output shape  parameters  initializer
 * //       Sequential  [2, 1]
 * // 0     Dense       [2, 8]        40          weight U[-0.5, 0.5), bias 0
 * // 1     Relu        [2, 8]
 * // 2     Dense       [2, 1]        9           weight U[-0.353553, 0.353553), bias 0
 * // 49 parameters, 0 frozen, 196 B
 * summary.parameters // => 49
 * ```
 */
export class Summary {
  readonly rows: readonly SummaryRow[]
  /** Number of elements of all parameters, a shared one once; undefined if a shape is not known yet. */
  readonly parameters: number | undefined
  readonly frozen: number
  /** Their size in memory. */
  readonly bytes: number | undefined

  constructor(rows: readonly SummaryRow[], bytes: number | undefined) {
    this.rows = Object.freeze([...rows])
    this.parameters = rows.some(({ parameters }) => parameters === undefined)
      ? undefined
      : rows.reduce((sum, row) => sum + row.parameters!, 0)
    this.frozen = rows.reduce((sum, { frozen }) => sum + frozen, 0)
    this.bytes = bytes
  }

  toString(): string {
    const rows = this.rows.map(({ path, layer, outputShape, parameters, initializer }) => [
      path,
      layer,
      outputShape === undefined ? '' : showShape(outputShape),
      parameters === 0 ? '' : grouped(parameters),
      initializer,
    ])
    const table = formatTable(['path', 'layer', 'output shape', 'parameters', 'initializer'], rows)
    const total = `${grouped(this.parameters)} parameters, ${grouped(this.frozen)} frozen`
    return this.bytes === undefined ? `${table}\n${total}` : `${table}\n${total}, ${showBytes(this.bytes)}`
  }
}

/** A module's own parameter, with its name there and its shape as far as it is known. */
interface Owned {
  readonly name: string
  readonly parameter: Parameter
  /** The parameter, or its copy in the probe, whose shape is known. */
  readonly known: Parameter
}

/** The summary of a module; output shapes, and shapes not known yet, are those of `probe`, a copy of blanks that is run. */
export function summarize(module: Module, probe: Module | undefined, inputs: readonly unknown[]): Summary {
  const outputs = probe === undefined ? undefined : run(probe, inputs)
  const probed = probe?.parameters()
  const own = new Map([...parentsFirst(module)].map(([path, part]) => [path, { part, owned: [] as Owned[] }]))
  for (const [path, parameter] of module.parameters()) {
    const [owner, name] = split(path, own)
    own.get(owner)!.owned.push({ name, parameter, known: probed?.get(path) ?? parameter })
  }
  const rows = [...own].map(([path, { part, owned }]): SummaryRow => {
    const frozen = owned.filter(({ parameter }) => parameter.isFrozen)
    return {
      path,
      layer: part.constructor.name,
      outputShape: outputs?.get(path),
      parameters: total(owned, () => 1),
      frozen: total(frozen, () => 1) ?? 0,
      initializer: lawsOf(owned),
    }
  })
  const all = [...own.values()].flatMap(({ owned }) => owned)
  return new Summary(
    rows,
    total(all, ({ dtype }) => BYTES[dtype]),
  )
}

/** For a copy to be run for its shapes: a parameter's or buffer's place, to be filled with zeros when its shape is known. */
export function blank(node: Parameter | StateBuffer): Parameter | StateBuffer {
  const { shape, dtype } = node
  if (node instanceof StateBuffer) return new StateBuffer({ shape, dtype, init: zeros() })
  const { role, axes } = node
  const place = new Parameter({ shape, dtype, role, init: zeros(), ...(axes === undefined ? {} : { axes }) })
  place.initialize()
  return place
}

/** Runs a copy on a backend that computes nothing, and notes the shapes of what each part returns. */
function run(probe: Module, inputs: readonly unknown[]): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>()
  for (const [path, part] of probe.eval().modules()) {
    const forward = part.forward as (...given: unknown[]) => unknown
    const value = (...given: unknown[]): unknown => {
      const result = forward.apply(part, given)
      const output = outputOf(result)
      if (output !== undefined) shapes.set(path, output.shape)
      return result
    }
    Object.defineProperty(part, 'forward', { value })
  }
  const backends = new Map<Backend, Backend>()
  const given = inputs.map((input) => {
    if (!(input instanceof Tensor)) return input
    const { backend, data, shape, strides, offset } = input
    const idle = backends.get(backend) ?? idleBackend(backend)
    backends.set(backend, idle)
    return new Tensor({ backend: idle, data, shape, strides, offset })
  })
  const forward = probe.forward as (...given: unknown[]) => unknown
  forward.apply(probe, given)
  return shapes
}

/** A result that is a tensor, or the `output` of a result of several parts, such as that of an LSTM. */
function outputOf(result: unknown): Tensor | undefined {
  if (result instanceof Tensor) return result
  const { output } = Object(result) as { readonly output?: unknown }
  return output instanceof Tensor ? output : undefined
}

/** The backend whose kernels leave their results zeros. */
function idleBackend(backend: Backend): Backend {
  const idle = (kernel: unknown): unknown => {
    if (typeof kernel === 'function') return () => undefined
    if (typeof kernel !== 'object' || kernel === null) return kernel
    return Object.fromEntries(Object.entries(kernel).map(([name, inner]) => [name, idle(inner)]))
  }
  return createBackend(idle(backend) as Kernels)
}

function* parentsFirst(module: Module, path = '', seen = new Set<Module>()): Generator<[string, Module]> {
  if (seen.has(module)) return
  seen.add(module)
  yield [path, module]
  for (const [name, child] of module.children()) yield* parentsFirst(child, join(path, name), seen)
}

/** The path of the module that has a parameter, the longest there is, and the parameter's name in it. */
function split(path: string, modules: ReadonlyMap<string, unknown>): [owner: string, name: string] {
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    if (modules.has(path.slice(0, dot))) return [path.slice(0, dot), path.slice(dot + 1)]
  }
  return ['', path]
}

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
  for (const one of owned) names.set(law(one), [...(names.get(law(one)) ?? []), one.name])
  const shown = ([first, ...rest]: string[]): string =>
    rest.length > 1 ? `${first} … ${rest.at(-1)}` : [first, ...rest].join(' and ')
  return [...names].map(([text, of]) => `${shown(of)} ${text}`).join(', ')
}

function law({ parameter, known }: Owned): string {
  if (parameter.isReady && parameter.choice === undefined) return 'loaded'
  const init = parameter.choice?.init ?? parameter.option ?? parameter.fallback
  return init.describe(known).text
}

const BYTES: Readonly<Record<DType, number>> = { bool: 1, int32: 4, float32: 4, float64: 8 }

/** `124,439,808` */
function grouped(count: number | undefined): string {
  return count === undefined ? '?' : String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Of 1000 each, as disks have them. */
function showBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes === 0 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  return `${Number((bytes / 1000 ** power).toPrecision(4))} ${units[power]}`
}
