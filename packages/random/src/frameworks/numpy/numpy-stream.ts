import { deviation, FLOATS, finite, instance, NUMBERS } from '../../stream/check.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  NormalOptions,
  NumericArray,
  Rng,
  RngState,
  UniformOptions,
} from '../../stream/rng.ts'
import { fromZero, hasNoLaw } from '../../stream/sequential.ts'
import type { BitGenerator } from './bit-generator.ts'
import type { Method } from './bounded.ts'
import type { ChoiceOptions } from './choice.ts'
import { fillDoubles } from './doubles.ts'
import { fillIntegers, type NumpyIntegersOptions, type NumpyIntegerTarget, typeOf } from './integers.ts'
import { type Shuffleable, shuffleInPlace } from './shuffle.ts'

/** What `Generator` and `RandomState` have in common. All is drawn from one bit generator, one word after the other. */
export abstract class NumpyStream implements Rng {
  readonly bitGenerator: BitGenerator
  protected abstract readonly method: Method

  constructor(bitGenerator: BitGenerator) {
    this.bitGenerator = bitGenerator
  }

  /** This stream itself: NumPy's streams are sequential and know no paths. */
  at(_path: string | number): this {
    return this
  }

  abstract split(count: number): Rng[]
  abstract clone(): Rng
  abstract toJSON(): RngState
  /** U[0, 1) as the stream's `random`. */
  abstract random<T extends FloatArray>(out: T): T
  /** Writes `mean + std·z` for standard normal z. */
  protected abstract fillNormal(out: FloatArray, mean: number, std: number): void
  /** Fills with values of a population, with or without replacement, with given probabilities or all alike. */
  abstract choice<T extends NumericArray>(out: T, options: ChoiceOptions): T

  /** Words of 32 bits, uniform on [0, 2³²): halves of 64-bit words, low one first, where the engine has such. */
  bits(out: Uint32Array, options: FillOptions = {}): Uint32Array {
    instance('rng.bits', out, [Uint32Array])
    fromZero('rng.bits', options.start)
    this.bitGenerator.fill32(out, out.length)
    return out
  }

  /** U[low, high): `low + (high − low)·u` with u of 53 bits, in double precision; float32 arrays hold it rounded. */
  uniform<T extends FloatArray>(out: T, options: UniformOptions = {}): T {
    const { low = 0, high = 1, start } = options
    const where = 'rng.uniform'
    instance(where, out, FLOATS)
    fromZero(where, start)
    finite(where, 'high - low', finite(where, 'high', high) - finite(where, 'low', low))
    if (low > high) throw new RangeError(`${where}: expected low <= high, got low ${low} and high ${high}`)
    fillDoubles(this.bitGenerator, out, low, high - low)
    return out
  }

  /** N(mean, std²): `mean + std·z` in double precision; float32 arrays hold it rounded. */
  normal<T extends FloatArray>(out: T, options: NormalOptions = {}): T {
    const { mean = 0, std = 1, start } = options
    const where = 'rng.normal'
    instance(where, out, FLOATS)
    fromZero(where, start)
    this.fillNormal(out, finite(where, 'mean', mean), deviation(where, std))
    return out
  }

  /** NumPy has no truncated normal law. */
  truncatedNormal(): never {
    throw hasNoLaw('truncatedNormal', 'NumPy')
  }

  /** 1 with probability p: where a double of [0, 1) is below p, as in `rng.random(n) < p`. */
  bernoulli<T extends NumericArray>(out: T, options: BernoulliOptions = {}): T {
    const { p = 0.5, start } = options
    const where = 'rng.bernoulli'
    instance(where, out, NUMBERS)
    fromZero(where, start)
    finite(where, 'p', p)
    if (p < 0 || p > 1) throw new RangeError(`${where}: expected p in [0, 1], got ${p}`)
    const draws = new Float64Array(Math.min(1024, out.length))
    for (let done = 0; done < out.length; done += draws.length) {
      const count = Math.min(draws.length, out.length - done)
      fillDoubles(this.bitGenerator, draws.subarray(0, count), 0, 1)
      for (let i = 0; i < count; i++) out[done + i] = draws[i]! < p ? 1 : 0
    }
    return out
  }

  /** Uniform integers of [low, high); arrays of bigints hold all 64-bit ones. */
  integers<T extends NumpyIntegerTarget>(out: T, options: NumpyIntegersOptions): T {
    fillIntegers('rng.integers', this.bitGenerator, out, options, this.method)
    return out
  }

  /** A uniform permutation of 0 … out.length − 1. */
  permutation<T extends NumericArray>(out: T): T {
    const where = 'rng.permutation'
    instance(where, out, NUMBERS)
    const type = typeOf(out)
    const most =
      out instanceof Float32Array
        ? 2 ** 24
        : 2 ** (Number(type.replace(/\D/g, '')) - (type[0] === 'i' ? 1 : 0))
    if (out.length > most)
      throw new RangeError(
        `${where}: expected at most ${most} elements in a ${out.constructor.name}, got ${out.length}; use a wider array`,
      )
    for (let i = 0; i < out.length; i++) out[i] = i
    return this.shuffle(out)
  }

  /** Shuffles an array or typed array in place. */
  shuffle<T extends Shuffleable>(values: T): T {
    shuffleInPlace('rng.shuffle', this.bitGenerator, values)
    return values
  }
}
