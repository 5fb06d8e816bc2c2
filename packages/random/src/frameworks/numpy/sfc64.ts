import { Sfc64 } from '../../engines/sfc64.ts'
import { type Seed, seedSequenceOf } from './bit-generator.ts'
import { digitsOfList, limbsOfList } from './limbs.ts'
import type { SeedSequence } from './seed-sequence.ts'
import type { BitGeneratorState } from './state.ts'
import { WordGenerator } from './word-generator.ts'

/**
 * NumPy's SFC64, seeded by a seed or seed sequence.
 *
 * @throws TypeError or RangeError for a seed that `SeedSequence` does not take.
 * @see Doty-Humphrey, PractRand, https://pracrand.sourceforge.net/RNG_engines.txt
 * @example
 * ```ts
 * import { SFC64 } from '@nn/random/numpy'
 * new SFC64(42).randomRaw(new BigUint64Array(1)) // => BigUint64Array.of(9775594601838723485n)
 * ```
 */
export class SFC64 extends WordGenerator {
  readonly name = 'SFC64'
  /** @internal */
  engine: Sfc64

  constructor(seed: Seed) {
    const sequence = seedSequenceOf('SFC64', seed)
    super(sequence)
    this.engine = Sfc64.seeded(sequence.generateState(new Uint32Array(6)))
  }

  /** @internal */
  seeded(sequence: SeedSequence): SFC64 {
    return new SFC64(sequence)
  }

  /** @internal */
  engineState(): Pick<BitGeneratorState, 'state'> {
    return { state: { state: digitsOfList(this.engine.state) } }
  }

  /** @internal */
  parseEngine(where: string, { state }: BitGeneratorState): Sfc64 {
    return new Sfc64(limbsOfList(where, 'state.state', state.state, 4))
  }
}
