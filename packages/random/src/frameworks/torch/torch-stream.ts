import { checkOptions, deviation, message, type OptionNames, positive, show, within } from '@nn/check'
import { CheckedRng } from '../../stream/checked-rng.ts'
import {
  BERNOULLI,
  bernoulliLaw,
  checkPermutation,
  INTEGERS,
  type Names,
  NORMAL,
  type Rules as StreamRules,
  TRUNCATED,
  UNIFORM,
} from '../../stream/laws.ts'
import type {
  BernoulliOptions,
  FloatArray,
  NormalOptions,
  NumericArray,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero, notAbove } from '../../stream/sequential.ts'
import { checkHeld, checkOut, FLOATS } from '../../stream/targets.ts'
import { boundsOf } from './bounds.ts'
import { fillPermutation, fillRandom, fillRange, rangeOf, TORCH_ARRAYS, type TorchArray } from './integers.ts'
import { checkProbabilities, fillBernoulli, fillExponential, zeroColumns } from './kernels/draw.ts'
import { Generator } from './kernels/generator.ts'
import { fillNormal } from './kernels/normal.ts'
import { fillTruncatedNormal } from './kernels/truncated-normal.ts'
import { fillUniform } from './kernels/uniform.ts'
import { type Rules, rulesOf } from './rules.ts'
import { parseTorchSeed } from './seed.ts'
import { fromBytes, type TorchState, toBytes, toState } from './state.ts'
import { fillPlaces, floatType, matrixOf } from './target.ts'
import type {
  ExponentialOptions,
  FloatTensorOptions,
  SparseOptions,
  TensorOptions,
  TorchBernoulliOptions,
  TorchIntegersOptions,
  TorchRandomOptions,
  TorchRng,
  TorchTruncatedNormalOptions,
} from './torch-rng.ts'

const TENSOR: OptionNames<FloatTensorOptions> = { dtype: true, layout: true }
const RULES: StreamRules = {
  start: fromZero,
  // PyTorch allows an empty range: all elements are its end.
  range: notAbove,
  uniform: { ...UNIFORM, ...TENSOR },
  normal: { ...NORMAL, ...TENSOR },
  truncatedNormal: { ...TRUNCATED, ...TENSOR, version: true },
  bernoulli: { ...BERNOULLI, layout: true },
}
const INTEGERS_OPTIONS: Names<TorchIntegersOptions> = { ...INTEGERS, layout: true }
const RANDOM_OPTIONS: OptionNames<TorchRandomOptions> = { dtype: true, layout: true }
const EXPONENTIAL_OPTIONS: OptionNames<ExponentialOptions> = { ...TENSOR, rate: true }
const SPARSE_OPTIONS: OptionNames<SparseOptions> = {
  ...{ shape: true, sparsity: true, std: true, dtype: true, places: true },
}

/** PyTorch's CPU generator; see `createTorchRng`. */
export class TorchStream extends CheckedRng implements TorchRng {
  #generator: Generator
  readonly #rules: Rules

  constructor(generator: Generator, rules: Rules) {
    super()
    this.#generator = generator
    this.#rules = rules
  }

  get rules(): StreamRules {
    return RULES
  }

  manualSeed(seed: number | bigint): this {
    this.#generator = new Generator(parseTorchSeed('rng.manualSeed', seed))
    return this
  }

  initialSeed(): bigint {
    return this.#generator.seed
  }

  getState(): Uint8Array {
    return toBytes(this.#generator)
  }

  setState(state: Uint8Array): this {
    this.#generator = fromBytes('rng.setState', state)
    return this
  }

  toJSON(): TorchState {
    return toState(this.#generator, this.#rules)
  }

  clone(): TorchRng {
    return new TorchStream(this.#generator.clone(), this.#rules)
  }

  at(_path: string | number): this {
    return this
  }

  split(_count: number): never {
    throw cannotSplit('PyTorch', 'seed one createTorchRng for each stream')
  }

  drawBits(out: Uint32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.#generator.word()
  }

  drawUniform(
    out: FloatArray,
    { low, high }: Required<UniformOptions>,
    options?: UniformOptions & FloatTensorOptions,
  ): void {
    const where = 'rng.uniform'
    const dtype = floatType(where, out, options?.dtype)
    fillPlaces(where, out, options, (values) =>
      fillUniform(this.#generator, values, low, high, dtype, this.#rules),
    )
  }

  drawNormal(
    out: FloatArray,
    { mean, std }: Required<NormalOptions>,
    options?: NormalOptions & FloatTensorOptions,
  ): void {
    const where = 'rng.normal'
    const dtype = floatType(where, out, options?.dtype)
    fillPlaces(where, out, options, (values, { contiguous }) =>
      fillNormal(this.#generator, values, mean, std, dtype, contiguous, this.#rules),
    )
  }

  drawTruncatedNormal(
    out: FloatArray,
    law: Required<TruncatedNormalOptions>,
    options?: TorchTruncatedNormalOptions,
  ): void {
    const where = 'rng.truncatedNormal'
    const dtype = floatType(where, out, options?.dtype)
    const { profile } = this.#rules
    const version = options?.version
    const rules = version === undefined ? this.#rules : rulesOf(where, { profile, version })
    const bounds = boundsOf(where, law, rules)
    fillPlaces(where, out, options, (values, { contiguous, likeContiguous }) =>
      fillTruncatedNormal(this.#generator, values, { ...bounds, dtype, contiguous, likeContiguous }, rules),
    )
  }

  /** An array of probabilities has one for each element. */
  override bernoulli<T extends NumericArray>(out: T, options?: TorchBernoulliOptions): T {
    const where = 'rng.bernoulli'
    const p = options?.p
    if (!(p instanceof Float32Array || p instanceof Float64Array))
      return super.bernoulli(out, options as BernoulliOptions)
    bernoulliLaw(out, { ...options, p: 0 }, RULES, where)
    if (options?.layout !== undefined)
      throw new RangeError(message(where, 'one p for all elements of a layout', show(p)))
    checkProbabilities(where, p, out.length)
    fillBernoulli(this.#generator, out, p)
    return out
  }

  drawBernoulli(
    out: NumericArray,
    { p }: Required<BernoulliOptions>,
    options?: BernoulliOptions & TensorOptions,
  ): void {
    fillPlaces('rng.bernoulli', out, options, (values) => fillBernoulli(this.#generator, values, p))
  }

  override integers<T extends TorchArray>(out: T, options: TorchIntegersOptions): T {
    const where = 'rng.integers'
    checkOut(where, out, TORCH_ARRAYS)
    checkOptions<object>(where, options, INTEGERS_OPTIONS)
    fromZero(where, options?.start ?? 0)
    this.drawIntegers(out, options)
    return out
  }

  drawIntegers(out: TorchArray, options: TorchIntegersOptions): void {
    const where = 'rng.integers'
    const [low, high] = rangeOf(where, out, options?.low ?? 0, options?.high)
    fillPlaces(where, out, options, (values) => fillRange(this.#generator, values, low, high, this.#rules))
  }

  random<T extends TorchArray>(out: T, options?: TorchRandomOptions): T {
    const where = 'rng.random'
    const dtype = options?.dtype
    checkOut(where, out, TORCH_ARRAYS)
    checkOptions(where, options, RANDOM_OPTIONS)
    if (dtype === 'bool') checkOut(where, out, [Uint8Array])
    else if (dtype !== undefined) floatType(where, out, dtype)
    return fillPlaces(where, out, options, (values) => fillRandom(this.#generator, values, dtype))
  }

  override permutation<T extends TorchArray>(out: T): T {
    if (!(out instanceof BigInt64Array)) checkPermutation('rng.permutation', out)
    this.drawPermutation(out)
    return out
  }

  drawPermutation(out: TorchArray): void {
    fillPermutation(this.#generator, out)
  }

  exponential<T extends FloatArray>(out: T, options?: ExponentialOptions): T {
    const where = 'rng.exponential'
    checkOut(where, out, FLOATS)
    checkOptions(where, options, EXPONENTIAL_OPTIONS)
    const rate = positive(where, 'rate', options?.rate ?? 1)
    const dtype = floatType(where, out, options?.dtype)
    checkHeld(where, '40 / rate', 40 / rate, out, dtype)
    return fillPlaces(where, out, options, (values) => fillExponential(this.#generator, values, rate, dtype))
  }

  sparse<T extends FloatArray>(out: T, options: SparseOptions): T {
    const where = 'rng.sparse'
    checkOut(where, out, FLOATS)
    checkOptions(where, options, SPARSE_OPTIONS)
    const { shape, sparsity, std = 0.01, dtype, places = this }: Partial<SparseOptions> = options ?? {}
    const type = floatType(where, out, dtype)
    const [rows, columns] = matrixOf(where, out, shape)
    const zeros = Math.ceil(within(where, 'sparsity', sparsity, 0, 1) * rows)
    deviation(where, std)
    if (typeof places?.permutation !== 'function')
      throw new TypeError(message(where, 'places to be a stream of createTorchRng', show(places)))
    fillNormal(this.#generator, out, 0, std, type, true, this.#rules)
    zeroColumns(places, out, [rows, columns], zeros)
    return out
  }
}
