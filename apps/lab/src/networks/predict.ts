import { backwardRecursion, forwardRecursion, type Step } from '../theory/recursion.ts'
import type { LabNetwork } from './network.ts'
import { stepsOf } from './steps.ts'

/** Second moments that theory gives for each stage, as far as it reaches. */
export interface Prediction {
  /** Of what each stage gives. */
  readonly forward: readonly (number | undefined)[]
  /** Of the gradient by that, for a gradient of second moment 1 at the result. */
  readonly backward: readonly (number | undefined)[]
}

/** The mean-field recursions over a network's stages, from the second moment of its input. */
export function predict(network: LabNetwork, input: number): Prediction {
  const stages = stepsOf(network)
  const end = stages.indexOf(undefined)
  const known = (end < 0 ? stages : stages.slice(0, end)).map((steps) => steps ?? [])
  const flat: Step[] = known.flat()
  const squares = forwardRecursion(flat, input)
  const last = lastSteps(known)
  const forward = stages.map((_, i) => {
    const step = last[i]
    return step === undefined ? undefined : squares[step]
  })
  if (end >= 0) return { forward, backward: stages.map((_, i) => (i === stages.length - 1 ? 1 : undefined)) }
  const gradients = backwardRecursion(flat, { input, forward: squares, output: 1 })
  return { forward, backward: last.map((step) => gradients[step]) }
}

/** The place of each stage's last step among all steps. */
function lastSteps(stages: readonly (readonly Step[])[]): number[] {
  let end = -1
  return stages.map((steps) => {
    end += steps.length
    return end
  })
}
