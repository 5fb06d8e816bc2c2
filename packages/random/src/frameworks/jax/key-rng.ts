import { parseSegment } from '../../philox/key.ts'
import { instance } from '../../stream/check.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NumericArray,
  Rng,
  RngState,
} from '../../stream/rng.ts'
import { bernoulli } from './bernoulli.ts'
import { bits } from './bits.ts'
import { type JaxKey, split } from './key.ts'
import { type JaxNormalOptions, normal } from './normal.ts'
import { permutation } from './permutation.ts'
import { randint } from './randint.ts'
import { type JaxTruncatedNormalOptions, truncatedNormal } from './truncated-normal.ts'
import { type JaxUniformOptions, uniform } from './uniform.ts'

/** The state of a stream over JAX keys. */
export interface KeyRngState extends RngState {
  readonly version: 1
  /** The root key's words. */
  readonly key: readonly [number, number]
  readonly partitionable: boolean
  /** Segments joined by dots; empty for the root. */
  readonly path: string
  /** How many fills the stream has made. */
  readonly call: number
}

/** A stream whose every fill draws with a JAX key of its own. */
export interface KeyRng extends Rng {
  /** The key of the next fill; it counts as that fill. */
  nextKey(): JaxKey
  at(path: string | number): KeyRng
  split(count: number): KeyRng[]
  clone(): KeyRng
  uniform<T extends FloatArray>(out: T, options?: JaxUniformOptions): T
  normal<T extends FloatArray>(out: T, options?: JaxNormalOptions): T
  truncatedNormal<T extends FloatArray>(out: T, options?: JaxTruncatedNormalOptions): T
  toJSON(): KeyRngState
}

/** How a stream finds the keys of its fills, and its name in JSON. */
export interface KeyRule {
  readonly algorithm: string
  /** The key of fill `call` (from 0) of a path. */
  keyOf(root: JaxKey, path: string, call: number): JaxKey
}

/** The streams over JAX keys: those of JAX and those of Flax differ in the rule alone. */
export class RuledKeyRng implements KeyRng {
  readonly #rule: KeyRule
  readonly #root: JaxKey
  readonly #path: string
  #call: number

  constructor(rule: KeyRule, root: JaxKey, path = '', call = 0) {
    this.#rule = rule
    this.#root = root
    this.#path = path
    this.#call = call
  }

  nextKey(): JaxKey {
    return this.#fill((key) => key)
  }

  at(path: string | number): KeyRng {
    const segment = parseSegment(path)
    return new RuledKeyRng(this.#rule, this.#root, this.#path === '' ? segment : `${this.#path}.${segment}`)
  }

  split(count: number): KeyRng[] {
    return this.#fill((key) => split(key, count).map((child) => new RuledKeyRng(this.#rule, child)))
  }

  clone(): KeyRng {
    return new RuledKeyRng(this.#rule, this.#root, this.#path, this.#call)
  }

  toJSON(): KeyRngState {
    const { words, partitionable } = this.#root
    const { algorithm } = this.#rule
    return { algorithm, version: 1, key: words, partitionable, path: this.#path, call: this.#call }
  }

  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    instance('rng.bits', out, [Uint32Array])
    return this.#fill((key) => bits(key, out, options))
  }

  uniform<T extends FloatArray>(out: T, options: JaxUniformOptions = {}): T {
    return this.#fill((key) => uniform(key, out, options))
  }

  normal<T extends FloatArray>(out: T, options: JaxNormalOptions = {}): T {
    return this.#fill((key) => normal(key, out, options))
  }

  truncatedNormal<T extends FloatArray>(out: T, options: JaxTruncatedNormalOptions = {}): T {
    return this.#fill((key) => truncatedNormal(key, out, options))
  }

  bernoulli<T extends NumericArray>(out: T, options: BernoulliOptions = {}): T {
    return this.#fill((key) => bernoulli(key, out, options))
  }

  integers<T extends NumericArray>(out: T, options: IntegersOptions): T {
    return this.#fill((key) => randint(key, out, { ...options, low: options.low ?? 0 }))
  }

  permutation<T extends NumericArray>(out: T): T {
    return this.#fill((key) => permutation(key, out))
  }

  /** Runs one fill; the stream moves on only when it succeeds. */
  #fill<R>(fill: (key: JaxKey) => R): R {
    const result = fill(this.#rule.keyOf(this.#root, this.#path, this.#call))
    this.#call++
    return result
  }
}
