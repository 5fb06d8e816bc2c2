import { Mt19937 } from '../../engines/mt19937.ts'
import { show } from '../../stream/check.ts'
import type { RngState } from '../../stream/rng.ts'
import type { BitGenerator, Seed } from './bit-generator.ts'
import { Generator, type NumpyState } from './generator.ts'
import { MT19937 } from './mt19937.ts'
import { PCG64, PCG64DXSM } from './pcg64.ts'
import { Philox } from './philox.ts'
import { RandomState, type RandomStateState } from './random-state.ts'
import { SeedSequence, type SeedSequenceState } from './seed-sequence.ts'
import { SFC64 } from './sfc64.ts'
import type { BitGeneratorName } from './state.ts'

/** Options of `createNumpyRng`. */
export interface NumpyRngOptions {
  /** Which bit generator is seeded. Default `'PCG64'`, as in NumPy. */
  readonly bitGenerator?: BitGeneratorName
}

const KINDS: Readonly<Record<BitGeneratorName, new (seed: Seed) => BitGenerator>> = {
  PCG64,
  PCG64DXSM,
  Philox,
  SFC64,
  MT19937,
}

/**
 * NumPy's `default_rng(seed)`: a `Generator` over PCG64 or another bit generator, with NumPy's own bits.
 *
 * @param seed An integer ≥ 0 of any size (above 2⁵³ as a bigint), a list of such, or a `SeedSequence`.
 * @throws TypeError or RangeError for other seeds (nothing is drawn from the system), or an unknown bit generator.
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
export function createNumpyRng(seed: Seed, options: NumpyRngOptions = {}): Generator {
  const { bitGenerator = 'PCG64' } = options
  return new Generator(new (kindOf('createNumpyRng', bitGenerator))(seed))
}

function kindOf(where: string, name: unknown): (typeof KINDS)[BitGeneratorName] {
  if (typeof name === 'string' && Object.hasOwn(KINDS, name)) return KINDS[name as BitGeneratorName]
  throw new RangeError(
    `${where}: expected bitGenerator to be one of ${Object.keys(KINDS).join(', ')}, got ${show(name)}`,
  )
}

/**
 * The `Generator` or `RandomState` that `toJSON()` described, going on where it stood.
 *
 * @throws TypeError if the state is no object, RangeError if a member is missing or wrong.
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
  if (typeof state !== 'object' || state === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(state)}`)
  const { algorithm, version, bitGenerator, seedSequence } = state as NumpyState | RandomStateState
  const known = algorithm === 'numpy-generator' || algorithm === 'numpy-random-state'
  if (!known || version !== 1)
    throw new RangeError(
      `${where}: expected algorithm "numpy-generator" or "numpy-random-state" version 1, got ${show(algorithm)} version ${show(version)}`,
    )
  if (typeof bitGenerator !== 'object' || bitGenerator === null)
    throw new RangeError(`${where}: expected bitGenerator to be a state, got ${show(bitGenerator)}`)
  const Kind = kindOf(where, bitGenerator.bit_generator)
  const source = seedSequence ? new Kind(parseSequence(where, seedSequence)) : new MT19937(Mt19937.seeded(0))
  if (algorithm === 'numpy-random-state') return new RandomState(source).restore(state as RandomStateState)
  source.state = bitGenerator
  return new Generator(source)
}

function parseSequence(where: string, { entropy, ...options }: SeedSequenceState): SeedSequence {
  const digits = (text: unknown): bigint => {
    if (typeof text === 'string' && /^\d+$/.test(text)) return BigInt(text)
    throw new RangeError(
      `${where}: expected entropy to be decimal digits or a list of them, got ${show(text)}`,
    )
  }
  return new SeedSequence(Array.isArray(entropy) ? entropy.map(digits) : digits(entropy), options)
}
