import { growthOf } from '../signal/growth.ts'
import { startedOf } from '../signal/shared.ts'
import { forwardRows, inputRms } from '../signal/signals.ts'
import type { NetworkName } from '../state/state.ts'
import type { Compute, SignalData } from './picture.ts'

const PLAIN = 'n · E[w²] · E[φ²] + E[b²]'
const FORMULAS: Readonly<Record<NetworkName, string | undefined>> = {
  chapter: PLAIN,
  mlp: PLAIN,
  residual: `E[x²] + ${PLAIN}`,
  lenet: PLAIN,
  transformer: undefined,
}

/** What each stage of the network gives, beside the recursion of second moments. */
export const forward: Compute<SignalData> = async (state) => {
  const started = await startedOf(state)
  const rows = forwardRows(started)
  // The output has a fan of its own.
  const hidden = rows.slice(0, -1).map((row) => row.rms)
  const input = inputRms(started)
  const begin = { measured: input, predicted: input }
  return {
    rows,
    growth: growthOf(hidden.length > 1 ? hidden : [begin, ...hidden]),
    formula: hidden[0]?.predicted === undefined ? undefined : FORMULAS[state.network],
  }
}
