import { constant, constant_, xavierUniform, xavierUniform_ } from '@nn/init'
import { Dense } from '@nn/layers'
import { buildNet, type Chapter, type Net, type Section, startNet } from '../chapter/chapter.ts'
import { all, any } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'

function mxnet(chapter: Chapter): Net {
  const net = startNet(chapter)
  net.layers[0].weight.initialize({ init: xavierUniform(), rng: chapter.rng, forceReinit: true })
  net.layers[1].initialize({ init: constant(42), forceReinit: true })
  return net
}

function pytorch(chapter: Chapter): Net {
  const { rng } = chapter
  const net = startNet(chapter)
  net.layers[0].apply((m) => {
    if (m instanceof Dense) xavierUniform_(m.weight, { rng })
  })
  net.layers[1].apply((m) => {
    if (m instanceof Dense) constant_(m.weight, 42)
  })
  return net
}

function keras(chapter: Chapter): Net {
  return startNet(chapter, buildNet({ weightInit: xavierUniform() }, { weightInit: constant(42) }))
}

/** Xavier for the first layer, 42 for the second. */
export const perBlock: Section = {
  title: 'A different initializer for each block',
  run(chapter) {
    const { reader } = chapter
    const idioms: Idioms = [
      {
        name: 'MXNet',
        code: 'net.layers[0].weight.initialize({ init: xavierUniform(), … }); net.layers[1].initialize({ init: constant(42), … })',
        build: mxnet,
      },
      {
        name: 'PyTorch',
        code: 'net.layers[0].apply(initXavier); net.layers[1].apply(init42)',
        build: pytorch,
      },
      {
        name: 'Keras',
        code: 'new Dense(8, { weightInit: xavierUniform() }), new Dense(1, { weightInit: constant(42) })',
        build: keras,
      },
    ]
    const { layers } = compareIdioms(chapter, idioms, ({ layers: [hidden, output] }) => {
      reader.value('layers[0].weight.data.at(0)', hidden.weight.data.at(0))
      reader.value('layers[1].weight.data', output.weight.data)
    })
    const [hidden, output] = layers
    const bound = Math.sqrt(6 / (4 + 8))
    const { data } = hidden.weight
    reader.claim(
      "the first layer's weights are U[-a, a), a = √(6/(4 + 8))",
      all(data.abs().le(bound)) && any(data.abs().gt(bound / 2)),
    )
    reader.claim("the second layer's weights are 42", all(output.weight.data.eq(42)))
  },
}
