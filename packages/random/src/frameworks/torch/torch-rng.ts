import type {
  BernoulliOptions,
  FloatArray,
  IntegersOptions,
  NormalOptions,
  NumericArray,
  Rng,
  RngState,
  TruncatedNormalOptions,
  UniformOptions,
} from '../../stream/rng.ts'
import type { TorchArray, TorchDtype } from './integers.ts'
import type { Probability } from './kernels/draw.ts'
import { Generator } from './kernels/generator.ts'
import type { StridedLayout } from './layout.ts'
import { rulesOf, type TorchFloat, type TorchOptions } from './rules.ts'
import { parseTorchSeed } from './seed.ts'
import { fromState, type TorchState } from './state.ts'
import { TorchStream } from './torch-stream.ts'

/** The tensor that an array stands for. */
export interface TensorOptions {
  /** Where its elements lie; default: all of the array, row-major. PyTorch draws in the order of memory. */
  readonly layout?: StridedLayout
}

/** The float tensor that an array stands for. */
export interface FloatTensorOptions extends TensorOptions {
  /** Its type; default: the array's own. `'bfloat16'` and `'float16'` give their rounded values in a Float32Array. */
  readonly dtype?: TorchFloat
}

/** Options of `bernoulli`. */
export interface TorchBernoulliOptions extends Omit<BernoulliOptions, 'p'>, TensorOptions {
  /** One probability (`Tensor.bernoulli_(p)`), or one for each element (`torch.bernoulli(p)`, by the array's type). Default 0.5. */
  readonly p?: Probability
}

/** Options of `integers`. */
export interface TorchIntegersOptions extends Omit<IntegersOptions, 'low' | 'high'>, TensorOptions {
  /** Included lower end. Default 0. */
  readonly low?: number | bigint
  /** Excluded upper end. */
  readonly high: number | bigint
}

/** Options of `random`. */
export interface TorchRandomOptions extends TensorOptions {
  /** Its type; default: the array's own. */
  readonly dtype?: TorchDtype
}

/** Options of `exponential`. */
export interface ExponentialOptions extends FloatTensorOptions {
  /** λ > 0; the mean is 1/λ. Default 1. */
  readonly rate?: number
}

/** Options of `sparse`. */
export interface SparseOptions extends Pick<FloatTensorOptions, 'dtype'> {
  /** [rows, columns] of a row-major matrix. */
  readonly shape: readonly [number, number]
  /** The share of zeros in each column, of [0, 1]: ⌈sparsity·rows⌉ elements. */
  readonly sparsity: number
  /** Default 0.01. */
  readonly std?: number
  /** The stream that the zeros' places are drawn from. Default: this one. With `generator=`, PyTorch draws them from the global one. */
  readonly places?: TorchRng
}

/** Options of `truncatedNormal`. */
export interface TorchTruncatedNormalOptions extends TruncatedNormalOptions, FloatTensorOptions {
  /**
   * The release whose form this call has; default: the stream's. `'2.11'` is the inverse error function of uniforms, as PyTorch drew up to
   * 2.11 and timm's `trunc_normal_` still does.
   */
  readonly version?: TorchOptions['version']
}

/** PyTorch's CPU generator: one sequence, which every draw moves on. */
export interface TorchRng extends Rng {
  /** Starts again: `torch.manual_seed(seed)`; a kept normal is dropped. */
  manualSeed(seed: number | bigint): this
  /** The seed in [0, 2⁶⁴): `torch.initial_seed()`. */
  initialSeed(): bigint
  /** The 5056 bytes of `torch.get_rng_state()`. */
  getState(): Uint8Array
  /** Goes on from such bytes: `torch.set_rng_state(state)`. */
  setState(state: Uint8Array): this
  /** U[low, high): `torch.rand`, `Tensor.uniform_`. */
  uniform<T extends FloatArray>(out: T, options?: UniformOptions & FloatTensorOptions): T
  /** N(mean, std²): `torch.randn`, `Tensor.normal_`. */
  normal<T extends FloatArray>(out: T, options?: NormalOptions & FloatTensorOptions): T
  /** N(mean, std²) cut to [low, high]: `nn.init.trunc_normal_`, whose bounds are absolute. */
  truncatedNormal<T extends FloatArray>(out: T, options?: TorchTruncatedNormalOptions): T
  /** 1 with probability p, otherwise 0: `Tensor.bernoulli_`, `torch.bernoulli`. */
  bernoulli<T extends NumericArray>(out: T, options?: TorchBernoulliOptions): T
  /** Integers of [low, high) by the remainder of 32 or 64 bits: `torch.randint`, `Tensor.random_(low, high)`. */
  integers<T extends TorchArray>(out: T, options: TorchIntegersOptions): T
  /** Integers from 0 to the largest of the type, of a float up to 2^(bits of its significand): `Tensor.random_()`. */
  random<T extends TorchArray>(out: T, options?: TorchRandomOptions): T
  /** A uniform permutation of 0 … out.length − 1: `torch.randperm`. */
  permutation<T extends TorchArray>(out: T): T
  /** Density λ·exp(−λx): `Tensor.exponential_`. */
  exponential<T extends FloatArray>(out: T, options?: ExponentialOptions): T
  /** N(0, std²) with zeros at random places of each column: `nn.init.sparse_`. */
  sparse<T extends FloatArray>(out: T, options: SparseOptions): T
  clone(): TorchRng
  toJSON(): TorchState
}

/**
 * PyTorch's CPU generator after `torch.manual_seed(seed)`: the same seed gives the weights that PyTorch gives. Bits are
 * PyTorch's for float32, float64, bfloat16, float16 and integers, with the C library of Linux on x86-64 (glibc 2.28 and later); float64 normals of
 * the `'generic'` profile, whose C library fuses nothing, are within 4 ULP.
 *
 * @param seed A safe integer, or a bigint of [−2⁶³, 2⁶⁴); only its low 32 bits count, as in PyTorch.
 * @throws TypeError if the seed is neither number nor bigint or an option is unknown, RangeError if the seed is out of range or the build is unknown.
 * @see https://pytorch.org/docs/stable/generated/torch.Generator.html
 * @example
 * ```ts
 * import { createTorchRng } from '@nn/random/torch'
 * const rng = createTorchRng(42) // torch.manual_seed(42)
 * rng.uniform(new Float32Array(2)) // => Float32Array.of(0.8822692632675171, 0.9150039553642273)
 * rng.manualSeed(42).permutation(new Int32Array(10)) // => Int32Array.of(2, 6, 1, 8, 4, 5, 0, 9, 3, 7)
 * rng.manualSeed(42).normal(new Float32Array(4), { std: 0.02 }).length // => 4
 * ```
 */
export function createTorchRng(seed: number | bigint, options?: TorchOptions): TorchRng {
  const where = 'createTorchRng'
  return new TorchStream(new Generator(parseTorchSeed(where, seed)), rulesOf(where, options))
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createTorchRng, torchRngFromJSON } from '@nn/random/torch'
 * const rng = createTorchRng(42)
 * rng.normal(new Float32Array(3))
 * const copy = torchRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.normal(new Float32Array(3)) // => rng.normal(new Float32Array(3))
 * ```
 */
export function torchRngFromJSON(state: RngState): TorchRng {
  return new TorchStream(...fromState('torchRngFromJSON', state))
}
