import type { PyClass, PyObject } from '../../../python/objects.ts'
import { like, shapeOf } from '../../jax/programs/array.ts'
import { ONES, ZEROS } from '../../jax/programs/initializers.ts'
import { filled } from '../../jax/programs/numpy.ts'
import { axesOf } from '../../jax/programs/shapes.ts'
import { parameter } from './context.ts'
import { layer, REQUIRED } from './module.ts'

const DTYPES = { dtype: null, param_dtype: 'float32' }
const AFFINE = { use_bias: true, use_scale: true, bias_init: ZEROS, scale_init: ONES }
const AXES = {
  reduction_axes: -1,
  feature_axes: -1,
  axis_name: null,
  axis_index_groups: null,
  use_fast_variance: true,
}
const LAST = { promote_dtype: null, force_float32_reductions: true }

/** Scale, then bias, of the axes of features. */
function affine(self: PyObject, get: (field: string) => unknown, x: unknown, axes: unknown): unknown {
  const shape = shapeOf(x)
  const features = axesOf(axes, shape.length).map((axis) => shape[axis] ?? 0)
  const given = [features, get('param_dtype')]
  if (get('use_scale') === true) parameter(self, 'scale', get('scale_init'), given)
  if (get('use_bias') === true) parameter(self, 'bias', get('bias_init'), given)
  return like(x)
}

export const NORMS: Readonly<Record<string, PyClass>> = {
  BatchNorm: layer(
    'BatchNorm',
    {
      use_running_average: null,
      axis: -1,
      momentum: 0.99,
      epsilon: 1e-5,
      ...DTYPES,
      ...AFFINE,
      axis_name: null,
      axis_index_groups: null,
      use_fast_variance: true,
      ...LAST,
    },
    (self, get, [x]) => affine(self, get, x, get('axis')),
  ),
  LayerNorm: layer('LayerNorm', { epsilon: 1e-6, ...DTYPES, ...AFFINE, ...AXES, ...LAST }, (self, get, [x]) =>
    affine(self, get, x, get('feature_axes')),
  ),
  RMSNorm: layer(
    'RMSNorm',
    { epsilon: 1e-6, ...DTYPES, use_scale: true, scale_init: ONES, ...AXES, ...LAST },
    (self, get, [x]) => affine(self, get, x, get('feature_axes')),
  ),
  GroupNorm: layer(
    'GroupNorm',
    { num_groups: 32, group_size: null, epsilon: 1e-6, ...DTYPES, ...AFFINE, ...AXES, ...LAST },
    (self, get, [x]) => affine(self, get, x, -1),
  ),
  InstanceNorm: layer(
    'InstanceNorm',
    { epsilon: 1e-6, ...DTYPES, ...AFFINE, ...AXES, ...LAST },
    (self, get, [x]) => affine(self, get, x, get('feature_axes')),
  ),
}

export const PRELU: PyClass = layer(
  'PReLU',
  { param_dtype: 'float32', negative_slope_init: 0.01 },
  (self, get, [x]) => {
    const slope = Number(get('negative_slope_init'))
    parameter(self, 'negative_slope', () => filled([], slope, String(get('param_dtype'))))
    return like(x)
  },
)

export const DROPOUT: PyClass = layer(
  'Dropout',
  { rate: REQUIRED, broadcast_dims: [], deterministic: null, rng_collection: 'dropout' },
  (_, __, [x]) => x,
)
