import { build } from '../../rolldown.shared.mjs'

export default build([
  'src/index.ts',
  'src/flax/index.ts',
  'src/jax/index.ts',
  'src/keras/index.ts',
  'src/mxnet/index.ts',
  'src/numpy/index.ts',
  'src/python/index.ts',
  'src/tensorflow/index.ts',
  'src/torch/index.ts',
])
