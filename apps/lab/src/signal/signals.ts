import { recycle } from '@nn/tensor'
import { activationOf } from '../activations/activations.ts'
import { moments } from '../measure/moments.ts'
import type { Started } from '../networks/start-network.ts'
import type { SignalRow } from '../pictures/picture.ts'
import { type Run, run } from './run.ts'
import { deadShare, saturatedShare, signalRow } from './signal-row.ts'

/** What went through a network once, in numbers, beside what theory says. */
export interface Signals {
  /** Root of the second moment of the input. */
  readonly inputRms: number
  /** Of what each stage gives. */
  readonly forward: readonly SignalRow[]
  /** Of the gradient by that. */
  readonly backward: readonly SignalRow[]
}

/** Runs a network forwards and backwards, and measures what goes through it. */
export function signalsOf(started: Started): Signals {
  const ran = run(started)
  const signals = { inputRms: ran.inputRms, forward: forwardRows(ran), backward: backwardRows(ran) }
  // The next run is made in the same memory: new memory takes a browser longer than most operations.
  recycle(...ran.outputs, ...ran.gradients)
  return signals
}

function forwardRows({ started, outputs, prediction }: Run): SignalRow[] {
  const { network, input, state } = started
  const of = activationOf(state.activation)
  return network.stages.map((stage, i) => {
    const output = outputs[i] ?? input
    const values = output.toArray()
    const isActivated = stage.before !== undefined
    return signalRow(stage, values, prediction.forward[i], {
      saturated: isActivated ? saturatedShare(values, of) : undefined,
      dead: isActivated ? deadShare(values, output.shape, of) : undefined,
    })
  })
}

function backwardRows({ started, gradients, prediction }: Run): SignalRow[] {
  const { network, input } = started
  const { rms: end } = moments(gradients.at(-1)?.toArray() ?? [])
  return network.stages.map((stage, i) => {
    const factor = prediction.backward[i]
    const square = factor === undefined ? undefined : end * end * factor
    return signalRow(stage, (gradients[i] ?? input).toArray(), square, {
      saturated: undefined,
      dead: undefined,
    })
  })
}
