import { checkOptions, message, type OptionNames, oneOf, show } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import type { RngState } from '../../stream/rng.ts'
import { openState } from '../../stream/state.ts'
import type { BitGenerator, Seed } from './bit-generator.ts'
import { Generator, type NumpyState } from './generator.ts'
import { MT19937 } from './mt19937.ts'
import { PCG64, PCG64DXSM } from './pcg64.ts'
import { Philox } from './philox.ts'
import { RandomState, type RandomStateState } from './random-state.ts'
import { SeedSequence, type SeedSequenceState } from './seed-sequence.ts'
import { SFC64 } from './sfc64.ts'
import type { BitGeneratorName, BitGeneratorState } from './state.ts'

/** Options of `createNumpyRng`. */
export interface NumpyRngOptions {
  /** Which bit generator is seeded. Default `'PCG64'`, as in NumPy. */
  readonly bitGenerator?: BitGeneratorName
}

const OPTIONS: OptionNames<NumpyRngOptions> = { bitGenerator: true }
const KINDS: Readonly<Record<BitGeneratorName, new (seed: Seed) => BitGenerator>> = {
  PCG64,
  PCG64DXSM,
  Philox,
  SFC64,
  MT19937,
}
const NAMES = ['PCG64', 'PCG64DXSM', 'Philox', 'SFC64', 'MT19937'] as const

/**
 * NumPy's `default_rng(seed)`: a `Generator` over PCG64 or another bit generator, with NumPy's own bits.
 *
 * @param seed An integer ≥ 0 of any size (above 2⁵³ as a bigint), a list of such, or a `SeedSequence`.
 * @throws TypeError or RangeError for other seeds (nothing is drawn from the system), an unknown option or an unknown bit generator.
 * @see https://numpy.org/doc/stable/reference/random/generator.html
 * @example
 * ```ts
 * import { createNumpyRng } from '@nn/random/numpy'
 * const rng = createNumpyRng(42)
 * Array.from(rng.random(new Float64Array(2))) // => [0.7739560485559633, 0.4388784397520523]
 * Array.from(createNumpyRng(42).integers(new Int32Array(3), { high: 10 })) // => [0, 7, 6]
 * createNumpyRng(42, { bitGenerator: 'SFC64' }).bitGenerator.name // => 'SFC64'
 * createNumpyRng(-1) // throws /seed >= 0/
 * ```
 */
export function createNumpyRng(seed: Seed, options?: NumpyRngOptions): Generator {
  const where = 'createNumpyRng'
  checkOptions(where, options, OPTIONS)
  return new Generator(new (kindOf(where, options?.bitGenerator ?? 'PCG64'))(seed))
}

function kindOf(where: string, name: unknown): new (seed: Seed) => BitGenerator {
  return KINDS[oneOf(where, 'bitGenerator', name, NAMES)]
}

/**
 * The `Generator` or `RandomState` that `toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createNumpyRng, numpyRngFromJSON } from '@nn/random/numpy'
 * const rng = createNumpyRng(42)
 * rng.standardNormal(new Float64Array(3))
 * const copy = numpyRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.normal(new Float64Array(3)) // => rng.normal(new Float64Array(3))
 * ```
 */
export function numpyRngFromJSON(state: RngState): Generator | RandomState {
  const where = 'numpyRngFromJSON'
  const { algorithm, bitGenerator, seedSequence } = openState<NumpyState | RandomStateState>(
    where,
    state,
    'numpy-generator',
    'numpy-random-state',
  )
  if (typeof bitGenerator !== 'object' || bitGenerator === null)
    throw new RangeError(message(where, 'bitGenerator to be a state', show(bitGenerator)))
  const Kind = kindOf(where, (bitGenerator as Partial<BitGeneratorState>).bit_generator)
  const source = seedSequence ? new Kind(parseSequence(where, seedSequence)) : new MT19937(Mt19937.seeded(0))
  if (algorithm === 'numpy-random-state') return new RandomState(source).restore(state as RandomStateState)
  source.state = bitGenerator as BitGeneratorState
  return new Generator(source)
}

function parseSequence(where: string, state: object): SeedSequence {
  const { entropy, ...options } = state as SeedSequenceState
  const digits = (text: unknown): bigint => {
    if (typeof text === 'string' && /^\d+$/.test(text)) return BigInt(text)
    throw new RangeError(message(where, 'entropy to be decimal digits or a list of them', show(text)))
  }
  return new SeedSequence(Array.isArray(entropy) ? entropy.map(digits) : digits(entropy), options)
}
