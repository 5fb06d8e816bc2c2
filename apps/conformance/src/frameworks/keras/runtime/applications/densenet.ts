import { type KerasTensor, known } from '../core/tensor.ts'
import { type Application, type Layers, USUAL } from './application.ts'

const EPSILON = 1.001e-5

/** `conv_block` */
function convBlock(input: KerasTensor, layers: Layers, growth: number, name: string): KerasTensor {
  const { Activation, BatchNormalization, Concatenate, Conv2D } = layers
  let x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: `${name}_0_bn` })(input)
  x = Activation(['relu'], { name: `${name}_0_relu` })(x)
  x = Conv2D([4 * growth, 1], { use_bias: false, name: `${name}_1_conv` })(x)
  x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: `${name}_1_bn` })(x)
  x = Activation(['relu'], { name: `${name}_1_relu` })(x)
  x = Conv2D([growth, 3], { padding: 'same', use_bias: false, name: `${name}_2_conv` })(x)
  return Concatenate([], { axis: 3, name: `${name}_concat` })([input, x])
}

/** `transition_block` */
function transition(input: KerasTensor, layers: Layers, name: string): KerasTensor {
  const { Activation, AveragePooling2D, BatchNormalization, Conv2D } = layers
  let x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: `${name}_bn` })(input)
  x = Activation(['relu'], { name: `${name}_relu` })(x)
  const half = Math.trunc(known(x.shape.at(-1), 'the channels') * 0.5)
  x = Conv2D([half, 1], { use_bias: false, name: `${name}_conv` })(x)
  return AveragePooling2D([2], { strides: 2, name: `${name}_pool` })(x)
}

function densenet(name: string, blocks: readonly number[]): Application {
  return {
    parameters: USUAL,
    size: 224,
    name,
    build: (image, layers, { include_top, classes, classifier_activation: activation }) => {
      const {
        Activation,
        BatchNormalization,
        Conv2D,
        Dense,
        GlobalAveragePooling2D,
        MaxPooling2D,
        ZeroPadding2D,
      } = layers
      let x = ZeroPadding2D([], {
        padding: [
          [3, 3],
          [3, 3],
        ],
      })(image)
      x = Conv2D([64, 7], { strides: 2, use_bias: false, name: 'conv1_conv' })(x)
      x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: 'conv1_bn' })(x)
      x = Activation(['relu'], { name: 'conv1_relu' })(x)
      x = ZeroPadding2D([], {
        padding: [
          [1, 1],
          [1, 1],
        ],
      })(x)
      x = MaxPooling2D([3], { strides: 2, name: 'pool1' })(x)
      for (const [i, count] of blocks.entries()) {
        for (let j = 1; j <= count; j++) x = convBlock(x, layers, 32, `conv${i + 2}_block${j}`)
        if (i < blocks.length - 1) x = transition(x, layers, `pool${i + 2}`)
      }
      x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: 'bn' })(x)
      x = Activation(['relu'], { name: 'relu' })(x)
      if (!include_top) return x
      x = GlobalAveragePooling2D([], { name: 'avg_pool' })(x)
      return Dense([classes], { activation, name: 'predictions' })(x)
    },
  }
}

/** `keras.applications.DenseNet121` and its like (Huang et al., 2016, https://arxiv.org/abs/1608.06993). */
export const DenseNet121: Application = densenet('densenet121', [6, 12, 24, 16])
export const DenseNet169: Application = densenet('densenet169', [6, 12, 32, 32])
export const DenseNet201: Application = densenet('densenet201', [6, 12, 48, 32])
