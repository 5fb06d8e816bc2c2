import { Mt19937 } from '../../engines/mt19937.ts'
import { finite, integer, show } from '../../stream/check.ts'
import type { RngState } from '../../stream/rng.ts'
import { Generator } from './generator.ts'
import type { Rules, TorchOptions } from './rules.ts'

/** The state of PyTorch's stream. */
export interface TorchState extends RngState, Required<Omit<TorchOptions, 'version'>> {
  readonly algorithm: 'torch-cpu'
  readonly version: 1
  /** Whose rules it follows. */
  readonly torch: Required<TorchOptions>['version']
  /** Decimal digits of the seed in [0, 2⁶⁴). */
  readonly seed: string
  /** The 624 words of MT19937. */
  readonly words: readonly number[]
  /** How many of the block's words are drawn. */
  readonly position: number
  /** The normal that the scalar path keeps. */
  readonly kept: number | null
}

/** Bytes of `torch.Generator.get_state()`, and where its fields lie: all little-endian. */
const SIZE = 5056
const SEED = 0
const LEFT = 8
const SEEDED = 12
const NEXT = 16
const WORDS = 24
const KEPT = 5024
const IS_KEPT = 5040
const N = 624

/** The bytes of `generator.get_state()`. */
export function toBytes(generator: Generator): Uint8Array {
  const bytes = new Uint8Array(SIZE)
  const view = new DataView(bytes.buffer)
  const { engine, seed, kept } = generator
  // Until the first draw PyTorch stands before word 0 of a block that is not made, with one word "left".
  const next = isFresh(generator) ? 0 : engine.position
  view.setBigUint64(SEED, seed, true)
  view.setInt32(LEFT, next === 0 ? 1 : N + 1 - next, true)
  view.setInt32(SEEDED, 1, true)
  view.setBigUint64(NEXT, BigInt(next), true)
  for (let i = 0; i < N; i++) view.setBigUint64(WORDS + 8 * i, BigInt(engine.state[i]!), true)
  view.setFloat64(KEPT, kept ?? 0, true)
  view.setInt32(IS_KEPT, kept === null ? 0 : 1, true)
  return bytes
}

function isFresh({ engine, seed }: Generator): boolean {
  if (engine.position < N) return false
  const { state } = new Generator(seed).engine
  return state.every((word, i) => word === engine.state[i])
}

/**
 * The generator that `get_state` described.
 *
 * @throws TypeError if the state is no Uint8Array, RangeError if it is not such a state.
 */
export function fromBytes(where: string, bytes: unknown): Generator {
  if (!(bytes instanceof Uint8Array))
    throw new TypeError(`${where}: expected state to be a Uint8Array, got ${show(bytes)}`)
  if (bytes.length !== SIZE)
    throw new RangeError(
      `${where}: expected the ${SIZE} bytes of a PyTorch CPU generator, got ${bytes.length}`,
    )
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const left = view.getInt32(LEFT, true)
  const next = Number(view.getBigUint64(NEXT, true))
  const fresh = left === 1 && next === 0
  if (view.getInt32(SEEDED, true) !== 1 || !(fresh || (next >= 1 && next <= N && left === N + 1 - next)))
    throw new RangeError(
      `${where}: expected a seeded Mersenne Twister at a word of [0, ${N}], got next ${next} with ${left} left`,
    )
  const state = Uint32Array.from({ length: N }, (_, i) => Number(view.getBigUint64(WORDS + 8 * i, true)))
  const generator = new Generator(view.getBigUint64(SEED, true))
  generator.engine = new Mt19937(state, fresh ? N : next)
  if (view.getInt32(IS_KEPT, true) !== 0) generator.kept = view.getFloat64(KEPT, true)
  return generator
}

/** The state as JSON data. */
export function toState(generator: Generator, rules: Rules): TorchState {
  const { engine, seed, kept } = generator
  return {
    algorithm: 'torch-cpu',
    version: 1,
    profile: rules.profile,
    torch: rules.version,
    seed: String(seed),
    words: [...engine.state],
    position: engine.position,
    kept,
  }
}

/** The generator of such data, and the options of its stream. */
export function generatorFromJSON(where: string, json: unknown): [Generator, TorchOptions] {
  if (typeof json !== 'object' || json === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(json)}`)
  const { algorithm, version, profile, torch, seed, words, position, kept } = json as TorchState
  if (algorithm !== 'torch-cpu' || version !== 1)
    throw new RangeError(
      `${where}: expected algorithm "torch-cpu" version 1, got ${show(algorithm)} version ${show(version)}`,
    )
  if (typeof seed !== 'string' || !/^\d{1,20}$/.test(seed) || BigInt(seed) >= 2n ** 64n)
    throw new RangeError(
      `${where}: expected seed to be the digits of an integer below 2^64, got ${show(seed)}`,
    )
  if (!Array.isArray(words) || words.length !== N)
    throw new RangeError(
      `${where}: expected ${N} words, got ${Array.isArray(words) ? words.length : show(words)}`,
    )
  words.forEach((word, i) => {
    integer(where, `word ${i}`, word, 0, 2 ** 32 - 1)
  })
  const generator = new Generator(BigInt(seed))
  generator.engine = new Mt19937(Uint32Array.from(words), integer(where, 'position', position, 0, N))
  if (kept !== null) generator.kept = finite(where, 'kept', kept)
  return [generator, { profile, version: torch }]
}
