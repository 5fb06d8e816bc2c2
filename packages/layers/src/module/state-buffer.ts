import { showShape } from '@nn/check'
import { createRequest, type Initializer, type InitLike } from '@nn/init'
import { checkNeeds, runInitializer, toInitializer } from '@nn/init/layer'
import type { Backend, DType, Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import type { Pending } from '../initialize/slot.ts'
import { isLinked, pathOf } from '../tree/links.ts'
import { checkLengths, isKnown, type PartialShape } from '../tree/shape.ts'
import { NotReadyError } from './not-ready-error.ts'
import { adopt, type Loaded } from './values.ts'

/** What a layer declares about a buffer. */
export interface StateBufferSpec {
  /** Lengths of the axes; null for one that the first input decides. */
  readonly shape: PartialShape
  /** Default `'float32'`. */
  readonly dtype?: DType
  /** What it starts as; not random. */
  readonly init: InitLike
  /** Whether it is part of the state dict. Default true. */
  readonly persistent?: boolean
}

/**
 * State of a layer that is not learnt, such as a running mean: no parameter, never random, part of the state dict unless it is
 * not `persistent`. It has its values from the first `materialize` of its layer, or from an `initialize` that knows the backend;
 * `forceReinit` starts it again.
 *
 * @throws TypeError if `init` is no initializer or a random one, ShapeError if a length is not an integer >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { zeros } from '@nn/init'
 * import { Module, StateBuffer } from '@nn/layers'
 * class Counter extends Module {
 *   calls = new StateBuffer({ shape: [], dtype: 'int32', init: zeros() })
 *   forward(x) {
 *     this.materialize(x.backend)
 *     if (this.training) this.calls.data.add_(1)
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
  #shape: PartialShape
  #data: Tensor | undefined

  constructor({ shape, dtype = 'float32', init, persistent = true, ...others }: StateBufferSpec) {
    checkOptions('StateBuffer', others, ['shape', 'dtype', 'init', 'persistent'])
    checkLengths('StateBuffer', shape)
    this.dtype = dtype
    this.init = toInitializer(init)
    checkNeeds(this.init.needs, { path: 'StateBuffer', role: 'buffer' })
    this.persistent = persistent
    this.#shape = Object.freeze([...shape])
  }

  /** Lengths of the axes; null for one that is not known yet. */
  get shape(): PartialShape {
    return this.#shape
  }

  get isReady(): boolean {
    return this.#data !== undefined
  }

  /** Names from the root module down, such as `1.runningMean`; `buffer` outside any module. */
  get path(): string {
    return isLinked(this) ? pathOf(this) : 'buffer'
  }

  /** The live values. @throws NotReadyError before there are any. */
  get data(): Tensor {
    if (this.#data !== undefined) return this.#data
    const cure = 'call forward once, or pass { backend: cpu } to initialize'
    throw new NotReadyError(
      `${this.path}: expected values, got a buffer ${showShape(this.#shape)} without them; ${cure}`,
    )
  }

  /** Computes the first values, now that shape and backend are known; nothing to do if it has some. */
  resume(shape: readonly number[], backend: Backend): Pending | undefined {
    return this.#data === undefined ? this.#compute(shape, backend) : undefined
  }

  /** Computes first values anew where they can be known: for `forceReinit`. */
  restart(backend: Backend | undefined): Pending | undefined {
    const where = this.#data?.backend ?? backend
    return where !== undefined && isKnown(this.#shape) ? this.#compute(this.#shape, where) : undefined
  }

  /** Checks values for this buffer; to be stored by `commit`. @throws ShapeError if they do not fit. */
  load(value: Tensor, options: Loaded = {}): Pending {
    const { path, dtype } = this
    const adopted = adopt(path, value, { ...options, shape: this.#shape, dtype, old: this.#data })
    return { status: 'initialized', commit: () => this.#store(value.shape, adopted()) }
  }

  /** A buffer of its own with the same values. */
  clone(): StateBuffer {
    const { dtype, init, persistent } = this
    const copy = new StateBuffer({ shape: this.#shape, dtype, init, persistent })
    copy.#data = this.#data?.clone()
    return copy
  }

  #compute(shape: readonly number[], backend: Backend): Pending {
    const { path, dtype } = this
    const value = runInitializer(this.init, createRequest({ path, shape, dtype, role: 'buffer', backend }))
    return { status: 'initialized', commit: () => this.#store(shape, this.#data?.copy_(value) ?? value) }
  }

  #store(shape: readonly number[], data: Tensor): void {
    this.#shape = Object.freeze([...shape])
    this.#data = data
  }
}
