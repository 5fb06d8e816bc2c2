import { type PyClass, type PyObject, tuple } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { shapeOf } from '../../jax/programs/array.ts'
import { LECUN_NORMAL, ZEROS } from '../../jax/programs/initializers.ts'
import { DENSE_GENERAL } from './linear.ts'
import { layer, REQUIRED } from './module.ts'
import { NORMS } from './norms.ts'

const FIELDS = {
  num_heads: REQUIRED,
  dtype: null,
  param_dtype: 'float32',
  qkv_features: null,
  out_features: null,
  broadcast_dropout: true,
  dropout_rate: 0,
  deterministic: null,
  precision: null,
  kernel_init: LECUN_NORMAL,
  out_kernel_init: null,
  bias_init: ZEROS,
  out_bias_init: null,
  use_bias: true,
  attention_fn: null,
  decode: false,
  normalize_qk: false,
  force_fp32_for_softmax: false,
  qkv_dot_general: null,
  out_dot_general: null,
}

/** Queries, keys and values in heads, and what the heads go through. */
function attend(get: (field: string) => unknown, [query, givenKey, givenValue]: readonly unknown[]): unknown {
  const key = givenKey ?? query
  const value = givenValue ?? key
  const width = shapeOf(query).at(-1) ?? 0
  const heads = Number(get('num_heads'))
  const features = Number(get('qkv_features') ?? width)
  if (features % heads !== 0)
    throw new RangeError('MultiHeadDotProductAttention: heads do not divide the features')
  const shared = { use_bias: get('use_bias'), param_dtype: get('param_dtype') }
  const inits = { kernel_init: get('kernel_init'), bias_init: get('bias_init') }
  const split = tuple([heads, features / heads])
  const project = (name: string, x: unknown): unknown =>
    call(call(DENSE_GENERAL, [], { features: split, name, ...inits, ...shared }), [x])
  const [q, k] = [project('query', query), project('key', key)]
  project('value', value)
  if (get('normalize_qk') === true) {
    const norm = NORMS.LayerNorm as PyClass
    const given = { use_bias: false, param_dtype: get('param_dtype') }
    call(call(norm, [], { name: 'query_ln', ...given }), [q])
    call(call(norm, [], { name: 'key_ln', ...given }), [k])
  }
  const out = call(DENSE_GENERAL, [], {
    features: get('out_features') ?? width,
    axis: tuple([-2, -1]),
    name: 'out',
    kernel_init: get('out_kernel_init') ?? get('kernel_init'),
    bias_init: get('out_bias_init') ?? get('bias_init'),
    ...shared,
  })
  return call(out, [q])
}

function inputs(
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): readonly unknown[] {
  const { inputs_q: q, inputs_k: k, inputs_v: v, inputs_kv: kv } = keywords
  const [first = q, second = k ?? kv, third = v ?? kv] = positional
  return [first, second, third].map((value) => value ?? undefined)
}

const multiHead = (name: string): PyClass =>
  layer(name, FIELDS, (_: PyObject, get, positional, keywords) => attend(get, inputs(positional, keywords)))

export const ATTENTION: Readonly<Record<string, PyClass>> = {
  MultiHeadDotProductAttention: multiHead('MultiHeadDotProductAttention'),
  MultiHeadAttention: multiHead('MultiHeadAttention'),
  SelfAttention: layer('SelfAttention', FIELDS, (_, get, [x]) => attend(get, [x])),
}
