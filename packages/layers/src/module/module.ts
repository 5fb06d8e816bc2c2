import type { LayerKind } from '@nn/init'
import type { Backend, Tensor } from '@nn/tensor'
import { type InitializeOptions, initializeParameters } from '../initialize/initialize.ts'
import { type Plan, type PlanOptions, planParameters } from '../initialize/plan.ts'
import type { InitReport } from '../initialize/report.ts'
import { join, lineage, link, pathOf } from '../tree/links.ts'
import { isKnown } from '../tree/shape.ts'
import { type Copies, checkCopyable, copyValue } from './clone.ts'
import { Parameter } from './parameter.ts'
import { StateBuffer } from './state-buffer.ts'
import { type LoadOptions, type LoadReport, loadState, readState, type StateDict } from './state-dict.ts'
import { blank, type Summary, summarize } from './summary.ts'

/** What has values. */
type Entry = Parameter | StateBuffer

/** What a module consists of. */
type Node = Module | Entry

/** What a walk finds; a module, parameter or buffer that is met twice counts where it was met first. */
interface Tree {
  readonly modules: Map<string, Module>
  readonly parameters: Map<string, Parameter>
  readonly buffers: Map<string, StateBuffer>
  /** Parameters and buffers by all their paths: of what is shared, there are several. */
  readonly places: Map<string, Entry>
  /** The modules that have them, by the same paths. */
  readonly owners: Map<string, Module>
  readonly seen: Set<Node>
}

/**
 * A function of a tensor with parameters. Its own enumerable fields are the registry: a field that holds a module, a parameter
 * or a buffer, or an array of them, names it (`encoder`, `blocks.0`); paths are these names joined by dots. References that are
 * no children belong into `#private` fields or under symbols.
 *
 * A place in the tree is found by walking from above: containers walk when they are constructed, and `initialize`, `plan`,
 * `apply`, `modules` and `parameters` walk from the module they are called on. After that every part knows its absolute
 * path, which alone picks its random stream: `net.layers[1].initialize({ rng })` gives the bits that
 * `net.initialize({ rng })` gives there. Of a hand-written module, call one of them on the whole before you initialise a part.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { Dense, Module, Parameter } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * class Scaled extends Module {
 *   gain = new Parameter({ shape: [], role: 'gain', init: ones() })
 *   inner = new Dense(2)
 *   forward(x) {
 *     this.materialize(x.backend)
 *     return this.inner.forward(x).mul(this.gain.data)
 *   }
 * }
 * const net = new Scaled()
 * net.initialize({ rng: createRng(42) })
 * net.forward(cpu.ones([3, 4])).shape // => [3, 2]
 * const paths = [...net.parameters().keys()]
 * paths // => ['gain', 'inner.weight', 'inner.bias']
 * ```
 */
export abstract class Module {
  /** The function itself, mostly of one tensor; inputs, result and shapes are the subclass's to document. */
  abstract forward(...inputs: never[]): unknown

  /**
   * What this layer is, for dialects and recipes: a framework's default for a linear layer goes to layers that declare that they
   * are one. A module that declares nothing keeps the laws of its own parameters.
   */
  readonly kind: LayerKind | undefined = undefined

  #training = true

  /** Whether layers that know two ways, such as dropout, take that of training; true from the start. */
  get training(): boolean {
    return this.#training
  }

  /** Puts this module and all below it into training, or, with false, into evaluation; returns this. */
  train(mode: boolean = true): this {
    if (typeof mode !== 'boolean') {
      throw new TypeError(`${this.label}: expected train to be given true or false, got ${String(mode)}`)
    }
    return this.apply((module) => {
      module.#training = mode
    })
  }

  /** `train(false)`. */
  eval(): this {
    return this.train(false)
  }

  /** Names from the root down, joined by dots; empty for a root. */
  get path(): string {
    return pathOf(this)
  }

  /** The modules among the fields, by name. */
  children(): Map<string, Module> {
    return new Map(this.fields().filter((field): field is [string, Module] => field[1] instanceof Module))
  }

  /** This module and all below it by path, children before their parents; this one's own path is empty. */
  modules(): Map<string, Module> {
    return this.#walk().modules
  }

  /** All parameters by path below this module, a shared one once. */
  parameters(): Map<string, Parameter> {
    return this.#walk().parameters
  }

  /** All buffers by path below this module, a shared one once. */
  buffers(): Map<string, StateBuffer> {
    return this.#walk().buffers
  }

  /** Freezes all parameters: `forceReinit` keeps their values, and training leaves them alone; returns this. */
  freeze(): this {
    for (const parameter of this.parameters().values()) parameter.freeze()
    return this
  }

  /** Undoes `freeze`; returns this. */
  unfreeze(): this {
    for (const parameter of this.parameters().values()) parameter.unfreeze()
    return this
  }

  /**
   * The same module once more, sharing no values with this one: parameters, buffers, tensors, streams and modules in fields, in
   * arrays, maps and plain objects are copied, what is shared among them stays shared; all else is the same object. The copy is a
   * root. Draws that are still to come give it the values that they give the original.
   *
   * @throws TypeError if a class has #private members, which only its own code can copy: make them fields, or override `clone`.
   */
  clone(): this {
    const copy = this.#copy(new Map())
    copy.parameters()
    return copy
  }

  /** Calls `fn` with every module once, children first and then this one; returns this. */
  apply(fn: (module: Module) => void): this {
    for (const module of this.modules().values()) fn(module)
    return this
  }

  /**
   * Gives every parameter without values its own, or remembers how until its shape is known. Of the initializers proposed
   * for one the strongest wins: rule > constructor option > `recipe` > `init` (weights only) > the layer's default;
   * `forceReinit` starts all over. A shared parameter is drawn once, at its first path. All parameters change, or none.
   *
   * @throws TypeError without the rng or the axes that an initializer needs; RangeError if a rule or the recipe is for no
   * parameter, rules for one that is shared differ, `complete` is not, or all would change nothing.
   */
  initialize(options: InitializeOptions = {}): InitReport {
    const { buffers, ...tree } = this.#walk()
    const { backend, forceReinit } = options
    const pending = [...buffers.values()].map((buffer) =>
      forceReinit === true || !buffer.isReady ? buffer.restart(backend) : undefined,
    )
    const report = initializeParameters(this.label, tree, options)
    for (const values of pending) values?.commit()
    return report
  }

  /** What `initialize` would do with these options and `forceReinit: true`; allocates no weights. */
  plan(options: PlanOptions = {}): Plan {
    return planParameters(this.label, this.#walk(), options)
  }

  /**
   * The modules below, parents first, as a table: class, output shape, number of parameters, laws. Output shapes come from running
   * a copy without values on a backend that computes nothing, with `inputs` as `forward` takes them; without inputs there are none.
   *
   * @throws TypeError as `clone`, with inputs.
   */
  summary(...inputs: readonly unknown[]): Summary {
    const probe = inputs.length === 0 ? undefined : this.#copy(new Map(), blank)
    return summarize(this, probe, inputs)
  }

  /**
   * The live values of parameters and persistent buffers by path; what is shared has all its paths.
   *
   * @throws NotReadyError if one has no values.
   */
  stateDict(): StateDict {
    return readState(this.#walk().places)
  }

  /**
   * Takes values by path, all or none: copied into the values there are, cast to the dtype of the parameter if it is wider or
   * another float. A shape that is not known yet is that of the values. Of what is shared, one path is enough.
   *
   * @throws StateDictError, with the report, if a shape or the kind of a dtype does not fit, or, unless `strict` is false, if
   * paths are missing or unexpected; TypeError if what is given are no tensors.
   */
  loadStateDict(
    state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
    options: LoadOptions = {},
  ): LoadReport {
    return loadState(this.label, this.#walk().places, state, options)
  }

  /** Path and class, as errors name this module. */
  get label(): string {
    const { name } = this.constructor
    return this.path === '' ? name : `${this.path} (${name})`
  }

  /** Whether `forward` itself draws, as dropout does: frameworks that give each such layer a seed count it among the others. */
  get takesSeed(): boolean {
    return false
  }

  /** Names and what they hold, in order. */
  protected fields(): [string, Node][] {
    return Object.entries(this)
      .flatMap(([name, value]): [string, unknown][] =>
        Array.isArray(value) ? value.map((item, i) => [`${name}.${i}`, item]) : [[name, value]],
      )
      .filter((field): field is [string, Node] => isNode(field[1]))
  }

  /**
   * Without a backend: makes all values below that wait for their first read; returns this. With one, for `forward`, where the
   * backend and the shapes are known: prepares the remembered values of the given parameters and the first ones of buffers, all or
   * none; without shapes those of this module's own whose shape was known.
   *
   * @throws NotReadyError if one has no values to come.
   */
  materialize(
    backend?: Backend,
    shapes: readonly (readonly [Entry, readonly number[]])[] = this.#own(),
  ): this {
    if (backend === undefined) {
      for (const parameter of this.parameters().values()) parameter.materialize()
      return this
    }
    const pending = shapes.map(([node, shape]) => node.resume(shape, backend))
    for (const values of pending) values?.commit()
    return this
  }

  #own(): [Entry, readonly number[]][] {
    return this.fields().flatMap(([, node]): [Entry, readonly number[]][] =>
      !(node instanceof Module) && isKnown(node.shape) ? [[node, node.shape]] : [],
    )
  }

  #copy(copies: Copies, entryOf: (original: Entry) => Entry = (original) => original.clone()): this {
    checkCopyable(this.label, this, Module)
    // What a constructor does beyond fields is not repeated: only Module's own runs.
    const copy: this = Reflect.construct(Module, [], this.constructor)
    copies.set(this, copy)
    copy.#training = this.#training
    for (const key of Reflect.ownKeys(this)) {
      const field = Object.getOwnPropertyDescriptor(this, key)!
      const value = copyValue(field.value, copies, (original) => {
        if (original instanceof Parameter || original instanceof StateBuffer) return entryOf(original)
        const isPlain = original instanceof Module && original.clone === Module.prototype.clone
        return isPlain ? original.#copy(copies, entryOf) : original.clone()
      })
      Object.defineProperty(copy, key, 'value' in field ? { ...field, value } : field)
    }
    return copy
  }

  #walk(): Tree {
    const [modules, parameters, buffers, places, owners] = Array.from({ length: 5 }, () => new Map())
    const tree: Tree = { modules, parameters, buffers, places, owners, seen: new Set([this]) } as Tree
    this.#collect(tree, '', lineage(this))
    return tree
  }

  /** Notes what is below; where `isAlias`, all of it was met before and gets but one more path. */
  #collect(tree: Tree, path: string, above: readonly object[], isAlias: boolean = false): void {
    for (const [name, node] of this.fields()) {
      const place = join(path, name)
      if (above.includes(node)) {
        const cure = 'keep references upwards in #private fields'
        throw new RangeError(`${place}: expected a tree, got a module that contains itself; ${cure}`)
      }
      const wasSeen = isAlias || tree.seen.has(node)
      tree.seen.add(node)
      if (!wasSeen) link(node, this, name)
      if (node instanceof Module) {
        node.#collect(tree, place, [node, ...above], wasSeen)
        continue
      }
      tree.places.set(place, node)
      tree.owners.set(place, this)
      if (wasSeen) continue
      if (node instanceof Parameter) tree.parameters.set(place, node)
      else tree.buffers.set(place, node)
    }
    if (!isAlias) tree.modules.set(path, this)
  }
}

function isNode(value: unknown): value is Node {
  return value instanceof Module || value instanceof Parameter || value instanceof StateBuffer
}
