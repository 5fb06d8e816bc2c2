import { normal, normal_, zeros, zeros_ } from '@nn/init'
import { Dense } from '@nn/layers'
import { buildNet, type Chapter, type Net, type Section, startNet } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'

const std = 0.01

function mxnet(chapter: Chapter): Net {
  const net = startNet(chapter)
  net.initialize({ init: normal({ std }), rng: chapter.rng, forceReinit: true })
  return net
}

/** The chapter's cell tests `type(m) == nn.LazyLinear`, which no layer is any more after a forward; Dense stays Dense. */
function pytorch(chapter: Chapter): Net {
  const { rng } = chapter
  const net = startNet(chapter)
  net.apply((m) => {
    if (!(m instanceof Dense)) return
    normal_(m.weight, { std, rng })
    zeros_(m.bias)
  })
  return net
}

function keras(chapter: Chapter): Net {
  return startNet(chapter, buildNet({ weightInit: normal({ std }), biasInit: zeros() }))
}

/** Weights N(0, 0.01²), biases 0. */
export const builtInNormal: Section = {
  title: 'Built-in initialization: normal weights, zero biases',
  run(chapter) {
    const { reader } = chapter
    const idioms: Idioms = [
      {
        name: 'MXNet',
        code: 'net.initialize({ init: normal({ std: 0.01 }), rng, forceReinit: true })',
        build: mxnet,
      },
      {
        name: 'PyTorch',
        code: 'net.apply((m) => { … normal_(m.weight, { std: 0.01, rng }); zeros_(m.bias) })',
        build: pytorch,
      },
      {
        name: 'Keras',
        code: 'new Dense(8, { weightInit: normal({ std: 0.01 }), biasInit: zeros() })',
        build: keras,
      },
    ]
    const { layers } = compareIdioms(chapter, idioms, ({ layers: [hidden] }) => {
      reader.value('weight.data.at(0)', hidden.weight.data.at(0))
      reader.value('bias.data.at(0)', hidden.bias.data.at(0))
    })
    const { data } = layers[0].weight
    // 32 values: six standard errors of the mean; χ² of 31 degrees leaves [1/5, 3]·31 once in 10⁷ seeds.
    reader.claim('weights have mean 0', Math.abs(Number(data.mean().item())) < (6 * std) / Math.sqrt(32))
    const variance = Number(data.var().item()) / std ** 2
    reader.claim('weights have std 0.01', variance > 1 / 5 && variance < 3)
    reader.claim(
      'biases are 0',
      layers.every(({ bias }) => all(bias.data.eq(0))),
    )
  },
}
