/** The arrays that real-valued laws fill. */
export type FloatArray = Float32Array | Float64Array

/** The arrays that integer laws fill. */
export type IntegerArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array

/** Any array of numbers that a fill can write. */
export type NumericArray = FloatArray | IntegerArray

/** Where a fill starts in the stream: `fill(out, { start })` equals the slice `[start, start + out.length)` of a whole fill. */
export interface FillOptions {
  /** Index of the first element, an integer ≥ 0. Default 0. */
  readonly start?: number
}

/** Ends of U[low, high). */
export interface UniformOptions extends FillOptions {
  /** Included lower end. Default 0. */
  readonly low?: number
  /** Excluded upper end. Default 1. */
  readonly high?: number
}

/** Moments of N(mean, std²). */
export interface NormalOptions extends FillOptions {
  /** Default 0. */
  readonly mean?: number
  /** Default 1; 0 gives the mean. */
  readonly std?: number
}

/** A normal law and the interval it is cut to. */
export interface TruncatedNormalOptions extends NormalOptions {
  /** Lower bound, may be -Infinity. Default -2. */
  readonly low?: number
  /** Upper bound, may be Infinity. Default 2. */
  readonly high?: number
  /** `'std'` (default): bounds count in standard deviations from the mean; `'absolute'`: bounds are values. */
  readonly bounds?: 'std' | 'absolute'
}

/** The weight of a coin. */
export interface BernoulliOptions extends FillOptions {
  /** Probability of 1, in [0, 1]. Default 0.5. */
  readonly p?: number
}

/** Ends of the integers [low, high). */
export interface IntegersOptions extends FillOptions {
  /** Included lower end. Default 0. */
  readonly low?: number
  /** Excluded upper end; at most 2⁵³ above `low`, and 2³² on streams of JAX and TensorFlow. */
  readonly high: number
}

/** A stream's whole state as plain JSON data; each algorithm has members of its own. */
export interface RngState {
  readonly algorithm: string
  readonly version: number
}

/**
 * A seeded stream of random numbers. A value depends only on (seed, path, number of the fill, element index, law), never on what
 * other streams drew. The streams of this package check their options: a misspelt one is a TypeError with the nearest name.
 */
export interface Rng {
  /** The stream of a path below this one: `rng.at('0').at('weight')` and `rng.at('0.weight')` are the same stream, from its start. */
  at(path: string | number): Rng
  /** `count` new streams; counts as one fill, so that a second call gives other streams. */
  split(count: number): Rng[]
  /** A stream that goes on from the same state on its own. */
  clone(): Rng
  /** The state as plain data, for `JSON.stringify`. */
  toJSON(): RngState
  /** Raw words: uniform on [0, 2³²). */
  bits(out: Uint32Array, options?: FillOptions): Uint32Array
  /** U[low, high). */
  uniform<T extends FloatArray>(out: T, options?: UniformOptions): T
  /** N(mean, std²). */
  normal<T extends FloatArray>(out: T, options?: NormalOptions): T
  /** N(mean, std²) cut to [low, high]. */
  truncatedNormal<T extends FloatArray>(out: T, options?: TruncatedNormalOptions): T
  /** 1 with probability p, otherwise 0. */
  bernoulli<T extends NumericArray>(out: T, options?: BernoulliOptions): T
  /** Uniform integers of [low, high), without modulo bias. */
  integers<T extends NumericArray>(out: T, options: IntegersOptions): T
  /** A uniform permutation of 0 … out.length − 1. */
  permutation<T extends NumericArray>(out: T): T
}
