import { constant, constant_, zeros, zeros_ } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Chapter, Section } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'
import { Source } from '../chapter/source.ts'
import text from './built-in-constant.ts?raw'

function idioms({ createRng, seed, X }: Chapter): Idioms {
  return {
    MXNet() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.initialize({ init: constant(1), forceReinit: true }) // of weights: biases stay 0
      return net
    },
    PyTorch() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.apply((m) => {
        if (m instanceof Dense) {
          constant_(m.weight, 1)
          zeros_(m.bias)
        }
      })
      return net
    },
    Keras() {
      const options = { weightInit: constant(1), biasInit: zeros() }
      const net = new Sequential(new Dense(8, { ...options, activation: relu }), new Dense(1, options))
      net.initialize() // nothing is drawn, so no rng is needed
      net.forward(X)
      return net
    },
    JAX() {
      const key = createRng(seed)
      const weightInit = constant(1)
      const net = new Sequential(new Dense(8, { activation: relu, weightInit }), new Dense(1, { weightInit }))
      net.initialize({ rng: key })
      net.forward(X)
      return net
    },
  }
}

/** All weights 1; `init` is for weights, biases stay 0. */
export const builtInConstant: Section = {
  title: 'Built-in initialization: constant weights',
  run(chapter) {
    const { reader, seed } = chapter
    const source = new Source(text, seed)
    reader.code(source.imports())
    const { layers } = compareIdioms(chapter, this.title, source, idioms(chapter))
    reader.value('net.layers[0].weight.data.at(0)', layers[0].weight.data.at(0))
    reader.value('net.layers[0].bias.data.at(0)', layers[0].bias.data.at(0))
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
