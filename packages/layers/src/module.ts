import type { Backend } from '@nn/tensor'
import { type InitializeOptions, initializeParameters } from './initialize.ts'
import { join, lineage, link, pathOf } from './links.ts'
import { Parameter } from './parameter.ts'
import { type Plan, type PlanOptions, planParameters } from './plan.ts'
import type { InitReport } from './report.ts'
import { isKnown } from './shape.ts'

/** What a walk finds; a module or parameter that is met twice counts where it was met first. */
interface Tree {
  readonly modules: Map<string, Module>
  readonly parameters: Map<string, Parameter>
  readonly seen: Set<Module | Parameter>
}

/**
 * A function of a tensor with parameters. Its own enumerable fields are the registry: a field that holds a module or a
 * parameter, or an array of them, names it (`encoder`, `blocks.0`); paths are these names joined by dots. References that are
 * no children belong into `#private` fields.
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

  /** Calls `fn` with every module once, children first and then this one; returns this. */
  apply(fn: (module: Module) => void): this {
    for (const module of this.modules().values()) fn(module)
    return this
  }

  /**
   * Gives every parameter without values its own, or remembers how until its shape is known. Of the initializers proposed
   * for one the strongest wins: rule > constructor option > `init` (weights only) > the layer's default; `forceReinit`
   * starts all over. All parameters change, or none.
   *
   * @throws TypeError without the rng or the axes that an initializer needs; RangeError if a rule matches nothing, or if
   * `init` or `rules` would change nothing.
   */
  initialize(options: InitializeOptions = {}): InitReport {
    return initializeParameters(this.label, this.parameters(), options)
  }

  /** What `initialize` would do with these options and `forceReinit: true`; allocates no weights. */
  plan(options: PlanOptions = {}): Plan {
    return planParameters(this.label, this.parameters(), options)
  }

  /** Path and class, as errors name this module. */
  protected get label(): string {
    const { name } = this.constructor
    return this.path === '' ? name : `${this.path} (${name})`
  }

  /** Names and what they hold, in order. */
  protected fields(): [string, Module | Parameter][] {
    return Object.entries(this)
      .flatMap(([name, value]): [string, unknown][] =>
        Array.isArray(value) ? value.map((item, i) => [`${name}.${i}`, item]) : [[name, value]],
      )
      .filter((field): field is [string, Module | Parameter] => isNode(field[1]))
  }

  /**
   * Makes the remembered values of parameters, all or none; for `forward`, where the backend and the shapes are known. Without
   * shapes: of this module's own parameters whose shape was known.
   */
  protected materialize(
    backend: Backend,
    shapes: readonly (readonly [Parameter, readonly number[]])[] = this.#own(),
  ): void {
    const pending = shapes.map(([parameter, shape]) => parameter.resume(shape, backend))
    for (const values of pending) values?.commit()
  }

  #own(): [Parameter, readonly number[]][] {
    return this.fields().flatMap(([, node]): [Parameter, readonly number[]][] =>
      node instanceof Parameter && isKnown(node.shape) ? [[node, node.shape]] : [],
    )
  }

  #walk(): Tree {
    const tree: Tree = { modules: new Map(), parameters: new Map(), seen: new Set([this]) }
    this.#collect(tree, '', lineage(this))
    return tree
  }

  #collect(tree: Tree, path: string, above: readonly object[]): void {
    for (const [name, node] of this.fields()) {
      const place = join(path, name)
      if (above.includes(node)) {
        const cure = 'keep references upwards in #private fields'
        throw new RangeError(`${place}: expected a tree, got a module that contains itself; ${cure}`)
      }
      if (tree.seen.has(node)) continue
      tree.seen.add(node)
      link(node, this, name)
      if (node instanceof Parameter) tree.parameters.set(place, node)
      else node.#collect(tree, place, [node, ...above])
    }
    tree.modules.set(path, this)
  }
}

function isNode(value: unknown): value is Module | Parameter {
  return value instanceof Module || value instanceof Parameter
}
