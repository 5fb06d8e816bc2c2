import type { FloatArray, NormalOptions, NumericArray, RngState } from '../../stream/rng.ts'
import { checkOut, FLOATS } from '../../stream/targets.ts'
import type { BitGenerator } from './bit-generator.ts'
import { type ChoiceOptions, fillChoice } from './choice.ts'
import type { Method } from './kernels/bounded.ts'
import { fillDoubles, fillSingles } from './kernels/doubles.ts'
import { fillZiggurat32, fillZiggurat64 } from './kernels/ziggurat.ts'
import { NumpyStream } from './numpy-stream.ts'
import type { SeedSequenceState } from './seed-sequence.ts'
import { boundedBy, shuffleTail } from './shuffle.ts'
import type { BitGeneratorState } from './state.ts'

/** The state of a `Generator`. */
export interface NumpyState extends RngState {
  readonly algorithm: 'numpy-generator'
  readonly version: 1
  readonly bitGenerator: BitGeneratorState
  readonly seedSequence: SeedSequenceState | null
}

/** Populations up to this use a set; larger ones too, unless a fair part is taken. */
const SMALL_POPULATION = 10000

/**
 * NumPy's `Generator` over a bit generator: `random`, `standardNormal`, `normal`, `uniform`, `integers`, `permutation`,
 * `shuffle`, `choice`, `spawn`. The array that is filled takes the place of size and dtype.
 *
 * @throws TypeError if it is given no bit generator.
 * @see https://numpy.org/doc/stable/reference/random/generator.html
 * @example
 * ```ts
 * import { Generator, Philox } from '@nn/random/numpy'
 * const rng = new Generator(new Philox(42))
 * Array.from(rng.integers(new Float64Array(3), { high: 1000 })) // => [925, 86, 140]
 * ```
 */
export class Generator extends NumpyStream {
  /** @internal */
  get method(): Method {
    return 'lemire'
  }

  /** U[0, 1): 53 bits in a Float64Array, 24 bits in a Float32Array (`dtype=float32`). */
  random<T extends FloatArray>(out: T): T {
    checkOut('rng.random', out, FLOATS)
    if (out instanceof Float32Array) fillSingles(this.bitGenerator, out)
    else fillDoubles(this.bitGenerator, out, 0, 1)
    return out
  }

  /** N(0, 1) by the ziggurat, in double precision or (`dtype=float32`) in float32. */
  standardNormal<T extends FloatArray>(out: T): T {
    checkOut('rng.standardNormal', out, FLOATS)
    if (out instanceof Float32Array) fillZiggurat32(this.bitGenerator, out)
    else fillZiggurat64(this.bitGenerator, out, 0, 1)
    return out
  }

  /** Fills with values chosen from a population; without replacement by Floyd's set or a shuffled tail. */
  choice<T extends NumericArray>(out: T, options: ChoiceOptions): T {
    return fillChoice(this, out, options, {
      withReplacement: (chosen, population) => void this.integers(chosen, { high: population }),
      withoutReplacement: (chosen, population, shuffle) =>
        chooseDistinct(this.bitGenerator, chosen, population, shuffle),
    })
  }

  /** `count` generators of the children of the seed sequence; each call gives others. */
  spawn(count: number): Generator[] {
    return this.bitGenerator.spawn(count).map((child) => new Generator(child))
  }

  /** The same as `spawn`. */
  split(count: number): Generator[] {
    return this.spawn(count)
  }

  clone(): Generator {
    return new Generator(this.bitGenerator.clone())
  }

  toJSON(): NumpyState {
    const { state, seedSequence } = this.bitGenerator
    const sequence = seedSequence ? seedSequence.toJSON() : null
    return { algorithm: 'numpy-generator', version: 1, bitGenerator: state, seedSequence: sequence }
  }

  /** @internal */
  drawNormal(out: FloatArray, { mean, std }: Required<NormalOptions>): void {
    fillZiggurat64(this.bitGenerator, out, mean, std)
  }
}

/** Distinct indices below the population. */
function chooseDistinct(source: BitGenerator, out: Float64Array, population: number, shuffle: boolean): void {
  const count = out.length
  if (population > SMALL_POPULATION && count > Math.floor(population / (shuffle ? 50 : 20))) {
    const all = Float64Array.from({ length: population }, (_, i) => i)
    shuffleTail(source, all, Math.max(population - count, 1))
    out.set(all.subarray(population - count))
    return
  }
  chooseByFloyd(source, out, population)
  if (shuffle) shuffleTail(source, out, 1)
}

/** Floyd's algorithm (Bentley, Floyd: "A sample of brilliance", CACM 30, 1987): j itself where the draw of [0, j] is taken. */
function chooseByFloyd(source: BitGenerator, out: Float64Array, population: number): void {
  const pair = new Uint32Array(2)
  const taken = new Set<number>()
  for (let i = 0; i < out.length; i++) {
    const j = population - out.length + i
    const drawn = boundedBy(source, j, pair)
    const picked = taken.has(drawn) ? j : drawn
    taken.add(picked)
    out[i] = picked
  }
}
