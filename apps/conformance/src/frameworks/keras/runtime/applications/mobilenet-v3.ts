import type { KerasRuntime } from '../core/runtime.ts'
import { KerasTensor, known } from '../core/tensor.ts'
import { runOperation } from '../ops.ts'
import { type Application, correctPad, type Layers, makeDivisible } from './application.ts'

const NORM = { epsilon: 1e-3, momentum: 0.999 }
const PARAMETERS = [
  'input_shape',
  'alpha',
  'minimalistic',
  'include_top',
  'weights',
  'input_tensor',
  'classes',
  'pooling',
  'dropout_rate',
  'classifier_activation',
  'include_preprocessing',
  'name',
]

/** Expansion, filters, kernel, stride, whether it is squeezed, whether its activation is the hard swish. */
type Block = readonly [
  expansion: number,
  filters: number,
  kernel: number,
  stride: number,
  isSqueezed: boolean,
  isSwish: boolean,
]

const SMALL: readonly Block[] = [
  [1, 16, 3, 2, true, false],
  [72 / 16, 24, 3, 2, false, false],
  [88 / 24, 24, 3, 1, false, false],
  [4, 40, 5, 2, true, true],
  [6, 40, 5, 1, true, true],
  [6, 40, 5, 1, true, true],
  [3, 48, 5, 1, true, true],
  [3, 48, 5, 1, true, true],
  [6, 96, 5, 2, true, true],
  [6, 96, 5, 1, true, true],
  [6, 96, 5, 1, true, true],
]

const LARGE: readonly Block[] = [
  [1, 16, 3, 1, false, false],
  [4, 24, 3, 2, false, false],
  [3, 24, 3, 1, false, false],
  [3, 40, 5, 2, true, false],
  [3, 40, 5, 1, true, false],
  [3, 40, 5, 1, true, false],
  [6, 80, 3, 2, false, true],
  [2.5, 80, 3, 1, false, true],
  [2.3, 80, 3, 1, false, true],
  [2.3, 80, 3, 1, false, true],
  [6, 112, 3, 1, true, true],
  [6, 112, 3, 1, true, true],
  [6, 160, 5, 2, true, true],
  [6, 160, 5, 1, true, true],
  [6, 160, 5, 1, true, true],
]

/** What the blocks of one model share. */
interface Site {
  readonly layers: Layers
  readonly runtime: KerasRuntime
  readonly isMinimal: boolean
}

function activate(x: KerasTensor, { layers, isMinimal }: Site, isSwish: boolean): KerasTensor {
  return isSwish && !isMinimal ? layers.Activation(['hard_swish'])(x) : layers.ReLU()(x)
}

/** `ReLU(6.)(x + 3.) * (1. / 6.)` */
function hardSigmoid(x: KerasTensor, { layers, runtime }: Site): KerasTensor {
  const operate = (name: string, of: KerasTensor, value: number): KerasTensor => {
    const result = runOperation(runtime, name, { positional: [of, value], keywords: {} })
    if (result instanceof KerasTensor) return result
    throw new TypeError(`${name}: expected one result`)
  }
  return operate('multiply', layers.ReLU([6])(operate('add', x, 3)), 1 / 6)
}

/** `_se_block` */
function squeezed(inputs: KerasTensor, site: Site, filters: number, prefix: string): KerasTensor {
  const { Conv2D, GlobalAveragePooling2D, Multiply, ReLU } = site.layers
  const own = (part: string) => ({ kernel_size: 1, padding: 'same', name: `${prefix}squeeze_excite_${part}` })
  let x = GlobalAveragePooling2D([], { keepdims: true, name: `${prefix}squeeze_excite_avg_pool` })(inputs)
  x = Conv2D([makeDivisible(filters * 0.25)], own('conv'))(x)
  x = ReLU([], { name: `${prefix}squeeze_excite_relu` })(x)
  x = Conv2D([filters], own('conv_1'))(x)
  x = hardSigmoid(x, site)
  return Multiply([], { name: `${prefix}squeeze_excite_mul` })([inputs, x])
}

/** `_inverted_res_block` */
function invertedResidual(input: KerasTensor, site: Site, block: Block, index: number): KerasTensor {
  const [expansion, filters, kernel, stride, isSqueezed, isSwish] = block
  const { Add, BatchNormalization, Conv2D, DepthwiseConv2D, ZeroPadding2D } = site.layers
  const channels = known(input.shape.at(-1), 'the channels')
  const hidden = makeDivisible(channels * expansion)
  const prefix = index > 0 ? `expanded_conv_${index}_` : 'expanded_conv_'
  const norm = (part: string) => BatchNormalization([], { ...NORM, name: `${prefix}${part}_bn` })
  const pointwise = (part: string) => ({
    kernel_size: 1,
    padding: 'same',
    use_bias: false,
    name: `${prefix}${part}`,
  })
  const size = site.isMinimal ? 3 : kernel
  let x = input
  if (index > 0) x = activate(norm('expand')(Conv2D([hidden], pointwise('expand'))(x)), site, isSwish)
  if (stride === 2) x = ZeroPadding2D([], { padding: correctPad(x, size), name: `${prefix}depthwise_pad` })(x)
  const padding = stride === 1 ? 'same' : 'valid'
  x = DepthwiseConv2D([size], {
    strides: [stride, stride],
    padding,
    use_bias: false,
    name: `${prefix}depthwise`,
  })(x)
  x = activate(norm('depthwise')(x), site, isSwish)
  if (isSqueezed && !site.isMinimal) x = squeezed(x, site, hidden, prefix)
  x = norm('project')(Conv2D([filters], pointwise('project'))(x))
  return stride === 1 && channels === filters ? Add([], { name: `${prefix}add` })([input, x]) : x
}

function mobilenetV3(name: string, blocks: readonly Block[], point: number): Application {
  return {
    parameters: PARAMETERS,
    size: 224,
    name,
    build: (image, layers, { include_top, classes, classifier_activation: activation, others }, runtime) => {
      const { Activation, BatchNormalization, Conv2D, Dropout, Flatten, GlobalAveragePooling2D, Rescaling } =
        layers
      const {
        minimalistic = false,
        dropout_rate: rate = 0.2,
        include_preprocessing: isScaled = true,
      } = others
      const alpha = Number(others.alpha ?? 1)
      const site: Site = { layers, runtime, isMinimal: minimalistic === true }
      let x = isScaled === false ? image : Rescaling([], { scale: 1 / 127.5, offset: -1 })(image)
      const first = { kernel_size: 3, strides: [2, 2], padding: 'same', use_bias: false, name: 'conv' }
      x = BatchNormalization([], { ...NORM, name: 'conv_bn' })(Conv2D([16], first)(x))
      x = activate(x, site, true)
      for (const [i, [expansion, filters, ...rest]] of blocks.entries()) {
        x = invertedResidual(x, site, [expansion, makeDivisible(filters * alpha), ...rest], i)
      }
      const last = makeDivisible(known(x.shape.at(-1), 'the channels') * 6)
      const own = { kernel_size: 1, padding: 'same' }
      x = Conv2D([last], { ...own, use_bias: false, name: 'conv_1' })(x)
      x = activate(BatchNormalization([], { ...NORM, name: 'conv_1_bn' })(x), site, true)
      if (!include_top) return x
      x = GlobalAveragePooling2D([], { keepdims: true })(x)
      x = Conv2D([alpha > 1 ? makeDivisible(point * alpha) : point], { ...own, name: 'conv_2' })(x)
      x = activate(x, site, true)
      if (Number(rate) > 0) x = Dropout([rate])(x)
      x = Flatten()(Conv2D([classes], { ...own, name: 'logits' })(x))
      return Activation([], { activation, name: 'predictions' })(x)
    },
  }
}

/** `keras.applications.MobileNetV3Small` and `MobileNetV3Large` (Howard et al., 2019, https://arxiv.org/abs/1905.02244). */
export const MobileNetV3Small: Application = mobilenetV3('MobileNetV3Small', SMALL, 1024)
export const MobileNetV3Large: Application = mobilenetV3('MobileNetV3Large', LARGE, 1280)
