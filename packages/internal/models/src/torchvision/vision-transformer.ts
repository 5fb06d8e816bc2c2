import { checkOptions, message, type OptionNames } from '@nn/check'
import { normal, zeros, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import {
  Conv2d,
  Dense,
  Dropout,
  Gelu,
  LayerNorm,
  MultiheadAttention,
  Parameter,
  Sequential,
  Tanh,
  type UnaryModule,
} from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'

/** The sizes of torchvision's `VisionTransformer`, under its names. */
export interface VisionTransformerSizes {
  readonly patch_size: number
  readonly num_layers: number
  readonly num_heads: number
  readonly hidden_dim: number
  readonly mlp_dim: number
}

/** The options of torchvision's `VisionTransformer` that its builders pass on. */
export interface VisionTransformerOptions {
  readonly image_size?: number | undefined
  readonly num_classes?: number | undefined
  /** Width of a layer between the encoder and the head. Default: there is none. */
  readonly representation_size?: number | undefined
  readonly dropout?: number | undefined
  readonly attention_dropout?: number | undefined
}

const NAMES: OptionNames<VisionTransformerOptions> = {
  image_size: true,
  num_classes: true,
  representation_size: true,
  dropout: true,
  attention_dropout: true,
}

/** `MLPBlock`, which is started again when it is there. */
function mlpBlock(units: number, hidden: number, dropout: number, dialect?: TorchDialect): UnaryModule {
  const up = new Dense(hidden, { inUnits: units })
  const down = new Dense(units, { inUnits: hidden })
  if (dialect !== undefined) {
    for (const { weight, bias } of [up, down]) {
      dialect.xavierUniform_(weight)
      dialect.normal_(bias, { std: 1e-6 })
    }
  }
  return new Sequential(up, new Gelu(), new Dropout(dropout), down, new Dropout(dropout))
}

class EncoderBlock extends WithoutForward {
  readonly ln_1: LayerNorm
  readonly self_attention: MultiheadAttention
  readonly ln_2: LayerNorm
  readonly mlp: UnaryModule

  constructor(
    { num_heads, hidden_dim, mlp_dim }: VisionTransformerSizes,
    { dropout = 0, attention_dropout = 0 }: VisionTransformerOptions,
    dialect?: TorchDialect,
  ) {
    super()
    this.ln_1 = new LayerNorm({ shape: hidden_dim, eps: 1e-6 })
    const options = { dropout: attention_dropout, batchFirst: true }
    this.self_attention = new MultiheadAttention(hidden_dim, num_heads, options)
    this.ln_2 = new LayerNorm({ shape: hidden_dim, eps: 1e-6 })
    this.mlp = mlpBlock(hidden_dim, mlp_dim, dropout, dialect)
  }
}

class Encoder extends WithoutForward {
  readonly pos_embedding: Parameter
  readonly layers: UnaryModule
  readonly ln: LayerNorm

  constructor(
    steps: number,
    sizes: VisionTransformerSizes,
    options: VisionTransformerOptions,
    dialect?: TorchDialect,
  ) {
    super()
    const { num_layers, hidden_dim } = sizes
    const shape = [1, steps, hidden_dim]
    this.pos_embedding = new Parameter({ shape, role: 'other', init: normal({ std: 0.02 }) })
    const layers: Record<string, UnaryModule> = {}
    for (let i = 0; i < num_layers; i++)
      layers[`encoder_layer_${i}`] = new EncoderBlock(sizes, options, dialect)
    this.layers = new Sequential(layers)
    this.ln = new LayerNorm({ shape: hidden_dim, eps: 1e-6 })
  }
}

/** ViT (Dosovitskiy et al., 2020, https://arxiv.org/abs/2010.11929) as torchvision starts it. */
export class VisionTransformer extends WithoutForward {
  // First, as PyTorch lists a module's own parameters before those of its parts.
  readonly class_token: Parameter
  readonly conv_proj: Conv2d
  readonly encoder: Encoder
  readonly heads: UnaryModule

  constructor(sizes: VisionTransformerSizes, options: VisionTransformerOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('VisionTransformer', options, NAMES)
    const { image_size = 224, num_classes = 1000, representation_size } = options
    const { patch_size, hidden_dim } = sizes
    if (image_size % patch_size !== 0) {
      throw new RangeError(
        message('VisionTransformer', `image_size to be a multiple of ${patch_size}`, `${image_size}`),
      )
    }
    this.conv_proj = new Conv2d(hidden_dim, patch_size, { inChannels: 3, stride: patch_size })
    this.class_token = new Parameter({ shape: [1, 1, hidden_dim], role: 'other', init: zeros() })
    this.encoder = new Encoder((image_size / patch_size) ** 2 + 1, sizes, options, dialect)
    const preLogits =
      representation_size === undefined ? undefined : new Dense(representation_size, { inUnits: hidden_dim })
    const head = new Dense(num_classes, { inUnits: representation_size ?? hidden_dim })
    this.heads = new Sequential({
      ...(preLogits === undefined ? {} : { pre_logits: preLogits, act: new Tanh() }),
      head,
    })
    this.parameters()
    if (dialect === undefined) return
    dialect.truncatedNormal_(this.conv_proj.weight, { std: Math.sqrt(1 / (3 * patch_size * patch_size)) })
    zeros_(this.conv_proj.bias)
    if (preLogits !== undefined) {
      dialect.truncatedNormal_(preLogits.weight, { std: Math.sqrt(1 / hidden_dim) })
      zeros_(preLogits.bias)
    }
    zeros_(head.weight)
    zeros_(head.bias)
  }
}

/** Builds a member of the family. */
type Build = (options?: VisionTransformerOptions, dialect?: TorchDialect) => VisionTransformer

const member =
  (sizes: VisionTransformerSizes): Build =>
  (options, dialect) =>
    new VisionTransformer(sizes, options, dialect)

const BASE = { num_layers: 12, num_heads: 12, hidden_dim: 768, mlp_dim: 3072 } as const
const LARGE = { num_layers: 24, num_heads: 16, hidden_dim: 1024, mlp_dim: 4096 } as const

export const vit_b_16: Build = member({ ...BASE, patch_size: 16 })
export const vit_b_32: Build = member({ ...BASE, patch_size: 32 })
export const vit_l_16: Build = member({ ...LARGE, patch_size: 16 })
export const vit_l_32: Build = member({ ...LARGE, patch_size: 32 })
