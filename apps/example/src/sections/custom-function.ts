import { type InitRequest, uniform } from '@nn/init'
import { Dense } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { buildNet, type Chapter, type Net, type Section, startNet } from '../chapter/chapter.ts'
import { showCustomLaw } from './custom-law.ts'

/** U(5, 10) with probability ¼, 0 with probability ½, U(-10, -5) with probability ¼. */
function initStrangely(chapter: Chapter): (request: InitRequest) => Tensor {
  return (request) => {
    chapter.reader.text(`  Init weight [${request.shape.join(', ')}]`)
    const weight = uniform({ low: -10, high: 10 })(request)
    return weight.mul_(weight.abs().ge(5))
  }
}

function mxnet(chapter: Chapter): Net {
  const net = startNet(chapter)
  net.initialize({ init: initStrangely(chapter), rng: chapter.rng, forceReinit: true })
  return net
}

function pytorch(chapter: Chapter): Net {
  const { rng } = chapter
  const net = startNet(chapter)
  net.apply((m) => {
    if (m instanceof Dense) m.weight.initialize({ init: initStrangely(chapter), rng, forceReinit: true })
  })
  return net
}

function keras(chapter: Chapter): Net {
  return startNet(chapter, buildNet({ weightInit: initStrangely(chapter) }))
}

/** A law of one's own, as a function. */
export const customFunction: Section = {
  title: 'Custom initialization: a function',
  run(chapter) {
    showCustomLaw(chapter, [
      {
        name: 'MXNet',
        code: 'net.initialize({ init: strange, rng, forceReinit: true })',
        build: mxnet,
      },
      {
        name: 'PyTorch',
        code: 'net.apply((m) => { … m.weight.initialize({ init: strange, rng, … }) })',
        build: pytorch,
      },
      { name: 'Keras', code: 'new Dense(8, { weightInit: strange })', build: keras },
    ])
  },
}
