import { mark, show } from '@nn/check'
import { RNG } from './brand.ts'
import {
  bernoulliLaw,
  bitsLaw,
  checkPermutation,
  integersLaw,
  normalLaw,
  type Rules,
  truncatedNormalLaw,
  uniformLaw,
} from './laws.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  Rng,
  RngState,
  TruncatedNormalOptions,
  UniformOptions,
} from './rng.ts'

/** The method that Node's console.log and util.inspect look for. */
const INSPECT = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom')

/**
 * The base of all streams: marks them, and checks what a fill is given before the stream draws. A law comes to the stream whole;
 * `options` is what it was made of, for the options that are the stream's own.
 */
export abstract class CheckedRng implements Rng {
  /** @internal */
  abstract readonly rules: Rules

  constructor() {
    mark(this, RNG)
    // Here and not in a static block, which would keep the class in every bundle.
    const { prototype } = CheckedRng
    if (!(INSPECT in prototype)) Object.defineProperty(prototype, INSPECT, { value: prototype.toString })
  }

  /** The algorithm and what of the state is short, such as seed and path. */
  toString(): string {
    const { algorithm, version, ...state } = this.toJSON()
    const short = Object.entries(state).filter(([, value]) => typeof value !== 'object')
    return `rng(${[algorithm, ...short.map(([name, value]) => `${name}=${show(value)}`)].join(', ')})`
  }

  abstract at(path: string | number): Rng
  abstract split(count: number): Rng[]
  abstract clone(): Rng
  abstract toJSON(): RngState
  /** @internal */
  abstract drawBits(out: Uint32Array, law: Required<FillOptions>, options?: FillOptions): void
  /** @internal */
  abstract drawUniform(out: FloatArray, law: Required<UniformOptions>, options?: UniformOptions): void
  /** @internal */
  abstract drawNormal(out: FloatArray, law: Required<NormalOptions>, options?: NormalOptions): void
  /** @internal */
  abstract drawTruncatedNormal(
    out: FloatArray,
    law: Required<TruncatedNormalOptions>,
    options?: TruncatedNormalOptions,
  ): void
  /** @internal */
  abstract drawBernoulli(out: NumericArray, law: Required<BernoulliOptions>, options?: BernoulliOptions): void
  /** @internal */
  abstract drawIntegers(out: NumericArray, law: Required<IntegersOptions>, options: IntegersOptions): void
  /** @internal */
  abstract drawPermutation(out: NumericArray): void

  /** Raw words: uniform on [0, 2³²). */
  bits(out: Uint32Array, options?: FillOptions): Uint32Array {
    this.drawBits(out, bitsLaw(out, options, this.rules), options)
    return out
  }

  /** U[low, high). */
  uniform<T extends FloatArray>(out: T, options?: UniformOptions): T {
    this.drawUniform(out, uniformLaw(out, options, this.rules), options)
    return out
  }

  /** N(mean, std²). */
  normal<T extends FloatArray>(out: T, options?: NormalOptions): T {
    this.drawNormal(out, normalLaw(out, options, this.rules), options)
    return out
  }

  /** N(mean, std²) cut to [low, high]. */
  truncatedNormal<T extends FloatArray>(out: T, options?: TruncatedNormalOptions): T {
    this.drawTruncatedNormal(out, truncatedNormalLaw(out, options, this.rules), options)
    return out
  }

  /** 1 with probability p, otherwise 0. */
  bernoulli<T extends NumericArray>(out: T, options?: BernoulliOptions): T {
    this.drawBernoulli(out, bernoulliLaw(out, options, this.rules), options)
    return out
  }

  /** Uniform integers of [low, high). */
  integers<T extends NumericArray>(out: T, options: IntegersOptions): T {
    this.drawIntegers(out, integersLaw(out, options, this.rules), options)
    return out
  }

  /** A uniform permutation of 0 … out.length − 1. */
  permutation<T extends NumericArray>(out: T): T {
    checkPermutation('rng.permutation', out)
    this.drawPermutation(out)
    return out
  }
}
