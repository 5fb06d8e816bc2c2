import { type Callable, tuple } from '../../../python/objects.ts'
import { call, isNumber } from '../../../python/values.ts'
import { ARRAY, lengthsOf, like } from './array.ts'
import { jit } from './compiled.ts'
import { ACTIVATIONS, GLU, ONE_HOT } from './functions.ts'
import { INITIALIZERS } from './initializers.ts'
import { fn } from './methods.ts'
import { NUMPY } from './numpy.ts'
import { RANDOM } from './random.ts'

/** A function as it is: with less memory, it makes the same parameters. */
const same: Callable = ([inner]) => inner

/** `jax.tree.map`, of nested dictionaries, lists and tuples. */
const mapTree: Callable = ([inner, tree]) => {
  if (tree instanceof Map) return new Map([...tree].map(([key, value]) => [key, mapTree([inner, value], {})]))
  if (Array.isArray(tree)) {
    const items = tree.map((item) => mapTree([inner, item], {}))
    return Object.isFrozen(tree) ? tuple(items) : items
  }
  return call(inner, [tree])
}

const NN = {
  initializers: INITIALIZERS,
  ...ACTIVATIONS,
  glu: GLU,
  one_hot: ONE_HOT,
  dot_product_attention: fn(['query', 'key', 'value'], ({ query }) => like(query)),
}
const TREE = { map: mapTree }

/** NumPy's functions of numbers give numbers. */
const SCALARS: Readonly<Record<string, Callable>> = Object.fromEntries(
  Object.entries({
    sqrt: Math.sqrt,
    exp: Math.exp,
    log: Math.log,
    ceil: Math.ceil,
    floor: Math.floor,
    abs: Math.abs,
  }).map(([name, run]) => [
    name,
    (positional, keywords) =>
      isNumber(positional[0]) ? run(Number(positional[0])) : call(NUMPY[name], positional, keywords),
  ]),
)

/** The modules of JAX's programs. */
export const JAX: Readonly<Record<string, unknown>> = {
  jax: {
    numpy: NUMPY,
    random: RANDOM,
    nn: NN,
    lax: { ...NUMPY, stop_gradient: same },
    image: { resize: fn(['image', 'shape', 'method'], ({ image, shape }) => like(image, lengthsOf(shape))) },
    tree: TREE,
    tree_util: { tree_map: mapTree },
    Array: ARRAY,
    ShapeDtypeStruct: fn(['shape', 'dtype'], ({ shape, dtype }) => call(NUMPY.zeros, [shape, dtype])),
    jit,
    checkpoint: same,
  },
  numpy: { ...NUMPY, ...SCALARS },
}
