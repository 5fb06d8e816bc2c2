import { type InitRequest, uniform } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import type { Chapter, Section } from '../chapter/chapter.ts'
import { compareIdioms, type Idioms } from '../chapter/idioms.ts'
import { Source } from '../chapter/source.ts'
import text from './custom-class.ts?raw'
import { showCustomLaw } from './custom-law.ts'

function idioms({ console, createRng, seed, X }: Chapter): Idioms {
  // The law of section 5 as a class, the way of MXNet and Keras: options in the constructor.
  class StrangeInit {
    constructor(readonly threshold = 5) {}

    initialize(request: InitRequest): Tensor {
      console.log(`Init ${request.path} [${request.shape.join(', ')}]`)
      const weight = uniform({ low: -10, high: 10 })(request)
      return weight.mul_(weight.abs().ge(this.threshold))
    }
  }

  return {
    MXNet() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      net.initialize({ init: new StrangeInit(), rng, forceReinit: true })
      return net
    },
    PyTorch() {
      const rng = createRng(seed)
      const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
      net.initialize({ rng })
      net.forward(X)
      const init = new StrangeInit()
      net.apply((m) => {
        if (m instanceof Dense) m.weight.initialize({ init, rng, forceReinit: true })
      })
      return net
    },
    Keras() {
      const rng = createRng(seed)
      const net = new Sequential(
        new Dense(8, { activation: relu, weightInit: new StrangeInit() }),
        new Dense(1, { weightInit: new StrangeInit() }),
      )
      net.initialize({ rng })
      net.forward(X)
      return net
    },
    // JAX's initializers are functions.
    JAX() {
      const key = createRng(seed)
      const weightInit = (request: InitRequest) => new StrangeInit().initialize(request)
      const net = new Sequential(new Dense(8, { activation: relu, weightInit }), new Dense(1, { weightInit }))
      net.initialize({ rng: key })
      net.forward(X)
      return net
    },
  }
}

/** A law of one's own, as a class. One object shared by two layers draws other weights for each. */
export const customClass: Section = {
  title: 'Custom initialization: a class',
  run(chapter) {
    const { reader, seed } = chapter
    const source = new Source(text, seed)
    reader.text(
      'An object with initialize(request) is an initializer, too; its options stand in its constructor.',
    )
    reader.code([...source.imports(), '', ...source.declaration('StrangeInit')])
    showCustomLaw(reader, compareIdioms(chapter, this.title, source, idioms(chapter)))
  },
}
