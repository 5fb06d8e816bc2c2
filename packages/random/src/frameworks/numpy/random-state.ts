import { integer, message, show } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import { glibcLog } from '../../numerics/glibc-log.ts'
import type { FloatArray, NormalOptions, NumericArray, RngState } from '../../stream/rng.ts'
import { cannotSplit } from '../../stream/sequential.ts'
import type { BitGenerator } from './bit-generator.ts'
import { isBitGenerator } from './brands.ts'
import { type ChoiceOptions, fillChoice } from './choice.ts'
import { isList } from './entropy.ts'
import type { NumpyIntegersOptions, NumpyIntegerTarget } from './integers.ts'
import type { Method } from './kernels/bounded.ts'
import { Words } from './kernels/words.ts'
import { MT19937 } from './mt19937.ts'
import { fillRandom, NumpyStream } from './numpy-stream.ts'
import type { SeedSequenceState } from './seed-sequence.ts'
import type { BitGeneratorState } from './state.ts'

/** The state of a `RandomState`: NumPy's `get_state(legacy=False)`. */
export interface RandomStateState extends RngState {
  readonly algorithm: 'numpy-random-state'
  readonly version: 1
  readonly bitGenerator: BitGeneratorState
  /** Null for the legacy seeds. */
  readonly seedSequence: SeedSequenceState | null
  /** Whether the second value of a pair of normals is kept, and which. */
  readonly hasGauss: 0 | 1
  readonly gauss: number
}

/**
 * NumPy's legacy `RandomState`, the stream of `numpy.random.seed`: Mersenne Twister, normals in pairs by Marsaglia's
 * polar method, integers by masked rejection.
 *
 * @param seed An integer of [0, 2³²), a list of such, or a bit generator.
 * @throws TypeError or RangeError for other seeds.
 * @see https://numpy.org/doc/stable/reference/random/legacy.html
 * @example
 * ```ts
 * import { RandomState } from '@nn/random/numpy'
 * const state = new RandomState(42)
 * Array.from(state.randint(new Int32Array(3), { high: 1000 })) // => [102, 435, 860]
 * new RandomState(-1) // throws /integer of \[0, 4294967295\]/
 * ```
 */
export class RandomState extends NumpyStream {
  /** @internal */
  gauss: number | undefined

  constructor(seed: number | ArrayLike<number> | BitGenerator) {
    super(isBitGenerator(seed) ? seed : new MT19937(legacyEngine(seed)))
  }

  /** @internal */
  get method(): Method {
    return 'masked'
  }

  /** U[0, 1) with 53 bits: NumPy's `rand`; float32 arrays hold it rounded. */
  rand<T extends FloatArray>(out: T): T {
    return this.random(out)
  }

  /** N(0, 1): NumPy's `randn`; float32 arrays hold it rounded. */
  randn<T extends FloatArray>(out: T): T {
    return this.normal(out)
  }

  /** Uniform integers of [low, high): NumPy's `randint`. */
  randint<T extends NumpyIntegerTarget>(out: T, options: NumpyIntegersOptions): T {
    return this.integers(out, options)
  }

  /** U[0, 1) with 53 bits: NumPy's `random_sample`; float32 arrays hold it rounded. */
  random<T extends FloatArray>(out: T): T {
    fillRandom('rng.random', this.bitGenerator, out)
    return out
  }

  /** Fills with values chosen from a population; without replacement the first ones of a permutation. */
  choice<T extends NumericArray>(out: T, options: ChoiceOptions): T {
    return fillChoice(this, out, options, {
      withReplacement: (chosen, population) => void this.integers(chosen, { high: population }),
      withoutReplacement: (chosen, population) =>
        chosen.set(this.permutation(new Float64Array(population)).subarray(0, chosen.length)),
    })
  }

  /** Throws an Error: a `RandomState` has no children. */
  split(): never {
    throw cannotSplit("NumPy's RandomState", 'use createNumpyRng(seed), whose streams spawn others')
  }

  clone(): RandomState {
    const copy = new RandomState(this.bitGenerator.clone())
    copy.gauss = this.gauss
    return copy
  }

  toJSON(): RandomStateState {
    const { state, seedSequence } = this.bitGenerator
    return {
      algorithm: 'numpy-random-state',
      version: 1,
      bitGenerator: state,
      seedSequence: seedSequence ? seedSequence.toJSON() : null,
      hasGauss: this.gauss === undefined ? 0 : 1,
      gauss: this.gauss ?? 0,
    }
  }

  /**
   * Goes on from a state of `toJSON()`.
   *
   * @throws TypeError or RangeError if a member is missing or wrong.
   */
  restore(state: RandomStateState): this {
    const { bitGenerator, hasGauss, gauss }: Partial<RandomStateState> = Object(state)
    const kept = integer('RandomState', 'hasGauss', hasGauss, 0, 1) === 1
    if (typeof gauss !== 'number')
      throw new RangeError(message('RandomState', 'gauss to be a number', show(gauss)))
    this.bitGenerator.state = bitGenerator as BitGeneratorState
    this.gauss = kept ? gauss : undefined
    return this
  }

  /**
   * Marsaglia's polar method, 1964: of each pair the second is given first, the first one is kept.
   *
   * @internal
   */
  drawNormal(out: FloatArray, { mean, std }: Required<NormalOptions>): void {
    const words = new Words(this.bitGenerator)
    const n = out.length
    for (let i = 0; i < n; i++) {
      if (this.gauss !== undefined) {
        out[i] = mean + std * this.gauss
        this.gauss = undefined
        continue
      }
      let x: number
      let y: number
      let square: number
      do {
        // Each pair is two doubles, and makes two values.
        const left = 2 * Math.ceil((n - i) / 2)
        x = 2 * words.nextDouble(left) - 1
        y = 2 * words.nextDouble(1) - 1
        square = x * x + y * y
      } while (square >= 1 || square === 0)
      const scale = Math.sqrt((-2 * glibcLog(square)) / square)
      this.gauss = scale * x
      out[i] = mean + std * (scale * y)
    }
  }
}

/** The legacy seeding: Knuth's for an integer, `init_by_array` for a list. */
function legacyEngine(seed: unknown): Mt19937 {
  const where = 'RandomState'
  const most = 2 ** 32 - 1
  if (typeof seed === 'number') return Mt19937.seeded(integer(where, 'seed', seed, 0, most))
  if (!isList(seed)) {
    const expected = 'a seed that is an integer of [0, 2^32), a list of such or a bit generator'
    throw new TypeError(message(where, expected, show(seed), 'try 42'))
  }
  const words = Array.from(seed, (word) => integer(where, 'seed', word, 0, most))
  if (words.length === 0) throw new RangeError(message(where, 'a seed list with elements', 'an empty one'))
  return Mt19937.keyed(words)
}
