import { initializerOf } from '../core/initializer.ts'
import { Layer } from '../core/layer.ts'
import type { Shapes } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { KerasTensor, lengthAt, type Shape } from '../core/tensor.ts'
import { makeLayer } from '../make-layer.ts'
import { Sequential } from '../models/sequential.ts'
import { runOperation } from '../ops.ts'
import { type Application, type Layers, USUAL } from './application.ts'

const NORM = { epsilon: 1e-6 }
const PARAMETERS = ['include_top', 'include_preprocessing', ...USUAL.slice(1)]
/** The start of a block's scale of its channels. */
const SCALE = { class_name: 'Constant', config: { value: 1e-6 } }

/** `LayerScale` */
class LayerScale extends Layer {
  override build([shape = []]: readonly Shape[]): void {
    const init = initializerOf(this.runtime, SCALE)
    if (init === undefined) throw new TypeError(`${this.name}: expected an initializer`)
    this.addWeight(this.runtime.autoName('Variable'), [lengthAt(shape, -1, this.name)], init)
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    return shape
  }
}

/** What all parts of one model share. */
interface Site {
  readonly runtime: KerasRuntime
  readonly layers: Layers
  readonly name: string
}

function oneOf(result: unknown, name: string): KerasTensor {
  if (result instanceof KerasTensor) return result
  throw new TypeError(`${name}: expected one result`)
}

/** `ConvNeXtBlock` */
function block(inputs: KerasTensor, { runtime, layers }: Site, filters: number, name: string): KerasTensor {
  const { Activation, Conv2D, Dense, LayerNormalization } = layers
  const depthwise = { filters, kernel_size: 7, padding: 'same', groups: filters }
  let x = Conv2D([], { ...depthwise, name: `${name}_depthwise_conv` })(inputs)
  x = LayerNormalization([], { ...NORM, name: `${name}_layernorm` })(x)
  x = Dense([4 * filters], { name: `${name}_pointwise_conv_1` })(x)
  x = Activation(['gelu'], { name: `${name}_gelu` })(x)
  x = Dense([filters], { name: `${name}_pointwise_conv_2` })(x)
  const scale = new LayerScale(runtime, 'LayerScale', { name: `${name}_layer_scale` })
  x = oneOf(scale.run({ positional: [x], keywords: {} }), scale.name)
  x = Activation(['linear'], { name: `${name}_identity` })(x)
  return oneOf(runOperation(runtime, 'add', { positional: [inputs, x], keywords: {} }), name)
}

/** The stem, and what halves the image between the stages: models of their own, which are made before the blocks. */
function samplers({ runtime, name }: Site, widths: readonly number[]): readonly Sequential[] {
  const norm = (part: string) =>
    makeLayer(runtime, 'LayerNormalization', [], { ...NORM, name: `${name}_${part}` })
  const conv = (filters: number, size: number, part: string) =>
    makeLayer(runtime, 'Conv2D', [filters], { kernel_size: size, strides: size, name: `${name}_${part}` })
  return widths.map((width, i) => {
    if (i === 0) {
      const layers = [conv(width, 4, 'stem_conv'), norm('stem_layernorm')]
      return new Sequential(runtime, { layers, name: `${name}_stem` })
    }
    const layers = [norm(`downsampling_layernorm_${i - 1}`), conv(width, 2, `downsampling_conv_${i - 1}`)]
    return new Sequential(runtime, { layers, name: `${name}_downsampling_block_${i - 1}` })
  })
}

/** `PreStem`: ImageNet's mean and deviation. */
function normalized(image: KerasTensor, { layers, name }: Site): KerasTensor {
  if (image.shape.at(-1) !== 3) return image
  const mean = [0.485, 0.456, 0.406].map((value) => value * 255)
  const variance = [0.229, 0.224, 0.225].map((value) => (value * 255) ** 2)
  return layers.Normalization([], { mean, variance, name: `${name}_prestem_normalization` })(image)
}

function convnext(own: string, depths: readonly number[], widths: readonly number[]): Application {
  return {
    parameters: PARAMETERS,
    size: 224,
    name: own,
    build: (image, layers, args, runtime) => {
      const { Dense, GlobalAveragePooling2D, GlobalMaxPooling2D, LayerNormalization } = layers
      const name = typeof args.name === 'string' ? args.name : own
      const site: Site = { runtime, layers, name }
      let x = args.others.include_preprocessing === false ? image : normalized(image, site)
      for (const [i, sampler] of samplers(site, widths).entries()) {
        x = oneOf(sampler.run({ positional: [x], keywords: {} }), sampler.name)
        for (let j = 0; j < (depths[i] ?? 0); j++) {
          x = block(x, site, widths[i] ?? 0, `${name}_stage_${i}_block_${j}`)
        }
      }
      if (args.include_top) {
        x = GlobalAveragePooling2D([], { name: `${name}_head_gap` })(x)
        x = LayerNormalization([], { ...NORM, name: `${name}_head_layernorm` })(x)
        const activation = args.classifier_activation
        return Dense([args.classes], { activation, name: `${name}_head_dense` })(x)
      }
      if (args.pooling === 'avg') x = GlobalAveragePooling2D()(x)
      else if (args.pooling === 'max') x = GlobalMaxPooling2D()(x)
      return LayerNormalization([], NORM)(x)
    },
    isPooled: true,
  }
}

/** `keras.applications.ConvNeXtTiny` and its like (Liu et al., 2022, https://arxiv.org/abs/2201.03545). */
export const ConvNeXtTiny: Application = convnext('convnext_tiny', [3, 3, 9, 3], [96, 192, 384, 768])
export const ConvNeXtSmall: Application = convnext('convnext_small', [3, 3, 27, 3], [96, 192, 384, 768])
export const ConvNeXtBase: Application = convnext('convnext_base', [3, 3, 27, 3], [128, 256, 512, 1024])
export const ConvNeXtLarge: Application = convnext('convnext_large', [3, 3, 27, 3], [192, 384, 768, 1536])
export const ConvNeXtXLarge: Application = convnext('convnext_xlarge', [3, 3, 27, 3], [256, 512, 1024, 2048])
