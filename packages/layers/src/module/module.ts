import { flag, message } from '@nn/check'
import type { LayerKind } from '@nn/init'
import type { Backend } from '@nn/tensor'
import { optionalBackend } from '../check/options.ts'
import { describeModule } from '../format/describe.ts'
import { type InitializeOptions, initializeModule } from '../initialize/initialize.ts'
import { type Plan, type PlanOptions, planModule } from '../initialize/plan.ts'
import type { InitReport } from '../initialize/report.ts'
import { building, undrawn } from '../tree/building.ts'
import { fieldsOf } from '../tree/fields.ts'
import type { Linkable } from '../tree/links.ts'
import { isModule, MODULE, type ModuleField, makeNode, type ParameterOrBuffer } from '../tree/nodes.ts'
import { pathOf } from '../tree/path.ts'
import { walk } from '../tree/walk.ts'
import { type ApplyArguments, applyTo } from './apply.ts'
import { copyModule } from './copy.ts'
import { freezeAll } from './freeze.ts'
import { checkShapes, materializeKnown, materializeShapes } from './materialize.ts'
import type { Parameter } from './parameter.ts'
import type { StateBuffer } from './state-buffer.ts'
import {
  type LoadableState,
  type LoadOptions,
  type LoadReport,
  loadState,
  readState,
  type StateDict,
} from './state-dict.ts'

/** The hidden state of a module. */
interface ModuleState extends Linkable {
  training: boolean
  /** The parameters of fields that others may be tied to. */
  parameters?: Record<string, unknown>
}

/**
 * A function of a tensor with parameters. Its own enumerable fields are the registry: a field that holds a module, a parameter
 * or a buffer names it, also where it is in an array, a plain object or a map (`encoder`, `blocks.0`, `heads.left`); paths are these
 * names joined by dots. Instances of other classes are not looked into, nor can `#private` fields and symbols be seen: there
 * belong references that are no children. `fields` may be overridden to name parts otherwise.
 *
 * A place in the tree is found by walking from above: containers name their parts when they are constructed, and `initialize`, `plan`,
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
 * import type { Tensor } from '@nn/tensor'
 * class Scaled extends Module {
 *   gain = new Parameter({ shape: [], role: 'gain', init: ones() })
 *   inner = new Dense(2)
 *   forward(x: Tensor) {
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
  /**
   * The function itself, mostly of one tensor; inputs, result and shapes are the subclass's to document. Of a module whose class is
   * not known, the result is: `isTensor` tells.
   */
  abstract forward(...inputs: unknown[]): unknown

  /**
   * What this layer is, for dialects and recipes: a framework's default for a linear layer goes to layers that declare that they
   * are one. A module that declares nothing keeps the laws of its own parameters.
   */
  readonly kind: LayerKind | undefined = undefined

  /** @internal */
  declare readonly $state: ModuleState

  constructor() {
    const state: ModuleState = { training: true }
    makeNode(this, MODULE, state, Module.prototype)
    building()?.opened(this)
  }

  /** Whether layers that behave in two ways, such as dropout, do so as in training. True from the start; set by `train` and `eval`. */
  get training(): boolean {
    return this.$state.training
  }

  set training(_mode: never) {
    const cure = 'call train() or eval(), for the modules below too'
    throw new TypeError(message(this.label, 'training to be read', 'an assignment to training', cure))
  }

  /** Puts this module and all below it into training, or, with false, into evaluation; returns this. */
  train(mode: boolean = true): this {
    flag(this.label, 'mode', mode)
    return this.apply((module) => {
      module.$state.training = mode
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

  /**
   * The modules, parameters and buffers of this module itself, by name and in order: those among its own enumerable fields. A
   * container may override it to give its parts other names.
   */
  fields(): [name: string, field: ModuleField][] {
    return fieldsOf(this)
  }

  /** The modules among the fields, by name. */
  children(): Map<string, Module> {
    return new Map(this.fields().filter((entry): entry is [string, Module] => isModule(entry[1])))
  }

  /** This module and all below it by path, children before their parents; this one's own path is empty. */
  modules(): Map<string, Module> {
    return walk(this).modules
  }

  /** All parameters by path below this module, a shared one once. */
  parameters(): Map<string, Parameter> {
    return walk(this).parameters
  }

  /** All buffers by path below this module, a shared one once. */
  buffers(): Map<string, StateBuffer> {
    return walk(this).buffers
  }

  /** Freezes all parameters and buffers: `forceReinit` keeps their values, and training leaves them alone; returns this. */
  freeze(): this {
    return freezeAll(this, true)
  }

  /** Undoes `freeze`; returns this. */
  unfreeze(): this {
    return freezeAll(this, false)
  }

  /**
   * The same module once more, sharing no values with this one: parameters, buffers, tensors, streams and modules in fields, in
   * arrays, maps, sets and plain objects are copied, what is shared among them stays shared; all else is the same object. The copy is a
   * root. Draws that are still to come give it the values that they give the original. A function that has captured the original, such as
   * a field `run = (x) => this.inner.forward(x)`, goes on with the original in the copy: make it a method.
   *
   * Fields are what is copied; no constructor runs. A class that keeps state in `#private` members overrides `clone`, as only its
   * own code can read them: without, the copy has none, and their first use throws the engine's TypeError.
   *
   * @example
   * ```ts
   * import { cpu } from '@nn/backend-cpu'
   * import { Module } from '@nn/layers'
   * import type { Tensor } from '@nn/tensor'
   * class Scale extends Module {
   *   #factor: number
   *   constructor(factor: number) {
   *     super()
   *     this.#factor = factor
   *   }
   *   clone(): this {
   *     return new Scale(this.#factor) as this
   *   }
   *   forward(x: Tensor) {
   *     return x.mul(this.#factor)
   *   }
   * }
   * new Scale(3).clone().forward(cpu.ones([1])).toNested() // => [3]
   * ```
   */
  clone(): this {
    const copy = undrawn(() => copyModule(this, (original) => original.clone()))
    copy.parameters()
    return copy
  }

  /**
   * Calls `fn` with every module once, or with those of a class, children first and then this one; returns this.
   *
   * @throws TypeError if it is given no function, or one that answers later; RangeError if no module is of the class.
   * @example
   * ```ts
   * import { Conv2d, Dense, Sequential } from '@nn/layers'
   * const net = new Sequential(new Dense(4), new Dense(2))
   * net.apply(Dense, (layer) => layer.freeze())
   * net.apply(Conv2d, () => undefined) // throws /expected a module of class Conv2d, got none; it has Dense, Sequential/
   * ```
   */
  apply(fn: (module: Module) => void): this
  apply<M extends Module>(type: abstract new (...args: never[]) => M, fn: (module: M) => void): this
  apply(...given: ApplyArguments): this {
    applyTo(this.label, this.modules().values(), given)
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
    return initializeModule(this.label, walk(this), options)
  }

  /** What `initialize` would do with these options and `forceReinit: true`; allocates no weights. */
  plan(options: PlanOptions = {}): Plan {
    return planModule(this.label, walk(this), options)
  }

  /**
   * The live values of parameters and persistent buffers by path; what is shared has all its paths.
   *
   * @throws NotReadyError if one has no values.
   */
  stateDict(): StateDict {
    return readState(walk(this).places())
  }

  /**
   * Takes values by path, tensors or typed arrays, all or none: copied into the values there are, cast to the dtype of the parameter if
   * it is wider or another float. A shape that is not known yet is that of the values. Of what is shared, one path is enough. Values of
   * this very module are taken as they were before the call. With `copy: false` the given arrays become the storage, also of what is
   * frozen.
   *
   * @throws StateDictError, with the report, if a shape or the kind of a dtype does not fit, or, unless `strict` is false, if
   * paths are missing or unexpected; with `copy: false` also if a dtype is another, a view is not contiguous, a buffer was transferred,
   * or two parameters would share an array. TypeError if what is given is neither a tensor nor a typed array.
   */
  loadStateDict(state: LoadableState, options: LoadOptions = {}): LoadReport {
    return loadState(this.label, walk(this).places(), state, options)
  }

  /** Path and class, as errors name this module. */
  get label(): string {
    const { name } = this.constructor
    return this.path === '' ? name : `${this.path} (${name})`
  }

  /** Path, class, and a line for each module below, with the shapes of what it has; of large networks the first ones. */
  toString(): string {
    return describeModule(this)
  }

  /** The text of `toString`; values are in `stateDict()`. */
  toJSON(): string {
    return String(this)
  }

  /** Whether `forward` itself draws, as dropout does: frameworks that give each such layer a seed count it among the others. */
  get takesSeed(): boolean {
    return false
  }

  /**
   * Without a backend: makes all values below that wait for their first read; returns this. With one, for `forward`, where the
   * backend and the shapes are known: prepares the remembered values of the given parameters and the first ones of buffers, all or
   * none; without shapes those of this module's own whose shape was known. What is undefined is passed over.
   *
   * @throws NotReadyError if one has no values to come, TypeError if the shapes are no such pairs.
   */
  materialize(
    backend?: Backend,
    shapes?: readonly (readonly [of: ParameterOrBuffer | undefined, shape: readonly number[]])[],
  ): this {
    if (backend === undefined) for (const parameter of this.parameters().values()) parameter.materialize()
    else if (typeof backend?.tensor !== 'function') optionalBackend(this.label, backend)
    else if (shapes === undefined) materializeKnown(this, backend)
    else materializeShapes(checkShapes(this.label, shapes), backend)
    return this
  }
}
