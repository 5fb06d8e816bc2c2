import { ArgReader } from '../../../golden/args.ts'
import type { Callable } from '../../../python/objects.ts'
import { initializerOf } from '../initializers.ts'
import { arrayOf, elementwise, isArray, lengthsOf, valuesOf } from './array.ts'
import { isCompiled } from './compiled.ts'
import { fn } from './methods.ts'
import { filled } from './numpy.ts'
import { keyFrom } from './random.ts'

/** The parameters of JAX's functions that make initializers, by their place. */
const AXES = ['in_axis', 'out_axis', 'batch_axis', 'dtype']
const FACTORIES: Readonly<Record<string, readonly string[]>> = {
  uniform: ['scale', 'dtype'],
  normal: ['stddev', 'dtype'],
  truncated_normal: ['stddev', 'dtype', 'lower', 'upper'],
  variance_scaling: ['scale', 'mode', 'distribution', ...AXES],
  ...Object.fromEntries(
    ['glorot', 'xavier', 'lecun', 'he', 'kaiming'].flatMap((name) =>
      ['uniform', 'normal'].map((law) => [`${name}_${law}`, AXES]),
    ),
  ),
  orthogonal: ['scale', 'column_axis', 'dtype'],
  delta_orthogonal: ['scale', 'column_axis', 'dtype'],
}

/** A number that a program computed as an array. */
function plain(value: unknown): unknown {
  return isArray(value) ? valuesOf(value, 'an argument of an initializer')[0] : value
}

/** An initializer of a name with JAX's arguments: a function of key, shape and dtype. */
function initializer(name: string, given: Readonly<Record<string, unknown>> = {}): Callable {
  const { dtype: own = 'float32', ...rest } = given
  const args = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, plain(value)]))
  return fn(['key', 'shape', 'dtype', 'out_sharding'], ({ key, shape, dtype }) => {
    const type = String(dtype ?? own)
    const lengths = lengthsOf(shape)
    const make = initializerOf(name, type)
    if (make === undefined) throw new TypeError(`an initializer that is not read: ${name} in ${type}`)
    const from = keyFrom(key)
    const isJit = isCompiled()
    if (isJit && type !== 'float32')
      throw new TypeError(`a compiled initializer that is not read: ${name} in ${type}`)
    return arrayOf(lengths, type, () => {
      const reader = new ArgReader(args)
      const values = make(reader, { key: from, shape: lengths, dtype: type, jit: isJit })
      reader.done()
      return values
    })
  })
}

function constant(value: unknown, own: unknown = 'float32'): Callable {
  return fn(['key', 'shape', 'dtype', 'out_sharding'], ({ shape, dtype }) => {
    const empty = filled(lengthsOf(shape), 0, String(dtype ?? own))
    if (isArray(value)) return elementwise(empty, value, (_, element) => element)
    return filled(lengthsOf(shape), value, String(dtype ?? own))
  })
}

export const ZEROS: Callable = constant(0)
export const ONES: Callable = constant(1)
export const LECUN_NORMAL: Callable = initializer('lecun_normal')
export const ORTHOGONAL: Callable = initializer('orthogonal')
/** Of the tables of embeddings. */
export const EMBEDDING: Callable = initializer('variance_scaling', {
  scale: 1,
  mode: 'fan_in',
  distribution: 'normal',
  out_axis: 0,
})

/** `jax.nn.initializers` */
export const INITIALIZERS: Readonly<Record<string, Callable>> = {
  zeros: ZEROS,
  ones: ONES,
  zeros_init: () => ZEROS,
  ones_init: () => ONES,
  constant: fn(['value', 'dtype'], ({ value, dtype }) => constant(value, dtype)),
  ...Object.fromEntries(
    Object.entries(FACTORIES).map(([name, names]) => [name, fn(names, (given) => initializer(name, given))]),
  ),
}
