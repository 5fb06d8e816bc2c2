import { integer, message } from '@nn/check'
import { CheckedRng } from '../../stream/checked-rng.ts'
import type { Rules } from '../../stream/laws.ts'
import { pathBelow } from '../../stream/path.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import { MOST_STREAMS } from '../../stream/seed.ts'
import { openState } from '../../stream/state.ts'
import { drawBernoulli } from './bernoulli.ts'
import { bits } from './bits.ts'
import { type JaxKey, split, wrapKeyData } from './key.ts'
import type { KeyRng, KeyRngState } from './key-rng.ts'
import { drawNormal, type JaxNormalOptions } from './normal.ts'
import { drawPermutation } from './permutation.ts'
import { drawRandint } from './randint.ts'
import { RULES } from './rules.ts'
import { drawTruncatedNormal, type JaxTruncatedNormalOptions } from './truncated-normal.ts'
import { drawUniform, type JaxUniformOptions } from './uniform.ts'

/** How a stream finds the keys of its fills, and its name in JSON. */
export interface KeyRule {
  readonly algorithm: string
  /** The key of fill `call` (from 0) of a path. */
  keyOf(root: JaxKey, path: string, call: number): JaxKey
}

/** The streams over JAX keys: those of JAX and those of Flax differ in the rule alone. */
export class RuledKeyRng extends CheckedRng implements KeyRng {
  readonly #rule: KeyRule
  readonly #root: JaxKey
  readonly #path: string
  #call: number

  constructor(rule: KeyRule, root: JaxKey, path = '', call = 0) {
    super()
    this.#rule = rule
    this.#root = root
    this.#path = path
    this.#call = call
  }

  get rules(): Rules {
    return RULES
  }

  nextKey(): JaxKey {
    return this.#fill((key) => key)
  }

  at(path: string | number): KeyRng {
    return new RuledKeyRng(this.#rule, this.#root, pathBelow(this.#path, path))
  }

  split(count: number): KeyRng[] {
    integer('rng.split', 'count', count, 0, MOST_STREAMS)
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

  drawBits(out: Uint32Array, law: Required<FillOptions>): void {
    this.#fill((key) => bits(key, out, law))
  }

  drawUniform(out: FloatArray, law: Required<UniformOptions>, options?: JaxUniformOptions): void {
    this.#fill((key) => drawUniform({ where: 'rng.uniform', key }, out, law, options))
  }

  drawNormal(out: FloatArray, law: Required<NormalOptions>, options?: JaxNormalOptions): void {
    this.#fill((key) => drawNormal({ where: 'rng.normal', key }, out, law, options))
  }

  drawTruncatedNormal(
    out: FloatArray,
    law: Required<TruncatedNormalOptions>,
    options?: JaxTruncatedNormalOptions,
  ): void {
    this.#fill((key) => drawTruncatedNormal({ where: 'rng.truncatedNormal', key }, out, law, options))
  }

  drawBernoulli(out: NumericArray, law: Required<BernoulliOptions>): void {
    this.#fill((key) => drawBernoulli('rng.bernoulli', key, out, law))
  }

  drawIntegers(out: NumericArray, law: Required<IntegersOptions>): void {
    this.#fill((key) => drawRandint('rng.integers', key, out, law))
  }

  drawPermutation(out: NumericArray): void {
    this.#fill((key) => drawPermutation('rng.permutation', key, out))
  }

  /** Runs one fill; the stream moves on only when it succeeds. */
  #fill<R>(fill: (key: JaxKey) => R): R {
    const result = fill(this.#rule.keyOf(this.#root, this.#path, this.#call))
    this.#call++
    return result
  }
}

/** The stream that the JSON of one with this rule described. */
export function keyRngFromJSON(where: string, rule: KeyRule, state: unknown): KeyRng {
  const { key, partitionable, path, call } = openState<KeyRngState>(where, state, rule.algorithm)
  if (!Array.isArray(key) || typeof partitionable !== 'boolean' || typeof path !== 'string')
    throw new RangeError(message(where, 'key, partitionable and path as rng.toJSON() gives them', 'others'))
  return new RuledKeyRng(
    rule,
    wrapKeyData(key, { partitionable }),
    path,
    integer(where, 'call', call, 0, 2 ** 32),
  )
}
