import type { Layer } from '../core/layer.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { KerasTensor, type Shape } from '../core/tensor.ts'
import { makeLayer } from '../make-layer.ts'
import { Functional } from '../models/functional.ts'
import { InputLayer } from '../models/input.ts'

/** What makes a layer of Keras and calls it: `layers.Conv2D(64, 3, name='conv')(x)` is `Conv2D([64, 3], { name: 'conv' })(x)`. */
type LayerCall = (
  positional?: readonly unknown[],
  keywords?: Readonly<Record<string, unknown>>,
) => (x: KerasTensor | readonly KerasTensor[]) => KerasTensor

/** The layers that models of `keras.applications` are made of. */
const NAMES = [
  'Activation',
  'Add',
  'AveragePooling2D',
  'BatchNormalization',
  'Concatenate',
  'Conv2D',
  'Dense',
  'DepthwiseConv2D',
  'Dropout',
  'Flatten',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling2D',
  'LayerNormalization',
  'MaxPooling2D',
  'Multiply',
  'Normalization',
  'ReLU',
  'Rescaling',
  'Reshape',
  'SeparableConv2D',
  'ZeroPadding2D',
] as const

export type Layers = Readonly<Record<(typeof NAMES)[number], LayerCall>>

/** `keras.layers` for ports of functions that build models. */
function layersOf(runtime: KerasRuntime): Layers {
  const callOf =
    (name: string): LayerCall =>
    (positional = [], keywords = {}) => {
      const layer: Layer = makeLayer(runtime, name, positional, keywords)
      return (x) => {
        const result = layer.run({ positional: [x], keywords: {} })
        if (result instanceof KerasTensor) return result
        throw new TypeError(`${layer.name}: expected one result`)
      }
    }
  return Object.fromEntries(NAMES.map((name) => [name, callOf(name)])) as unknown as Layers
}

/** The arguments that all models of `keras.applications` share. */
interface ApplicationArguments {
  readonly include_top: boolean
  readonly weights: unknown
  readonly input_tensor: unknown
  readonly input_shape: unknown
  readonly pooling: unknown
  readonly classes: number
  readonly classifier_activation: unknown
  readonly name: unknown
  /** What else a model's function takes. */
  readonly others: Readonly<Record<string, unknown>>
}

/** How a model is made. */
export interface Application {
  /** The names of the parameters in the order of the function's signature. */
  readonly parameters: readonly string[]
  readonly size: number
  readonly name: string | ((args: ApplicationArguments) => string)
  /** From the image to the features, and on to the classes if they are asked for. */
  readonly build: (
    x: KerasTensor,
    layers: Layers,
    args: ApplicationArguments,
    runtime: KerasRuntime,
  ) => KerasTensor
  /** Whether `build` pools the features of a model without its top itself. */
  readonly isPooled?: boolean
}

const SHARED = [
  'include_top',
  'weights',
  'input_tensor',
  'input_shape',
  'pooling',
  'classes',
  'classifier_activation',
  'name',
]

/** The order of most signatures. */
export const USUAL: readonly string[] = SHARED

/** Calls the function of an application. */
export function apply(
  runtime: KerasRuntime,
  application: Application,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Functional {
  const { parameters, size, build } = application
  const given: Record<string, unknown> = { ...keywords }
  for (const [i, value] of positional.entries()) given[parameters[i] ?? ''] = value
  const unknown = Object.keys(given).find((name) => !parameters.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`keras.applications: an argument that is not known: ${unknown}`)
  const { weights = 'imagenet', include_top = true, input_tensor = null, input_shape = null } = given
  if (weights !== null)
    throw new RangeError('keras.applications: expected weights=None, as nothing is downloaded here')
  const { pooling = null, classes = 1000, classifier_activation = 'softmax', name = null, ...others } = given
  const args: ApplicationArguments = {
    ...{ include_top: include_top !== false, weights, input_tensor, input_shape, pooling },
    ...{ classes: Number(classes), classifier_activation, name, others },
  }
  const layers = layersOf(runtime)
  const image = imageOf(runtime, args, size)
  const built = build(image, layers, args, runtime)
  const x = application.isPooled === true ? built : pooled(built, layers, args)
  const own = typeof application.name === 'string' ? application.name : application.name(args)
  return new Functional(runtime, 'Functional', { inputs: image, outputs: x, name: name ?? own })
}

function imageOf(runtime: KerasRuntime, args: ApplicationArguments, size: number): KerasTensor {
  const { input_tensor: tensor, input_shape: shape, include_top: isWhole } = args
  if (tensor instanceof KerasTensor) return tensor
  const lengths: Shape = Array.isArray(shape) ? shape : isWhole ? [size, size, 3] : [null, null, 3]
  return new InputLayer(runtime, [null, ...lengths]).output
}

/** Pooling of a model without its top, which is the same in all. */
function pooled(
  x: KerasTensor,
  { GlobalAveragePooling2D, GlobalMaxPooling2D }: Layers,
  args: ApplicationArguments,
): KerasTensor {
  if (args.include_top) return x
  if (args.pooling === 'avg') return GlobalAveragePooling2D([], { name: 'avg_pool' })(x)
  return args.pooling === 'max' ? GlobalMaxPooling2D([], { name: 'max_pool' })(x) : x
}

/** `correct_pad`: what a stride of two leaves over, at both ends of both axes. */
export function correctPad({ shape }: KerasTensor, kernel: number): readonly (readonly number[])[] {
  const half = Math.floor(kernel / 2)
  return [shape[1], shape[2]].map((length) => {
    const adjust = length === null || length === undefined ? 1 : 1 - (length % 2)
    return [half - adjust, half]
  })
}

/** `_make_divisible`: the nearest multiple of 8, at most a tenth less. */
export function makeDivisible(value: number, divisor = 8): number {
  const near = Math.max(divisor, Math.floor((value + divisor / 2) / divisor) * divisor)
  return near < 0.9 * value ? near + divisor : near
}
