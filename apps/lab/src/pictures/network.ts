import type { Tensor } from '@nn/tensor'
import { moments } from '../measure/moments.ts'
import type { Started } from '../networks/start-network.ts'
import { lawRequestOf } from '../networks/steps.ts'
import { startedOf } from '../signal/shared.ts'
import type { Compute, NetworkData } from './picture.ts'

/** The parameters with their laws, and what a signal goes through. */
export const network: Compute<NetworkData> = async (state, { turn }) => {
  const started = await startedOf(state)
  // The signal forward, which waited for the same network, is told of first.
  await turn()
  const parameters = [...started.network.net.parameters()].map(([path, parameter]) => {
    const { fans, choice, data } = parameter
    const law = choice?.init.describe(lawRequestOf(parameter))
    return {
      path,
      shape: data.shape,
      fanIn: fans?.fanIn,
      fanOut: fans?.fanOut,
      law: law?.text ?? '',
      std: { measured: moments(data.toArray()).std, predicted: law?.std },
      source: choice?.source ?? 'default',
    }
  })
  const sizes = [...started.network.net.parameters().values()].map(({ data }) => data.size)
  return { parameters, total: sizes.reduce((sum, size) => sum + size, 0), stages: stagesOf(started) }
}

/** The input, and each stage with the shape of what it gives, which one example shows. */
function stagesOf({ network: { stages }, input }: Started): NetworkData['stages'] {
  const batch = input.shape[0] ?? 0
  let x: Tensor = input.slice([0, 1])
  const shape = (): string => `[${[batch, ...x.shape.slice(1)].join(', ')}]`
  const begin = { path: '', label: 'input', shape: shape() }
  const others = stages.map(({ path, label, run }) => {
    x = run(x)
    return { path, label, shape: shape() }
  })
  return [begin, ...others]
}
