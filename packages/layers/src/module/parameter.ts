import { showShape } from '@nn/check'
import {
  type Axes,
  computeFans,
  createRequest,
  type Fans,
  type Initializable,
  type Initializer,
  type InitLike,
  type ParameterUse,
} from '@nn/init'
import { checkAxes, checkNeeds, checkUse, hasFans, runInitializer, toInitializer } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import type { Backend, DType, Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { refuseDialect } from '../initialize/dialect.ts'
import { initializeParameters } from '../initialize/initialize.ts'
import type { InitReport } from '../initialize/report.ts'
import type { Pending } from '../initialize/slot.ts'
import type { Choice } from '../initialize/source.ts'
import { isLinked, pathOf } from '../tree/links.ts'
import { checkLengths, isKnown, type PartialShape } from '../tree/shape.ts'
import { NotReadyError } from './not-ready-error.ts'
import { adopt, type Loaded } from './values.ts'

/** What a layer declares about a parameter. */
export interface ParameterSpec {
  /** Lengths of the axes; null for one that the first input decides. */
  readonly shape: PartialShape
  /** `'weight'` takes the `init` of `initialize`; `'bias'` and any other keep the layer's default. */
  readonly role: string
  /** What it is for beyond its role, for dialects and recipes: `'state'` of a recurrent weight, `'residualOut'`, … */
  readonly use?: ParameterUse | undefined
  /** Which axes connect units; without them, fan initializers are refused. */
  readonly axes?: Axes
  /** Default `'float32'`. */
  readonly dtype?: DType
  /** The layer's default. */
  readonly init: InitLike
  /** What the layer's constructor was given. */
  readonly option?: InitLike | undefined
}

/** The options of `parameter.initialize`. */
export interface ParameterInitializeOptions {
  /** Left out: the constructor option, or the layer's default. */
  readonly init?: InitLike | undefined
  /** The root stream; the parameter draws from `rng.at(path)`. */
  readonly rng?: Rng | undefined
  /** Where values are made before the first input has said. */
  readonly backend?: Backend | undefined
  /** Whether to overwrite values. Default false. */
  readonly forceReinit?: boolean
}

/** An initializer with all that its values depend on. */
export interface Draw extends Choice {
  readonly rng: Rng | undefined
  /** The absolute path when `initialize` was called. */
  readonly seedPath: string
}

type State =
  | { readonly kind: 'declared' }
  | { readonly kind: 'deferred'; readonly draw: Draw }
  | { readonly kind: 'lazy'; readonly draw: Draw; readonly backend: Backend; readonly make: () => Tensor }
  | { readonly kind: 'ready'; readonly draw: Draw | undefined; readonly data: Tensor }

/**
 * A tensor that a layer learns, and how it starts: declared → deferred (an initializer is remembered; shape or backend are
 * not known yet) → ready. Values depend on (seed, absolute path, element index, initializer) alone, whenever they are made: those
 * from a stream with random access are made at the first read of `data`, or by `materialize`, and never if others are loaded
 * before. Streams that are one sequence draw at once, in order.
 *
 * @throws TypeError if an initializer is none, ShapeError if a length is not an integer >= 0 or the axes are not of the shape.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, ones } from '@nn/init'
 * import { Parameter } from '@nn/layers'
 * const gain = new Parameter({ shape: [3], role: 'gain', init: ones() })
 * gain.state // => 'declared'
 * gain.initialize({ backend: cpu })
 * gain.data.toNested() // => [1, 1, 1]
 * gain.initialize({ init: constant(2) }) // throws /pass \{ forceReinit: true \}/
 * gain.initialize({ init: constant(2), forceReinit: true })
 * gain.data.toNested() // => [2, 2, 2]
 * ```
 */
export class Parameter implements Initializable {
  readonly role: string
  /** What it is for beyond its role; undefined if that is not declared. */
  readonly use: ParameterUse | undefined
  readonly axes: Axes | undefined
  readonly dtype: DType
  /** The layer's default initializer. */
  readonly fallback: Initializer
  /** The constructor's initializer. */
  readonly option: Initializer | undefined
  #shape: PartialShape
  #state: State = { kind: 'declared' }
  #frozen = false

  constructor({ shape, role, use, axes, dtype = 'float32', init, option, ...others }: ParameterSpec) {
    checkOptions('Parameter', others, ['shape', 'role', 'use', 'axes', 'dtype', 'init', 'option'])
    checkLengths('Parameter', shape)
    // Throws where the layer is written if the axes do not fit; the fans themselves come with the shape.
    if (axes !== undefined) checkAxes('Parameter', shape, axes)
    checkUse('Parameter', use)
    this.role = role
    this.use = use
    this.axes = axes
    this.dtype = dtype
    this.fallback = toInitializer(init)
    this.option = option === undefined ? undefined : toInitializer(option)
    this.#shape = Object.freeze([...shape])
  }

  /** Lengths of the axes; null for one that is not known yet. */
  get shape(): PartialShape {
    return this.#shape
  }

  get state(): 'declared' | 'deferred' | 'ready' {
    return this.#state.kind === 'lazy' ? 'ready' : this.#state.kind
  }

  /** Whether there are values: made, or to be made at the first read. */
  get isReady(): boolean {
    return this.state === 'ready'
  }

  /** Whether the values are in memory. */
  get isMaterialized(): boolean {
    return this.#state.kind === 'ready'
  }

  /** Names from the root module down, such as `0.weight`; `parameter` outside any module. */
  get path(): string {
    return isLinked(this) ? pathOf(this) : 'parameter'
  }

  /** Fans of the shape, if there are axes and all lengths are known. */
  get fans(): Fans | undefined {
    if (this.axes === undefined || !hasFans(this.axes) || !isKnown(this.#shape)) return undefined
    return computeFans(this.#shape, this.axes)
  }

  /** Whether it is left alone: by `initialize` with `forceReinit`, and by what trains. */
  get isFrozen(): boolean {
    return this.#frozen
  }

  /** Leaves the values alone from now on; they are kept by `forceReinit` and not to be trained. Returns this. */
  freeze(): this {
    this.#frozen = true
    return this
  }

  /** Undoes `freeze`; returns this. */
  unfreeze(): this {
    this.#frozen = false
    return this
  }

  /** The initializer that made the values, or that will; none for values that were loaded. */
  get choice(): Draw | undefined {
    return this.#state.kind === 'declared' ? undefined : this.#state.draw
  }

  /** The live values: what is written to them is what the layer computes with. @throws NotReadyError before there are any. */
  get data(): Tensor {
    if (this.#state.kind === 'ready') return this.#state.data
    if (this.#state.kind === 'lazy') {
      const { draw, make } = this.#state
      const data = make()
      this.#state = { kind: 'ready', draw, data }
      return data
    }
    throw new NotReadyError(`${this.path}: expected values, got a parameter that ${this.#complaint()}`)
  }

  /** Makes the values now, if they wait for their first read; returns this. @throws NotReadyError as `data` does. */
  materialize(): this {
    this.data
    return this
  }

  /**
   * Gives this parameter values, or remembers how until shape and backend are known.
   *
   * @throws RangeError if it is ready and `forceReinit` is not set; TypeError without the rng or the axes that the initializer
   * needs. Old values stay.
   */
  initialize(options: ParameterInitializeOptions = {}): InitReport {
    const { init, ...rest } = options
    if ('dialect' in rest) refuseDialect(this.path)
    if (this.isReady && rest.forceReinit !== true) {
      throw new RangeError(
        `${this.path}: expected no values yet, got a ready parameter; pass { forceReinit: true }`,
      )
    }
    if (this.isReady && this.#frozen) {
      throw new RangeError(
        `${this.path}: expected a parameter to change, got a frozen one; call unfreeze() first`,
      )
    }
    return initializeParameters(this.path, { parameters: new Map([[this.path, this]]) }, rest, init)
  }

  /** Computes the values of a choice without storing them, so that many parameters can change together or not at all. */
  prepare(choice: Choice, rng: Rng | undefined, backend: Backend | undefined): Pending {
    const { path } = this
    if (rng !== undefined && !isLinked(this)) {
      const cure = 'initialise it through its module, whose path picks the stream'
      throw new TypeError(
        `${path}: expected a parameter of a module to draw from rng, got one on its own; ${cure}`,
      )
    }
    checkNeeds(choice.init.needs, { path, role: this.role, axes: this.axes, rng })
    const draw = { ...choice, rng, seedPath: path }
    const ready = this.#state.kind === 'lazy' ? this.#state.backend : this.#made?.backend
    if (ready !== undefined && backend !== undefined && backend !== ready) {
      throw new RangeError(`${path}: expected the backend of the values, ${ready.name}, got ${backend.name}`)
    }
    const where = ready ?? backend
    if (where !== undefined && isKnown(this.#shape)) return this.#compute(draw, this.#shape, where)
    return {
      status: 'deferred',
      commit: () => {
        this.#state = { kind: 'deferred', draw }
      },
    }
  }

  /** Computes the remembered draw, now that shape and backend are known; nothing to do if ready. @throws NotReadyError if nothing is remembered. */
  resume(shape: readonly number[], backend: Backend): Pending | undefined {
    if (this.isReady) return undefined
    if (this.#state.kind === 'deferred') return this.#compute(this.#state.draw, shape, backend)
    throw new NotReadyError(
      `${this.path}: expected an initializer, got a parameter that ${this.#complaint()}`,
    )
  }

  /** Checks values for this parameter; to be stored by `commit`. @throws ShapeError if they do not fit. */
  load(value: Tensor, options: Loaded = {}): Pending {
    const { path, dtype } = this
    const { resize = false } = options
    const fit = resize ? { shape: value.shape, old: undefined } : { shape: this.#shape, old: this.#made }
    const adopted = adopt(path, value, { ...options, ...fit, dtype })
    const draw = resize ? this.choice : undefined
    const commit = () => this.#store(value.shape, { kind: 'ready', draw, data: adopted() })
    return { status: 'initialized', commit }
  }

  /** A parameter of its own, outside any module, with the same values, or the same draw to come. */
  clone(): Parameter {
    const { role, use, axes, dtype, fallback, option } = this
    const given = axes === undefined ? {} : { axes }
    const copy = new Parameter({ shape: this.#shape, role, use, dtype, init: fallback, option, ...given })
    const state = this.#state
    copy.#state = state.kind === 'ready' ? { ...state, data: state.data.clone() } : state
    copy.#frozen = this.#frozen
    return copy
  }

  /** The values in memory, if there are any. */
  get #made(): Tensor | undefined {
    return this.#state.kind === 'ready' ? this.#state.data : undefined
  }

  #compute(draw: Draw, shape: readonly number[], backend: Backend): Pending {
    const { role, dtype, axes } = this
    const { init, seedPath: path } = draw
    const stream = draw.rng?.at(path)
    const spec = { path, shape, dtype, role, axes, backend }
    const status = 'initialized'
    // A stream that is not of this parameter alone draws in order; values in memory are overwritten for who looks at them.
    if (stream !== undefined && stream !== draw.rng && init.check !== undefined && this.#made === undefined) {
      init.check(createRequest({ ...spec, rng: stream }))
      const make = () => runInitializer(init, createRequest({ ...spec, rng: stream.clone() }))
      return { status, commit: () => this.#store(shape, { kind: 'lazy', draw, backend, make }) }
    }
    const value = runInitializer(init, createRequest({ ...spec, rng: stream }))
    const commit = () => this.#store(shape, { kind: 'ready', draw, data: this.#made?.copy_(value) ?? value })
    return { status, commit }
  }

  #store(shape: readonly number[], state: State): void {
    this.#shape = Object.freeze([...shape])
    this.#state = state
  }

  #complaint(): string {
    if (this.#state.kind === 'declared') {
      return 'is declared only; call initialize({ rng: createRng(42) }) on its network first'
    }
    if (!isKnown(this.#shape)) {
      return `is deferred, its shape ${showShape(this.#shape)}; call forward once, or give the layer its input size`
    }
    return 'is deferred, its backend unknown; call forward once, or pass { backend: cpu } to initialize'
  }
}
