import { activationOf } from '../activations/activations.ts'
import { growthOf } from '../measure/growth.ts'
import { runOf } from '../measure/shared.ts'
import { deadShare, saturatedShare, signalRow } from '../measure/signal-row.ts'
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
  const { started, outputs, inputRms, prediction } = await runOf(state)
  const { network, input } = started
  const of = activationOf(state.activation)
  const rows = network.stages.map((stage, i) => {
    const values = outputs[i] ?? input
    const isActivated = stage.before !== undefined
    return signalRow(stage, values, prediction.forward[i], {
      saturated: isActivated ? saturatedShare(values.toArray(), of) : undefined,
      dead: isActivated ? deadShare(values, of) : undefined,
    })
  })
  // The output has a fan of its own.
  const hidden = rows.slice(0, -1).map((row) => row.rms)
  const begin = { measured: inputRms, predicted: inputRms }
  return {
    rows,
    growth: growthOf(hidden.length > 1 ? hidden : [begin, ...hidden]),
    formula: hidden[0]?.predicted === undefined ? undefined : FORMULAS[state.network],
  }
}
