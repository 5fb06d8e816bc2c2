import { type Callable, PyClass, tuple } from '../../../python/objects.ts'
import { call, iterate } from '../../../python/values.ts'
import { arrayOf, like, shapeOf } from '../../jax/programs/array.ts'
import { ACTIVATIONS, GLU, ONE_HOT } from '../../jax/programs/functions.ts'
import { INITIALIZERS } from '../../jax/programs/initializers.ts'
import { fn } from '../../jax/programs/methods.ts'
import { windowed } from '../../jax/programs/shapes.ts'
import { ATTENTION } from './attention.ts'
import { MODULE } from './context.ts'
import { CONV, CONV_TRANSPOSE, DENSE, DENSE_GENERAL, EINSUM, EMBED, paddingOf, perAxis } from './linear.ts'
import { compact, layer, nowrap, REQUIRED } from './module.ts'
import { DROPOUT, NORMS, PRELU } from './norms.ts'
import { RECURRENT } from './recurrent.ts'

/** `nn.avg_pool(x, window, strides, padding)` and its like. */
export const POOL: Callable = fn(
  ['inputs', 'window_shape', 'strides', 'padding', 'count_include_pad'],
  ({ inputs, window_shape: window, strides, padding = 'VALID' }) => {
    const shape = shapeOf(inputs)
    const lengths = window as readonly number[]
    const rank = lengths.length
    const windows = { window: lengths, strides: perAxis(strides, rank), padding: paddingOf(padding, rank) }
    return like(inputs, [
      ...shape.slice(0, -rank - 1),
      ...windowed(shape.slice(-rank - 1, -1), windows),
      ...shape.slice(-1),
    ])
  },
)

const SEQUENTIAL = layer('Sequential', { layers: REQUIRED }, (_, get, positional, keywords) => {
  let [given, named]: [readonly unknown[], Readonly<Record<string, unknown>>] = [positional, keywords]
  for (const one of iterate(get('layers'))) {
    const result = call(one, given, named)
    const isSeveral = Array.isArray(result) && Object.isFrozen(result)
    if (result instanceof Map) [given, named] = [[], Object.fromEntries(result)]
    else [given, named] = [isSeveral ? (result as readonly unknown[]) : [result], {}]
  }
  return given.length === 1 ? given[0] : tuple(given)
})

/** `nn.remat(Class)` and `nn.jit(Class)`: a class of another name. */
function renamed(prefix: string): Callable {
  return ([type]) => {
    if (type instanceof PyClass) return new PyClass(prefix + type.name, [type])
    throw new TypeError('a transformation of a function is not read')
  }
}

const mask: Callable = ([x]) =>
  arrayOf([...shapeOf(x).slice(0, -1), 1, shapeOf(x).at(-1) ?? 0, shapeOf(x).at(-1) ?? 0])

/** `flax.linen` */
export const LINEN: Readonly<Record<string, unknown>> = {
  Module: MODULE,
  compact,
  nowrap,
  initializers: INITIALIZERS,
  ...INITIALIZERS,
  ...ACTIVATIONS,
  glu: GLU,
  one_hot: ONE_HOT,
  avg_pool: POOL,
  max_pool: POOL,
  min_pool: POOL,
  Sequential: SEQUENTIAL,
  Dense: DENSE,
  DenseGeneral: DENSE_GENERAL,
  Conv: CONV,
  ConvTranspose: CONV_TRANSPOSE,
  Einsum: EINSUM,
  Embed: EMBED,
  Dropout: DROPOUT,
  PReLU: PRELU,
  ...NORMS,
  ...ATTENTION,
  ...RECURRENT,
  remat: renamed('Checkpoint'),
  checkpoint: renamed('Checkpoint'),
  dot_product_attention: ([query]: readonly unknown[]) => like(query),
  make_causal_mask: mask,
  make_attention_mask: mask,
  combine_masks: ([x]: readonly unknown[]) => x,
  merge_param: (positional: readonly unknown[]) => positional.slice(1).find((value) => value !== null),
  share_scope: () => null,
  with_partitioning: ([init]: readonly unknown[]) => init,
}
