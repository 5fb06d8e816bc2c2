import { checkOptions, integer, type OptionNames, oneOf, ordered } from '@nn/check'
import { CheckedRng } from '../../stream/checked-rng.ts'
import type { Rules } from '../../stream/laws.ts'
import type { FloatArray, NormalOptions, Rng, RngState, UniformOptions } from '../../stream/rng.ts'
import { type Seeds, seedOf } from '../../stream/seed.ts'
import { cannotSplit, fromZero, hasNoLaw } from '../../stream/sequential.ts'
import { openState } from '../../stream/state.ts'
import { checkOut } from '../../stream/targets.ts'
import { type EngineState, Engines } from './engines.ts'
import { fillNormal, fillUniform, type MxnetApi } from './streams.ts'

const { fround } = Math
const APIS = ['nd', 'np'] as const
const RULES: Rules = { start: fromZero, dtype: 'float32' }

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
class MxnetRng extends CheckedRng {
  readonly #api: MxnetApi
  readonly #engines: Engines

  constructor(api: MxnetApi, engines: Engines) {
    super()
    this.#api = api
    this.#engines = engines
  }

  get rules(): Rules {
    return RULES
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
  drawBits(out: Uint32Array): void {
    const engine = this.#engines.get(0)
    for (let i = 0; i < out.length; i++) out[i] = engine.next()
  }

  drawUniform(out: FloatArray, { low, high }: Required<UniformOptions>): void {
    const where = 'rng.uniform'
    this.#checkType(where, out)
    const [first, last] = [fround(low), fround(high)]
    ordered(where, first, last, ' as float32')
    fillUniform(this.#api, this.#engines, out, first, fround(last - first))
  }

  drawNormal(out: FloatArray, { mean, std }: Required<NormalOptions>): void {
    const where = 'rng.normal'
    this.#checkType(where, out)
    fillNormal(this.#api, this.#engines, out, fround(mean), fround(std))
  }

  drawTruncatedNormal(): never {
    throw hasNoLaw('truncatedNormal', 'MXNet')
  }

  drawBernoulli(): never {
    throw hasNoLaw('bernoulli', "this repository's MXNet")
  }

  drawIntegers(): never {
    throw hasNoLaw('integers', "this repository's MXNet")
  }

  drawPermutation(): never {
    throw hasNoLaw('permutation', "this repository's MXNet")
  }

  /** `mx.np.random` is float32 only. */
  #checkType(where: string, out: FloatArray): void {
    if (this.#api === 'np') checkOut(where, out, [Float32Array])
  }
}

const SEEDS: Seeds = { least: -Infinity, most: Infinity, cure: 'try createMxnetRng(42)' }
const OPTIONS: OptionNames<MxnetRngOptions> = { api: true }

/**
 * The CPU stream of `mx.random.seed(seed)`: Mersenne Twisters and libstdc++'s distributions, as in MXNet's Linux builds.
 * `nd` fills of n elements use ⌈n/64⌉ engines (at most 1024), so that the bits do not depend on threads; `np` fills use one.
 * It has `uniform`, `normal` and `bits`; MXNet's other laws are not reproduced.
 *
 * @param seed A safe integer or bigint; as in MXNet, its low 32 bits count.
 * @throws TypeError or RangeError for other seeds (nothing is drawn from the clock), an unknown option or an unknown `api`.
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
export function createMxnetRng(seed: number | bigint, options?: MxnetRngOptions): Rng {
  const where = 'createMxnetRng'
  checkOptions(where, options, OPTIONS)
  const low = Number(BigInt.asUintN(32, seedOf(where, seed, SEEDS)))
  return new MxnetRng(oneOf(where, 'api', options?.api ?? 'nd', APIS), new Engines(low))
}

/**
 * The stream that `toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
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
  const { api, seed, engines } = openState<MxnetState>(where, state, 'mxnet-cpu')
  const word = integer(where, 'seed', seed, 0, 2 ** 32 - 1)
  return new MxnetRng(oneOf(where, 'api', api, APIS), Engines.fromJSON(where, word, engines))
}
