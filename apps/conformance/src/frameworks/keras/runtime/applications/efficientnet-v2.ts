import type { KerasTensor } from '../core/tensor.ts'
import { type Application, type Layers, USUAL } from './application.ts'

const CONV = {
  class_name: 'VarianceScaling',
  config: { scale: 2, mode: 'fan_out', distribution: 'truncated_normal' },
}
const DENSE = {
  class_name: 'VarianceScaling',
  config: { scale: 1 / 3, mode: 'fan_out', distribution: 'uniform' },
}
const DROP_CONNECT = 0.2
const PARAMETERS = [...USUAL.slice(0, -1), 'include_preprocessing', 'name']

/** Repeats, filters in and out, expansion and stride of a stage; whether its blocks are fused, or else squeezed. */
type Stage = readonly [
  repeats: number,
  input: number,
  output: number,
  expansion: number,
  stride: number,
  isFused: boolean,
]

const BASE: readonly Stage[] = [
  [1, 32, 16, 1, 1, true],
  [2, 16, 32, 4, 2, true],
  [2, 32, 48, 4, 2, true],
  [3, 48, 96, 4, 2, false],
  [5, 96, 112, 6, 1, false],
  [8, 112, 192, 6, 2, false],
]

const SMALL: readonly Stage[] = [
  [2, 24, 24, 1, 1, true],
  [4, 24, 48, 4, 2, true],
  [4, 48, 64, 4, 2, true],
  [6, 64, 128, 4, 2, false],
  [9, 128, 160, 6, 1, false],
  [15, 160, 256, 6, 2, false],
]

const MEDIUM: readonly Stage[] = [
  [3, 24, 24, 1, 1, true],
  [5, 24, 48, 4, 2, true],
  [5, 48, 80, 4, 2, true],
  [7, 80, 160, 4, 2, false],
  [14, 160, 176, 6, 1, false],
  [18, 176, 304, 6, 2, false],
  [5, 304, 512, 6, 1, false],
]

const LARGE: readonly Stage[] = [
  [4, 32, 32, 1, 1, true],
  [7, 32, 64, 4, 2, true],
  [7, 64, 96, 4, 2, true],
  [10, 96, 192, 4, 2, false],
  [19, 192, 224, 6, 1, false],
  [25, 224, 384, 6, 2, false],
  [7, 384, 640, 6, 1, false],
]

/** The sizes of a block. */
interface Block {
  readonly name: string
  readonly input: number
  readonly output: number
  readonly expansion: number
  readonly stride: number
  readonly dropRate: number
}

function convOptions(name: string): Readonly<Record<string, unknown>> {
  return { padding: 'same', use_bias: false, kernel_initializer: CONV, name }
}

/** A convolution, its norm and, where a name is given, its activation. */
function convolved(
  x: KerasTensor,
  { Activation, BatchNormalization, Conv2D }: Layers,
  sizes: { readonly filters: number; readonly kernel: number; readonly stride: number },
  [conv, norm, activation]: readonly [string, string, string?],
): KerasTensor {
  const { filters, kernel, stride } = sizes
  const features = Conv2D([filters, kernel], { ...convOptions(conv), strides: stride })(x)
  const normed = BatchNormalization([], { axis: 3, name: norm })(features)
  return activation === undefined ? normed : Activation(['swish'], { name: activation })(normed)
}

/** What a block adds to its input, if it can. */
function joined(x: KerasTensor, inputs: KerasTensor, layers: Layers, own: Block): KerasTensor {
  const { name, input, output, stride, dropRate } = own
  if (stride !== 1 || input !== output) return x
  const noise = { noise_shape: [null, 1, 1, 1], name: `${name}drop` }
  const dropped = dropRate > 0 ? layers.Dropout([dropRate], noise)(x) : x
  return layers.Add([], { name: `${name}add` })([dropped, inputs])
}

/** `FusedMBConvBlock` */
function fused(inputs: KerasTensor, layers: Layers, own: Block): KerasTensor {
  const { name, input, output, expansion, stride } = own
  const names: readonly [string, string] = [`${name}project_conv`, `${name}project_bn`]
  if (expansion === 1) {
    const sizes = { filters: output, kernel: 3, stride }
    return joined(
      convolved(inputs, layers, sizes, [...names, `${name}project_activation`]),
      inputs,
      layers,
      own,
    )
  }
  const expanded = convolved(inputs, layers, { filters: input * expansion, kernel: 3, stride }, [
    `${name}expand_conv`,
    `${name}expand_bn`,
    `${name}expand_activation`,
  ])
  return joined(
    convolved(expanded, layers, { filters: output, kernel: 1, stride: 1 }, names),
    inputs,
    layers,
    own,
  )
}

/** `MBConvBlock` */
function inverted(inputs: KerasTensor, layers: Layers, own: Block): KerasTensor {
  const { Activation, BatchNormalization, DepthwiseConv2D } = layers
  const { name, input, output, expansion, stride } = own
  const filters = input * expansion
  let x = convolved(inputs, layers, { filters, kernel: 1, stride: 1 }, [
    `${name}expand_conv`,
    `${name}expand_bn`,
    `${name}expand_activation`,
  ])
  const depthwise = { strides: stride, padding: 'same', use_bias: false, depthwise_initializer: CONV }
  x = DepthwiseConv2D([3], { ...depthwise, name: `${name}dwconv2` })(x)
  x = BatchNormalization([], { axis: 3, name: `${name}bn` })(x)
  x = Activation(['swish'], { name: `${name}activation` })(x)
  x = squeezed(x, layers, name, filters, Math.max(1, Math.trunc(input * 0.25)))
  x = convolved(x, layers, { filters: output, kernel: 1, stride: 1 }, [
    `${name}project_conv`,
    `${name}project_bn`,
  ])
  return joined(x, inputs, layers, own)
}

/** Squeeze and excitation. */
function squeezed(
  x: KerasTensor,
  { Conv2D, GlobalAveragePooling2D, Multiply, Reshape }: Layers,
  name: string,
  filters: number,
  squeezedTo: number,
): KerasTensor {
  const options = { padding: 'same', kernel_initializer: CONV }
  let se = GlobalAveragePooling2D([], { name: `${name}se_squeeze` })(x)
  se = Reshape([[1, 1, filters]], { name: `${name}se_reshape` })(se)
  se = Conv2D([squeezedTo, 1], { ...options, activation: 'swish', name: `${name}se_reduce` })(se)
  se = Conv2D([filters, 1], { ...options, activation: 'sigmoid', name: `${name}se_expand` })(se)
  return Multiply([], { name: `${name}se_excite` })([x, se])
}

/** Scales the pixels, as models of the family B and the others do. */
function scaled(image: KerasTensor, { Normalization, Rescaling }: Layers, isBase: boolean): KerasTensor {
  if (!isBase || image.shape.at(-1) !== 3) return Rescaling([], { scale: 1 / 128, offset: -1 })(image)
  const moments = { mean: [0.485, 0.456, 0.406], variance: [0.229 ** 2, 0.224 ** 2, 0.225 ** 2], axis: 3 }
  return Normalization([], moments)(Rescaling([], { scale: 1 / 255 })(image))
}

function efficientnetV2(
  name: string,
  stages: readonly Stage[],
  size: number,
  [width, depth]: readonly [number, number] = [1, 1],
): Application {
  const round = (filters: number): number => Math.max(8, Math.floor((filters * width + 4) / 8) * 8)
  return {
    parameters: PARAMETERS,
    size,
    name,
    build: (image, layers, { include_top, classes, classifier_activation: activation, others }) => {
      const { Dense, Dropout, GlobalAveragePooling2D } = layers
      let x = others.include_preprocessing === false ? image : scaled(image, layers, stages === BASE)
      const stem = { filters: round(stages[0]?.[1] ?? 0), kernel: 3, stride: 2 }
      x = convolved(x, layers, stem, ['stem_conv', 'stem_bn', 'stem_activation'])
      const blocks = stages.reduce((sum, [repeats]) => sum + repeats, 0)
      let block = 0
      for (const [i, [repeats, from, to, expansion, stride, isFused]] of stages.entries()) {
        for (let j = 0; j < Math.ceil(depth * repeats); j++) {
          const output = round(to)
          const sizes = { input: j === 0 ? round(from) : output, output, expansion }
          x = (isFused ? fused : inverted)(x, layers, {
            ...sizes,
            stride: j === 0 ? stride : 1,
            dropRate: (DROP_CONNECT * block++) / blocks,
            name: `block${i + 1}${String.fromCharCode(97 + j)}_`,
          })
        }
      }
      const top = { filters: round(1280), kernel: 1, stride: 1 }
      x = convolved(x, layers, top, ['top_conv', 'top_bn', 'top_activation'])
      if (!include_top) return x
      x = Dropout([0.2], { name: 'top_dropout' })(GlobalAveragePooling2D([], { name: 'avg_pool' })(x))
      return Dense([classes], { activation, kernel_initializer: DENSE, name: 'predictions' })(x)
    },
  }
}

/** `keras.applications.EfficientNetV2B0` and its like (Tan and Le, 2021, https://arxiv.org/abs/2104.00298). */
export const EfficientNetV2B0: Application = efficientnetV2('efficientnetv2-b0', BASE, 224)
export const EfficientNetV2B1: Application = efficientnetV2('efficientnetv2-b1', BASE, 240, [1, 1.1])
export const EfficientNetV2B2: Application = efficientnetV2('efficientnetv2-b2', BASE, 260, [1.1, 1.2])
export const EfficientNetV2B3: Application = efficientnetV2('efficientnetv2-b3', BASE, 300, [1.2, 1.4])
export const EfficientNetV2S: Application = efficientnetV2('efficientnetv2-s', SMALL, 384)
export const EfficientNetV2M: Application = efficientnetV2('efficientnetv2-m', MEDIUM, 480)
export const EfficientNetV2L: Application = efficientnetV2('efficientnetv2-l', LARGE, 480)
