import { valueAndGrad } from '@nn/autograd'
import { cpuExact } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { moments } from '../measure/moments.ts'
import { type Prediction, predict } from '../networks/predict.ts'
import type { Started } from '../networks/start-network.ts'

/** What went through a network once: what each stage gave, and the gradients by that, beside what theory says. */
export interface Run {
  readonly started: Started
  readonly outputs: readonly Tensor[]
  /** Gradients that begin as N(0, 1) at the result: how the network sends them back, whatever the loss. */
  readonly gradients: readonly Tensor[]
  /** Root of the second moment of the input. */
  readonly inputRms: number
  readonly prediction: Prediction
}

/** Runs a network forwards and backwards. */
export function run(started: Started): Run {
  const { network, input, state } = started
  const outputs: Tensor[] = []
  const { gradients } = valueAndGrad(
    // Gradients are by what is watched alone; this must not be empty.
    { nothing: cpuExact.zeros([]) },
    (watch) => {
      let x = input
      for (const [i, stage] of network.stages.entries()) {
        x = watch(nameOf(i), stage.run(x))
        outputs.push(x)
      }
      const direction = cpuExact.normal(createRng(state.seed).at('gradient'), x.shape)
      return x.mul(direction).sum()
    },
    { allowUnused: true },
  )
  const inputRms = moments(input.toArray()).rms
  return {
    started,
    outputs,
    gradients: outputs.map((x, i) => gradients.get(nameOf(i)) ?? cpuExact.zeros(x.shape)),
    inputRms,
    prediction: predict(network, inputRms * inputRms),
  }
}

function nameOf(stage: number): string {
  return `stage ${stage}`
}
