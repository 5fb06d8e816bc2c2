import { atOnce, message, show, wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { checkRange } from './check-range.ts'
import { checkHeld, lawRequestOf } from './held.ts'
import type { Law, LawRequest } from './law.ts'
import type { InitRequest, Need } from './request.ts'

/** Any function from a request to its values is an initializer. */
export type InitFn = (request: InitRequest) => Tensor

/** An initializer's name and options, as JSON. */
export interface InitConfig {
  readonly name: string
  readonly [option: string]: unknown
}

/**
 * An initializer that knows itself: a function with its options as data and its law in closed form.
 *
 * @example
 * ```ts
 * import { kaimingNormal } from '@nn/init'
 * const he = kaimingNormal()
 * he.config // => { name: 'kaimingNormal', mode: 'fanIn', nonlinearity: 'relu' }
 * JSON.stringify(he) // => '{"name":"kaimingNormal","mode":"fanIn","nonlinearity":"relu"}'
 * he.describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } }).text // => 'N(0, 0.707107²)'
 * ```
 */
export interface Initializer extends InitFn {
  readonly config: InitConfig
  /** What it reads from its request. */
  readonly needs: readonly Need[]
  /** Whether an element depends on no other, so that a slice costs no more than its own elements. */
  readonly elementwise: boolean
  /** The law of the elements; allocates nothing. */
  describe(request: LawRequest): Law
  /**
   * The elements `[start, end)` in row-major order, `[end − start]`: the bits of that part of the whole. The request's stream
   * stays where it is.
   *
   * @throws RangeError if start and end are no range of the elements.
   */
  fillSlice(request: InitRequest, start: number, end: number): Tensor
  /**
   * Throws what drawing for the request would throw, and draws nothing. Where there is one, the values depend on the request
   * alone, so that drawing may wait until they are read.
   */
  readonly check?: ((request: InitRequest) => void) | undefined
  /** Whether it has the values of the parameter at a path: as `init` of a network it is then for that one, whatever its role. */
  readonly holds?: ((path: string) => boolean) | undefined
  /** Whether values stand as they are where a parameter keeps a row of zeros, as those of PyTorch's functions do; left out: no. */
  readonly fillsPadding?: boolean | undefined
  /** `config` as JSON, infinities as strings, for `fromJSON` of `@nn/init/config`. @throws TypeError of a function of one's own, which is no data. */
  toJSON(): InitConfig
}

/** What is taken wherever an initializer is: a function, or an object with `initialize` as Keras and MXNet have it. */
export type InitLike = InitFn | { initialize(request: InitRequest): Tensor }

/** What an initializer is made of. */
export interface Definition {
  readonly config: InitConfig
  readonly needs?: readonly Need[]
  readonly draw: InitFn
  readonly describe: (request: LawRequest) => Law
  /** Elements of an elementwise law; without it, slices are cut from the whole. */
  readonly slice?: (request: InitRequest, start: number, end: number) => Tensor
  /** Throws what drawing would throw; left out if drawing must not wait. */
  readonly check?: ((request: InitRequest) => void) | undefined
  /** Whether it has the values of the parameter at a path; left out, it is for weights. */
  readonly holds?: ((path: string) => boolean) | undefined
  /** The law whose numbers the dtype has to hold: default `describe`; the text alone where drawing sees to it, or numbers cost. */
  readonly range?: (request: LawRequest) => Law
  readonly fillsPadding?: boolean
  /** Whether the config says all there is; default true. */
  readonly isData?: boolean
}

/** The initializer of a definition; its config is frozen. */
export function createInitializer(definition: Definition): Initializer {
  const {
    needs = [],
    draw,
    describe,
    slice,
    check,
    holds,
    range = describe,
    fillsPadding,
    isData = true,
  } = definition
  const config = Object.freeze(definition.config)
  const hold = (request: InitRequest): void => checkHeld(request, range(lawRequestOf(request)))
  // A closure of its own, so that two initializers over one function stay two.
  const initializer: InitFn = (request) => {
    if (typeof request?.backend?.full !== 'function') {
      const cure = 'make one with createRequest, or give the initializer to initialize'
      throw wrongKind(config.name, 'a request', request, cure)
    }
    hold(request)
    return draw(request)
  }
  return Object.freeze(
    Object.assign(initializer, {
      [DATA]: isData,
      config,
      needs,
      elementwise: slice !== undefined,
      describe,
      holds,
      fillsPadding,
      check:
        check &&
        ((request: InitRequest) => {
          hold(request)
          check(request)
        }),
      fillSlice: (request: InitRequest, start: number, end: number) => {
        checkRange(request, start, end)
        hold(request)
        const own = request.fork()
        return slice?.(own, start, end) ?? cut(draw(own), start, end)
      },
      toJSON: () => (isData ? (plain(config) as InitConfig) : noData(config.name)),
    }),
  )
}

/** The mark of initializers whose config is all of them, the same in all copies of this package. */
const DATA: unique symbol = /* @__PURE__ */ Symbol.for('@nn/init')

/**
 * Whether an initializer's config says all there is, which it does not of a person's own function.
 *
 * @example
 * ```ts
 * import { normal } from '@nn/init'
 * import { isData, toInitializer } from '@nn/init/layer'
 * isData(normal()) // => true
 * isData(toInitializer(({ backend, shape }) => backend.ones(shape))) // => false
 * ```
 */
export function isData(initializer: Initializer): boolean {
  return Reflect.get(initializer, DATA) === true
}

/**
 * Whether an initializer reads the fans of its request, or, as a function of one's own, may.
 *
 * @example
 * ```ts
 * import { lecunNormal, normal } from '@nn/init'
 * import { readsFans, toInitializer } from '@nn/init/layer'
 * [normal(), lecunNormal(), toInitializer(({ backend }) => backend.ones([1]))].map(readsFans) // => [false, true, true]
 * ```
 */
export function readsFans(initializer: Initializer): boolean {
  return initializer.needs.includes('fans') || !isData(initializer)
}

function cut(whole: Tensor, start: number, end: number): Tensor {
  return whole.backend.tensor(whole.toArray().slice(start, end), { dtype: whole.dtype })
}

/** A config as JSON: numbers that it does not have are strings. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

function noData(name: string): never {
  const cure = 'rebuild it yourself'
  throw new TypeError(message('toJSON', 'a built-in initializer', `the function ${name}`, cure))
}

/**
 * The one normaliser: a function or an object with `initialize` becomes an `Initializer`, which is returned as it is.
 * The values of a person's own initializer are copied, so that it may return the same tensor twice, and what it
 * throws is wrapped with the parameter's path.
 *
 * @throws TypeError if `like` is neither, or a class that was not instantiated.
 * @example
 * ```ts
 * import type { InitRequest } from '@nn/init'
 * import { toInitializer } from '@nn/init/layer'
 * const ramp = ({ backend, shape: [n = 0] }: InitRequest) => backend.arange(n)
 * toInitializer(ramp).config // => { name: 'ramp' }
 * toInitializer('normal' as never) // throws /expected an initializer, got "normal"; pass normal/
 * ```
 */
export function toInitializer(like: InitLike): Initializer {
  if (typeof like === 'function') {
    if ('config' in like && 'describe' in like) return like as Initializer
    if (!/^class\b/.test(Function.prototype.toString.call(like))) return custom(like.name, like)
    throw new TypeError(
      message('init', 'an initializer', `the class ${like.name}`, `pass new ${like.name}()`),
    )
  }
  if (typeof like?.initialize === 'function') {
    return custom(like.constructor?.name, (request) => like.initialize(request))
  }
  const cure = 'pass normal(), a function (request) => tensor or an object with initialize(request)'
  throw new TypeError(message('init', 'an initializer', show(like), cure))
}

function custom(given: string | undefined, fn: InitFn): Initializer {
  const name = given === undefined || given === '' ? 'custom' : given
  const draw: InitFn = (request) => {
    const value = atOnce(request.path, `${name} to return a tensor`, call(name, fn, request))
    return isTensor(value) ? value.clone() : value
  }
  return createInitializer({ config: { name }, draw, describe: () => ({ text: name }), isData: false })
}

function call(name: string, fn: InitFn, request: InitRequest): Tensor {
  try {
    return fn(request)
  } catch (cause) {
    const got = cause instanceof Error ? `${cause.name}: ${cause.message}` : show(cause)
    throw new Error(`${request.path}: expected ${name} to return a tensor, got ${got}; see the cause`, {
      cause,
    })
  }
}
