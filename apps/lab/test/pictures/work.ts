import type { Compute, Work } from '../../src/pictures/picture.ts'
import type { Choice, LabState } from '../../src/state/state.ts'

/** A computation that nobody watches. */
export const ALONE: Pick<Work<never>, 'turn'> = { turn: async () => {} }

/** What a computation told, and what it gave. */
export interface Watched<T> {
  readonly data: T
  readonly shares: readonly number[]
  readonly partials: readonly T[]
  readonly turns: number
}

/** Runs a computation to its end. */
export async function watch<T>(compute: Compute<T>, state: LabState): Promise<Watched<T>> {
  const shares: number[] = []
  const partials: T[] = []
  let turns = 0
  const data = await compute(state, {
    onProgress: (share) => shares.push(share),
    onPartial: (partial) => partials.push(partial),
    turn: async () => {
      turns++
    },
  })
  return { data, shares, partials, turns }
}

/** What a computation had told when it was cancelled at a turn. */
export async function cancelAt<T>(
  compute: Compute<T>,
  state: LabState,
  turn: number,
): Promise<{ error: unknown; partials: readonly T[] }> {
  const partials: T[] = []
  let turns = 0
  try {
    await compute(state, {
      onPartial: (partial) => partials.push(partial),
      turn: async () => {
        if (++turns === turn) throw new DOMException('cancelled', 'AbortError')
      },
    })
  } catch (error) {
    return { error, partials }
  }
  return { error: undefined, partials }
}

/** A state whose weights start with an initializer of the catalogue. */
export function withWeight(
  state: LabState,
  name: string,
  options: Record<string, number | string | boolean> = {},
): LabState {
  const weight: Choice = { name, options }
  return { ...state, init: { ...state.init, weight } }
}
