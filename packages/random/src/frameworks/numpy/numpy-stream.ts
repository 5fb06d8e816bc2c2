import { message, show } from '@nn/check'
import { CheckedRng } from '../../stream/checked-rng.ts'
import type { Rules } from '../../stream/laws.ts'
import type {
  BernoulliOptions,
  FloatArray,
  NormalOptions,
  NumericArray,
  UniformOptions,
} from '../../stream/rng.ts'
import { fromZero, hasNoLaw, notAbove } from '../../stream/sequential.ts'
import { checkOut, FLOATS } from '../../stream/targets.ts'
import type { BitGenerator } from './bit-generator.ts'
import { isBitGenerator } from './brands.ts'
import type { ChoiceOptions } from './choice.ts'
import { fillIntegers, type NumpyIntegersOptions, type NumpyIntegerTarget } from './integers.ts'
import type { Method } from './kernels/bounded.ts'
import { fillDoubles } from './kernels/doubles.ts'
import { type Shuffleable, shuffleInPlace } from './shuffle.ts'

const RULES: Rules = { start: fromZero, range: notAbove }

/** What `Generator` and `RandomState` have in common. All is drawn from one bit generator, one word after the other. */
export abstract class NumpyStream extends CheckedRng {
  readonly bitGenerator: BitGenerator

  constructor(bitGenerator: BitGenerator) {
    super()
    if (!isBitGenerator(bitGenerator))
      throw new TypeError(
        message(
          'Generator',
          'a bit generator',
          show(bitGenerator),
          'try createNumpyRng(42) or new PCG64(42)',
        ),
      )
    this.bitGenerator = bitGenerator
  }

  /** @internal */
  get rules(): Rules {
    return RULES
  }

  /** @internal */
  abstract get method(): Method

  /** This stream itself: NumPy's streams are sequential and know no paths. */
  at(_path: string | number): this {
    return this
  }

  /** U[0, 1) as the stream's `random`. */
  abstract random<T extends FloatArray>(out: T): T
  /** Fills with values of a population, with or without replacement, with given probabilities or all alike. */
  abstract choice<T extends NumericArray>(out: T, options: ChoiceOptions): T

  /** @internal */
  drawBits(out: Uint32Array): void {
    this.bitGenerator.fill32(out, out.length)
  }

  /**
   * `low + (high − low)·u` with u of 53 bits, in double precision; float32 arrays hold it rounded.
   *
   * @internal
   */
  drawUniform(out: FloatArray, { low, high }: Required<UniformOptions>): void {
    fillDoubles(this.bitGenerator, out, low, high - low)
  }

  /**
   * `mean + std·z` in double precision; float32 arrays hold it rounded.
   *
   * @internal
   */
  abstract override drawNormal(out: FloatArray, law: Required<NormalOptions>): void

  /** @internal */
  drawTruncatedNormal(): never {
    throw hasNoLaw('truncatedNormal', 'NumPy')
  }

  /**
   * 1 where a double of [0, 1) is below p, as in `rng.random(n) < p`.
   *
   * @internal
   */
  drawBernoulli(out: NumericArray, { p }: Required<BernoulliOptions>): void {
    const draws = new Float64Array(Math.min(1024, out.length))
    for (let done = 0; done < out.length; done += draws.length) {
      const part = draws.subarray(0, Math.min(draws.length, out.length - done))
      fillDoubles(this.bitGenerator, part, 0, 1)
      for (const [i, u] of part.entries()) out[done + i] = u < p ? 1 : 0
    }
  }

  /** Uniform integers of [low, high); arrays of bigints hold all 64-bit ones. */
  override integers<T extends NumpyIntegerTarget>(out: T, options: NumpyIntegersOptions): T {
    this.drawIntegers(out, options)
    return out
  }

  /** @internal */
  drawIntegers(out: NumpyIntegerTarget, options: NumpyIntegersOptions): void {
    fillIntegers(this.bitGenerator, out, options, this.method)
  }

  /** @internal */
  drawPermutation(out: NumericArray): void {
    for (let i = 0; i < out.length; i++) out[i] = i
    this.shuffle(out)
  }

  /** Shuffles an array or typed array in place. */
  shuffle<T extends Shuffleable>(values: T): T {
    shuffleInPlace('rng.shuffle', this.bitGenerator, values)
    return values
  }
}

/** Fills with U[0, 1) by doubles, which float32 arrays hold rounded. */
export function fillRandom(where: string, source: BitGenerator, out: FloatArray): void {
  checkOut(where, out, FLOATS)
  fillDoubles(source, out, 0, 1)
}
