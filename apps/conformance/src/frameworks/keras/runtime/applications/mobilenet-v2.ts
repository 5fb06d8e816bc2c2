import type { KerasTensor } from '../core/tensor.ts'
import { known } from '../core/tensor.ts'
import { type Application, correctPad, type Layers, makeDivisible } from './application.ts'

/** Filters, stride and expansion of the blocks. */
const BLOCKS: readonly (readonly [filters: number, stride: number, expansion: number])[] = [
  [16, 1, 1],
  [24, 2, 6],
  [24, 1, 6],
  [32, 2, 6],
  [32, 1, 6],
  [32, 1, 6],
  [64, 2, 6],
  [64, 1, 6],
  [64, 1, 6],
  [64, 1, 6],
  [96, 1, 6],
  [96, 1, 6],
  [96, 1, 6],
  [160, 2, 6],
  [160, 1, 6],
  [160, 1, 6],
  [320, 1, 6],
]

/** `keras.applications.MobileNetV2` (Sandler et al., 2018, https://arxiv.org/abs/1801.04381). */
export const MobileNetV2: Application = {
  parameters: [
    'input_shape',
    'alpha',
    'include_top',
    'weights',
    'input_tensor',
    'pooling',
    'classes',
    'classifier_activation',
    'name',
  ],
  size: 224,
  name: ({ others: { alpha = 1 }, input_shape: shape }) =>
    `mobilenetv2_${Number(alpha).toFixed(2)}_${Array.isArray(shape) ? shape[0] : 224}`,
  build: (image, layers, { include_top, classes, classifier_activation: activation, others }) => {
    const { BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D, ReLU } = layers
    const alpha = Number(others.alpha ?? 1)
    const first = makeDivisible(32 * alpha)
    let x = Conv2D([first], {
      kernel_size: 3,
      strides: [2, 2],
      padding: 'same',
      use_bias: false,
      name: 'Conv1',
    })(image)
    x = BatchNormalization([], { epsilon: 1e-3, momentum: 0.999, name: 'bn_Conv1' })(x)
    x = ReLU([6], { name: 'Conv1_relu' })(x)
    for (const [block, [filters, stride, expansion]] of BLOCKS.entries()) {
      x = invertedResidual(x, layers, { filters, alpha, stride, expansion, block })
    }
    const last = alpha > 1 ? makeDivisible(1280 * alpha) : 1280
    x = Conv2D([last], { kernel_size: 1, use_bias: false, name: 'Conv_1' })(x)
    x = BatchNormalization([], { epsilon: 1e-3, momentum: 0.999, name: 'Conv_1_bn' })(x)
    x = ReLU([6], { name: 'out_relu' })(x)
    if (!include_top) return x
    x = GlobalAveragePooling2D()(x)
    return Dense([classes], { activation, name: 'predictions' })(x)
  },
}

/** `_inverted_res_block` */
function invertedResidual(
  inputs: KerasTensor,
  { Add, BatchNormalization, Conv2D, DepthwiseConv2D, ReLU, ZeroPadding2D }: Layers,
  {
    filters,
    alpha,
    stride,
    expansion,
    block,
  }: Readonly<Record<'filters' | 'alpha' | 'stride' | 'expansion' | 'block', number>>,
): KerasTensor {
  const channels = known(inputs.shape.at(-1), 'the channels')
  const pointwise = makeDivisible(Math.trunc(filters * alpha))
  const prefix = block > 0 ? `block_${block}_` : 'expanded_conv_'
  const norm = (name: string) =>
    BatchNormalization([], { epsilon: 1e-3, momentum: 0.999, name: `${prefix}${name}` })
  let x = inputs
  if (block > 0) {
    const own = {
      kernel_size: 1,
      padding: 'same',
      use_bias: false,
      activation: null,
      name: `${prefix}expand`,
    }
    x = Conv2D([expansion * channels], own)(x)
    x = norm('expand_BN')(x)
    x = ReLU([6], { name: `${prefix}expand_relu` })(x)
  }
  if (stride === 2) x = ZeroPadding2D([], { padding: correctPad(x, 3), name: `${prefix}pad` })(x)
  const padding = stride === 1 ? 'same' : 'valid'
  x = DepthwiseConv2D([], {
    kernel_size: 3,
    strides: [stride, stride],
    use_bias: false,
    padding,
    name: `${prefix}depthwise`,
  })(x)
  x = norm('depthwise_BN')(x)
  x = ReLU([6], { name: `${prefix}depthwise_relu` })(x)
  const own = { kernel_size: 1, padding: 'same', use_bias: false, name: `${prefix}project` }
  x = Conv2D([pointwise], own)(x)
  x = norm('project_BN')(x)
  return channels === pointwise && stride === 1 ? Add([], { name: `${prefix}add` })([inputs, x]) : x
}
