import { normal, normal_, zeros, zeros_ } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Chapter, Section } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'
import { Source } from '../chapter/source.ts'
import text from './built-in-normal.ts?raw'

function idioms({ createRng, seed, X }: Chapter): Idioms {
  return {
    MXNet() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.initialize({ init: normal({ std: 0.01 }), rng, forceReinit: true })
      return net
    },
    // The chapter's cell tests `type(m) == nn.LazyLinear`, which no layer is any more after a forward; Dense stays Dense.
    PyTorch() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.apply((m) => {
        if (m instanceof Dense) {
          normal_(m.weight, { std: 0.01, rng })
          zeros_(m.bias)
        }
      })
      return net
    },
    Keras() {
      const rng = createRng(seed)
      const options = { weightInit: normal({ std: 0.01 }), biasInit: zeros() }
      const net = new Sequential(new Dense(8, { ...options, activation: relu }), new Dense(1, options))
      net.initialize({ rng })
      net.forward(X)
      return net
    },
    // The network is described with its initializers; a key makes its values, each from the key and its path.
    JAX() {
      const key = createRng(seed)
      const weightInit = normal({ std: 0.01 })
      const net = new Sequential(new Dense(8, { activation: relu, weightInit }), new Dense(1, { weightInit }))
      net.initialize({ rng: key })
      net.forward(X)
      return net
    },
  }
}

/** Weights N(0, 0.01²), biases 0. */
export const builtInNormal: Section = {
  title: 'Built-in initialization: normal weights, zero biases',
  run(chapter) {
    const { reader, seed } = chapter
    const source = new Source(text, seed)
    reader.code(source.imports())
    const { layers } = compareIdioms(chapter, this.title, source, idioms(chapter))
    const { weight, bias } = layers[0]
    reader.value('net.layers[0].weight.data.at(0)', weight.data.at(0))
    reader.value('net.layers[0].bias.data.at(0)', bias.data.at(0))
    // 32 values: six standard errors of the mean; χ² of 31 degrees leaves [1/5, 3]·31 once in 10⁷ seeds.
    const std = 0.01
    const { data } = weight
    reader.claim('weights have mean 0', Math.abs(Number(data.mean().item())) < (6 * std) / Math.sqrt(32))
    const variance = Number(data.var().item()) / std ** 2
    reader.claim('weights have std 0.01', variance > 1 / 5 && variance < 3)
    reader.claim(
      'biases are 0',
      layers.every((layer) => all(layer.bias.data.eq(0))),
    )
  },
}
