import { CheckedRng } from '../../stream/checked-rng.ts'
import type { Rules } from '../../stream/laws.ts'
import type {
  BernoulliOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero } from '../../stream/sequential.ts'
import { checkTwoSigma } from '../../stream/two-sigma.ts'
import type { KerasBackend, KerasSeed } from './backend.ts'
import type { KerasRng } from './keras-rng.ts'
import { advance, type KerasOrder, type KerasState } from './state.ts'

const RULES: Rules = { start: fromZero }
const WIDE_RULES: Rules = { ...RULES, widest: Infinity }

/** The stream over a backend; how its seeds follow each other is the order's. */
export class KerasStream extends CheckedRng implements KerasRng {
  readonly #backend: KerasBackend
  readonly #order: KerasOrder
  #seed: KerasSeed

  constructor(backend: KerasBackend, order: KerasOrder, seed: KerasSeed) {
    super()
    this.#backend = backend
    this.#order = order
    this.#seed = seed
  }

  get rules(): Rules {
    const { name } = this.#backend
    return name === 'tensorflow' || name === 'jax' ? RULES : WIDE_RULES
  }

  next(): KerasSeed {
    return this.#draw((seed) => seed)
  }

  drawBits(out: Uint32Array): void {
    this.#draw((seed) => this.#backend.bits(seed, out))
  }

  drawUniform(out: FloatArray, { low, high }: Required<UniformOptions>): void {
    this.#draw((seed) => this.#backend.uniform(seed, out, low, high))
  }

  drawNormal(out: FloatArray, { mean, std }: Required<NormalOptions>): void {
    this.#draw((seed) => this.#backend.normal(seed, out, mean, std))
  }

  drawTruncatedNormal(out: FloatArray, law: Required<TruncatedNormalOptions>): void {
    checkTwoSigma('rng.truncatedNormal', law, 'Keras')
    this.#draw((seed) => this.#backend.truncatedNormal(seed, out, law.mean, law.std))
  }

  drawBernoulli(out: NumericArray, { p }: Required<BernoulliOptions>): void {
    this.#draw((seed) => this.#backend.keep(seed, out, 1 - p))
  }

  drawIntegers(out: NumericArray, { low, high }: Required<IntegersOptions>): void {
    this.#draw((seed) => {
      if (out.length > 0) this.#backend.integers(seed, out, low, high)
    })
  }

  drawPermutation(): never {
    throw new Error(
      "rng.permutation: expected a stream with this law, got Keras's, whose shuffle is not reproduced; use the backend's own stream",
    )
  }

  at(_path: string | number): this {
    return this
  }

  split(_count: number): never {
    throw cannotSplit('Keras', 'make one createKerasRng for each stream')
  }

  clone(): KerasRng {
    return new KerasStream(this.#backend, this.#order, this.#seed)
  }

  toJSON(): KerasState {
    const [first, second] = this.#seed
    return {
      algorithm: 'keras-seed-generator',
      version: 1,
      backend: this.#backend.name,
      order: this.#order,
      seed: [String(first), String(second)],
    }
  }

  /** Runs one draw; the state moves on only when it succeeds. */
  #draw<R>(draw: (seed: KerasSeed) => R): R {
    const result = draw(this.#seed)
    this.#seed = advance(this.#seed, this.#order, this.#backend)
    return result
  }
}
