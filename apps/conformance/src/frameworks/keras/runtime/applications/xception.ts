import type { KerasTensor } from '../core/tensor.ts'
import { type Application, type Layers, USUAL } from './application.ts'

/** A separable convolution and its norm. */
function separable(
  x: KerasTensor,
  { BatchNormalization, SeparableConv2D }: Layers,
  filters: number,
  name: string,
): KerasTensor {
  const y = SeparableConv2D([filters, [3, 3]], { padding: 'same', use_bias: false, name })(x)
  return BatchNormalization([], { name: `${name}_bn` })(y)
}

function relu(x: KerasTensor, { Activation }: Layers, name: string): KerasTensor {
  return Activation(['relu'], { name })(x)
}

/** A block that halves the image, beside a convolution without a name. */
function halving(
  input: KerasTensor,
  layers: Layers,
  widths: readonly [number, number],
  block: number,
): KerasTensor {
  const { Add, BatchNormalization, Conv2D, MaxPooling2D } = layers
  const [first, filters] = widths
  let residual = Conv2D([filters, [1, 1]], { strides: [2, 2], padding: 'same', use_bias: false })(input)
  residual = BatchNormalization()(residual)
  let x = block === 2 ? input : relu(input, layers, `block${block}_sepconv1_act`)
  x = separable(x, layers, first, `block${block}_sepconv1`)
  x = relu(x, layers, `block${block}_sepconv2_act`)
  x = separable(x, layers, filters, `block${block}_sepconv2`)
  x = MaxPooling2D([[3, 3]], { strides: [2, 2], padding: 'same', name: `block${block}_pool` })(x)
  return Add()([x, residual])
}

/** `keras.applications.Xception` (Chollet, 2016, https://arxiv.org/abs/1610.02357). */
export const Xception: Application = {
  parameters: USUAL,
  size: 299,
  name: 'xception',
  build: (image, layers, { include_top, classes, classifier_activation: activation }) => {
    const { Add, BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D } = layers
    let x = Conv2D([32, [3, 3]], { strides: [2, 2], use_bias: false, name: 'block1_conv1' })(image)
    x = BatchNormalization([], { name: 'block1_conv1_bn' })(x)
    x = relu(x, layers, 'block1_conv1_act')
    x = Conv2D([64, [3, 3]], { use_bias: false, name: 'block1_conv2' })(x)
    x = BatchNormalization([], { name: 'block1_conv2_bn' })(x)
    x = relu(x, layers, 'block1_conv2_act')
    for (const [i, filters] of [128, 256, 728].entries()) x = halving(x, layers, [filters, filters], i + 2)
    for (let block = 5; block < 13; block++) {
      const residual = x
      for (let i = 1; i <= 3; i++) {
        x = relu(x, layers, `block${block}_sepconv${i}_act`)
        x = separable(x, layers, 728, `block${block}_sepconv${i}`)
      }
      x = Add()([x, residual])
    }
    x = halving(x, layers, [728, 1024], 13)
    for (const [i, filters] of [1536, 2048].entries()) {
      x = separable(x, layers, filters, `block14_sepconv${i + 1}`)
      x = relu(x, layers, `block14_sepconv${i + 1}_act`)
    }
    if (!include_top) return x
    x = GlobalAveragePooling2D([], { name: 'avg_pool' })(x)
    return Dense([classes], { activation, name: 'predictions' })(x)
  },
}
