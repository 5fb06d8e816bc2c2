import { type InitRequest, uniform } from '@nn/init'
import { Dense } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { buildNet, type Chapter, type Net, type Section, startNet } from '../chapter/chapter.ts'
import type { Reader } from '../chapter/reader.ts'
import { showCustomLaw } from './custom-law.ts'

/** The same law as a class, the way of MXNet's and Keras's initializers: options in the constructor. */
class StrangeInit {
  readonly #draw = uniform({ low: -10, high: 10 })

  constructor(
    readonly reader: Reader,
    readonly threshold = 5,
  ) {}

  initialize(request: InitRequest): Tensor {
    this.reader.text(`  Init weight [${request.shape.join(', ')}]`)
    const weight = this.#draw(request)
    return weight.mul_(weight.abs().ge(this.threshold))
  }
}

function mxnet(chapter: Chapter): Net {
  const net = startNet(chapter)
  net.initialize({ init: new StrangeInit(chapter.reader), rng: chapter.rng, forceReinit: true })
  return net
}

function pytorch(chapter: Chapter): Net {
  const { reader, rng } = chapter
  const init = new StrangeInit(reader)
  const net = startNet(chapter)
  net.apply((m) => {
    if (m instanceof Dense) m.weight.initialize({ init, rng, forceReinit: true })
  })
  return net
}

function keras(chapter: Chapter): Net {
  return startNet(chapter, buildNet({ weightInit: new StrangeInit(chapter.reader) }))
}

/** A law of one's own, as a class. One object shared by two layers draws other weights for each. */
export const customClass: Section = {
  title: 'Custom initialization: a class',
  run(chapter) {
    showCustomLaw(chapter, [
      {
        name: 'MXNet',
        code: 'net.initialize({ init: new StrangeInit(), rng, forceReinit: true })',
        build: mxnet,
      },
      {
        name: 'PyTorch',
        code: 'net.apply((m) => { … m.weight.initialize({ init: new StrangeInit(), … }) })',
        build: pytorch,
      },
      { name: 'Keras', code: 'new Dense(8, { weightInit: new StrangeInit() })', build: keras },
    ])
  },
}
