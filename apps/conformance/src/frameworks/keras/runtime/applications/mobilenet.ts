import type { KerasTensor } from '../core/tensor.ts'
import type { Application, Layers } from './application.ts'

/** Filters and stride of the blocks. */
const BLOCKS: readonly (readonly [filters: number, stride: number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
]

/** `keras.applications.MobileNet` (Howard et al., 2017, https://arxiv.org/abs/1704.04861). */
export const MobileNet: Application = {
  parameters: [
    'input_shape',
    'alpha',
    'depth_multiplier',
    'dropout',
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
    `mobilenet_${Number(alpha).toFixed(2)}_${Array.isArray(shape) ? shape[0] : 224}`,
  build: (image, layers, { include_top, classes, classifier_activation: activation, others }) => {
    const { Activation, BatchNormalization, Conv2D, Dropout, GlobalAveragePooling2D, ReLU, Reshape } = layers
    const { alpha = 1, depth_multiplier: multiplier = 1, dropout = 1e-3 } = others
    const filters = Math.trunc(32 * Number(alpha))
    let x = Conv2D([filters, [3, 3]], { padding: 'same', use_bias: false, strides: [2, 2], name: 'conv1' })(
      image,
    )
    x = BatchNormalization([], { name: 'conv1_bn' })(x)
    x = ReLU([6], { name: 'conv1_relu' })(x)
    for (const [i, [width, stride]] of BLOCKS.entries()) {
      x = depthwiseBlock(x, layers, {
        filters: Math.trunc(width * Number(alpha)),
        multiplier: Number(multiplier),
        stride,
        block: i + 1,
      })
    }
    if (!include_top) return x
    x = GlobalAveragePooling2D([], { keepdims: true })(x)
    x = Dropout([dropout], { name: 'dropout' })(x)
    x = Conv2D([classes, [1, 1]], { padding: 'same', name: 'conv_preds' })(x)
    x = Reshape([[classes]], { name: 'reshape_2' })(x)
    return Activation([], { activation, name: 'predictions' })(x)
  },
}

/** `_depthwise_conv_block` */
function depthwiseBlock(
  inputs: KerasTensor,
  { BatchNormalization, Conv2D, DepthwiseConv2D, ReLU, ZeroPadding2D }: Layers,
  {
    filters,
    multiplier,
    stride,
    block,
  }: Readonly<Record<'filters' | 'multiplier' | 'stride' | 'block', number>>,
): KerasTensor {
  const pads = [
    [0, 1],
    [0, 1],
  ]
  let x = stride === 1 ? inputs : ZeroPadding2D([pads], { name: `conv_pad_${block}` })(inputs)
  const padding = stride === 1 ? 'same' : 'valid'
  const own = {
    padding,
    depth_multiplier: multiplier,
    strides: [stride, stride],
    use_bias: false,
    name: `conv_dw_${block}`,
  }
  x = DepthwiseConv2D([[3, 3]], own)(x)
  x = BatchNormalization([], { name: `conv_dw_${block}_bn` })(x)
  x = ReLU([6], { name: `conv_dw_${block}_relu` })(x)
  x = Conv2D([filters, [1, 1]], {
    padding: 'same',
    use_bias: false,
    strides: [1, 1],
    name: `conv_pw_${block}`,
  })(x)
  x = BatchNormalization([], { name: `conv_pw_${block}_bn` })(x)
  return ReLU([6], { name: `conv_pw_${block}_relu` })(x)
}
