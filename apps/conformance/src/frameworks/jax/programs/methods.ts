import { type Callable, method, PyClass, PyObject, PyProperty } from '../../../python/objects.ts'
import {
  ARRAY,
  arrayOf,
  castTo,
  dtypeOf,
  elementwise,
  lengthsOf,
  like,
  reshaped,
  shapeOf,
  shapeTuple,
  transposed,
} from './array.ts'
import { axesOf, indexed, multiplied, reduced, sizeOf } from './shapes.ts'

/** A function of an array and arguments that are found by position or by name. */
export function fn(
  names: readonly string[],
  run: (given: Readonly<Record<string, unknown>>, rest: readonly unknown[]) => unknown,
): Callable {
  return (positional, keywords) => {
    const given: Record<string, unknown> = { ...keywords }
    for (const [i, value] of positional.slice(0, names.length).entries()) given[names[i] ?? ''] = value
    for (const name of Object.keys(keywords)) {
      if (!names.includes(name)) throw new TypeError(`an argument that is not read: ${name}`)
    }
    return run(given, positional.slice(names.length))
  }
}

/** Functions that take axes away, as `jnp.mean`. */
const reduction: Callable = fn(
  ['a', 'axis', 'dtype', 'out', 'keepdims', 'initial', 'where', 'ddof'],
  (given) => {
    const { a, axis, keepdims } = given
    return like(a, reduced(shapeOf(a), axis, keepdims === true))
  },
)

/** Functions of an array, which are its methods, too. */
export const SHARED: Readonly<Record<string, Callable>> = {
  ...Object.fromEntries(
    ['mean', 'sum', 'max', 'min', 'amax', 'amin', 'prod', 'std', 'var', 'any', 'all'].map((name) => [
      name,
      reduction,
    ]),
  ),
  argmax: fn(['a', 'axis'], ({ a, axis }) => arrayOf(reduced(shapeOf(a), axis, false), 'int32')),
  argmin: fn(['a', 'axis'], ({ a, axis }) => arrayOf(reduced(shapeOf(a), axis, false), 'int32')),
  reshape: ([a, ...rest], keywords) => {
    const given = rest.length > 0 ? rest : [keywords.shape ?? keywords.newshape]
    return reshaped(a, lengthsOf(given.length === 1 ? given[0] : given))
  },
  transpose: ([a, ...rest], keywords) => {
    const axes = rest.length > 1 ? rest : (rest[0] ?? keywords.axes)
    return transposed(a, axes === undefined || axes === null ? undefined : axesOf(axes, shapeOf(a).length))
  },
  swapaxes: fn(['a', 'axis1', 'axis2'], ({ a, axis1, axis2 }) => {
    const rank = shapeOf(a).length
    const [i = 0, j = 0] = axesOf([axis1, axis2], rank)
    return transposed(
      a,
      shapeOf(a).map((_, axis) => (axis === i ? j : axis === j ? i : axis)),
    )
  }),
  squeeze: fn(['a', 'axis'], ({ a, axis }) => {
    const shape = shapeOf(a)
    const gone = axis === undefined || axis === null ? undefined : axesOf(axis, shape.length)
    return reshaped(
      a,
      shape.filter((length, i) => (gone === undefined ? length !== 1 : !gone.includes(i))),
    )
  }),
  flatten: ([a]) => reshaped(a, [-1]),
  ravel: ([a]) => reshaped(a, [-1]),
  astype: fn(['a', 'dtype'], ({ a, dtype }) => castTo(a, String(dtype))),
  clip: ([a]) => like(a),
  round: ([a]) => like(a),
  cumsum: ([a]) => like(a),
  copy: ([a]) => a,
  dot: ([a, b]) => like(a, multiplied(shapeOf(a), shapeOf(b))),
}

const PROPERTIES: Readonly<Record<string, (self: unknown) => unknown>> = {
  shape: shapeTuple,
  ndim: (self) => shapeOf(self).length,
  size: (self) => sizeOf(shapeOf(self)),
  dtype: dtypeOf,
  T: (self) => transposed(self),
}

for (const [name, callable] of Object.entries(SHARED)) ARRAY.attributes.set(name, callable)
for (const [name, get] of Object.entries(PROPERTIES)) {
  ARRAY.attributes.set(name, new PyProperty(([self]) => get(self)))
}
ARRAY.attributes.set('__matmul__', ([a, b]: readonly unknown[]) =>
  like(a, multiplied(shapeOf(a), shapeOf(b))),
)
ARRAY.attributes.set('__getitem__', ([a, key]: readonly unknown[]) => {
  const shape = indexed(shapeOf(a), key, shapeOf)
  // A whole array is itself.
  return sizeOf(shape) === sizeOf(shapeOf(a)) ? reshaped(a, shape) : like(a, shape)
})

/** `x.at[key].set(value)` and its like: an array of the same shape. */
const changed = (self: unknown): Readonly<Record<string, Callable>> =>
  Object.fromEntries(['set', 'add', 'multiply', 'mul', 'min', 'max'].map((name) => [name, () => like(self)]))
const AT = new PyClass('At', [], { __getitem__: method((self) => changed(self.held)) })
ARRAY.attributes.set('at', new PyProperty(([self]) => new PyObject(AT, self)))

/** Functions of each element: values only where one rounding makes them. */
const EXACT: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  true_divide: (a, b) => a / b,
}

/** `jnp.add` and the like. */
export const ARITHMETIC: Readonly<Record<string, Callable>> = Object.fromEntries(
  Object.entries(EXACT).map(([name, operation]) => [name, ([a, b]) => elementwise(a, b, operation)]),
)
