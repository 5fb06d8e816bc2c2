import { Dense, relu, Sequential } from '@nn/layers'
import type { Chapter, Net, Section } from '../chapter/chapter.ts'
import { all, any } from '../chapter/conditions.ts'
import { Source } from '../chapter/source.ts'
import text from './default-initialization.ts?raw'

function start({ createRng, seed, X }: Chapter): Net {
  const rng = createRng(seed)
  const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
  net.initialize({ rng }) // shapes are found at the first forward
  net.forward(X)
  return net
}

/** The network as the layers start it, and its output. */
export const defaultInitialization: Section = {
  title: 'Default initialization',
  run(chapter) {
    const { reader, seed, X } = chapter
    const source = new Source(text, seed)
    reader.code([...source.imports(), ...source.body('start')])
    const net = start(chapter)
    const y = net.forward(X)
    reader.value('net.forward(X).shape', `[${y.shape.join(', ')}]`)
    const [hidden, output] = net.layers
    reader.value('net.layers[0].weight.data.at(0)', hidden.weight.data.at(0))
    reader.text('\nnet.plan() says which parameter gets which law, and why:')
    reader.plan(net.plan())
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
