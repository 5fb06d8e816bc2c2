import { checkGiven, finite, message, type OptionNames, positive, show, wrongKind } from '@nn/check'
import type { Rng } from '@nn/random'
import type { Backend, DType } from '@nn/tensor'
import { type Axes, checkAxisNames, hasFans } from '../parameter/axes.ts'
import { type Fans, fansAt } from '../parameter/fans.ts'
import { checkUse, type ParameterUse } from '../parameter/roles.ts'
import { checkShape } from '../parameter/shape.ts'

/** What an initializer is asked for: one parameter's values. */
export interface InitRequest {
  /** Absolute path of the parameter, such as `0.weight`; the first word of every error. */
  readonly path: string
  readonly shape: readonly number[]
  readonly dtype: DType
  /** What the parameter is to its layer: `weight`, `bias`, … */
  readonly role: string
  /** What it is for beyond its role, as its layer declares. */
  readonly use?: ParameterUse | undefined
  readonly axes: Axes | undefined
  /** What computes with tensors. Reading it throws a TypeError if the caller gave none, as `draw` need not. */
  readonly backend: Backend
  /** The parameter's own stream. Reading it throws a TypeError if the caller gave none. */
  readonly rng: Rng
  /** Reading them throws a TypeError if neither axes nor fans were given: they are never guessed from the shape. */
  readonly fans: Fans
  /** Fans that were given instead of axes; these count in every dialect, too. */
  readonly givenFans: Fans | undefined
  /** The same request with a copy of its stream. */
  fork(): InitRequest
  /** A request for a part of the parameter, which draws from the same stream. */
  part(shape: readonly number[], axes: Axes | undefined): InitRequest
  /** The same request, which draws from another stream. */
  withRng(rng: Rng): InitRequest
}

/** A request as data; see `createRequest`. */
export interface RequestSpec {
  readonly path?: string | undefined
  readonly shape: readonly number[]
  readonly dtype?: DType | undefined
  readonly role?: string | undefined
  readonly use?: ParameterUse | undefined
  readonly axes?: Axes | undefined
  readonly fans?: Fans | undefined
  /** Of a bias, which has no fans of its own: the fan-in of its layer, for laws that read that alone. */
  readonly fanIn?: number | undefined
  readonly backend: Backend
  readonly rng?: Rng | undefined
}

/** The same for values that may become no tensor: without a backend they are typed arrays alone. */
export type ArrayRequestSpec = Omit<RequestSpec, 'backend'> & { readonly backend?: Backend | undefined }

const RNG = 'pass { rng: createRng(42) }'

const SPEC: OptionNames<RequestSpec> = {
  path: true,
  shape: true,
  dtype: true,
  role: true,
  use: true,
  axes: true,
  fans: true,
  fanIn: true,
  backend: true,
  rng: true,
}

const FANS: OptionNames<Fans> = { fanIn: true, fanOut: true }

/** What a law says that needs a backend and has none. */
export class NoBackendError extends TypeError {
  constructor(path: string) {
    const expected = 'a backend for a law that computes with matrices or tensors'
    super(message(path, expected, 'none', 'pass { backend: cpu }'))
  }
}

class Request implements InitRequest {
  readonly path: string
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly role: string
  readonly use: ParameterUse | undefined
  readonly axes: Axes | undefined
  readonly givenFans: Fans | undefined
  readonly #spec: ArrayRequestSpec
  #fans: Fans | undefined

  constructor(spec: ArrayRequestSpec) {
    const { path = 'request', shape, dtype = 'float32', role = 'weight', use, axes, fans } = spec
    this.#spec = spec
    this.path = path
    this.shape = shape
    this.dtype = dtype
    this.role = role
    this.use = use
    this.axes = axes
    this.givenFans = fans
    checkRng(path, spec.rng)
  }

  get backend(): Backend {
    const { backend } = this.#spec
    if (backend !== undefined) return backend
    throw new NoBackendError(this.path)
  }

  get rng(): Rng {
    return this.#spec.rng ?? missingRng(this.path)
  }

  get fans(): Fans {
    this.#fans ??= this.#fansOf()
    return this.#fans
  }

  #fansOf(): Fans {
    const { givenFans, axes, shape, path, role } = this
    if (givenFans !== undefined) return givenFans
    if (axes !== undefined && hasFans(axes)) return fansAt(path, shape, axes)
    const { fanIn } = this.#spec
    return fanIn === undefined ? missingFans(path, role) : fanInAlone(path, role, fanIn)
  }

  fork(): InitRequest {
    return new Request({ ...this.#spec, rng: this.#spec.rng?.clone() })
  }

  part(shape: readonly number[], axes: Axes | undefined): InitRequest {
    return new Request({ ...this.#spec, shape, axes })
  }

  withRng(rng: Rng): InitRequest {
    return new Request({ ...this.#spec, rng })
  }
}

/**
 * A request made by hand: what a layer hands to an initializer, for calling one directly.
 * Left out: dtype `'float32'`, role `'weight'`, path `'request'`.
 *
 * @throws TypeError if a member is missing, misspelt or of another kind, RangeError if the given fans are not positive; for axes as
 * `computeFans`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, createRequest, normal } from '@nn/init'
 * const request = createRequest({ shape: [2, 2], backend: cpu, axes: { out: 0, in: 1 } })
 * request.fans // => { fanIn: 2, fanOut: 2 }
 * constant(42)(request).toNested() // => [[42, 42], [42, 42]]
 * normal()(request) // throws /pass \{ rng: createRng\(42\) \}/
 * ```
 */
export function createRequest(spec: RequestSpec): InitRequest {
  checkGiven('createRequest', spec, SPEC)
  return requestOf('createRequest', spec, true)
}

/** The request of a spec whose names have been checked; it may do without a backend where no tensor is wanted. */
export function requestOf(where: string, spec: ArrayRequestSpec, makesTensors = false): InitRequest {
  const { path = 'request', role = 'weight', shape, use, axes, fans, fanIn, backend } = spec
  checkText(where, 'path', path)
  checkText(where, 'role', role)
  checkShape(path, shape)
  if (typeof backend?.tensor !== 'function' && (makesTensors || backend !== undefined)) {
    throw new TypeError(message(path, 'a backend', show(backend)))
  }
  checkUse(path, use)
  if (fanIn !== undefined) atLeastZero(path, fanIn)
  if (axes !== undefined) checkAxisNames(path, axes)
  if (fans !== undefined) {
    checkGiven(`${path} fans`, fans, FANS)
    positive(path, 'fanIn', fans.fanIn)
    positive(path, 'fanOut', fans.fanOut)
  }
  return new Request(spec)
}

function checkText(where: string, name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw wrongKind(where, `${name} to be a text`, value)
}

/** What an initializer reads from its request: to be checked before values are drawn. */
export type Need = 'rng' | 'fans'

/**
 * Throws now what an initializer with these needs would throw when it is applied: for a parameter whose shape, and so
 * whose values, come later.
 *
 * @throws TypeError if `rng` or `axes` is needed and missing, or rng is no stream.
 * @example
 * ```ts
 * import { kaimingNormal } from '@nn/init'
 * import { checkNeeds } from '@nn/init/layer'
 * import { createRng } from '@nn/random'
 * const { needs } = kaimingNormal()
 * checkNeeds(needs, { path: '0.bias', role: 'bias', rng: createRng(42) }) // throws /0\.bias: expected axes or fans/
 * checkNeeds(needs, { path: '0.weight', role: 'weight', axes: { out: 0, in: 1 } }) // throws /0\.weight: expected rng/
 * ```
 */
export function checkNeeds(
  needs: readonly Need[],
  target: {
    readonly path: string
    readonly role: string
    readonly axes?: Axes | undefined
    readonly rng?: Rng | undefined
  },
): void {
  const { path, role, axes, rng } = target
  if (needs.includes('fans') && !hasFans(axes)) missingFans(path, role)
  checkRng(path, rng)
  if (needs.includes('rng') && rng === undefined) missingRng(path)
}

/** Throws unless a stream is one, or left out. */
export function checkRng(path: string, rng: unknown): void {
  if (rng === undefined || isStream(rng)) return
  throw new TypeError(message(path, 'rng to be a stream', show(rng), RNG))
}

/** Whether a value draws as a stream does, whatever its class. */
export function isStream(value: unknown): value is Rng {
  const { normal, at }: { readonly normal?: unknown; readonly at?: unknown } = Object(value)
  return typeof normal === 'function' && typeof at === 'function'
}

function atLeastZero(path: string, fanIn: unknown): void {
  if (finite(path, 'fanIn', fanIn) < 0) throw new RangeError(message(path, 'fanIn >= 0', show(fanIn)))
}

/**
 * The fans of a bias: the fan-in of its layer, and no fan-out.
 *
 * @throws TypeError where the fan-out is read.
 * @example
 * ```ts
 * import { lecunUniform, xavierUniform } from '@nn/init'
 * import { fanInAlone } from '@nn/init/layer'
 * const fans = fanInAlone('0.bias', 'bias', 3)
 * lecunUniform().describe({ shape: [8], fans }).text // => 'U[-1, 1)'
 * xavierUniform().describe({ shape: [8], fans }) // throws /0\.bias: expected axes or fans for an initializer that scales by them/
 * ```
 */
export function fanInAlone(path: string, role: string, fanIn: number): Fans {
  return {
    fanIn,
    get fanOut(): number {
      return missingFans(path, role)
    },
  }
}

function missingRng(path: string): never {
  throw new TypeError(message(path, 'rng for a random initializer', 'none', RNG))
}

function missingFans(path: string, role: string): never {
  const cure = 'give { axes: { out: 0, in: 1 } }, or use an initializer without fans'
  const expected = 'axes or fans for an initializer that scales by them'
  throw new TypeError(message(path, expected, `a ${role} without axes`, cure))
}
