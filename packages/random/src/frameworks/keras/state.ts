import type { RngState } from '../../stream/rng.ts'
import type { KerasBackend, KerasSeed } from './backend.ts'

/** How the state goes on: by counting (a `SeedGenerator`), or scrambled (draws without a seed). */
export type KerasOrder = 'ordered' | 'unordered'

/** The state of a stream of Keras. */
export interface KerasState extends RngState {
  readonly algorithm: 'keras-seed-generator'
  readonly version: 1
  readonly backend: KerasBackend['name']
  readonly order: KerasOrder
  /** Decimal digits of the two words. */
  readonly seed: readonly [string, string]
}

/** The state after a draw, `SeedGenerator.next(ordered)`. */
export function advance([first, second]: KerasSeed, order: KerasOrder, { wrap }: KerasBackend): KerasSeed {
  if (order === 'ordered') return [first, wrap(second + 1n)]
  const scramble = (word: bigint) => ((wrap(wrap(word + 1n) * 5387n) % 933199n) + 933199n) % 933199n
  return [scramble(first), scramble(second)]
}
