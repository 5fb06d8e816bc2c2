import { cpu } from '@nn/backend-cpu'
import { ArgReader } from '../../../golden/args.ts'
import { bind, without } from '../../../python/bind.ts'
import { type Callable, type Keywords, method, PyClass, type PyObject } from '../../../python/objects.ts'
import { LAYERS } from '../../forward/layers.ts'
import { isFloat } from './dtypes.ts'
import { argumentsOf, forward, keepArguments } from './layer.ts'
import { emptyState, MODULE, stateOf } from './module-state.ts'
import { draw } from './random.ts'
import type { TorchSession } from './session.ts'
import { PLAIN } from './signatures.ts'
import { heldBy, tensorObject } from './tensor.ts'

/** In training: 0 with probability p, else x/(1 − p), of whole channels for those of images. */
function dropped(session: TorchSession, input: unknown, p: number, isTraining: boolean): unknown {
  if (!isTraining || p === 0) return input
  const { data, type } = heldBy(input)
  if (!isFloat(type)) throw new TypeError(`dropout of ${type} is not read`)
  const kept = draw(session.rng, data.shape, type, { law: 'bernoulli', p: 1 - p })
  return tensorObject(data.mul(kept.div(type === 'float64' ? 1 - p : Math.fround(1 - p))), type)
}

/** A layer without parameters: what it was given, and, of those that we have, its forward. */
function plainClass(session: TorchSession, name: string, takes: string): PyClass {
  const create = LAYERS[`torch.nn.${name}`]
  const given = new WeakMap<PyObject, Readonly<Record<string, unknown>>>()
  return new PyClass(name, [MODULE], {
    __init__: method((self, positional, keywords) => {
      self.held ??= emptyState()
      // Identity takes whatever it is given.
      const { bound } =
        name === 'Identity' ? { bound: {} } : argumentsOf(session, takes, positional, keywords)
      keepArguments(self, bound)
      given.set(self, bound)
      return null
    }),
    forward: method((self, positional, keywords) => {
      const bound = given.get(self) ?? Object.fromEntries(self.attributes)
      if (name === 'Dropout') {
        return dropped(session, positional[0], Number(bound.p ?? 0.5), stateOf(self).training)
      }
      if (create === undefined) throw new TypeError(`a forward of ${name} is not read`)
      const rest = without(bound, 'inplace', 'return_indices')
      const args = new ArgReader(
        Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
      )
      const runnable = create(args)
      args.done()
      return forward(self, runnable, positional, keywords)
    }),
  })
}

export function plainClasses(session: TorchSession): Record<string, PyClass> {
  return Object.fromEntries([...PLAIN].map(([name, takes]) => [name, plainClass(session, name, takes)]))
}

const ELEMENTWISE: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  gelu: 'GELU',
  silu: 'SiLU',
  elu: 'ELU',
  selu: 'SELU',
  leaky_relu: 'LeakyReLU',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softmax: 'Softmax',
  log_softmax: 'LogSoftmax',
  max_pool1d: 'MaxPool1d',
  max_pool2d: 'MaxPool2d',
  avg_pool1d: 'AvgPool1d',
  avg_pool2d: 'AvgPool2d',
  adaptive_avg_pool2d: 'AdaptiveAvgPool2d',
}

/** `torch.nn.functional`, as far as a first forward of a lazy model needs it. */
export function functional(session: TorchSession): Record<string, Callable> {
  const functions = Object.entries(ELEMENTWISE).map(([name, layer]) => {
    const takes = (PLAIN.get(layer) ?? '').split(' ').filter(Boolean)
    const run: Callable = ([input, ...positional], keywords: Keywords) => {
      const bound = without(bind(takes, positional, keywords), 'inplace')
      const runnable = LAYERS[`torch.nn.${layer}`]?.(new ArgReader(bound))
      if (runnable === undefined) throw new TypeError(`${name} is not read`)
      const { data, type } = heldBy(input)
      const [result] = runnable.call({ list: [data], named: new Map(), backend: cpu }, new ArgReader({}))
      if (result === undefined) throw new TypeError(`${name} gave nothing`)
      return tensorObject(result, type)
    }
    return [name, run] as const
  })
  const dropout: Callable = (positional, keywords) => {
    const {
      input,
      p = 0.5,
      training = true,
    } = bind(['input', 'p', 'training', 'inplace'], positional, keywords)
    return dropped(session, input, Number(p), training === true)
  }
  // What is there, and is not called before a model is built.
  const later: Callable = () => {
    throw new TypeError('a function of torch.nn.functional that is not read')
  }
  const others = [
    'scaled_dot_product_attention',
    'layer_norm',
    'cross_entropy',
    'linear',
    'conv2d',
    'pad',
    'interpolate',
  ]
  return {
    ...Object.fromEntries(others.map((name) => [name, later])),
    ...Object.fromEntries(functions),
    dropout,
  }
}
