import { cpu } from '@nn/backend-cpu'
import { constant, zeros } from '@nn/init'
import type { UnaryModule } from '@nn/layers'
import { losses, mlp, spirals } from '@nn/lessons'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { Reader } from '../chapter/reader.ts'

/** Constant weights: hidden units that start equal stay equal, whatever they are trained on. */
export function readSymmetry(reader: Reader, seed: bigint): void {
  reader.title('Why not a constant?')
  reader.code([
    'net.initialize({ rules: [["*.weight", constant(0.1)], ["*.bias", zeros()]] })',
    'for (…) optimizer.step(valueAndGrad(net, loss).gradients)',
  ])
  const net = mlp.build()
  net.initialize({
    rules: [
      ['*.weight', constant(0.1)],
      ['*.bias', zeros()],
    ],
    backend: cpu,
  })
  train(net)
  const weight = hidden(net)
  reader.value('hidden weights of three units after 100 steps', weight.slice([0, 3]))
  reader.claim('the 64 hidden units are still one and the same, bit for bit', areEqual(weight))
  reader.claim('and they have learnt', !weight.equals(weight.mul(0).add(0.1)))
  const random = mlp.build()
  random.initialize({ rng: createRng(seed), backend: cpu })
  train(random)
  reader.claim('units that start different do not become equal', !areEqual(hidden(random)))
}

function train(net: UnaryModule): void {
  Array.from(losses(net, spirals(cpu), { ...mlp, steps: 100 }))
}

function hidden(net: UnaryModule): Tensor {
  const weight = net.parameters().get('0.weight')
  if (weight === undefined) throw new RangeError('expected a first layer with a weight')
  return weight.data
}

/** Whether all rows have the same bits. */
function areEqual(weight: Tensor): boolean {
  return weight.equals(weight.at(0).expand(...weight.shape))
}
