import { message, showShape } from '@nn/check'
import type { Initializer, RequestSpec } from '@nn/init'
import { createRequest, isData, readsFans, runInitializer } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import type { Backend, Tensor } from '@nn/tensor'
import { fansOf } from '../initialize/law.ts'
import type { Choice } from '../initialize/precedence.ts'
import { checkReads } from '../initialize/reads.ts'
import type { Pending } from '../initialize/slot.ts'
import { noteDraw, type RootMark, wasDrawn } from '../initialize/streams.ts'
import { building } from '../tree/building.ts'
import { isLinked, type Linkable } from '../tree/links.ts'
import { checkSize, isKnown, type PartialShape } from '../tree/shape.ts'
import { NotReadyError } from './not-ready-error.ts'
import type { Parameter } from './parameter.ts'
import { checkLoadOptions, type LoadValueOptions, storing, tensorOf, type Values } from './values.ts'

/** An initializer with all that its values depend on. */
export interface Draw extends Choice {
  readonly rng: Rng | undefined
  /** The absolute path when `initialize` was called. */
  readonly seedPath: string
}

/** Values that are to come: of what, and what for. The stream stands at the start of the parameter's own. */
export interface Lazy {
  readonly kind: 'lazy'
  readonly draw: Draw
  readonly spec: RequestSpec
  readonly rng: Rng
}

/** How far a parameter has come; a lazy one makes its values when they are read. */
type Phase =
  | { readonly kind: 'declared' }
  | { readonly kind: 'deferred'; readonly draw: Draw }
  | Lazy
  | { readonly kind: 'ready'; readonly draw: Draw | undefined; readonly data: Tensor }

/** The hidden state of a parameter. */
export interface ParameterState extends Linkable {
  shape: PartialShape
  phase: Phase
  isFrozen: boolean
  /** Of a bias: the weight whose fan-in its laws may read. */
  weight?: Parameter | undefined
  /** The network that it drew for. */
  drawnBy?: RootMark | undefined
}

/** The values; lazy ones are made now. */
export function readData(parameter: Parameter): Tensor {
  const state = parameter.$state
  const { phase } = state
  if (phase.kind === 'ready') return phase.data
  if (phase.kind === 'lazy') {
    const { draw, spec, rng } = phase
    return settle(state, draw, valuesFor(parameter, draw.init, { ...spec, rng: rng.clone() }))
  }
  if (phase.kind === 'declared') building()?.settle()
  if (parameter.isMaterialized) return readData(parameter)
  throw new NotReadyError(message(parameter.path, 'values', `a parameter that ${complaint(state)}`))
}

/** Lets these be the values of a draw. */
export function settle(state: ParameterState, draw: Draw, data: Tensor): Tensor {
  state.phase = { kind: 'ready', draw, data }
  return data
}

/** Computes the values of a choice, or remembers it, without changing the parameter. */
export function prepareDraw(
  parameter: Parameter,
  choice: Choice,
  rng: Rng | undefined,
  backend: Backend | undefined,
): Pending {
  const { path } = parameter
  if (rng !== undefined && !isLinked(parameter)) {
    const cure = 'initialise it through its module, whose path picks the stream'
    throw new TypeError(message(path, 'a parameter of a module to draw from rng', 'one on its own', cure))
  }
  const { init, source, reason } = choice
  const { role, axes, shape, weight } = parameter
  checkReads({ path, role, axes, shape, weight }, init, init.needs, rng)
  const state = parameter.$state
  const draw = { init, source, reason, rng, seedPath: path }
  const own = backendOf(state)
  if (own !== undefined && backend !== undefined && backend !== own) {
    throw new RangeError(message(path, `the backend of the values, ${own.name}`, backend.name))
  }
  const where = own ?? backend
  if (isKnown(state.shape)) checkSize(path, state.shape)
  const waits = state.weight !== undefined && readsFans(init) && !isKnown(state.weight.shape)
  if (where !== undefined && isKnown(state.shape) && !waits) {
    const made = compute(parameter, draw, state.shape, where)
    return noting(parameter, draw, made.isDrawn, made)
  }
  const commit = (): void => {
    state.phase = { kind: 'deferred', draw }
  }
  // What a function of one's own will do is not known yet: it was given a stream, and is taken to draw.
  return noting(parameter, draw, init.needs.includes('rng') || !isData(init), { status: 'deferred', commit })
}

/** Notes with a commit that a parameter drew from a stream. @throws RangeError if another network did. */
function noting(parameter: Parameter, { rng, seedPath }: Draw, isDrawn: boolean, pending: Pending): Pending {
  if (rng === undefined || !isDrawn) return pending
  const note = noteDraw(parameter, seedPath, rng)
  const commit = (): void => {
    pending.commit()
    note()
  }
  return { status: pending.status, commit }
}

/** The fan-in of the weight that a bias belongs to, as far as it is known. */
function fanInOf({ weight }: Parameter, shape: PartialShape | undefined = weight?.shape): number | undefined {
  return shape === undefined ? undefined : fansOf(shape, weight?.axes)?.fanIn
}

/** Computes the remembered draw, now that shape and backend are known; nothing to do if there are values. */
export function resumeDraw(
  parameter: Parameter,
  shape: readonly number[],
  backend: Backend,
  weightShape?: readonly number[],
): Pending | undefined {
  if (parameter.isReady) return undefined
  const state = parameter.$state
  checkSize(parameter.path, shape)
  if (state.phase.kind === 'deferred')
    return compute(parameter, state.phase.draw, shape, backend, weightShape)
  throw new NotReadyError(message(parameter.path, 'an initializer', `a parameter that ${complaint(state)}`))
}

/** Checks values that are to become the parameter's. */
export function prepareLoad(parameter: Parameter, values: Values, options: LoadValueOptions): Pending {
  const { path, dtype, choice } = parameter
  const state = parameter.$state
  const { copy, resize, backend = backendOf(state) } = checkLoadOptions(path, options)
  const value = tensorOf(path, values, state.shape, backend)
  const target = resize
    ? { shape: value.shape, old: undefined }
    : { shape: state.shape, old: valuesOf(state) }
  const store = storing(path, value, { ...target, copy, dtype })
  const draw = resize ? choice : undefined
  const commit = (): void => setValues(state, value.shape, { kind: 'ready', draw, data: store() })
  return { status: 'initialized', commit }
}

/** The values of an initializer for a parameter: its padding stays 0, but for functions that do not know of it. */
export function valuesFor(parameter: Parameter, init: Initializer, spec: RequestSpec): Tensor {
  return padded(parameter, init, runInitializer(init, createRequest(spec)))
}

/** The same values, but for the row that the parameter keeps as zeros. */
export function padded({ paddingIndex }: Parameter, init: Initializer, values: Tensor): Tensor {
  return paddingIndex === undefined || init.fillsPadding ? values : values.set([paddingIndex], 0)
}

/** Values to be stored, and whether the stream of their path was drawn from. */
interface Computed extends Pending {
  readonly isDrawn: boolean
}

function compute(
  parameter: Parameter,
  draw: Draw,
  shape: readonly number[],
  backend: Backend,
  weightShape?: readonly number[],
): Computed {
  const { role, use, dtype, axes } = parameter
  const { init, rng: root, seedPath: path } = draw
  const state = parameter.$state
  const rng = root?.at(path)
  const fanIn = readsFans(init) ? fanInOf(parameter, weightShape) : undefined
  const spec = { path, shape, dtype, role, use, axes, fanIn, backend, rng }
  const old = valuesOf(state)
  const isDrawn = init.needs.includes('rng')
  // A stream that is not of this parameter alone draws in order; values in memory are overwritten for who looks at them.
  if (rng !== undefined && rng !== root && init.check !== undefined && old === undefined) {
    init.check(createRequest(spec))
    const commit = (): void => setValues(state, shape, { kind: 'lazy', draw, spec, rng })
    return { status: 'initialized', commit, isDrawn }
  }
  if ((rng === undefined || rng !== root) && init.writer !== undefined && old !== undefined && isAlone(old)) {
    const write = init.writer(createRequest(spec))
    const commit = (): void => {
      write(old.data)
      settle(state, draw, padded(parameter, init, old))
    }
    return { status: 'initialized', commit, isDrawn: isDrawn && rng !== undefined }
  }
  const value = valuesFor(parameter, init, spec)
  const commit = (): void => {
    const data = old?.copy_(value) ?? value
    setValues(state, shape, { kind: 'ready', draw, data })
  }
  return { status: 'initialized', commit, isDrawn: rng !== undefined && wasDrawn(rng) }
}

/** Whether a tensor's elements are those of its array, in order. */
function isAlone({ data, size, isContiguous }: Tensor): boolean {
  return isContiguous && data.length === size
}

function setValues(state: ParameterState, shape: readonly number[], phase: Phase): void {
  state.shape = Object.freeze([...shape])
  state.phase = phase
}

/** The values in memory, if there are any. */
function valuesOf({ phase }: ParameterState): Tensor | undefined {
  return phase.kind === 'ready' ? phase.data : undefined
}

/** Where the values are, or will be made. */
export function backendOf({ phase }: ParameterState): Backend | undefined {
  if (phase.kind === 'lazy') return phase.spec.backend
  return phase.kind === 'ready' ? phase.data.backend : undefined
}

function complaint({ phase, shape }: ParameterState): string {
  if (phase.kind === 'declared') {
    return 'is declared only; call initialize({ rng: createRng(42) }) on its network first'
  }
  if (!isKnown(shape)) {
    return `is deferred, its shape ${showShape(shape)}; call forward once, or give the layer its input size`
  }
  return 'is deferred, its backend unknown; call forward once, or pass { backend: cpu } to initialize'
}
