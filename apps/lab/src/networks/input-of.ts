import { cpuExact } from '@nn/backend-cpu'
import type { Rng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { LabState } from '../state/state.ts'
import type { LabNetwork } from './network.ts'

/** What a network sees: numbers or tokens from the stream, or the first examples of the data, of which there are fewer than a batch may have. */
export async function inputOf(
  { data, batch }: LabState,
  { inputShape, vocabulary }: LabNetwork,
  rng: Rng,
): Promise<Tensor> {
  const shape = [batch, ...inputShape]
  if (data === 'normal') return cpuExact.normal(rng, shape)
  if (data === 'uniform') {
    const drawn = cpuExact.uniform(rng, shape)
    return vocabulary === undefined ? drawn : drawn.mul(vocabulary).floor().cast('int32')
  }
  const { digits, spirals } = await import('@nn/lessons')
  const { x } = data === 'digits' ? digits(cpuExact) : spirals(cpuExact)
  const count = Math.min(batch, x.shape[0] ?? 0)
  return x.slice([0, count]).reshape([count, ...inputShape])
}
