import type { KerasTensor } from '../core/tensor.ts'
import { type Application, type Layers, USUAL } from './application.ts'

const PADS = [
  [1, 1],
  [1, 1],
]
const EPSILON = 1.001e-5

type Stack = (x: KerasTensor, layers: Layers) => KerasTensor

function resnet(name: string, stack: Stack, isPreactivated: boolean): Application {
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
        name: 'conv1_pad',
      })(image)
      x = Conv2D([64, 7], { strides: 2, use_bias: true, name: 'conv1_conv' })(x)
      if (!isPreactivated) {
        x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: 'conv1_bn' })(x)
        x = Activation(['relu'], { name: 'conv1_relu' })(x)
      }
      x = ZeroPadding2D([], { padding: PADS, name: 'pool1_pad' })(x)
      x = MaxPooling2D([3], { strides: 2, name: 'pool1_pool' })(x)
      x = stack(x, layers)
      if (isPreactivated) {
        x = BatchNormalization([], { axis: 3, epsilon: EPSILON, name: 'post_bn' })(x)
        x = Activation(['relu'], { name: 'post_relu' })(x)
      }
      if (!include_top) return x
      x = GlobalAveragePooling2D([], { name: 'avg_pool' })(x)
      return Dense([classes], { activation, name: 'predictions' })(x)
    },
  }
}

/** The sizes of a residual block. */
interface Block {
  readonly filters: number
  readonly stride: number
  readonly hasShortcut: boolean
  readonly name: string
}

/** `residual_block_v1` */
function residualV1(
  input: KerasTensor,
  { Activation, Add, BatchNormalization, Conv2D }: Layers,
  { filters, stride, hasShortcut, name }: Block,
): KerasTensor {
  const norm = (i: number) => BatchNormalization([], { axis: 3, epsilon: EPSILON, name: `${name}_${i}_bn` })
  const relu = (i: number) => Activation(['relu'], { name: `${name}_${i}_relu` })
  let shortcut = input
  if (hasShortcut) {
    shortcut = Conv2D([4 * filters, 1], { strides: stride, name: `${name}_0_conv` })(input)
    shortcut = norm(0)(shortcut)
  }
  let x = Conv2D([filters, 1], { strides: stride, name: `${name}_1_conv` })(input)
  x = relu(1)(norm(1)(x))
  x = Conv2D([filters, 3], { padding: 'same', name: `${name}_2_conv` })(x)
  x = relu(2)(norm(2)(x))
  x = Conv2D([4 * filters, 1], { name: `${name}_3_conv` })(x)
  x = norm(3)(x)
  x = Add([], { name: `${name}_add` })([shortcut, x])
  return Activation(['relu'], { name: `${name}_out` })(x)
}

/** `residual_block_v2` */
function residualV2(
  input: KerasTensor,
  { Activation, Add, BatchNormalization, Conv2D, MaxPooling2D, ZeroPadding2D }: Layers,
  { filters, stride, hasShortcut, name }: Block,
): KerasTensor {
  const norm = (part: string) =>
    BatchNormalization([], { axis: 3, epsilon: EPSILON, name: `${name}_${part}_bn` })
  const relu = (part: string) => Activation(['relu'], { name: `${name}_${part}_relu` })
  const preact = relu('preact')(norm('preact')(input))
  let shortcut = input
  if (hasShortcut) shortcut = Conv2D([4 * filters, 1], { strides: stride, name: `${name}_0_conv` })(preact)
  else if (stride > 1) shortcut = MaxPooling2D([1], { strides: stride })(input)
  let x = Conv2D([filters, 1], { strides: 1, use_bias: false, name: `${name}_1_conv` })(preact)
  x = relu('1')(norm('1')(x))
  x = ZeroPadding2D([], { padding: PADS, name: `${name}_2_pad` })(x)
  x = Conv2D([filters, 3], { strides: stride, use_bias: false, name: `${name}_2_conv` })(x)
  x = relu('2')(norm('2')(x))
  x = Conv2D([4 * filters, 1], { name: `${name}_3_conv` })(x)
  return Add([], { name: `${name}_out` })([shortcut, x])
}

const WIDTHS = [64, 128, 256, 512]

function stackV1(depths: readonly number[]): Stack {
  return (image, layers) => {
    let x = image
    for (const [stage, depth] of depths.entries()) {
      for (let i = 1; i <= depth; i++) {
        const stride = i === 1 && stage > 0 ? 2 : 1
        const name = `conv${stage + 2}_block${i}`
        x = residualV1(x, layers, { filters: WIDTHS[stage] ?? 0, stride, hasShortcut: i === 1, name })
      }
    }
    return x
  }
}

function stackV2(depths: readonly number[]): Stack {
  return (image, layers) => {
    let x = image
    for (const [stage, depth] of depths.entries()) {
      for (let i = 1; i <= depth; i++) {
        const stride = i === depth && stage < 3 ? 2 : 1
        const name = `conv${stage + 2}_block${i}`
        x = residualV2(x, layers, { filters: WIDTHS[stage] ?? 0, stride, hasShortcut: i === 1, name })
      }
    }
    return x
  }
}

/** `keras.applications.ResNet50` and its like (He et al., 2015, https://arxiv.org/abs/1512.03385). */
export const ResNet50: Application = resnet('resnet50', stackV1([3, 4, 6, 3]), false)
export const ResNet101: Application = resnet('resnet101', stackV1([3, 4, 23, 3]), false)
export const ResNet152: Application = resnet('resnet152', stackV1([3, 8, 36, 3]), false)

/** Those that normalise before they convolve (He et al., 2016, https://arxiv.org/abs/1603.05027). */
export const ResNet50V2: Application = resnet('resnet50v2', stackV2([3, 4, 6, 3]), true)
export const ResNet101V2: Application = resnet('resnet101v2', stackV2([3, 4, 23, 3]), true)
export const ResNet152V2: Application = resnet('resnet152v2', stackV2([3, 8, 36, 3]), true)
