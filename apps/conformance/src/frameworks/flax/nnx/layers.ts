import type { PyClass, PyObject } from '../../../python/objects.ts'
import { call, isNumber } from '../../../python/values.ts'
import { lengthsOf } from '../../jax/programs/array.ts'
import { EMBEDDING, LECUN_NORMAL, ONES, ORTHOGONAL, ZEROS } from '../../jax/programs/initializers.ts'
import { filled } from '../../jax/programs/numpy.ts'
import { flat } from '../linen/linear.ts'
import { drawn, type Given, layer, param } from './module.ts'
import { isRngs, nextKey } from './rngs.ts'

/** The places of the arguments of an attention. */
const ATTENTION = [
  'num_heads',
  'in_features',
  'qkv_features',
  'out_features',
  'num_kv_heads',
  'in_kv_features',
]

const KERNEL = { kernel_init: LECUN_NORMAL, bias_init: ZEROS, use_bias: true, param_dtype: 'float32' }

/** A kernel, then, unless it has none, a bias. */
function weights(
  given: Given,
  kernel: readonly number[],
  units: readonly number[],
): Record<string, PyObject | null> {
  const { rngs, kernel_init: init, bias_init: biasInit, use_bias: useBias, param_dtype: dtype } = given
  return {
    kernel: drawn(rngs, init, kernel, dtype),
    bias: useBias === true ? drawn(rngs, biasInit, units, dtype) : null,
  }
}

const lengths = (value: unknown): number[] => (isNumber(value) ? [Number(value)] : lengthsOf(value))

const LINEAR = layer('Linear', ['in_features', 'out_features'], KERNEL, (given) => {
  const [inputs, outputs] = [Number(given.in_features), Number(given.out_features)]
  return weights(given, [inputs, outputs], [outputs])
})

const LINEAR_GENERAL = layer(
  'LinearGeneral',
  ['in_features', 'out_features'],
  { ...KERNEL, axis: -1, batch_axis: null },
  (given) => {
    if (given.batch_axis !== null) throw new TypeError('nnx.LinearGeneral with batch_axis is not read')
    const [inputs, outputs] = [lengths(given.in_features), lengths(given.out_features)]
    const { kernel_init: init, bias_init: biasInit, param_dtype: dtype } = given
    const inits = { kernel_init: flat(init, inputs.length, dtype), bias_init: flat(biasInit, 0, dtype) }
    return weights(twoArguments({ ...given, ...inits }), [...inputs, ...outputs], outputs)
  },
)

/** Initializers of flat shapes know their dtype. */
function twoArguments(given: Given): Given {
  const cut =
    (init: unknown): unknown =>
    (positional: readonly unknown[]) =>
      call(init, positional.slice(0, 2))
  return { ...given, kernel_init: cut(given.kernel_init), bias_init: cut(given.bias_init) }
}

const CONV = layer(
  'Conv',
  ['in_features', 'out_features', 'kernel_size', 'strides'],
  {
    ...KERNEL,
    strides: 1,
    padding: 'SAME',
    input_dilation: 1,
    kernel_dilation: 1,
    feature_group_count: 1,
    mask: null,
  },
  (given) => {
    const [inputs, outputs] = [Number(given.in_features), Number(given.out_features)]
    const groups = Number(given.feature_group_count)
    return weights(given, [...lengths(given.kernel_size), inputs / groups, outputs], [outputs])
  },
)

const CONV_TRANSPOSE = layer(
  'ConvTranspose',
  ['in_features', 'out_features', 'kernel_size', 'strides'],
  { ...KERNEL, strides: null, padding: 'SAME', kernel_dilation: null, mask: null, transpose_kernel: false },
  (given) => {
    const [inputs, outputs] = [Number(given.in_features), Number(given.out_features)]
    const units = given.transpose_kernel === true ? [outputs, inputs] : [inputs, outputs]
    return weights(given, [...lengths(given.kernel_size), ...units], [outputs])
  },
)

const EMBED = layer(
  'Embed',
  ['num_embeddings', 'features'],
  { embedding_init: EMBEDDING, param_dtype: 'float32' },
  ({ rngs, embedding_init: init, num_embeddings: rows, features, param_dtype: dtype }) => ({
    embedding: drawn(rngs, init, [Number(rows), Number(features)], dtype),
  }),
)

const AFFINE = { use_bias: true, use_scale: true, bias_init: ZEROS, scale_init: ONES, param_dtype: 'float32' }

function affine({ rngs, num_features: count, ...given }: Given): Record<string, PyObject | null> {
  const shape = [Number(count)]
  const { scale_init: scaleInit, bias_init: biasInit, param_dtype: dtype } = given
  return {
    scale: given.use_scale === true ? drawn(rngs, scaleInit, shape, dtype) : null,
    bias: given.use_bias === true ? drawn(rngs, biasInit, shape, dtype) : null,
  }
}

const AXES = { axis: -1, reduction_axes: -1, feature_axes: -1 }

export const LAYERS: Readonly<Record<string, PyClass>> = {
  Linear: LINEAR,
  LinearGeneral: LINEAR_GENERAL,
  Conv: CONV,
  ConvTranspose: CONV_TRANSPOSE,
  Embed: EMBED,
  Einsum: layer(
    'Einsum',
    ['einsum_str', 'kernel_shape', 'bias_shape'],
    { ...KERNEL, bias_shape: null },
    (given) => {
      const bias = given.bias_shape
      return weights(
        { ...given, use_bias: bias !== null },
        lengths(given.kernel_shape),
        bias === null ? [] : lengths(bias),
      )
    },
  ),
  BatchNorm: layer('BatchNorm', ['num_features'], { ...AFFINE, ...AXES }, affine),
  LayerNorm: layer('LayerNorm', ['num_features'], { ...AFFINE, ...AXES }, affine),
  InstanceNorm: layer('InstanceNorm', ['num_features'], { ...AFFINE, ...AXES }, affine),
  RMSNorm: layer('RMSNorm', ['num_features'], { ...AFFINE, ...AXES }, (given) =>
    affine({ ...given, use_bias: false }),
  ),
  GroupNorm: layer(
    'GroupNorm',
    ['num_features'],
    { ...AFFINE, ...AXES, num_groups: 32, group_size: null },
    affine,
  ),
  PReLU: layer('PReLU', [], { negative_slope_init: 0.01, param_dtype: 'float32' }, (given) => ({
    negative_slope: param(filled([], given.negative_slope_init, String(given.param_dtype))),
  })),
  Dropout: layer(
    'Dropout',
    ['rate'],
    { rngs: null, rng_collection: 'dropout', broadcast_dims: [] },
    (given) => {
      if (given.rngs !== null) nextKey(given.rngs, String(given.rng_collection))
      return {}
    },
  ),
  MultiHeadAttention: attention(),
  ...recurrent(),
}

function attention(): PyClass {
  const defaults = {
    ...KERNEL,
    qkv_features: null,
    out_features: null,
    num_kv_heads: null,
    in_kv_features: null,
    broadcast_dropout: true,
    dropout_rate: 0,
    out_kernel_init: null,
    out_bias_init: null,
    attention_fn: null,
    decode: null,
    normalize_qk: false,
    keep_rngs: true,
  }
  return layer('MultiHeadAttention', ATTENTION, defaults, (given) => {
    const [heads, inputs] = [Number(given.num_heads), Number(given.in_features)]
    const [features, others] = [Number(given.qkv_features ?? inputs), Number(given.in_kv_features ?? inputs)]
    const [width, keyHeads] = [features / heads, Number(given.num_kv_heads ?? heads)]
    const { rngs, kernel_init: kernel, bias_init: bias, use_bias: useBias, param_dtype: dtype } = given
    const shared = { rngs, use_bias: useBias, param_dtype: dtype }
    const project = (from: number, into: number): unknown =>
      call(LINEAR_GENERAL, [from, [into, width]], { ...shared, kernel_init: kernel, bias_init: bias })
    const norm = (): unknown => call(LAYERS.LayerNorm, [width], { rngs, use_bias: false, param_dtype: dtype })
    const isNormed = given.normalize_qk === true
    // In the order in which the constructor draws.
    const [query, key, value] = [project(inputs, heads), project(others, keyHeads), project(others, keyHeads)]
    const norms = isNormed ? { query_ln: norm(), key_ln: norm() } : {}
    const out = call(LINEAR_GENERAL, [[heads, width], Number(given.out_features ?? inputs)], {
      ...shared,
      axis: [-2, -1],
      kernel_init: given.out_kernel_init ?? kernel,
      bias_init: given.out_bias_init ?? bias,
    })
    if (given.keep_rngs === true && Number(given.dropout_rate) > 0) nextKey(rngs, 'dropout')
    return { query, key, value, ...norms, out }
  })
}

/** The cells, and what runs them. */
function recurrent(): Record<string, PyClass> {
  const defaults = {
    ...KERNEL,
    recurrent_kernel_init: ORTHOGONAL,
    gate_fn: null,
    activation_fn: null,
    carry_init: null,
    residual: false,
    keep_rngs: false,
    recurrent_kernel_metadata: null,
  }
  const cell = (
    name: string,
    build: (dense: {
      i: (gates: number, bias: boolean) => unknown
      h: (gates: number, bias: boolean) => unknown
    }) => Given,
  ): PyClass =>
    layer(name, ['in_features', 'hidden_features'], defaults, (given) => {
      const { rngs, bias_init: bias, param_dtype: dtype } = given
      const [inputs, units] = [Number(given.in_features), Number(given.hidden_features)]
      const dense = (from: number, init: unknown) => (gates: number, useBias: boolean) =>
        call(LINEAR, [from, gates * units], {
          rngs,
          kernel_init: init,
          bias_init: bias,
          use_bias: useBias,
          param_dtype: dtype,
        })
      if (given.keep_rngs === true) nextKey(rngs, 'carry')
      return build({ i: dense(inputs, given.kernel_init), h: dense(units, given.recurrent_kernel_init) })
    })
  const runner = (name: string, places: readonly string[]): PyClass =>
    layer(
      name,
      places,
      {
        merge_fn: null,
        time_major: false,
        return_carry: false,
        reverse: false,
        keep_order: false,
        unroll: 1,
        state_axes: null,
        broadcast_rngs: null,
        rngs: true,
      },
      (given) => {
        if (isRngs(given.rngs)) nextKey(given.rngs, 'carry')
        return Object.fromEntries(places.map((place) => [place, given[place]]))
      },
    )
  return {
    LSTMCell: cell('LSTMCell', ({ i, h }) => {
      const inputs = { ii: i(1, false), if_: i(1, false), ig: i(1, false), io: i(1, false) }
      return { ...inputs, hi: h(1, true), hf: h(1, true), hg: h(1, true), ho: h(1, true) }
    }),
    OptimizedLSTMCell: cell('OptimizedLSTMCell', ({ i, h }) => ({
      dense_i: i(4, false),
      dense_h: h(4, true),
    })),
    GRUCell: cell('GRUCell', ({ i, h }) => ({ dense_i: i(3, true), dense_h: h(3, false) })),
    SimpleCell: cell('SimpleCell', ({ i, h }) => ({ dense_h: h(1, false), dense_i: i(1, true) })),
    RNN: runner('RNN', ['cell']),
    Bidirectional: runner('Bidirectional', ['forward_rnn', 'backward_rnn']),
  }
}
