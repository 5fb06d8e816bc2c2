import type { LawRequest } from '@nn/init'
import type { Parameter } from '@nn/layers'
import { moments } from '../measure/moments.ts'
import type { Step } from '../theory/recursion.ts'
import type { LabNetwork, Part } from './network.ts'

/** The steps of each stage in the words of theory, from the laws of its parameters; undefined of a stage that theory says nothing of. */
export function stepsOf({ net, stages }: LabNetwork): (readonly Step[] | undefined)[] {
  const parameters = net.parameters()
  const stepOf = (part: Part): Step | undefined => {
    switch (part.kind) {
      case 'linear':
        return linearStep(parameters.get(`${part.path}.weight`), parameters.get(`${part.path}.bias`))
      case 'activation':
        return part
      case 'residual': {
        const branch = all(part.branch.map(stepOf))
        return branch && { kind: 'residual', branch }
      }
      case 'other':
        return undefined
    }
  }
  return stages.map(({ parts }) => all(parts.map(stepOf)))
}

function linearStep(weight: Parameter | undefined, bias: Parameter | undefined): Step | undefined {
  const fans = weight?.fans
  if (weight === undefined || fans === undefined) return undefined
  const ofWeight = secondMoment(weight)
  const ofBias = bias === undefined ? 0 : secondMoment(bias)
  if (ofWeight === undefined || ofBias === undefined) return undefined
  return { kind: 'linear', weight: fans.fanIn * ofWeight, back: fans.fanOut * ofWeight, bias: ofBias }
}

/** E w² of a parameter with mean 0: of its law, or, where that has no numbers, of its values; undefined with another mean, as signals then add up. */
function secondMoment(parameter: Parameter): number | undefined {
  const { mean, std } = parameter.choice?.init.describe(lawRequestOf(parameter)) ?? {}
  if (mean !== undefined && std !== undefined) {
    return Math.abs(mean) > 1e-9 * std ? undefined : std * std
  }
  const values = parameter.data.toArray()
  const measured = moments(values)
  // Six standard errors of the mean of as many numbers.
  const isCentred = Math.abs(measured.mean) * Math.sqrt(values.length) <= 6 * measured.std
  return isCentred ? measured.rms * measured.rms : undefined
}

/** What a law may depend on of a parameter with values. */
export function lawRequestOf({ path, shape, fans, axes, use }: Parameter): LawRequest {
  return { path, shape, fans, axes, use }
}

function all<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const there = items.filter((item) => item !== undefined)
  return there.length === items.length ? there : undefined
}
