import type { Dense } from '@nn/layers'
import { buildNet, type Section } from '../chapter/chapter.ts'
import { all, any } from '../chapter/conditions.ts'

/** The network as the layers start it, and its output. */
export const defaultInitialization: Section = {
  title: 'Default initialization',
  run({ reader, rng, x }) {
    const net = buildNet()
    net.initialize({ rng })
    reader.text('net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))')
    reader.text('net.initialize({ rng })')
    const y = net.forward(x)
    reader.value('net.forward(X).shape', `[${y.shape.join(', ')}]`)
    reader.text(String(net.plan()))
    const [hidden, output] = net.layers
    reader.value('net.layers[0].weight.data.at(0)', hidden.weight.data.at(0))
    reader.claim('two examples give two outputs of one unit', String(y.shape) === '2,1')
    reader.claim('weights are U[-1/√in, 1/√in)', uniform(hidden, 4) && uniform(output, 8))
    reader.claim(
      'biases are 0',
      net.layers.every(({ bias }) => all(bias.data.eq(0))),
    )
  },
}

function uniform({ weight }: Dense, inUnits: number): boolean {
  const size = weight.data.abs().mul(Math.sqrt(inUnits))
  return all(size.le(1)) && any(size.gt(1 / 4))
}
