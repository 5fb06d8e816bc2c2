import { type InitFn, uniform } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Chapter, Section } from '../chapter/chapter.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'
import { Source } from '../chapter/source.ts'
import text from './custom-function.ts?raw'
import { showCustomLaw } from './custom-law.ts'

function idioms({ console, createRng, seed, X }: Chapter): Idioms {
  // U(5, 10) with probability 1/4, 0 with 1/2, U(-10, -5) with 1/4.
  const strange: InitFn = (request) => {
    console.log(`Init ${request.path} [${request.shape.join(', ')}]`)
    const weight = uniform({ low: -10, high: 10 })(request)
    return weight.mul_(weight.abs().ge(5))
  }

  return {
    MXNet() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.initialize({ init: strange, rng, forceReinit: true })
      return net
    },
    PyTorch() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.apply((m) => {
        if (m instanceof Dense) m.weight.initialize({ init: strange, rng, forceReinit: true })
      })
      return net
    },
    Keras() {
      const rng = createRng(seed)
      const net = new Sequential(
        new Dense(8, { activation: relu, weightInit: strange }),
        new Dense(1, { weightInit: strange }),
      )
      net.initialize({ rng })
      net.forward(X)
      return net
    },
    JAX() {
      const key = createRng(seed)
      const net = new Sequential(
        new Dense(8, { activation: relu, weightInit: strange }),
        new Dense(1, { weightInit: strange }),
      )
      net.initialize({ rng: key })
      net.forward(X)
      return net
    },
  }
}

/** A law of one's own, as a function. */
export const customFunction: Section = {
  title: 'Custom initialization: a function',
  run(chapter) {
    const { reader, seed } = chapter
    const source = new Source(text, seed)
    reader.text(
      'An initializer is a function from a request, which has shape, fans and a stream, to a tensor.',
    )
    reader.code([...source.imports(), '', ...source.declaration('strange')])
    showCustomLaw(reader, compareIdioms(chapter, this.title, source, idioms(chapter)))
  },
}
