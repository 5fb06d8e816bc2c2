import { method, type PyClass, type PyObject } from '../../../python/objects.ts'
import { call, isNumber, iterate } from '../../../python/values.ts'
import { arrayOf, lengthsOf, like, reshaped, shapeOf } from '../../jax/programs/array.ts'
import { EMBEDDING, LECUN_NORMAL, ZEROS } from '../../jax/programs/initializers.ts'
import { fn } from '../../jax/programs/methods.ts'
import { axesOf, sizeOf, windowed } from '../../jax/programs/shapes.ts'
import { parameter } from './context.ts'
import { layer, REQUIRED } from './module.ts'

/** What linen's layers have in common. */
const COMMON = { dtype: null, param_dtype: 'float32', precision: null }
const INITS = { kernel_init: LECUN_NORMAL, bias_init: ZEROS }
const PRODUCT = {
  dot_general: null,
  dot_general_cls: null,
  promote_dtype: null,
  preferred_element_type: null,
}

export const DENSE: PyClass = layer(
  'Dense',
  { features: REQUIRED, use_bias: true, ...COMMON, ...INITS, ...PRODUCT },
  (self, get, [x]) => {
    const shape = shapeOf(x)
    const [features, dtype] = [Number(get('features')), get('param_dtype')]
    parameter(self, 'kernel', get('kernel_init'), [[shape.at(-1), features], dtype])
    if (get('use_bias') === true) parameter(self, 'bias', get('bias_init'), [[features], dtype])
    return like(x, [...shape.slice(0, -1), features])
  },
)

/** An initializer that sees a matrix, whose values are then those of the kernel. */
export function flat(init: unknown, inputs: number, dtype: unknown): unknown {
  return fn(['key', 'shape'], ({ key, shape }) => {
    const lengths = lengthsOf(shape)
    const matrix =
      inputs === 0 ? [sizeOf(lengths)] : [sizeOf(lengths.slice(0, inputs)), sizeOf(lengths.slice(inputs))]
    return reshaped(call(init, [key, matrix, dtype]), lengths)
  })
}

export const DENSE_GENERAL: PyClass = layer(
  'DenseGeneral',
  {
    features: REQUIRED,
    axis: -1,
    batch_dims: [],
    use_bias: true,
    dtype: null,
    param_dtype: 'float32',
    ...INITS,
    precision: null,
    ...PRODUCT,
  },
  (self, get, [x]) => {
    if (lengthsOf(get('batch_dims')).length > 0)
      throw new TypeError('DenseGeneral with batch_dims is not read')
    const shape = shapeOf(x)
    const features = lengthsOf(get('features'))
    const axes = axesOf(get('axis'), shape.length)
    const inputs = axes.map((axis) => shape[axis] ?? 0)
    const dtype = get('param_dtype')
    parameter(self, 'kernel', flat(get('kernel_init'), inputs.length, dtype), [[...inputs, ...features]])
    if (get('use_bias') === true) parameter(self, 'bias', flat(get('bias_init'), 0, dtype), [features])
    return like(x, [...shape.filter((_, axis) => !axes.includes(axis)), ...features])
  },
)

/** One number for each axis of a window. */
export function perAxis(value: unknown, rank: number): number[] {
  if (value === null || value === undefined) return new Array<number>(rank).fill(1)
  return isNumber(value) ? new Array<number>(rank).fill(Number(value)) : lengthsOf(value)
}

/** `'SAME'`, one number, or pairs. */
export function paddingOf(padding: unknown, rank: number): string | [number, number][] {
  if (typeof padding === 'string') return padding
  if (isNumber(padding)) return Array.from({ length: rank }, () => [Number(padding), Number(padding)])
  return [...iterate(padding)].map((pair) => {
    const [before = 0, after = before] = isNumber(pair) ? [Number(pair)] : lengthsOf(pair)
    return [before, after]
  })
}

const CONVOLUTION = {
  features: REQUIRED,
  kernel_size: REQUIRED,
  strides: 1,
  padding: 'SAME',
  input_dilation: 1,
  kernel_dilation: 1,
  feature_group_count: 1,
  use_bias: true,
  mask: null,
  ...COMMON,
  ...INITS,
  conv_general_dilated: null,
  conv_general_dilated_cls: null,
  promote_dtype: null,
}

function convolve(self: PyObject, get: (field: string) => unknown, [x]: readonly unknown[]): unknown {
  const shape = shapeOf(x)
  const window = isNumber(get('kernel_size')) ? [Number(get('kernel_size'))] : lengthsOf(get('kernel_size'))
  const rank = window.length
  const [features, groups, dtype] = [
    Number(get('features')),
    Number(get('feature_group_count')),
    get('param_dtype'),
  ]
  const channels = shape.at(-1) ?? 0
  parameter(self, 'kernel', get('kernel_init'), [[...window, channels / groups, features], dtype])
  if (get('use_bias') === true) parameter(self, 'bias', get('bias_init'), [[features], dtype])
  const windows = {
    window,
    strides: perAxis(get('strides'), rank),
    padding: paddingOf(get('padding'), rank),
    dilation: perAxis(get('kernel_dilation'), rank),
  }
  return like(x, [...shape.slice(0, -rank - 1), ...windowed(shape.slice(-rank - 1, -1), windows), features])
}

export const CONV: PyClass = layer('Conv', CONVOLUTION, convolve)

export const CONV_TRANSPOSE: PyClass = layer(
  'ConvTranspose',
  {
    features: REQUIRED,
    kernel_size: REQUIRED,
    strides: null,
    padding: 'SAME',
    kernel_dilation: null,
    use_bias: true,
    mask: null,
    ...COMMON,
    ...INITS,
    transpose_kernel: false,
    promote_dtype: null,
    preferred_element_type: null,
  },
  (self, get, [x]) => {
    const shape = shapeOf(x)
    const window = isNumber(get('kernel_size')) ? [Number(get('kernel_size'))] : lengthsOf(get('kernel_size'))
    const [features, dtype, rank] = [Number(get('features')), get('param_dtype'), window.length]
    const channels = shape.at(-1) ?? 0
    const units = get('transpose_kernel') === true ? [features, channels] : [channels, features]
    parameter(self, 'kernel', get('kernel_init'), [[...window, ...units], dtype])
    if (get('use_bias') === true) parameter(self, 'bias', get('bias_init'), [[features], dtype])
    const strides = perAxis(get('strides'), rank)
    const padding = get('padding')
    const lengths = shape.slice(-rank - 1, -1).map((length, i) => {
      const [stride, size] = [strides[i] ?? 1, window[i] ?? 1]
      if (padding === 'SAME') return length * stride
      if (padding === 'VALID') return length * stride + Math.max(size - stride, 0)
      throw new TypeError('a padding of ConvTranspose that is not read')
    })
    return like(x, [...shape.slice(0, -rank - 1), ...lengths, features])
  },
)

export const EMBED: PyClass = layer(
  'Embed',
  {
    num_embeddings: REQUIRED,
    features: REQUIRED,
    dtype: null,
    param_dtype: 'float32',
    embedding_init: EMBEDDING,
    promote_dtype: null,
  },
  (self, get, [x]) => {
    table(self, get)
    return arrayOf([...shapeOf(x), Number(get('features'))])
  },
  {
    attend: method((self, [x]) => {
      const get = (field: string): unknown => self.attributes.get(field)
      table(self, get)
      return like(x, [...shapeOf(x).slice(0, -1), Number(get('num_embeddings'))])
    }),
  },
)

function table(self: PyObject, get: (field: string) => unknown): void {
  const shape = [Number(get('num_embeddings')), Number(get('features'))]
  parameter(self, 'embedding', get('embedding_init'), [shape, get('param_dtype')])
}

/** The part of a term of `einsum` behind an ellipsis, whose letters count from the end. */
const letters = (term: string): string[] => [...term.replace('...', '')]

export const EINSUM: PyClass = layer(
  'Einsum',
  {
    shape: REQUIRED,
    einsum_str: null,
    use_bias: true,
    ...COMMON,
    ...INITS,
    promote_dtype: null,
    preferred_element_type: null,
  },
  (self, get, [x, form], keywords) => {
    const given = String(form ?? keywords.einsum_str ?? get('einsum_str')).replaceAll(' ', '')
    const [terms = '', output = ''] = given.split('->')
    const [inputs = '', kernel = ''] = terms.split(',')
    const shape = lengthsOf(get('shape'))
    const dtype = get('param_dtype')
    parameter(self, 'kernel', get('kernel_init'), [shape, dtype])
    const lengths = new Map(letters(kernel).map((letter, i) => [letter, shape[i] ?? 0]))
    const units = letters(output).flatMap((letter) => lengths.get(letter) ?? [])
    if (get('use_bias') === true) parameter(self, 'bias', get('bias_init'), [units, dtype])
    const own = shapeOf(x)
    const named = letters(inputs)
    for (const [i, letter] of named.entries()) lengths.set(letter, own.at(i - named.length) ?? 0)
    const lead = inputs.startsWith('...') ? own.slice(0, own.length - named.length) : []
    return like(x, [
      ...(output.startsWith('...') ? lead : []),
      ...letters(output).map((letter) => lengths.get(letter) ?? 0),
    ])
  },
)
