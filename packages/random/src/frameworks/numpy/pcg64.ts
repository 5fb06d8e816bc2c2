import { Pcg64, pcgSeeded } from '../../engines/pcg64.ts'
import { Pcg64Dxsm } from '../../engines/pcg64-dxsm.ts'
import { type Seed, seedSequenceOf } from './bit-generator.ts'
import { digitsOf, limbsOf } from './limbs.ts'
import type { SeedSequence } from './seed-sequence.ts'
import type { BitGeneratorState } from './state.ts'
import { WordGenerator } from './word-generator.ts'

/** Four 64-bit words: the state and the sequence, each with its high word first. */
function pcgEngine(sequence: SeedSequence): Pcg64 {
  const [s2 = 0, s3 = 0, s0 = 0, s1 = 0, i2 = 0, i3 = 0, i0 = 0, i1 = 0] = sequence.generateState(
    new Uint32Array(8),
  )
  return new Pcg64(pcgSeeded(Uint32Array.of(s0, s1, s2, s3), Uint32Array.of(i0, i1, i2, i3)))
}

function pcgState({ state, increment }: Pcg64): Pick<BitGeneratorState, 'state'> {
  return { state: { state: digitsOf(state, 0, 4), inc: digitsOf(increment, 0, 4) } }
}

function parsePcg(where: string, { state }: BitGeneratorState): Pcg64 {
  return new Pcg64({
    state: limbsOf(where, 'state.state', state.state, 4),
    increment: limbsOf(where, 'state.inc', state.inc, 4),
  })
}

/**
 * NumPy's default bit generator, PCG64 (XSL-RR), seeded by a seed or seed sequence.
 *
 * @throws TypeError or RangeError for a seed that `SeedSequence` does not take.
 * @see O'Neill, 2014, https://www.pcg-random.org/paper.html
 * @example
 * ```ts
 * import { PCG64 } from '@nn/random/numpy'
 * new PCG64(42).randomRaw(new BigUint64Array(1)) // => BigUint64Array.of(14276969152011380360n)
 * ```
 */
export class PCG64 extends WordGenerator {
  readonly name = 'PCG64'
  /** @internal */
  engine: Pcg64

  constructor(seed: Seed) {
    const sequence = seedSequenceOf('PCG64', seed)
    super(sequence)
    this.engine = pcgEngine(sequence)
  }

  /** @internal */
  seeded(sequence: SeedSequence): PCG64 {
    return new PCG64(sequence)
  }

  /** @internal */
  engineState(): Pick<BitGeneratorState, 'state'> {
    return pcgState(this.engine)
  }

  /** @internal */
  parseEngine(where: string, state: BitGeneratorState): Pcg64 {
    return parsePcg(where, state)
  }
}

/**
 * NumPy's PCG64DXSM: seeded as PCG64 (with its multiplier), then stepping by the cheap multiplier.
 *
 * @throws TypeError or RangeError for a seed that `SeedSequence` does not take.
 * @see NumPy, https://numpy.org/doc/stable/reference/random/bit_generators/pcg64dxsm.html
 * @example
 * ```ts
 * import { PCG64DXSM } from '@nn/random/numpy'
 * new PCG64DXSM(42).randomRaw(new BigUint64Array(1)) // => BigUint64Array.of(12329818062196000797n)
 * ```
 */
export class PCG64DXSM extends WordGenerator {
  readonly name = 'PCG64DXSM'
  /** @internal */
  engine: Pcg64Dxsm

  constructor(seed: Seed) {
    const sequence = seedSequenceOf('PCG64DXSM', seed)
    super(sequence)
    this.engine = new Pcg64Dxsm(pcgEngine(sequence))
  }

  /** @internal */
  seeded(sequence: SeedSequence): PCG64DXSM {
    return new PCG64DXSM(sequence)
  }

  /** @internal */
  engineState(): Pick<BitGeneratorState, 'state'> {
    return pcgState(this.engine)
  }

  /** @internal */
  parseEngine(where: string, state: BitGeneratorState): Pcg64Dxsm {
    return new Pcg64Dxsm(parsePcg(where, state))
  }
}
