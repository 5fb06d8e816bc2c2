import { createStatelessRng } from '@nn/random/tensorflow'
import { bind } from '../../../python/bind.ts'
import { type Callable, method, PyClass } from '../../../python/objects.ts'
import { product } from '../../jax/array.ts'
import { CustomInitializer } from '../runtime/core/initializer.ts'
import { VALUES } from '../runtime/core/runtime.ts'
import type { Binding } from './binding.ts'
import { operationsOf, opsModule } from './ops-module.ts'

/** TensorFlow's names of operations that `keras.ops` calls otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  reduce_mean: 'mean',
  reduce_sum: 'sum',
  reduce_max: 'max',
  concat: 'concatenate',
  identity: 'identity',
  clip_by_value: 'clip',
}

type Law = 'uniform' | 'normal' | 'truncatedNormal'

/** `tf.random`: each call is the next op of the program. */
function randomModule(binding: Binding): Record<string, Callable> {
  const draw =
    (law: Law, parameters: string): Callable =>
    (positional, keywords) => {
      const given = bind(parameters.split(' '), positional, keywords)
      const { shape, minval = 0, maxval = 1, mean = 0, stddev = 1, seed = null, dtype = null } = given
      if (dtype !== null && dtype !== 'float32')
        throw new RangeError(`tf.random: a dtype that is not read: ${String(dtype)}`)
      const lengths = binding.unwrap(shape) as readonly number[]
      const own = typeof seed === 'number' ? { opSeed: seed } : {}
      const out = new Float32Array(product(lengths))
      const numbers = { low: Number(minval), high: Number(maxval), mean: Number(mean), std: Number(stddev) }
      const rng = binding.runtime.tensorflow
      if (law === 'uniform') rng.uniform(out, { low: numbers.low, high: numbers.high, ...own })
      else rng[law](out, { mean: numbers.mean, std: numbers.std, ...own })
      return binding.wrap(VALUES.tensor(out, { shape: lengths, copy: false }))
    }
  return {
    uniform: draw('uniform', 'shape minval maxval dtype seed name'),
    normal: draw('normal', 'shape mean stddev dtype seed name'),
    truncated_normal: draw('truncatedNormal', 'shape mean stddev dtype seed name'),
    set_seed: ([seed]) => {
      binding.runtime.seedTensorflow(Number(seed))
      return null
    },
  }
}

/** `tf.random_normal_initializer` and the like, which are TensorFlow's own: without a seed each call is the next op. */
function ownInitializers(binding: Binding): Record<string, PyClass> {
  const made = (
    name: string,
    parameters: string,
    fill: (given: Record<string, unknown>) => (out: Float32Array) => void,
  ) =>
    new PyClass(name, [], {
      __init__: method((self, positional, keywords) => {
        const run = fill(bind(parameters.split(' '), positional, keywords))
        self.held = new CustomInitializer((shape) => {
          const out = new Float32Array(product(shape))
          run(out)
          return out
        })
        return null
      }),
    })
  const streamOf = (seed: unknown) =>
    typeof seed === 'number' ? createStatelessRng(seed) : binding.runtime.tensorflow
  return {
    random_uniform_initializer: made(
      'RandomUniform',
      'minval maxval seed',
      ({ minval = -0.05, maxval = 0.05, seed }) =>
        (out) =>
          void streamOf(seed).uniform(out, { low: Number(minval), high: Number(maxval) }),
    ),
    random_normal_initializer: made(
      'RandomNormal',
      'mean stddev seed',
      ({ mean = 0, stddev = 0.05, seed }) =>
        (out) =>
          void streamOf(seed).normal(out, { mean: Number(mean), std: Number(stddev) }),
    ),
    zeros_initializer: made('Zeros', '', () => () => undefined),
    ones_initializer: made('Ones', '', () => (out) => void out.fill(1)),
    constant_initializer: made(
      'Constant',
      'value',
      ({ value = 0 }) =>
        (out) =>
          void out.fill(Number(value)),
    ),
  }
}

/** As much of the module `tensorflow` as programs that build models with Keras use. */
export function tensorflowModule(binding: Binding, keras: Record<string, unknown>): Record<string, unknown> {
  const operations = { ...opsModule(binding), ...operationsOf(binding, NAMES) }
  return {
    ...operations,
    ...opsModule(binding),
    ...ownInitializers(binding),
    keras,
    initializers: keras.initializers,
    math: operations,
    nn: operations,
    random: randomModule(binding),
    float32: 'float32',
    int32: 'int32',
    bool: 'bool',
  }
}
