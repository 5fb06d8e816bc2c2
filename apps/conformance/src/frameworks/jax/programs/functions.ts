import type { Callable } from '../../../python/objects.ts'
import { arrayOf, like, shapeOf } from './array.ts'
import { fn } from './methods.ts'
import { axisOf } from './shapes.ts'

/** Functions of `jax.nn` and `flax.linen` that leave the shape as it is. */
export const ACTIVATIONS: Readonly<Record<string, Callable>> = Object.fromEntries(
  [
    ...[
      'relu',
      'relu6',
      'gelu',
      'tanh',
      'sigmoid',
      'softmax',
      'log_softmax',
      'silu',
      'swish',
      'elu',
      'celu',
      'selu',
      'leaky_relu',
    ],
    ...[
      'softplus',
      'soft_sign',
      'hard_sigmoid',
      'hard_silu',
      'hard_swish',
      'hard_tanh',
      'log_sigmoid',
      'normalize',
      'standardize',
      'squareplus',
      'mish',
    ],
  ].map((name) => [name, ([x]: readonly unknown[]) => like(x)]),
)

export const ONE_HOT: Callable = fn(['x', 'num_classes'], ({ x, num_classes: count }) =>
  arrayOf([...shapeOf(x), Number(count)]),
)

export const GLU: Callable = fn(['x', 'axis'], ({ x, axis = -1 }) => {
  const at = axisOf(axis, shapeOf(x).length)
  return like(
    x,
    shapeOf(x).map((length, i) => (i === at ? length / 2 : length)),
  )
})
