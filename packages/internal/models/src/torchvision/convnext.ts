import { checkOptions, type OptionNames } from '@nn/check'
import { constant, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Conv2d, Dense, Flatten, Gelu, LayerNorm, Parameter, Sequential, type UnaryModule } from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { WithoutForward } from '../without-forward.ts'
import { Permute } from './permute.ts'

/** The options of torchvision's `ConvNeXt` that its builders pass on, under its names. */
interface ConvNeXtOptions {
  readonly num_classes?: number | undefined
  readonly layer_scale?: number | undefined
  readonly stochastic_depth_prob?: number | undefined
}

const NAMES: OptionNames<ConvNeXtOptions> = {
  num_classes: true,
  layer_scale: true,
  stochastic_depth_prob: true,
}

/** The channels of a stage, and how many blocks it has. */
type Stage = readonly [channels: number, blocks: number]

/** A `LayerNorm` over the channels of images. */
class LayerNorm2d extends LayerNorm {
  override forward(x: Tensor): Tensor {
    return super.forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
  }
}

const norm2d = (channels: number): LayerNorm2d => new LayerNorm2d({ shape: channels, eps: 1e-6 })

class CNBlock extends WithoutForward {
  // First, as PyTorch lists a module's own parameters before those of its parts.
  readonly layer_scale: Parameter
  readonly block: UnaryModule

  constructor(channels: number, scale: number) {
    super()
    this.block = new Sequential(
      new Conv2d(channels, 7, { inChannels: channels, padding: 3, groups: channels }),
      new Permute(0, 2, 3, 1),
      new LayerNorm({ shape: channels, eps: 1e-6 }),
      new Dense(4 * channels, { inUnits: channels }),
      new Gelu(),
      new Dense(channels, { inUnits: 4 * channels }),
      new Permute(0, 3, 1, 2),
    )
    this.layer_scale = new Parameter({ shape: [channels, 1, 1], role: 'scale', init: constant(scale) })
  }
}

/** ConvNeXt (Liu et al., 2022, https://arxiv.org/abs/2201.03545) as torchvision starts it. */
export class ConvNeXt extends WithoutForward {
  readonly features: Sequential<readonly UnaryModule[]>
  readonly classifier: UnaryModule

  constructor(stages: readonly Stage[], options: ConvNeXtOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('ConvNeXt', options, NAMES)
    const { num_classes = 1000, layer_scale = 1e-6 } = options
    const [stem = 0] = stages[0] ?? []
    const features: UnaryModule[] = [
      new Sequential(new Conv2d(stem, 4, { inChannels: 3, stride: 4 }), norm2d(stem)),
    ]
    for (const [i, [channels, blocks]] of stages.entries()) {
      features.push(
        new Sequential(...Array.from({ length: blocks }, () => new CNBlock(channels, layer_scale))),
      )
      const next = stages[i + 1]?.[0]
      if (next === undefined) continue
      features.push(
        new Sequential(norm2d(channels), new Conv2d(next, 2, { inChannels: channels, stride: 2 })),
      )
    }
    this.features = new Sequential(...features)
    const [last = 0] = stages.at(-1) ?? []
    this.classifier = new Sequential(norm2d(last), new Flatten(), new Dense(num_classes, { inUnits: last }))
    this.parameters()
    if (dialect === undefined) return
    for (const m of this.modules().values()) {
      if (!(m instanceof Conv2d || m instanceof Dense)) continue
      dialect.truncatedNormal_(m.weight, { std: 0.02 })
      zeros_(m.bias)
    }
  }
}

/** Builds a member of the family. */
type Build = (options?: ConvNeXtOptions, dialect?: TorchDialect) => ConvNeXt

const member =
  (stages: readonly Stage[]): Build =>
  (options, dialect) =>
    new ConvNeXt(stages, options, dialect)

export const convnext_tiny: Build = member([
  [96, 3],
  [192, 3],
  [384, 9],
  [768, 3],
])
export const convnext_small: Build = member([
  [96, 3],
  [192, 3],
  [384, 27],
  [768, 3],
])
export const convnext_base: Build = member([
  [128, 3],
  [256, 3],
  [512, 27],
  [1024, 3],
])
export const convnext_large: Build = member([
  [192, 3],
  [384, 3],
  [768, 27],
  [1536, 3],
])
