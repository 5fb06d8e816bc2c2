import { type Callable, PyClass, tuple } from '../../../python/objects.ts'
import { isNumber, iterate } from '../../../python/values.ts'
import { type FloatArray, floatType } from '../array.ts'
import {
  ARRAY,
  arrayOf,
  chosen,
  dtypeOf,
  isArray,
  lengthsOf,
  like,
  reshaped,
  shapeOf,
  transposed,
} from './array.ts'
import { ONE_ROUNDING } from './exact.ts'
import { ARITHMETIC, fn, SHARED } from './methods.ts'
import { axesOf, axisOf, broadcast, multiplied, sizeOf, summed } from './shapes.ts'

/** dtypes are their names. */
const DTYPES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'float16',
    'bfloat16',
    'float32',
    'float64',
    'int8',
    'int16',
    'int32',
    'int64',
    'uint8',
    'uint32',
    'bool_',
  ].map((name) => [name, name.replace('_', '').replace('64', '32')]),
)

/** Python's own types, as dtypes. */
const PYTHON: Readonly<Record<string, string>> = { bool: 'bool', int: 'int32', float: 'float32' }

function dtypeFrom(dtype: unknown, otherwise = 'float32'): string {
  if (dtype === undefined || dtype === null) return otherwise
  if (typeof dtype === 'string') return DTYPES[dtype] ?? dtype
  const type = dtype instanceof PyClass ? PYTHON[dtype.name] : undefined
  if (type !== undefined) return type
  throw new TypeError('a dtype that is not read')
}

/** Arrays of one value. */
export function filled(shape: readonly number[], value: unknown, dtype: string): ReturnType<typeof arrayOf> {
  if (!isNumber(value) || !dtype.includes('float')) return arrayOf(shape, dtype)
  return arrayOf(shape, dtype, () => {
    const { create, round } = floatType(dtype)
    return create(sizeOf(shape)).fill(round(Number(value)))
  })
}

const constant = (value: number): Callable =>
  fn(['shape', 'dtype'], ({ shape, dtype }) => filled(lengthsOf(shape), value, dtypeFrom(dtype)))

const constantLike = (value: number): Callable =>
  fn(['a', 'dtype', 'shape'], ({ a, dtype }) => filled(shapeOf(a), value, dtypeFrom(dtype, dtypeOf(a))))

/** Numbers in lists as an array. */
const array: Callable = fn(['object', 'dtype'], ({ object, dtype }) => {
  if (isArray(object)) return object
  const flat = isNumber(object) ? [object] : flattened(object)
  // 1.0 is 1 here: numbers without a dtype are float32, as those of parameters are.
  const type = dtypeFrom(dtype, flat.every((value) => typeof value === 'boolean') ? 'bool' : 'float32')
  const values = (): FloatArray =>
    floatType(type)
      .create(flat.length)
      .map((_, i) => floatType(type).round(Number(flat[i])))
  return arrayOf(shapeOf(object), type, type.includes('float') ? values : undefined)
})

function flattened(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flattened) : [value]
}

/** Element by element, of as many arrays as there are. */
const mapping: Callable = (positional) => {
  const arrays = positional.filter((value) => isArray(value) || isNumber(value))
  const shape = arrays.map(shapeOf).reduce(broadcast, [])
  return arrayOf(shape, dtypeOf(arrays.find(isArray) ?? 1))
}

const MAPPED = [
  ...[
    'exp',
    'log',
    'log1p',
    'expm1',
    'sqrt',
    'rsqrt',

    'tanh',
    'sin',
    'cos',
    'tan',
    'sinh',
    'cosh',
    'sign',
  ],
  ...[
    'power',

    'floor',
    'ceil',

    'isnan',
    'exp2',
    'log2',
    'logical_not',
    'logical_and',
  ],
  ...[
    'logical_or',
    'greater',
    'less',
    'equal',
    'not_equal',

    'reciprocal',
    'float_power',
    'mod',
    'arctan2',
    'clip',
  ],
  ...['tril', 'triu', 'roll', 'flip', 'sort', 'nan_to_num', 'stop_gradient', 'cumsum'],
]

const joining: Callable = fn(['arrays', 'axis'], ({ arrays, axis = 0 }) => {
  const list = [...iterate(arrays)]
  const [first] = list
  const rank = shapeOf(first).length
  const along = axisOf(axis, rank)
  const total = list.reduce<number>((sum, item) => sum + (shapeOf(item)[along] ?? 0), 0)
  return like(
    first,
    shapeOf(first).map((length, i) => (i === along ? total : length)),
  )
})

const stacking: Callable = fn(['arrays', 'axis'], ({ arrays, axis = 0 }) => {
  const list = [...iterate(arrays)]
  const shape = [...shapeOf(list[0])]
  shape.splice(axisOf(axis, shape.length + 1), 0, list.length)
  return like(list[0], shape)
})

const splitting: Callable = fn(['ary', 'indices_or_sections', 'axis'], (given) => {
  const { ary, indices_or_sections: sections, axis = 0 } = given
  const shape = shapeOf(ary)
  const along = axisOf(axis, shape.length)
  const length = shape[along] ?? 0
  const ends = isNumber(sections)
    ? Array.from({ length: Number(sections) }, (_, i) => ((i + 1) * length) / Number(sections))
    : [...lengthsOf(sections), length]
  return ends.map((end, i) => {
    const size = end - (i === 0 ? 0 : (ends[i - 1] ?? 0))
    return like(
      ary,
      shape.map((full, at) => (at === along ? size : full)),
    )
  })
})

const padding: Callable = fn(
  ['array', 'pad_width', 'mode', 'constant_values'],
  ({ array, pad_width: widths }) => {
    const shape = shapeOf(array)
    const pairs = isNumber(widths)
      ? shape.map(() => [Number(widths), Number(widths)])
      : [...iterate(widths)].map(lengthsOf)
    return like(
      array,
      shape.map((length, i) => length + (pairs[i]?.[0] ?? 0) + (pairs[i]?.[1] ?? 0)),
    )
  },
)

const tiling: Callable = fn(['A', 'reps'], ({ A, reps }) => {
  const times = lengthsOf(reps)
  const shape = shapeOf(A)
  const rank = Math.max(times.length, shape.length)
  const at = (list: readonly number[], i: number): number => list[i - rank + list.length] ?? 1
  const result = Array.from({ length: rank }, (_, i) => at(shape, i) * at(times, i))
  return sizeOf(result) === sizeOf(shape) ? reshaped(A, result) : like(A, result)
})

const expanded: Callable = fn(['a', 'axis'], ({ a, axis }) => {
  const shape = [...shapeOf(a)]
  const axes = Array.isArray(axis) ? axis : [axis]
  for (const one of axes) shape.splice(axisOf(one, shape.length + 1), 0, 1)
  return reshaped(a, shape)
})

const ranging: Callable = fn(['start', 'stop', 'step', 'dtype'], ({ start, stop, step = 1, dtype }) => {
  const [from, to] = stop === undefined || stop === null ? [0, start] : [start, stop]
  return arrayOf(
    [Math.max(0, Math.ceil((Number(to) - Number(from)) / Number(step)))],
    dtypeFrom(dtype, 'int32'),
  )
})

/** `jax.numpy` */
export const NUMPY: Readonly<Record<string, unknown>> = {
  ...DTYPES,
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  newaxis: null,
  ndarray: ARRAY,
  ...Object.fromEntries(MAPPED.map((name) => [name, mapping])),
  ...SHARED,
  ...ARITHMETIC,
  ...ONE_ROUNDING,
  where: ([condition, a, b]: readonly unknown[]) => chosen(condition, a, b),
  zeros: constant(0),
  ones: constant(1),
  empty: constant(0),
  full: fn(['shape', 'fill_value', 'dtype'], ({ shape, fill_value: value, dtype }) =>
    filled(lengthsOf(shape), value, dtypeFrom(dtype)),
  ),
  zeros_like: constantLike(0),
  ones_like: constantLike(1),
  full_like: fn(['a', 'fill_value', 'dtype'], ({ a, fill_value: value, dtype }) =>
    filled(shapeOf(a), value, dtypeFrom(dtype, dtypeOf(a))),
  ),
  eye: fn(['N', 'M', 'k', 'dtype'], ({ N, M = N, dtype }) =>
    arrayOf([Number(N), Number(M)], dtypeFrom(dtype)),
  ),
  array,
  asarray: array,
  arange: ranging,
  linspace: fn(['start', 'stop', 'num'], ({ num = 50 }) => arrayOf([Number(num)])),
  concatenate: joining,
  stack: stacking,
  split: splitting,
  array_split: splitting,
  pad: padding,
  tile: tiling,
  expand_dims: expanded,
  broadcast_to: fn(['array', 'shape'], ({ array, shape }) => {
    const wanted = lengthsOf(shape)
    return sizeOf(wanted) === sizeOf(shapeOf(array)) ? reshaped(array, wanted) : like(array, wanted)
  }),
  moveaxis: fn(['a', 'source', 'destination'], ({ a, source, destination }) => {
    const rank = shapeOf(a).length
    const [from, to] = [axesOf(source, rank), axesOf(destination, rank)]
    const order = shapeOf(a)
      .map((_, i) => i)
      .filter((i) => !from.includes(i))
    for (const [i, axis] of [...to.entries()].sort(([, p], [, q]) => p - q))
      order.splice(axis, 0, from[i] ?? 0)
    return transposed(a, order)
  }),
  matmul: ([a, b]: readonly unknown[]) => like(a, multiplied(shapeOf(a), shapeOf(b))),
  dot: ([a, b]: readonly unknown[]) => like(a, multiplied(shapeOf(a), shapeOf(b))),
  einsum: ([form, ...arrays]: readonly unknown[]) =>
    like(arrays[0], summed(String(form), arrays.map(shapeOf))),
  outer: ([a, b]: readonly unknown[]) => like(a, [sizeOf(shapeOf(a)), sizeOf(shapeOf(b))]),
  take: fn(['a', 'indices', 'axis'], ({ a, indices, axis }) => {
    if (axis === undefined || axis === null) return like(a, shapeOf(indices))
    const at = axisOf(axis, shapeOf(a).length)
    return like(a, [...shapeOf(a).slice(0, at), ...shapeOf(indices), ...shapeOf(a).slice(at + 1)])
  }),
  repeat: fn(['a', 'repeats', 'axis'], ({ a, repeats, axis }) => {
    const at = axisOf(axis, shapeOf(a).length)
    return like(
      a,
      shapeOf(a).map((length, i) => (i === at ? length * Number(repeats) : length)),
    )
  }),
  shape: ([a]: readonly unknown[]) => tuple(shapeOf(a)),
  ndim: ([a]: readonly unknown[]) => shapeOf(a).length,
  linalg: { norm: SHARED.mean },
}
