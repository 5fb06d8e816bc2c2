import { checkOptions, flag, isPlain, message, type OptionNames } from '@nn/check'
import type { Axes, Fans, Initializable, Initializer, InitLike, ParameterRole, ParameterUse } from '@nn/init'
import { toInitializer } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import type { Backend, DType, Tensor } from '@nn/tensor'
import { describeNode } from '../format/describe.ts'
import { refuseDialect } from '../initialize/dialect.ts'
import { initializeParameters } from '../initialize/initialize.ts'
import { fansOf } from '../initialize/law.ts'
import type { Choice } from '../initialize/precedence.ts'
import type { InitReport } from '../initialize/report.ts'
import type { Pending } from '../initialize/slot.ts'
import { building, undrawn } from '../tree/building.ts'
import { isLinked } from '../tree/links.ts'
import { makeNode, PARAMETER } from '../tree/nodes.ts'
import { pathOf } from '../tree/path.ts'
import type { PartialShape } from '../tree/shape.ts'
import { checkParameterSpec, type ParameterSpec } from './parameter-spec.ts'
import {
  type Draw,
  type ParameterState,
  prepareDraw,
  prepareLoad,
  readData,
  resumeDraw,
} from './parameter-state.ts'
import { type LoadValueOptions, refuseAssignment, type Values } from './values.ts'

/** The options of `parameter.initialize`. */
export interface ParameterInitializeOptions {
  /** Left out: the constructor option, or the layer's default. */
  readonly init?: InitLike | undefined
  /** The root stream; the parameter draws from `rng.at(path)`. */
  readonly rng?: Rng | undefined
  /** Where values are made before the first input has said. */
  readonly backend?: Backend | undefined
  /** Whether to overwrite values. Default false. */
  readonly forceReinit?: boolean | undefined
}

/**
 * A tensor that a layer learns, and how it starts: declared → deferred (an initializer is remembered; shape or backend are
 * not known yet) → ready. Values depend on (seed, absolute path, element index, initializer) alone, whenever they are made: those
 * from a stream with random access are made at the first read of `data`, or by `materialize`, and never if others are loaded
 * before. Streams that are one sequence draw at once, in order.
 *
 * @throws TypeError if an initializer is none, the role no text or the dtype none; ShapeError if a length is not an integer >= 0
 * or the axes are not of the shape.
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
  readonly role: ParameterRole
  /** What it is for beyond its role; undefined if that is not declared. */
  readonly use: ParameterUse | undefined
  readonly axes: Axes | undefined
  readonly dtype: DType
  /** Index along the first axis of what stays 0 whatever initializer fills the others; undefined if there is none. */
  readonly paddingIndex: number | undefined
  /** The layer's default initializer. */
  readonly fallback: Initializer
  /** The constructor's initializer. */
  readonly option: Initializer | undefined
  /** @internal */
  declare readonly $state: ParameterState

  constructor(spec: ParameterSpec) {
    const { shape, role, use, axes, weight, dtype, paddingIndex, init, option } = checkParameterSpec(spec)
    this.role = role
    this.use = use
    this.axes = axes
    this.dtype = dtype
    this.paddingIndex = paddingIndex
    this.fallback = toInitializer(init)
    this.option = option === undefined ? undefined : toInitializer(option)
    const state: ParameterState = {
      shape: Object.freeze([...shape]),
      phase: { kind: 'declared' },
      isFrozen: false,
      weight,
    }
    makeNode(this, PARAMETER, state, Parameter.prototype)
    building()?.made(this)
  }

  /** Lengths of the axes; null for one that is not known yet. */
  get shape(): PartialShape {
    return this.$state.shape
  }

  /** How far it has come; `'ready'` also if the values are to be made at the first read. */
  get state(): 'declared' | 'deferred' | 'ready' {
    const { kind } = this.$state.phase
    return kind === 'lazy' ? 'ready' : kind
  }

  /** Whether there are values: made, or to be made at the first read. */
  get isReady(): boolean {
    return this.state === 'ready'
  }

  /** Whether the values are in memory. */
  get isMaterialized(): boolean {
    return this.$state.phase.kind === 'ready'
  }

  /** Names from the root module down, such as `0.weight`; `parameter` outside any module. */
  get path(): string {
    return isLinked(this) ? pathOf(this) : 'parameter'
  }

  /** Fans of the shape, if there are axes and all lengths are known. */
  get fans(): Fans | undefined {
    return fansOf(this.shape, this.axes)
  }

  /** Of a bias: the weight whose fan-in its laws may read; undefined of what declares none. */
  get weight(): Parameter | undefined {
    return this.$state.weight
  }

  /** Whether `initialize` with `forceReinit` and training leave the values alone. */
  get isFrozen(): boolean {
    return this.$state.isFrozen
  }

  /** Leaves the values alone from now on; they are kept by `forceReinit` and not to be trained. Returns this. */
  freeze(): this {
    this.$state.isFrozen = true
    return this
  }

  /** Undoes `freeze`; returns this. */
  unfreeze(): this {
    this.$state.isFrozen = false
    return this
  }

  /** The initializer that made the values, or that will; none for values that were loaded. */
  get choice(): Draw | undefined {
    const { phase } = this.$state
    return phase.kind === 'declared' ? undefined : phase.draw
  }

  /**
   * The live values: what is written to them is what the layer computes with. The tensor itself stays.
   *
   * @throws NotReadyError before there are any, TypeError if it is assigned to.
   */
  get data(): Tensor {
    return readData(this)
  }

  set data(_value: never) {
    refuseAssignment(this.path)
  }

  /** Makes the values now, if they wait for their first read; returns this. @throws NotReadyError as `data` does. */
  materialize(): this {
    readData(this)
    return this
  }

  /**
   * Gives this parameter values, or remembers how until shape and backend are known.
   *
   * @throws RangeError if it is ready and `forceReinit` is not set; TypeError without the rng or the axes that the initializer
   * needs. Old values stay.
   */
  initialize(options: ParameterInitializeOptions = {}): InitReport {
    building()?.settle()
    const { path } = this
    if (isPlain(options) && 'dialect' in options) refuseDialect(path)
    checkOptions(path, options, INITIALIZE)
    const { init, rng, backend, forceReinit = false } = options
    if (!flag(path, 'forceReinit', forceReinit) && this.isReady) {
      throw new RangeError(message(path, 'no values yet', 'a ready parameter', 'pass { forceReinit: true }'))
    }
    if (this.isReady && this.isFrozen) {
      throw new RangeError(message(path, 'a parameter to change', 'a frozen one', 'call unfreeze() first'))
    }
    return initializeParameters(
      path,
      { parameters: new Map([[path, this]]) },
      { rng, backend, forceReinit },
      init,
    )
  }

  /** Computes the values of a choice without storing them, so that many parameters can change together or not at all. */
  prepare(choice: Choice, rng: Rng | undefined, backend: Backend | undefined): Pending {
    return prepareDraw(this, choice, rng, backend)
  }

  /** Computes the remembered draw, now that shape and backend are known; nothing to do if ready. @throws NotReadyError if nothing is remembered. */
  resume(shape: readonly number[], backend: Backend, weightShape?: readonly number[]): Pending | undefined {
    return resumeDraw(this, shape, backend, weightShape)
  }

  /**
   * Checks values for this parameter; to be stored by `commit`.
   *
   * @throws ShapeError if they do not fit, TypeError if they are neither a tensor nor a typed array, or cannot be adopted.
   */
  load(value: Values, options: LoadValueOptions = {}): Pending {
    return prepareLoad(this, value, options)
  }

  /** Path, role, shape, dtype, how far it has come, and the law of its values. */
  toString(): string {
    return describeNode(this)
  }

  /** The text of `toString`; the values are in `data`. */
  toJSON(): string {
    return String(this)
  }

  /** A parameter of its own, outside any module, with the same values, or the same draw to come. */
  clone(): Parameter {
    const { role, use, axes, weight, dtype, paddingIndex, fallback, option, shape } = this
    const spec = { shape, role, use, axes, weight, dtype, paddingIndex, init: fallback, option }
    const copy = undrawn(() => new Parameter(spec))
    const { phase, isFrozen, drawnBy } = this.$state
    copy.$state.drawnBy = drawnBy
    copy.$state.phase = phase.kind === 'ready' ? { ...phase, data: phase.data.clone() } : phase
    copy.$state.isFrozen = isFrozen
    return copy
  }
}

const INITIALIZE: OptionNames<ParameterInitializeOptions> = {
  init: true,
  rng: true,
  backend: true,
  forceReinit: true,
}
