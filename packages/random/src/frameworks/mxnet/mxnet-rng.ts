import { deviation, FLOATS, finite, instance, integer, ordered, show } from '../../stream/check.ts'
import type {
  FillOptions,
  FloatArray,
  NormalOptions,
  Rng,
  RngState,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero, hasNoLaw } from '../../stream/sequential.ts'
import { type EngineState, Engines } from './engines.ts'
import { fillNormal, fillUniform, type MxnetApi } from './streams.ts'

const { fround } = Math
const APIS: readonly MxnetApi[] = ['nd', 'np']

/** The state of MXNet's stream: the engines that were drawn from; the others follow from the seed. */
export interface MxnetState extends RngState {
  readonly algorithm: 'mxnet-cpu'
  readonly version: 1
  readonly api: MxnetApi
  /** The seed modulo 2³². */
  readonly seed: number
  readonly engines: readonly EngineState[]
}

/** Options of `createMxnetRng`. */
export interface MxnetRngOptions {
  /**
   * `'nd'` (default): `mx.nd.random` and the initializers of Gluon and Module; `'np'`: `mx.np.random`. A seed gives both
   * families streams of their own.
   */
  readonly api?: MxnetApi
}

/** MXNet's random numbers on a CPU; see `createMxnetRng`. */
class MxnetRng implements Rng {
  readonly #api: MxnetApi
  readonly #engines: Engines

  constructor(api: MxnetApi, engines: Engines) {
    this.#api = api
    this.#engines = engines
  }

  at(_path: string | number): this {
    return this
  }

  split(_count: number): never {
    throw cannotSplit('MXNet', 'seed one createMxnetRng for each stream')
  }

  clone(): Rng {
    return new MxnetRng(this.#api, this.#engines.clone())
  }

  toJSON(): MxnetState {
    const { seed } = this.#engines
    return { algorithm: 'mxnet-cpu', version: 1, api: this.#api, seed, engines: this.#engines.toJSON() }
  }

  /** Words of the first engine. */
  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    instance('rng.bits', out, [Uint32Array])
    fromZero('rng.bits', options.start)
    const engine = this.#engines.get(0)
    for (let i = 0; i < out.length; i++) out[i] = engine.next()
    return out
  }

  uniform<T extends FloatArray>(out: T, options: UniformOptions = {}): T {
    const { low = 0, high = 1, start } = options
    const where = 'rng.uniform'
    this.#checkTarget(where, out, start)
    ordered(where, finite(where, 'low', low), finite(where, 'high', high))
    const [first, last] = [fround(low), fround(high)]
    ordered(where, first, last, ' as float32')
    const span = finite(where, 'high - low as float32', fround(last - first))
    fillUniform(this.#api, this.#engines, out, first, span)
    return out
  }

  normal<T extends FloatArray>(out: T, options: NormalOptions = {}): T {
    const { mean = 0, std = 1, start } = options
    const where = 'rng.normal'
    this.#checkTarget(where, out, start)
    const centre = finite(where, 'mean as float32', fround(finite(where, 'mean', mean)))
    const scale = finite(where, 'std as float32', fround(deviation(where, std)))
    fillNormal(this.#api, this.#engines, out, centre, scale)
    return out
  }

  truncatedNormal(): never {
    throw hasNoLaw('truncatedNormal', 'MXNet')
  }

  bernoulli(): never {
    throw hasNoLaw('bernoulli', "this repository's MXNet")
  }

  integers(): never {
    throw hasNoLaw('integers', "this repository's MXNet")
  }

  permutation(): never {
    throw hasNoLaw('permutation', "this repository's MXNet")
  }

  #checkTarget(where: string, out: unknown, start: unknown): void {
    instance(where, out, this.#api === 'nd' ? FLOATS : [Float32Array])
    fromZero(where, start)
  }
}

/**
 * The CPU stream of `mx.random.seed(seed)`: Mersenne Twisters and libstdc++'s distributions, as in MXNet's Linux builds.
 * `nd` fills of n elements use ⌈n/64⌉ engines (at most 1024), so that the bits do not depend on threads; `np` fills use one.
 * It has `uniform`, `normal` and `bits`; MXNet's other laws are not reproduced.
 *
 * @param seed A safe integer or bigint; as in MXNet, its low 32 bits count.
 * @throws TypeError or RangeError for other seeds (nothing is drawn from the clock), or an unknown `api`.
 * @see https://github.com/apache/mxnet/blob/master/src/operator/random/sampler.h
 * @example
 * ```ts
 * import { createMxnetRng } from '@nn/random/mxnet'
 * const weight = createMxnetRng(42).uniform(new Float32Array(2), { low: -0.07, high: 0.07 })
 * Array.from(weight) // => [0.04607310891151428, 0.03469689190387726]
 * const rng = createMxnetRng(128, { api: 'np' })
 * Array.from(rng.normal(new Float32Array(2))) // => [0.4740065634250641, -0.7521349191665649]
 * ```
 */
export function createMxnetRng(seed: number | bigint, options: MxnetRngOptions = {}): Rng {
  const { api = 'nd' } = options
  const where = 'createMxnetRng'
  if (typeof seed !== 'number' && typeof seed !== 'bigint')
    throw new TypeError(
      `${where}: expected a seed that is a safe integer or a bigint, got ${show(seed)}; try createMxnetRng(42)`,
    )
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw new RangeError(
      `${where}: expected a seed that is a safe integer or a bigint, got ${show(seed)}; for 64 bits write a bigint such as 42n`,
    )
  return new MxnetRng(parseApi(where, api), new Engines(Number(BigInt.asUintN(32, BigInt(seed)))))
}

function parseApi(where: string, api: unknown): MxnetApi {
  if (APIS.includes(api as MxnetApi)) return api as MxnetApi
  throw new RangeError(`${where}: expected api to be 'nd' or 'np', got ${show(api)}`)
}

/**
 * The stream that `toJSON()` described, going on where it stood.
 *
 * @throws TypeError if the state is no object, RangeError if a member is missing or wrong.
 * @example
 * ```ts
 * import { createMxnetRng, mxnetRngFromJSON } from '@nn/random/mxnet'
 * const rng = createMxnetRng(42)
 * rng.normal(new Float32Array(70))
 * const copy = mxnetRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.normal(new Float32Array(70)) // => rng.normal(new Float32Array(70))
 * ```
 */
export function mxnetRngFromJSON(state: RngState): Rng {
  const where = 'mxnetRngFromJSON'
  if (typeof state !== 'object' || state === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(state)}`)
  const { algorithm, version, api, seed, engines } = state as MxnetState
  if (algorithm !== 'mxnet-cpu' || version !== 1)
    throw new RangeError(
      `${where}: expected algorithm "mxnet-cpu" version 1, got ${show(algorithm)} version ${show(version)}`,
    )
  const word = integer(where, 'seed', seed, 0, 2 ** 32 - 1)
  return new MxnetRng(parseApi(where, api), Engines.fromJSON(where, word, engines))
}
