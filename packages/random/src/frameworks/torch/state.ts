import { finite, message, show } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import type { RngState } from '../../stream/rng.ts'
import { digitsOf, openState } from '../../stream/state.ts'
import { mersenneOf } from '../mersenne.ts'
import { Generator } from './kernels/generator.ts'
import { type Rules, rulesOf, type TorchOptions } from './rules.ts'

/** The state of PyTorch's stream. */
export interface TorchState extends RngState, Required<Omit<TorchOptions, 'version'>> {
  readonly algorithm: 'torch-cpu'
  readonly version: 1
  /** The releases of PyTorch whose rules it follows. */
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
  for (const [i, word] of engine.state.entries()) view.setBigUint64(WORDS + 8 * i, BigInt(word), true)
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
    throw new TypeError(message(where, 'state to be a Uint8Array', show(bytes)))
  if (bytes.length !== SIZE)
    throw new RangeError(message(where, `the ${SIZE} bytes of a PyTorch CPU generator`, String(bytes.length)))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const left = view.getInt32(LEFT, true)
  const next = Number(view.getBigUint64(NEXT, true))
  const fresh = left === 1 && next === 0
  if (view.getInt32(SEEDED, true) !== 1 || !(fresh || (next >= 1 && next <= N && left === N + 1 - next)))
    throw new RangeError(
      message(where, `a seeded Mersenne Twister at a word of [0, ${N}]`, `next ${next} with ${left} left`),
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

/** The generator of such data, and the rules of its stream. */
export function fromState(where: string, json: unknown): [Generator, Rules] {
  const { profile, torch, seed, words, position, kept } = openState<TorchState>(where, json, 'torch-cpu')
  const generator = new Generator(digitsOf(where, 'seed', seed, [0n, 2n ** 64n - 1n]))
  generator.engine = mersenneOf(where, words, position)
  if (kept !== null) generator.kept = finite(where, 'kept', kept)
  return [generator, rulesOf(where, { profile, version: torch })]
}
