import { valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { crossEntropy, Dense, relu, Sequential, type UnaryModule } from '@nn/layers'
import { losses, spirals } from '@nn/lessons'
import { sgd } from '@nn/optim'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { Reader } from '../chapter/reader.ts'

const UNITS = 16

/** A network whose middle layers are these. */
function around(one: Dense, other: Dense): UnaryModule {
  return new Sequential(
    new Dense(UNITS, { inUnits: 2 }),
    relu,
    one,
    relu,
    other,
    relu,
    new Dense(3, { inUnits: UNITS }),
  )
}

const middle = (): Dense => new Dense(UNITS, { inUnits: UNITS })

/** The book's exercise: an MLP with a shared layer, its gradient, and its training. */
export function readShared(reader: Reader, seed: bigint): void {
  reader.title('Exercise: a shared layer')
  reader.code([
    `const shared = new Dense(${UNITS}, { inUnits: ${UNITS} })`,
    'const net = new Sequential(first, relu, shared, relu, shared, relu, last)',
  ])
  const shared = middle()
  const net = around(shared, shared)
  net.initialize({ rng: createRng(seed), backend: cpu })
  const apart = around(middle(), middle())
  // The same values, of which a shared layer has two paths.
  apart.loadStateDict(new Map([...net.stateDict()].map(([path, values]) => [path, values.clone()])))
  const examples = spirals(cpu)
  const gradientsOf = (of: UnaryModule): ReadonlyMap<string, Tensor> =>
    valueAndGrad(of, () => crossEntropy(of.forward(examples.x), examples.labels)).gradients
  const [tied, two] = [gradientsOf(net), gradientsOf(apart)]
  reader.value('parameters', [...net.parameters().keys()].join(', '))
  const sum = gradientBy(two, '2.weight').add(gradientBy(two, '4.weight'))
  reader.claim(
    'its gradient is the sum of those of two separate layers with its values',
    gradientBy(tied, '2.weight').allClose(sum, { rtol: 1e-5, atol: 1e-7 }),
  )
  const optimizer = (of: UnaryModule) => sgd(of, { learningRate: 0.1, momentum: 0.9 })
  const all = [...losses(net, examples, { optimizer, steps: 300 })]
  const [first = 0, last = 0] = [all[0], all.at(-1)]
  reader.text(`  loss ${first.toFixed(4)} → ${last.toFixed(4)} after 300 steps`)
  reader.claim(
    'it is trained, and is still one layer',
    last < first / 2 && shared.weight === net.parameters().get('2.weight'),
  )
}

function gradientBy(gradients: ReadonlyMap<string, Tensor>, path: string): Tensor {
  const gradient = gradients.get(path)
  if (gradient === undefined) throw new RangeError(`expected a gradient by ${path}`)
  return gradient
}
