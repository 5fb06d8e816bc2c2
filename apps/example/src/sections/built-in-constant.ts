import { constant, constant_, zeros, zeros_ } from '@nn/init'
import { Dense } from '@nn/layers'
import { buildNet, type Chapter, type Net, type Section, startNet } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'

function mxnet(chapter: Chapter): Net {
  const net = startNet(chapter)
  net.initialize({ init: constant(1), forceReinit: true })
  return net
}

function pytorch(chapter: Chapter): Net {
  const net = startNet(chapter)
  net.apply((m) => {
    if (!(m instanceof Dense)) return
    constant_(m.weight, 1)
    zeros_(m.bias)
  })
  return net
}

function keras(chapter: Chapter): Net {
  return startNet(chapter, buildNet({ weightInit: constant(1), biasInit: zeros() }))
}

/** All weights 1; `init` is for weights, biases stay 0. */
export const builtInConstant: Section = {
  title: 'Built-in initialization: constant weights',
  run(chapter) {
    const { reader } = chapter
    const idioms: Idioms = [
      {
        name: 'MXNet',
        code: 'net.initialize({ init: constant(1), forceReinit: true })',
        build: mxnet,
      },
      {
        name: 'PyTorch',
        code: 'net.apply((m) => { … constant_(m.weight, 1); zeros_(m.bias) })',
        build: pytorch,
      },
      {
        name: 'Keras',
        code: 'new Dense(8, { weightInit: constant(1), biasInit: zeros() })',
        build: keras,
      },
    ]
    const { layers } = compareIdioms(chapter, idioms, ({ layers: [hidden] }) => {
      reader.value('weight.data.at(0)', hidden.weight.data.at(0))
      reader.value('bias.data.at(0)', hidden.bias.data.at(0))
    })
    reader.claim(
      'weights are 1',
      layers.every(({ weight }) => all(weight.data.eq(1))),
    )
    reader.claim(
      'biases are 0',
      layers.every(({ bias }) => all(bias.data.eq(0))),
    )
  },
}
