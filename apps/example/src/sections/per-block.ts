import { constant, constant_, xavierUniform, xavierUniform_ } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Chapter, Section } from '../chapter/chapter.ts'
import { all, any } from '../chapter/conditions.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'
import { Source } from '../chapter/source.ts'
import text from './per-block.ts?raw'

function idioms({ createRng, seed, X }: Chapter): Idioms {
  return {
    MXNet() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.layers[0].weight.initialize({ init: xavierUniform(), rng, forceReinit: true })
      net.layers[1].initialize({ init: constant(42), forceReinit: true })
      return net
    },
    PyTorch() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.layers[0].apply((m) => {
        if (m instanceof Dense) xavierUniform_(m.weight, { rng })
      })
      net.layers[1].apply((m) => {
        if (m instanceof Dense) constant_(m.weight, 42)
      })
      return net
    },
    Keras() {
      const rng = createRng(seed)
      const net = new Sequential(
        new Dense(8, { activation: relu, weightInit: xavierUniform() }),
        new Dense(1, { weightInit: constant(42) }),
      )
      net.initialize({ rng })
      net.forward(X)
      return net
    },
    JAX() {
      const key = createRng(seed)
      const net = new Sequential(
        new Dense(8, { activation: relu, weightInit: xavierUniform() }),
        new Dense(1, { weightInit: constant(42) }),
      )
      net.initialize({ rng: key })
      net.forward(X)
      return net
    },
  }
}

/** Xavier for the first layer, 42 for the second. */
export const perBlock: Section = {
  title: 'A different initializer for each block',
  run(chapter) {
    const { reader, seed } = chapter
    const source = new Source(text, seed)
    reader.code(source.imports())
    const { layers } = compareIdioms(chapter, this.title, source, idioms(chapter))
    const [hidden, output] = layers
    reader.value('net.layers[0].weight.data.at(0)', hidden.weight.data.at(0))
    reader.value('net.layers[1].weight.data', output.weight.data)
    const bound = Math.sqrt(6 / (4 + 8))
    const size = hidden.weight.data.abs()
    reader.claim(
      "the first layer's weights are U[-a, a), a = √(6/(4 + 8))",
      all(size.le(bound)) && any(size.gt(bound / 2)),
    )
    reader.claim("the second layer's weights are 42", all(output.weight.data.eq(42)))
  },
}
