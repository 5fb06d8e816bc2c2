import type { TorchDialect } from '@nn/init/torch'
import type { Module } from '@nn/layers'
import * as models from '@nn/models'
import { bind } from '../../../python/bind.ts'
import { type Callable, type Keywords, PyClass } from '../../../python/objects.ts'
import { MODULE } from '../model/module-state.ts'
import { type Construct, optionsOf } from './construct.ts'

/** A function of `torchvision.models`, which takes its arguments by name. */
type Build = (options: Record<string, unknown>, dialect: TorchDialect) => Module

const BUILDERS: Readonly<Record<string, Build>> = {
  alexnet: (options) => models.alexnet(options),
  convnext_tiny: models.convnext_tiny,
  convnext_small: models.convnext_small,
  convnext_base: models.convnext_base,
  convnext_large: models.convnext_large,
  densenet121: models.densenet121,
  densenet161: models.densenet161,
  densenet169: models.densenet169,
  densenet201: models.densenet201,
  googlenet: models.googlenet,
  mobilenet_v2: models.mobilenet_v2,
  resnet18: models.resnet18,
  resnet34: models.resnet34,
  resnet50: models.resnet50,
  resnet101: models.resnet101,
  resnet152: models.resnet152,
  resnext50_32x4d: models.resnext50_32x4d,
  resnext101_32x8d: models.resnext101_32x8d,
  wide_resnet50_2: models.wide_resnet50_2,
  swin_t: models.swin_t,
  swin_s: models.swin_s,
  swin_b: models.swin_b,
  vit_b_16: models.vit_b_16,
  vit_b_32: models.vit_b_32,
  vit_l_16: models.vit_l_16,
  vit_l_32: models.vit_l_32,
}

/** The classes that `ResNet` is given as its block. */
const BLOCKS: ReadonlyMap<PyClass, models.ResNetDesign['block']> = new Map<
  PyClass,
  models.ResNetDesign['block']
>([
  [new PyClass('BasicBlock', [MODULE]), models.BasicBlock],
  [new PyClass('Bottleneck', [MODULE]), models.Bottleneck],
])

/** A class of `torchvision.models`: the names of its positional arguments, and what they make. */
interface ModelClass {
  readonly takes: string
  readonly build: Build
}

const CLASSES: Readonly<Record<string, ModelClass>> = {
  AlexNet: { takes: 'num_classes dropout', build: (options) => new models.AlexNet(options) },
  DenseNet: {
    takes: 'growth_rate block_config num_init_features bn_size drop_rate num_classes memory_efficient',
    build: (options, dialect) => new models.DenseNet(options, dialect),
  },
  GoogLeNet: {
    takes: 'num_classes aux_logits transform_input init_weights',
    build: (options, dialect) => new models.GoogLeNet(options, dialect),
  },
  MobileNetV2: {
    takes: 'num_classes width_mult inverted_residual_setting round_nearest',
    build: (options, dialect) => new models.MobileNetV2(options, dialect),
  },
  ResNet: { takes: 'block layers num_classes zero_init_residual groups width_per_group', build: resnet },
  VisionTransformer: {
    takes:
      'image_size patch_size num_layers num_heads hidden_dim mlp_dim dropout attention_dropout num_classes representation_size',
    build: visionTransformer,
  },
}

function resnet(
  { block: given, layers, ...options }: Record<string, unknown>,
  dialect: TorchDialect,
): Module {
  const block = given instanceof PyClass ? BLOCKS.get(given) : undefined
  if (block === undefined) throw new TypeError('a ResNet of other blocks is not read')
  return new models.ResNet({ block, layers: layers as models.ResNetDesign['layers'] }, options, dialect)
}

function visionTransformer(
  { patch_size, num_layers, num_heads, hidden_dim, mlp_dim, ...options }: Record<string, unknown>,
  dialect: TorchDialect,
): Module {
  const sizes = { patch_size, num_layers, num_heads, hidden_dim, mlp_dim }
  return new models.VisionTransformer(sizes as models.VisionTransformerSizes, options, dialect)
}

/** `torchvision.models`, as a module of a program. */
export function torchvisionModules(construct: Construct): Record<string, unknown> {
  const builder =
    (name: string, build: Build): Callable =>
    (positional, keywords) => {
      if (positional.length > 0) throw new TypeError(`positional arguments of ${name} are not read`)
      const options = optionsOf(name, keywords)
      return construct((dialect) => build(options, dialect))
    }
  const modelClass = (name: string, { takes, build }: ModelClass): PyClass => {
    const make = (positional: readonly unknown[], keywords: Keywords): unknown => {
      const options = optionsOf(name, bind(takes.split(' '), positional, keywords))
      return construct((dialect) => build(options, dialect))
    }
    return new PyClass(name, [], {}, { construct: make })
  }
  const getModel: Callable = ([given, ...others], { name = given, ...keywords }) => {
    const build = typeof name === 'string' && Object.hasOwn(BUILDERS, name) ? BUILDERS[name] : undefined
    if (build === undefined) throw new TypeError(`a model of torchvision that is not ported: ${name}`)
    return builder(String(name), build)(others, keywords)
  }
  const members = {
    get_model: getModel,
    ...Object.fromEntries(Object.entries(BUILDERS).map(([name, build]) => [name, builder(name, build)])),
    ...Object.fromEntries(Object.entries(CLASSES).map(([name, known]) => [name, modelClass(name, known)])),
  }
  const blocks = Object.fromEntries([...BLOCKS.keys()].map((block) => [block.name, block]))
  const resnets = { ...members, ...blocks }
  const all = { ...members, resnet: resnets }
  return { torchvision: { models: all }, 'torchvision.models': all, 'torchvision.models.resnet': resnets }
}
