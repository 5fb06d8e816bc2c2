import {
  bound,
  deviation,
  FLOATS,
  finite,
  instance,
  integer,
  NUMBERS,
  ordered,
  show,
} from '../../stream/check.ts'
import type {
  FillOptions,
  FloatArray,
  NormalOptions,
  NumericArray,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import { cannotSplit, fromZero } from '../../stream/sequential.ts'
import { fillBernoulli, fillExponential, probability, zeroColumns } from './draw.ts'
import { Generator } from './generator.ts'
import { fillPermutation, fillRandom, fillRange, rangeOf, TORCH_ARRAYS, type TorchArray } from './integers.ts'
import { type Placement, placementOf, scatter } from './layout.ts'
import { fillNormal } from './normal.ts'
import type { Rules, TorchFloat } from './rules.ts'
import { parseTorchSeed } from './seed.ts'
import { fromBytes, type TorchState, toBytes, toState } from './state.ts'
import type {
  ExponentialOptions,
  FloatTensorOptions,
  SparseOptions,
  TorchBernoulliOptions,
  TorchIntegersOptions,
  TorchRandomOptions,
  TorchRng,
} from './torch-rng.ts'
import { fillTruncatedNormal, needsFiniteBounds } from './truncated-normal.ts'
import { fillUniform } from './uniform.ts'

/** The type of the tensor that a float array stands for. */
function floatType(where: string, out: FloatArray, dtype: TorchFloat | undefined): TorchFloat {
  const own = out instanceof Float64Array ? 'float64' : 'float32'
  const half = own === 'float32' && (dtype === 'bfloat16' || dtype === 'float16')
  if (dtype === undefined || dtype === own || half) return dtype ?? own
  const choices = own === 'float64' ? '"float64"' : '"float32", "bfloat16" or "float16"'
  throw new RangeError(`${where}: expected dtype ${choices} in a ${out.constructor.name}, got ${show(dtype)}`)
}

/** Fills the elements at their places: at once where they lie together, else through an array in memory order. */
function fillPlaces<T extends TorchArray>(out: T, placement: Placement, fill: (values: T) => void): T {
  const { contiguous, offset, count } = placement
  if (contiguous) {
    fill(out.subarray(offset, offset + count) as T)
    return out
  }
  const values = out.slice(0, count) as T
  fill(values)
  scatter(values, out, placement)
  return out
}

/** PyTorch's CPU generator; see `createTorchRng`. */
export class TorchStream implements TorchRng {
  #generator: Generator
  readonly #rules: Rules

  constructor(generator: Generator, rules: Rules) {
    this.#generator = generator
    this.#rules = rules
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

  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    instance('rng.bits', out, [Uint32Array])
    fromZero('rng.bits', options.start)
    for (let i = 0; i < out.length; i++) out[i] = this.#generator.word()
    return out
  }

  uniform<T extends FloatArray>(out: T, options: UniformOptions & FloatTensorOptions = {}): T {
    const where = 'rng.uniform'
    instance(where, out, FLOATS)
    const { low = 0, high = 1, start, layout } = options
    fromZero(where, start)
    const dtype = floatType(where, out, options.dtype)
    // PyTorch allows an empty range: all elements are its end.
    if (finite(where, 'low', low) > finite(where, 'high', high))
      throw new RangeError(`${where}: expected low <= high, got low ${low} and high ${high}`)
    const placement = placementOf(where, out.length, layout)
    return fillPlaces(out, placement, (values) =>
      fillUniform(this.#generator, values, low, high, dtype, this.#rules),
    )
  }

  normal<T extends FloatArray>(out: T, options: NormalOptions & FloatTensorOptions = {}): T {
    const where = 'rng.normal'
    instance(where, out, FLOATS)
    const { mean = 0, std = 1, start, layout } = options
    fromZero(where, start)
    const dtype = floatType(where, out, options.dtype)
    finite(where, 'mean', mean)
    deviation(where, std)
    const placement = placementOf(where, out.length, layout)
    return fillPlaces(out, placement, (values) =>
      fillNormal(this.#generator, values, mean, std, dtype, placement.contiguous, this.#rules),
    )
  }

  truncatedNormal<T extends FloatArray>(
    out: T,
    options: TruncatedNormalOptions & FloatTensorOptions = {},
  ): T {
    const where = 'rng.truncatedNormal'
    instance(where, out, FLOATS)
    fromZero(where, options.start)
    const dtype = floatType(where, out, options.dtype)
    const bounds = boundsOf(where, options, this.#rules)
    const placement = placementOf(where, out.length, options.layout)
    const { contiguous, likeContiguous } = placement
    return fillPlaces(out, placement, (values) =>
      fillTruncatedNormal(
        this.#generator,
        values,
        { ...bounds, dtype, contiguous, likeContiguous },
        this.#rules,
      ),
    )
  }

  bernoulli<T extends NumericArray>(out: T, options: TorchBernoulliOptions = {}): T {
    const where = 'rng.bernoulli'
    instance(where, out, NUMBERS)
    const { p = 0.5, start, layout } = options
    fromZero(where, start)
    if (layout !== undefined && typeof p === 'object')
      throw new RangeError(`${where}: expected one p for all elements of a layout, got ${show(p)}`)
    const placement = placementOf(where, out.length, layout)
    const chances = probability(where, p, placement.count)
    return fillPlaces(out, placement, (values) => fillBernoulli(this.#generator, values, chances))
  }

  integers<T extends TorchArray>(out: T, options: TorchIntegersOptions): T {
    const where = 'rng.integers'
    instance(where, out, TORCH_ARRAYS)
    const { low = 0, high, start, layout } = options
    fromZero(where, start)
    const [from, to] = rangeOf(where, out, low, high)
    const placement = placementOf(where, out.length, layout)
    return fillPlaces(out, placement, (values) => fillRange(this.#generator, values, from, to, this.#rules))
  }

  random<T extends TorchArray>(out: T, options: TorchRandomOptions = {}): T {
    const where = 'rng.random'
    instance(where, out, TORCH_ARRAYS)
    const { dtype, layout } = options
    if (dtype === 'bool') instance(where, out, [Uint8Array])
    else if (dtype !== undefined) {
      instance(where, out, FLOATS)
      floatType(where, out as FloatArray, dtype)
    }
    const placement = placementOf(where, out.length, layout)
    return fillPlaces(out, placement, (values) => fillRandom(this.#generator, values, dtype))
  }

  permutation<T extends TorchArray>(out: T): T {
    const where = 'rng.permutation'
    instance(where, out, TORCH_ARRAYS)
    if (out.length > 0) rangeOf(where, out, 0, out.length)
    fillPermutation(this.#generator, out)
    return out
  }

  exponential<T extends FloatArray>(out: T, options: ExponentialOptions = {}): T {
    const where = 'rng.exponential'
    instance(where, out, FLOATS)
    const { rate = 1, layout } = options
    const dtype = floatType(where, out, options.dtype)
    if (!(finite(where, 'rate', rate) > 0)) throw new RangeError(`${where}: expected rate > 0, got ${rate}`)
    const placement = placementOf(where, out.length, layout)
    return fillPlaces(out, placement, (values) => fillExponential(this.#generator, values, rate, dtype))
  }

  sparse<T extends FloatArray>(out: T, options: SparseOptions): T {
    const where = 'rng.sparse'
    instance(where, out, FLOATS)
    const { shape, sparsity, std = 0.01, places = this } = options
    const dtype = floatType(where, out, options.dtype)
    if (!Array.isArray(shape) || shape.length !== 2 || shape[0] * shape[1] !== out.length)
      throw new RangeError(
        `${where}: expected shape [rows, columns] of ${out.length} elements, got [${shape}]`,
      )
    const rows = integer(where, 'rows', shape[0], 0, out.length)
    if (!(finite(where, 'sparsity', sparsity) >= 0 && sparsity <= 1))
      throw new RangeError(`${where}: expected sparsity of [0, 1], got ${sparsity}`)
    deviation(where, std)
    if (!(places instanceof TorchStream))
      throw new TypeError(`${where}: expected places to be a stream of createTorchRng, got ${show(places)}`)
    fillNormal(this.#generator, out, 0, std, dtype, true, this.#rules)
    zeroColumns(places.#generator, out, rows, shape[1], Math.ceil(sparsity * rows))
    return out
  }
}

/** Mean, deviation and absolute bounds of a truncated normal. */
function boundsOf(
  where: string,
  options: TruncatedNormalOptions,
  rules: Rules,
): { mean: number; std: number; low: number; high: number } {
  const { mean = 0, std = 1, low = -2, high = 2, bounds = 'std' } = options
  finite(where, 'mean', mean)
  deviation(where, std)
  bound(where, 'low', low)
  bound(where, 'high', high)
  ordered(where, low, high)
  if (bounds !== 'std' && bounds !== 'absolute')
    throw new RangeError(`${where}: expected bounds "std" or "absolute", got ${show(bounds)}`)
  const law =
    bounds === 'absolute'
      ? { mean, std, low, high }
      : { mean, std, low: mean + low * std, high: mean + high * std }
  if (std === 0) {
    if (bounds === 'absolute' && (low > mean || high < mean))
      throw new RangeError(`${where}: expected the mean within [${low}, ${high}] when std is 0, got ${mean}`)
  } else if (needsFiniteBounds(law, rules) && !Number.isFinite(law.high - law.low))
    throw new RangeError(
      `${where}: expected finite bounds around less than 0.3 of the law, as PyTorch does, got [${law.low}, ${law.high}]; use createRng`,
    )
  return law
}
