import { checkOptions, type OptionNames } from '@nn/check'
import { constant, zeros, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import {
  Conv2d,
  Dense,
  Dropout,
  Gelu,
  LayerNorm,
  Parameter,
  Sequential,
  StateBuffer,
  type UnaryModule,
} from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'
import { Permute } from './permute.ts'

/** The options of torchvision's `SwinTransformer` that its builders pass on, under its names. */
interface SwinTransformerOptions {
  readonly mlp_ratio?: number | undefined
  readonly dropout?: number | undefined
  readonly attention_dropout?: number | undefined
  readonly num_classes?: number | undefined
}

const NAMES: OptionNames<SwinTransformerOptions> = {
  mlp_ratio: true,
  dropout: true,
  attention_dropout: true,
  num_classes: true,
}

/** The channels after the first layer, and the blocks and heads of each stage. */
interface Sizes {
  readonly embed_dim: number
  readonly depths: readonly number[]
  readonly num_heads: readonly number[]
}

/** Edge of a patch and of a window. */
const PATCH = 4
const WINDOW = 7

/** For each pair of places of a window, the row of the table that holds its bias. */
function relativePositions(): number[] {
  const span = 2 * WINDOW - 1
  const places = Array.from(
    { length: WINDOW * WINDOW },
    (_, i) => [Math.floor(i / WINDOW), i % WINDOW] as const,
  )
  return places.flatMap(([row, column]) =>
    places.map(([otherRow, otherColumn]) => {
      return (row - otherRow + WINDOW - 1) * span + column - otherColumn + WINDOW - 1
    }),
  )
}

class ShiftedWindowAttention extends WithoutForward {
  // First, as PyTorch lists a module's own parameters before those of its parts.
  readonly relative_position_bias_table: Parameter
  readonly relative_position_index: StateBuffer
  readonly qkv: Dense
  readonly proj: Dense

  constructor(channels: number, heads: number, dialect?: TorchDialect) {
    super()
    this.qkv = new Dense(3 * channels, { inUnits: channels })
    this.proj = new Dense(channels, { inUnits: channels })
    const shape = [(2 * WINDOW - 1) ** 2, heads]
    this.relative_position_bias_table = new Parameter({ shape, role: 'other', init: zeros() })
    if (dialect !== undefined) dialect.truncatedNormal_(this.relative_position_bias_table, { std: 0.02 })
    this.relative_position_index = new StateBuffer({
      shape: [WINDOW ** 4],
      dtype: 'int32',
      init: constant(relativePositions()),
    })
  }
}

class SwinTransformerBlock extends WithoutForward {
  readonly norm1: LayerNorm
  readonly attn: ShiftedWindowAttention
  readonly norm2: LayerNorm
  readonly mlp: UnaryModule

  constructor(channels: number, heads: number, options: SwinTransformerOptions, dialect?: TorchDialect) {
    super()
    const { mlp_ratio = 4, dropout = 0 } = options
    const hidden = Math.trunc(channels * mlp_ratio)
    this.norm1 = new LayerNorm({ shape: channels })
    this.attn = new ShiftedWindowAttention(channels, heads, dialect)
    this.norm2 = new LayerNorm({ shape: channels })
    const up = new Dense(hidden, { inUnits: channels })
    const down = new Dense(channels, { inUnits: hidden })
    this.mlp = new Sequential(up, new Gelu(), new Dropout(dropout), down, new Dropout(dropout))
    if (dialect === undefined) return
    for (const { weight, bias } of [up, down]) {
      dialect.xavierUniform_(weight)
      dialect.normal_(bias, { std: 1e-6 })
    }
  }
}

class PatchMerging extends WithoutForward {
  readonly reduction: Dense<false>
  readonly norm: LayerNorm

  constructor(channels: number) {
    super()
    this.reduction = new Dense(2 * channels, { inUnits: 4 * channels, useBias: false })
    this.norm = new LayerNorm({ shape: 4 * channels })
  }
}

/** Swin Transformer (Liu et al., 2021, https://arxiv.org/abs/2103.14030) as torchvision starts it. */
export class SwinTransformer extends WithoutForward {
  readonly features: Sequential<readonly UnaryModule[]>
  readonly norm: LayerNorm
  readonly head: Dense

  constructor(sizes: Sizes, options: SwinTransformerOptions = {}, dialect?: TorchDialect) {
    super()
    checkOptions('SwinTransformer', options, NAMES)
    const { num_classes = 1000 } = options
    const { embed_dim, depths, num_heads } = sizes
    const features: UnaryModule[] = [
      new Sequential(
        new Conv2d(embed_dim, PATCH, { inChannels: 3, stride: PATCH }),
        new Permute(0, 2, 3, 1),
        new LayerNorm({ shape: embed_dim }),
      ),
    ]
    for (const [i, depth] of depths.entries()) {
      const channels = embed_dim * 2 ** i
      const block = () => new SwinTransformerBlock(channels, num_heads[i] ?? 0, options, dialect)
      features.push(new Sequential(...Array.from({ length: depth }, block)))
      if (i < depths.length - 1) features.push(new PatchMerging(channels))
    }
    this.features = new Sequential(...features)
    const channels = embed_dim * 2 ** (depths.length - 1)
    this.norm = new LayerNorm({ shape: channels })
    this.head = new Dense(num_classes, { inUnits: channels })
    this.parameters()
    if (dialect === undefined) return
    for (const m of this.modules().values()) {
      if (!(m instanceof Dense)) continue
      dialect.truncatedNormal_(m.weight, { std: 0.02 })
      if (m.useBias) zeros_(m.bias)
    }
  }
}

/** Builds a member of the family. */
type Build = (options?: SwinTransformerOptions, dialect?: TorchDialect) => SwinTransformer

const member =
  (sizes: Sizes): Build =>
  (options, dialect) =>
    new SwinTransformer(sizes, options, dialect)

export const swin_t: Build = member({ embed_dim: 96, depths: [2, 2, 6, 2], num_heads: [3, 6, 12, 24] })
export const swin_s: Build = member({ embed_dim: 96, depths: [2, 2, 18, 2], num_heads: [3, 6, 12, 24] })
export const swin_b: Build = member({ embed_dim: 128, depths: [2, 2, 18, 2], num_heads: [4, 8, 16, 32] })
