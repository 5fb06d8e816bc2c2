import { encodeState } from '../link/codec.ts'
import { type Started, startNetwork } from '../networks/start-network.ts'
import type { LabState } from '../state/state.ts'

/** The network of a state, which several pictures read and none changes; the last one is kept. */
export const startedOf: (state: LabState) => Promise<Started> = latest(startNetwork)

/** A computation whose last result is given again for an equal state, even while it is under way. */
function latest<T>(compute: (state: LabState) => Promise<T>): (state: LabState) => Promise<T> {
  let last: { readonly key: string; readonly result: Promise<T> } | undefined
  return (state) => {
    // Which parameter is shown large changes no number.
    const key = encodeState({ ...state, parameter: '' })
    if (last?.key === key) return last.result
    const result = compute(state)
    const entry = { key, result }
    last = entry
    // What failed is tried again when it is asked for again, as a module may not have been loaded.
    result.catch(() => {
      if (last === entry) last = undefined
    })
    return result
  }
}
