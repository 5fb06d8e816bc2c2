import { recycle } from '@nn/tensor'
import { activationOf } from '../activations/activations.ts'
import { square } from '../exact/powers.ts'
import { moments } from '../measure/moments.ts'
import { predict } from '../networks/predict.ts'
import type { Started } from '../networks/start-network.ts'
import type { SignalRow } from '../pictures/picture.ts'
import { runBackward, runForward } from './run.ts'
import { deadShare, saturatedShare, signalRow } from './signal-row.ts'

// Results are given back when they are measured, and the next run is made in the same memory: new memory takes a browser longer than
// most operations.

/** Root of the second moment of a network's input. */
export function inputRms({ input }: Started): number {
  return moments(input.toArray()).rms
}

/** What each stage of a network gives, in numbers, beside what theory says. */
export function forwardRows(started: Started): SignalRow[] {
  const { network, state } = started
  const of = activationOf(state.activation)
  const outputs = runForward(started)
  const predicted = predict(network, square(inputRms(started))).forward
  const rows = network.stages.map((stage, i) => {
    const output = outputs[i] ?? started.input
    const values = output.toArray()
    const isActivated = stage.before !== undefined
    return signalRow(stage, values, predicted[i], {
      saturated: isActivated ? saturatedShare(values, of) : undefined,
      dead: isActivated ? deadShare(values, output.shape, of) : undefined,
    })
  })
  recycle(...outputs)
  return rows
}

/** The gradient by what each stage gives, likewise. */
export function backwardRows(started: Started): SignalRow[] {
  const { network, input } = started
  const { outputs, gradients } = runBackward(started)
  const predicted = predict(network, square(inputRms(started))).backward
  const { rms: end } = moments(gradients.at(-1)?.toArray() ?? [])
  const rows = network.stages.map((stage, i) => {
    const factor = predicted[i]
    const predictedSquare = factor === undefined ? undefined : square(end) * factor
    return signalRow(stage, (gradients[i] ?? input).toArray(), predictedSquare, {
      saturated: undefined,
      dead: undefined,
    })
  })
  recycle(...outputs, ...gradients)
  return rows
}
