import { growthOf } from '../signal/growth.ts'
import { startedOf } from '../signal/shared.ts'
import { backwardRows } from '../signal/signals.ts'
import type { NetworkName } from '../state/state.ts'
import type { Compute, SignalData } from './picture.ts'

const PLAIN = 'n · E[w²] · E[φ′²]'
const FORMULAS: Readonly<Record<NetworkName, string | undefined>> = {
  chapter: PLAIN,
  mlp: PLAIN,
  residual: `1 + (${PLAIN})²`,
  lenet: PLAIN,
  transformer: undefined,
}

/** The gradient by what each stage gives, of one that is N(0, 1) at the result, beside the recursion of second moments. */
export const backward: Compute<SignalData> = async (state, { turn }) => {
  const started = await startedOf(state)
  // The signal forward, which waited for the same network, is told of first.
  await turn()
  const rows = backwardRows(started)
  const points = rows.map((row) => row.rms).reverse()
  // The output has a fan of its own.
  const hidden = points.slice(1)
  return {
    rows,
    growth: growthOf(hidden.length > 1 ? hidden : points),
    formula: points.at(-1)?.predicted === undefined ? undefined : FORMULAS[state.network],
  }
}
