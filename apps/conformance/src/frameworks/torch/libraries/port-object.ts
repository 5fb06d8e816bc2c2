import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  BatchNorm,
  Conv2d,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  Gelu,
  isModule,
  isParameter,
  LayerNorm,
  MaxPool2d,
  type Module,
  ModuleDict,
  ModuleList,
  MultiheadAttention,
  type Parameter,
  Relu,
  Relu6,
  Sequential,
  snakeCase,
  Tanh,
} from '@nn/layers'
import { PyClass, type PyObject, tuple } from '../../../python/objects.ts'
import type { TorchType } from '../model/dtypes.ts'
import { MODULE, moduleObject, stateOf } from '../model/module-state.ts'
import { PARAMETER, tensorObject } from '../model/tensor.ts'

/** What PyTorch calls the layers that ports are made of. */
const CLASSES: readonly (readonly [name: string, type: abstract new (...args: never[]) => Module])[] = [
  ['Linear', Dense],
  ['Conv2d', Conv2d],
  ['BatchNorm2d', BatchNorm],
  ['LayerNorm', LayerNorm],
  ['Embedding', Embedding],
  ['MultiheadAttention', MultiheadAttention],
  ['Sequential', Sequential],
  ['ModuleList', ModuleList],
  ['ModuleDict', ModuleDict],
  ['ReLU', Relu],
  ['ReLU6', Relu6],
  ['GELU', Gelu],
  ['Tanh', Tanh],
  ['Dropout', Dropout],
  ['MaxPool2d', MaxPool2d],
  ['AvgPool2d', AvgPool2d],
  ['AdaptiveAvgPool2d', AdaptiveAvgPool2d],
  ['Flatten', Flatten],
]

/** The classes of `torch.nn`. */
export type Classes = Readonly<Record<string, unknown>>

/** A port as an object of a program, of PyTorch's classes where its modules have one, else of classes with their own names. */
export function portObject(net: Module, nn: Classes, type: TorchType): PyObject {
  const parameters = new Map<Parameter, PyObject>()
  const own = new Map<string, PyClass>()
  const classOf = (module: Module): PyClass => {
    const known = CLASSES.find(([, ours]) => module instanceof ours)
    const found = known === undefined ? undefined : nn[known[0]]
    if (found instanceof PyClass) return found
    const { name } = module.constructor
    const made = own.get(name) ?? new PyClass(name, [MODULE])
    own.set(name, made)
    return made
  }
  const parameterOf = (parameter: Parameter): PyObject => {
    const made = parameters.get(parameter) ?? tensorObject(parameter.data, type, PARAMETER)
    parameters.set(parameter, made)
    return made
  }
  const objectOf = (module: Module): PyObject => {
    const made = moduleObject(classOf(module))
    const state = stateOf(made)
    for (const [path, field] of module.fields()) {
      const name = snakeCase(path)
      if (isModule(field)) state.modules.set(name, objectOf(field))
      else if (isParameter(field)) state.parameters.set(name, parameterOf(field))
      else state.buffers.set(name, tensorObject(field.data, field.dtype === 'int32' ? 'int64' : type))
    }
    if ('useBias' in module && module.useBias === false) state.parameters.set('bias', null)
    for (const [name, value] of Object.entries(argumentsOf(module))) made.attributes.set(name, value)
    return made
  }
  return objectOf(net)
}

/** What programs read of a layer. */
function argumentsOf(module: Module): Readonly<Record<string, unknown>> {
  if (module instanceof Dense) {
    return { in_features: module.weight.shape[1], out_features: module.units }
  }
  if (module instanceof Conv2d) {
    const { outChannels, groups, kernelSize, stride } = module
    const inChannels = Number(module.weight.shape[1]) * groups
    return {
      in_channels: inChannels,
      out_channels: outChannels,
      groups,
      kernel_size: tuple(kernelSize),
      stride: tuple(stride),
    }
  }
  if (module instanceof BatchNorm) return { num_features: module.weight.shape[0] }
  if (module instanceof LayerNorm) return { normalized_shape: tuple(module.weight.shape) }
  if (!(module instanceof Embedding)) return {}
  const { count, units, paddingIndex = null } = module
  return { num_embeddings: count, embedding_dim: units, padding_idx: paddingIndex }
}
