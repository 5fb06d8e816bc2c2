import { message, wrongKind } from '@nn/check'
import type { Backend, Tensor, TensorData } from '@nn/tensor'
import { checkRange } from './check-range.ts'
import { checkHeld, lawRequestOf } from './held.ts'
import type { Law, LawRequest } from './law.ts'
import type { InitRequest, Need } from './request.ts'
import { allocate } from './typed-arrays.ts'

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
   * The elements in row-major order, or `[start, end)` of them, as the typed array of the request's dtype: what a call makes a tensor of.
   * Needs no backend, unless the law computes with matrices or tensors.
   *
   * @throws RangeError if start and end are no range of the elements.
   */
  elements(request: InitRequest, start?: number, end?: number): TensorData
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
  /**
   * Of an elementwise law: throws what drawing for the request would throw, and gives what writes the elements from `start` on, by default
   * 0, into an array of the request's dtype. So values that are in memory are drawn anew where they lie.
   */
  readonly writer?: ((request: InitRequest) => (out: TensorData, start?: number) => unknown) | undefined
  /** Whether it has the values of the parameter at a path: as `init` of a network it is then for that one, whatever its role. */
  readonly holds?: ((path: string) => boolean) | undefined
  /** Whether values stand as they are where a parameter keeps a row of zeros, as those of PyTorch's functions do; left out: no. */
  readonly fillsPadding?: boolean | undefined
  /** `config` as JSON, infinities as strings, for `fromJSON` of `@nn/init/config`. @throws TypeError of a function of one's own, which is no data. */
  toJSON(): InitConfig
}

/**
 * What is taken wherever an initializer is: a function, or an object with `initialize` as Keras and MXNet have it. It returns a tensor of
 * the request's shape, or a typed array of all elements in row-major order.
 */
export type InitLike =
  | ((request: InitRequest) => Tensor | TensorData)
  | { initialize(request: InitRequest): Tensor | TensorData }

/** Writes the elements of a parameter from `start` on. */
export type Write = (out: TensorData, start: number) => unknown

/** How the values of an initializer are made: element by element, or all at once, and then slices are cut from the whole. */
type Making =
  | {
      /** Throws what drawing would throw, and gives what writes elements. */
      readonly writer: (request: InitRequest) => Write
      readonly draw?: undefined
    }
  | {
      /** All elements, as a typed array of the request's dtype: a new one, or one that was given to be the storage itself. */
      readonly draw: (request: InitRequest) => TensorData
      readonly writer?: undefined
    }

/** What an initializer is made of, beside its values. */
export interface Description {
  readonly config: InitConfig
  readonly needs?: readonly Need[]
  readonly describe: (request: LawRequest) => Law
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

/** What an initializer is made of. */
export type Definition = Description & Making

/** The initializer of a definition; its config is frozen. */
export function createInitializer(definition: Definition): Initializer {
  const { needs = [], describe, check, holds, range = describe, fillsPadding, isData = true } = definition
  const config = Object.freeze(definition.config)
  const needsFans = needs.includes('fans')
  const hold = (request: InitRequest): void => checkHeld(request, range(lawRequestOf(request, needsFans)))
  const elements: Initializer['elements'] = (request, start, end) => {
    checkRequest(config.name, request)
    const [from, to] = checkRange(request, start, end)
    hold(request)
    if (definition.writer === undefined) {
      const all = definition.draw(request)
      return to - from === all.length ? all : all.slice(from, to)
    }
    const write = definition.writer(request)
    const out = allocate(request.path, request.dtype, to - from)
    write(out, from)
    return out
  }
  // A closure of its own, so that two initializers over one function stay two.
  const initializer: InitFn = (request) => {
    const backend = backendOf(config.name, request)
    return backend.tensor(elements(request), { shape: request.shape, copy: false })
  }
  return Object.freeze(
    Object.assign(initializer, {
      [DATA]: isData,
      config,
      needs,
      elementwise: definition.writer !== undefined,
      describe,
      elements,
      holds,
      fillsPadding,
      check:
        check &&
        ((request: InitRequest) => {
          hold(request)
          check(request)
        }),
      writer:
        definition.writer &&
        ((request: InitRequest) => {
          hold(request)
          const write = definition.writer(request)
          return (out: TensorData, start = 0) => write(out, start)
        }),
      fillSlice: (request: InitRequest, start: number, end: number) => {
        const backend = backendOf(config.name, request)
        return backend.tensor(elements(request.fork(), start, end), { copy: false })
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

function checkRequest(name: string, request: InitRequest): void {
  if (!Array.isArray(request?.shape)) throw noRequest(name, request)
}

/** What makes a tensor of the values of a request. @throws TypeError if it has none, or is no request. */
function backendOf(name: string, request: InitRequest): Backend {
  const backend = request?.backend
  if (typeof backend?.tensor !== 'function') throw noRequest(name, request)
  return backend
}

function noRequest(name: string, request: unknown): TypeError {
  const cure = 'make one with createRequest, or give the initializer to initialize'
  return wrongKind(name, 'a request', request, cure)
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
