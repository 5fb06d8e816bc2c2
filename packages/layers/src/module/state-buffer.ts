import { flag, message, type OptionNames, showShape } from '@nn/check'
import type { Initializer, InitLike } from '@nn/init'
import { checkNeeds, createRequest, runInitializer, toInitializer } from '@nn/init/layer'
import type { Backend, DType, Tensor } from '@nn/tensor'
import { dtypeOf } from '../check/options.ts'
import { describeNode } from '../format/describe.ts'
import type { Pending } from '../initialize/slot.ts'
import { building, undrawn } from '../tree/building.ts'
import { isLinked, type Linkable, linkOf } from '../tree/links.ts'
import { BUFFER, isModule, isParameter, makeNode } from '../tree/nodes.ts'
import { pathOf } from '../tree/path.ts'
import { checkLengths, checkSize, isKnown, type PartialShape } from '../tree/shape.ts'
import { NotReadyError } from './not-ready-error.ts'
import { checkSpec } from './parameter-spec.ts'
import {
  checkLoadOptions,
  type LoadValueOptions,
  refuseAssignment,
  storing,
  tensorOf,
  type Values,
} from './values.ts'

/** What a layer declares about a buffer. */
export interface StateBufferSpec {
  /** Lengths of the axes; null for one that the first input decides. */
  readonly shape: PartialShape
  /** Element type of the values. Default `'float32'`. */
  readonly dtype?: DType | undefined
  /** What it starts as; not random. */
  readonly init: InitLike
  /** Whether it is part of the state dict. Default true. */
  readonly persistent?: boolean | undefined
}

/**
 * State of a layer that is not learnt, such as a running mean: no parameter, never random, part of the state dict unless it is
 * not `persistent`. It has its values from the first `materialize` of its layer, or from an `initialize` that knows the backend;
 * `forceReinit` starts it again, unless it is frozen with its module.
 *
 * @throws TypeError if `init` is no initializer or a random one, or the dtype none; ShapeError if a length is not an integer >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { zeros } from '@nn/init'
 * import { Module, StateBuffer } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * class Counter extends Module {
 *   calls = new StateBuffer({ shape: [], dtype: 'int32', init: zeros() })
 *   forward(x: Tensor) {
 *     this.materialize(x.backend)
 *     if (this.training && !this.calls.isFrozen) this.calls.data.add_(1)
 *     return x
 *   }
 * }
 * const net = new Counter()
 * net.forward(cpu.ones([1]))
 * net.eval().forward(cpu.ones([1]))
 * net.calls.data.item() // => 1
 * const paths = [...net.stateDict().keys()]
 * paths // => ['calls']
 * ```
 */
export class StateBuffer {
  readonly dtype: DType
  readonly init: Initializer
  readonly persistent: boolean
  /** @internal */
  declare readonly $state: BufferState

  constructor(spec: StateBufferSpec) {
    checkSpec('StateBuffer', spec, NAMES)
    const { shape, dtype, init, persistent = true } = spec
    checkLengths('StateBuffer', shape)
    this.dtype = dtypeOf('StateBuffer', dtype)
    this.init = toInitializer(init)
    checkNeeds(this.init.needs, { path: 'StateBuffer', role: 'buffer' })
    this.persistent = flag('StateBuffer', 'persistent', persistent)
    const state: BufferState = { shape: Object.freeze([...shape]), data: undefined, isFrozen: false }
    makeNode(this, BUFFER, state, StateBuffer.prototype)
    building()?.buffered(this)
  }

  /** Lengths of the axes; null for one that is not known yet. */
  get shape(): PartialShape {
    return this.$state.shape
  }

  /** Whether there are values. */
  get isReady(): boolean {
    return this.$state.data !== undefined
  }

  /**
   * Whether `initialize`, `reinit` and training leave the values alone: those of a module whose own parameters are all frozen, or, if
   * it has none, that was frozen by `freeze()`. A layer asks before it writes what it has seen.
   */
  get isFrozen(): boolean {
    const owner = linkOf(this)?.parent
    const own = isModule(owner)
      ? owner.fields().flatMap(([, field]) => (isParameter(field) ? field : []))
      : []
    return own.length === 0 ? this.$state.isFrozen : own.every(({ isFrozen }) => isFrozen)
  }

  /** Names from the root module down, such as `1.runningMean`; `buffer` outside any module. */
  get path(): string {
    return isLinked(this) ? pathOf(this) : 'buffer'
  }

  /** The live values. @throws NotReadyError before there are any, TypeError if it is assigned to. */
  get data(): Tensor {
    const { data, shape } = this.$state
    if (data !== undefined) return data
    const cure = 'call forward once, or pass { backend: cpu } to initialize'
    const got = `a buffer ${showShape(shape)} without them`
    throw new NotReadyError(message(this.path, 'values', got, cure))
  }

  set data(_value: never) {
    refuseAssignment(this.path)
  }

  /** Computes the first values, now that shape and backend are known; nothing to do if it has some. */
  resume(shape: readonly number[], backend: Backend): Pending | undefined {
    return this.isReady ? undefined : prepareFirst(this, shape, backend)
  }

  /** Computes first values anew where they can be known: for `forceReinit`. */
  restart(backend: Backend | undefined): Pending | undefined {
    const { data, shape } = this.$state
    const where = data?.backend ?? backend
    return where !== undefined && isKnown(shape) ? prepareFirst(this, shape, where) : undefined
  }

  /**
   * Checks values for this buffer; to be stored by `commit`.
   *
   * @throws ShapeError if they do not fit, TypeError if they are neither a tensor nor a typed array, or cannot be adopted.
   */
  load(values: Values, options: LoadValueOptions = {}): Pending {
    const { path, dtype } = this
    const state = this.$state
    const { copy, resize, backend = state.data?.backend } = checkLoadOptions(path, options)
    const value = tensorOf(path, values, state.shape, backend)
    const target = resize ? { shape: value.shape, old: undefined } : { shape: state.shape, old: state.data }
    const store = storing(path, value, { ...target, copy, dtype })
    return { status: 'initialized', commit: () => setValues(state, value.shape, store()) }
  }

  /** Path, shape, dtype, and whether there are values. */
  toString(): string {
    return describeNode(this)
  }

  /** The text of `toString`; the values are in `data`. */
  toJSON(): string {
    return String(this)
  }

  /** A buffer of its own with the same values. */
  clone(): StateBuffer {
    const { dtype, init, persistent, shape } = this
    const copy = undrawn(() => new StateBuffer({ shape, dtype, init, persistent }))
    copy.$state.data = this.$state.data?.clone()
    copy.$state.isFrozen = this.$state.isFrozen
    return copy
  }
}

const NAMES: OptionNames<StateBufferSpec> = { shape: true, dtype: true, init: true, persistent: true }

/** The hidden state of a buffer. */
interface BufferState extends Linkable {
  shape: PartialShape
  data: Tensor | undefined
  /** Whether `freeze()` was called on a module around it. */
  isFrozen: boolean
}

function prepareFirst(buffer: StateBuffer, shape: readonly number[], backend: Backend): Pending {
  const { path, dtype } = buffer
  checkSize(path, shape)
  const state = buffer.$state
  const value = runInitializer(buffer.init, createRequest({ path, shape, dtype, role: 'buffer', backend }))
  const commit = (): void => setValues(state, shape, state.data?.copy_(value) ?? value)
  return { status: 'initialized', commit }
}

function setValues(state: BufferState, shape: readonly number[], data: Tensor): void {
  state.shape = Object.freeze([...shape])
  state.data = data
}
