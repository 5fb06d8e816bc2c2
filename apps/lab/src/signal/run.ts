import { valueAndGrad } from '@nn/autograd'
import { cpuExact } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { Started } from '../networks/start-network.ts'

/** What each stage of a network gives. */
export function runForward({ network, input }: Started): Tensor[] {
  let x = input
  return network.stages.map((stage) => {
    x = stage.run(x)
    return x
  })
}

/** What went through a network forwards and back. */
export interface Run {
  readonly outputs: readonly Tensor[]
  /** Gradients by the outputs, which begin as N(0, 1) at the result: how the network sends them back, whatever the loss. */
  readonly gradients: readonly Tensor[]
}

/** Runs a network forwards and backwards. */
export function runBackward({ network, input, state }: Started): Run {
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
  return { outputs, gradients: outputs.map((x, i) => gradients.get(nameOf(i)) ?? cpuExact.zeros(x.shape)) }
}

function nameOf(stage: number): string {
  return `stage ${stage}`
}
