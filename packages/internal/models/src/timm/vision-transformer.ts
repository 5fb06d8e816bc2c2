import { checkOptions, type OptionNames } from '@nn/check'
import { zeros, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Conv2d, Dense, LayerNorm, Parameter, Sequential, type UnaryModule } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'

/** The options of timm's `VisionTransformer` that are known here, under its names. */
interface TimmVisionTransformerOptions {
  readonly img_size?: number | undefined
  readonly patch_size?: number | undefined
  readonly in_chans?: number | undefined
  /** 0 for no head. */
  readonly num_classes?: number | undefined
  readonly embed_dim?: number | undefined
  readonly depth?: number | undefined
  readonly num_heads?: number | undefined
  readonly mlp_ratio?: number | undefined
  readonly qkv_bias?: boolean | undefined
  readonly drop_rate?: number | undefined
  readonly drop_path_rate?: number | undefined
}

const NAMES: OptionNames<TimmVisionTransformerOptions> = {
  img_size: true,
  patch_size: true,
  in_chans: true,
  num_classes: true,
  embed_dim: true,
  depth: true,
  num_heads: true,
  mlp_ratio: true,
  qkv_bias: true,
  drop_rate: true,
  drop_path_rate: true,
}

/** timm's own `trunc_normal_(w, std=0.02)`, by the inverse error function, as PyTorch had it up to 2.11. */
const BY_ERFINV = { std: 0.02, version: '2.11' } as const

const norm = (units: number): LayerNorm => new LayerNorm({ shape: units, eps: 1e-6 })

class PatchEmbed extends WithoutForward {
  readonly proj: Conv2d

  constructor(patch: number, inChannels: number, units: number) {
    super()
    this.proj = new Conv2d(units, patch, { inChannels, stride: patch })
  }
}

class Attention extends WithoutForward {
  readonly qkv: Dense<boolean>
  readonly proj: Dense

  constructor(units: number, useBias: boolean) {
    super()
    this.qkv = new Dense(3 * units, { inUnits: units, useBias })
    this.proj = new Dense(units, { inUnits: units })
  }
}

class Mlp extends WithoutForward {
  readonly fc1: Dense
  readonly fc2: Dense

  constructor(units: number, hidden: number) {
    super()
    this.fc1 = new Dense(hidden, { inUnits: units })
    this.fc2 = new Dense(units, { inUnits: hidden })
  }
}

class Block extends WithoutForward {
  readonly norm1: LayerNorm
  readonly attn: Attention
  readonly norm2: LayerNorm
  readonly mlp: Mlp

  constructor(units: number, hidden: number, useBias: boolean) {
    super()
    this.norm1 = norm(units)
    this.attn = new Attention(units, useBias)
    this.norm2 = norm(units)
    this.mlp = new Mlp(units, hidden)
  }
}

/** ViT (Dosovitskiy et al., 2020, https://arxiv.org/abs/2010.11929) as timm starts it. */
class VisionTransformer extends WithoutForward {
  // Both first, as PyTorch lists a module's own parameters before those of its parts.
  readonly cls_token: Parameter
  readonly pos_embed: Parameter
  readonly patch_embed: PatchEmbed
  readonly blocks: UnaryModule
  readonly norm: LayerNorm
  readonly head: Dense | undefined

  constructor(options: TimmVisionTransformerOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('VisionTransformer', options, NAMES)
    const { img_size = 224, patch_size = 16, in_chans = 3, num_classes = 1000 } = options
    const { embed_dim = 768, depth = 12, mlp_ratio = 4, qkv_bias = true } = options
    const patches = Math.floor(img_size / patch_size) ** 2
    this.patch_embed = new PatchEmbed(patch_size, in_chans, embed_dim)
    this.cls_token = new Parameter({ shape: [1, 1, embed_dim], role: 'other', init: zeros() })
    this.pos_embed = new Parameter({ shape: [1, patches + 1, embed_dim], role: 'other', init: zeros() })
    const block = () => new Block(embed_dim, Math.trunc(embed_dim * mlp_ratio), qkv_bias)
    this.blocks = new Sequential(...Array.from({ length: depth }, block))
    this.norm = norm(embed_dim)
    this.head = num_classes > 0 ? new Dense(num_classes, { inUnits: embed_dim }) : undefined
    this.parameters()
    if (dialect !== undefined) this.#start(dialect)
  }

  #start(dialect: TorchDialect): void {
    dialect.truncatedNormal_(this.pos_embed, BY_ERFINV)
    dialect.normal_(this.cls_token, { std: 1e-6 })
    for (const m of this.modules().values()) {
      if (!(m instanceof Dense)) continue
      dialect.truncatedNormal_(m.weight, BY_ERFINV)
      if (m.useBias) zeros_(m.bias)
    }
  }
}

/** Builds a member of the family. */
type Build = (options?: TimmVisionTransformerOptions, dialect?: TorchDialect) => VisionTransformer

const member =
  (own: TimmVisionTransformerOptions): Build =>
  (options, dialect) =>
    new VisionTransformer({ ...own, ...options }, dialect)

export const vit_tiny_patch16_224: Build = member({ embed_dim: 192, num_heads: 3 })
export const vit_small_patch16_224: Build = member({ embed_dim: 384, num_heads: 6 })
export const vit_base_patch16_224: Build = member({})
