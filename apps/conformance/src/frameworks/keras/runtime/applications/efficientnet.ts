import type { KerasTensor } from '../core/tensor.ts'
import { type Application, correctPad, type Layers, makeDivisible, USUAL } from './application.ts'

const CONV = {
  class_name: 'VarianceScaling',
  config: { scale: 2, mode: 'fan_out', distribution: 'truncated_normal' },
}
const DENSE = {
  class_name: 'VarianceScaling',
  config: { scale: 1 / 3, mode: 'fan_out', distribution: 'uniform' },
}
const SQUEEZE = 0.25
const DROP_CONNECT = 0.2

/** Kernel, repeats, filters in and out, expansion and stride of the stages. */
const STAGES: readonly (readonly [number, number, number, number, number, number])[] = [
  [3, 1, 32, 16, 1, 1],
  [3, 2, 16, 24, 6, 2],
  [5, 2, 24, 40, 6, 2],
  [3, 3, 40, 80, 6, 2],
  [5, 3, 80, 112, 6, 1],
  [5, 4, 112, 192, 6, 2],
  [3, 1, 192, 320, 6, 1],
]

/** The sizes of a block. */
interface Block {
  readonly name: string
  readonly kernel: number
  readonly input: number
  readonly output: number
  readonly expansion: number
  readonly stride: number
  readonly dropRate: number
}

function convOptions(name: string): Readonly<Record<string, unknown>> {
  return { padding: 'same', use_bias: false, kernel_initializer: CONV, name }
}

/** `block` */
function invertedResidual(inputs: KerasTensor, layers: Layers, own: Block): KerasTensor {
  const { Activation, Add, BatchNormalization, Conv2D, DepthwiseConv2D, Dropout, ZeroPadding2D } = layers
  const { name, kernel, input, output, expansion, stride, dropRate } = own
  const filters = input * expansion
  const norm = (part: string) => BatchNormalization([], { axis: 3, name: `${name}${part}bn` })
  let x = inputs
  if (expansion !== 1) {
    x = Conv2D([filters, 1], convOptions(`${name}expand_conv`))(x)
    x = norm('expand_')(x)
    x = Activation(['swish'], { name: `${name}expand_activation` })(x)
  }
  if (stride === 2) x = ZeroPadding2D([], { padding: correctPad(x, kernel), name: `${name}dwconv_pad` })(x)
  const padding = stride === 2 ? 'valid' : 'same'
  const depthwise = {
    strides: [stride, stride],
    padding,
    use_bias: false,
    depthwise_initializer: CONV,
    name: `${name}dwconv`,
  }
  x = DepthwiseConv2D([kernel], depthwise)(x)
  x = norm('')(x)
  x = Activation(['swish'], { name: `${name}activation` })(x)
  x = squeezed(x, layers, { name, filters, squeezedTo: Math.max(1, Math.trunc(input * SQUEEZE)) })
  x = Conv2D([output, 1], convOptions(`${name}project_conv`))(x)
  x = norm('project_')(x)
  if (stride !== 1 || input !== output) return x
  if (dropRate > 0) x = Dropout([dropRate], { name: `${name}drop` })(x)
  return Add([], { name: `${name}add` })([x, inputs])
}

/** Squeeze and excitation. */
function squeezed(
  x: KerasTensor,
  { Conv2D, GlobalAveragePooling2D, Multiply, Reshape }: Layers,
  {
    name,
    filters,
    squeezedTo,
  }: { readonly name: string; readonly filters: number; readonly squeezedTo: number },
): KerasTensor {
  const options = { padding: 'same', kernel_initializer: CONV }
  let se = GlobalAveragePooling2D([], { name: `${name}se_squeeze` })(x)
  se = Reshape([[1, 1, filters]], { name: `${name}se_reshape` })(se)
  se = Conv2D([squeezedTo, 1], { ...options, activation: 'swish', name: `${name}se_reduce` })(se)
  se = Conv2D([filters, 1], { ...options, activation: 'sigmoid', name: `${name}se_expand` })(se)
  return Multiply([], { name: `${name}se_excite` })([x, se])
}

function efficientnet(
  name: string,
  width: number,
  depth: number,
  size: number,
  dropout: number,
): Application {
  const round = (filters: number): number => makeDivisible(filters * width)
  const repeats = (count: number): number => Math.ceil(depth * count)
  return {
    parameters: USUAL,
    size,
    name,
    build: (image, layers, { include_top, classes, classifier_activation: activation }) => {
      const { Activation, BatchNormalization, Conv2D, Dense, Dropout, GlobalAveragePooling2D } = layers
      let x = layers.Rescaling([1 / 255])(image)
      x = layers.Normalization([], { axis: 3 })(x)
      x = layers.ZeroPadding2D([], { padding: correctPad(x, 3), name: 'stem_conv_pad' })(x)
      x = Conv2D([round(32), 3], { ...convOptions('stem_conv'), strides: 2, padding: 'valid' })(x)
      x = BatchNormalization([], { axis: 3, name: 'stem_bn' })(x)
      x = Activation(['swish'], { name: 'stem_activation' })(x)
      const blocks = STAGES.reduce((sum, [, count]) => sum + repeats(count), 0)
      let block = 0
      for (const [i, [kernel, count, from, to, expansion, stride]] of STAGES.entries()) {
        for (let j = 0; j < repeats(count); j++) {
          const input = j === 0 ? round(from) : round(to)
          const shape = { kernel, input, output: round(to), expansion, stride: j === 0 ? stride : 1 }
          const dropRate = (DROP_CONNECT * block++) / blocks
          x = invertedResidual(x, layers, {
            ...shape,
            dropRate,
            name: `block${i + 1}${String.fromCharCode(97 + j)}_`,
          })
        }
      }
      x = Conv2D([round(1280), 1], convOptions('top_conv'))(x)
      x = BatchNormalization([], { axis: 3, name: 'top_bn' })(x)
      x = Activation(['swish'], { name: 'top_activation' })(x)
      if (!include_top) return x
      x = GlobalAveragePooling2D([], { name: 'avg_pool' })(x)
      if (dropout > 0) x = Dropout([dropout], { name: 'top_dropout' })(x)
      return Dense([classes], { activation, kernel_initializer: DENSE, name: 'predictions' })(x)
    },
  }
}

/** `keras.applications.EfficientNetB0` and its like (Tan and Le, 2019, https://arxiv.org/abs/1905.11946). */
export const EfficientNetB0: Application = efficientnet('efficientnetb0', 1, 1, 224, 0.2)
export const EfficientNetB1: Application = efficientnet('efficientnetb1', 1, 1.1, 240, 0.2)
export const EfficientNetB2: Application = efficientnet('efficientnetb2', 1.1, 1.2, 260, 0.3)
export const EfficientNetB3: Application = efficientnet('efficientnetb3', 1.2, 1.4, 300, 0.3)
export const EfficientNetB4: Application = efficientnet('efficientnetb4', 1.4, 1.8, 380, 0.4)
export const EfficientNetB5: Application = efficientnet('efficientnetb5', 1.6, 2.2, 456, 0.4)
export const EfficientNetB6: Application = efficientnet('efficientnetb6', 1.8, 2.6, 528, 0.5)
export const EfficientNetB7: Application = efficientnet('efficientnetb7', 2, 3.1, 600, 0.5)
