import { normal } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Conv2d, Dense, LayerNorm, type Module, ModuleList, Parameter } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { PreTrainedModel } from './pretrained-model.ts'

const DEFAULTS = {
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  hidden_act: 'gelu',
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  initializer_range: 0.02,
  layer_norm_eps: 1e-12,
  image_size: 224,
  patch_size: 16,
  num_channels: 3,
  qkv_bias: true,
  encoder_stride: 16,
  num_labels: 2,
}

/** transformers' `ViTConfig`, under its names. */
export type ViTConfig = Readonly<typeof DEFAULTS>

export const ViTConfig: ConfigClass<ViTConfig> = configClass('ViTConfig', DEFAULTS)

const norm = ({ hidden_size, layer_norm_eps }: ViTConfig): LayerNorm =>
  new LayerNorm({ shape: hidden_size, eps: layer_norm_eps })

class ViTPatchEmbeddings extends WithoutForward {
  readonly projection: Conv2d

  constructor({ num_channels, hidden_size, patch_size }: ViTConfig) {
    super()
    this.projection = new Conv2d(hidden_size, patch_size, { inChannels: num_channels, stride: patch_size })
  }
}

class ViTEmbeddings extends WithoutForward {
  // Both first, as PyTorch lists a module's own parameters before those of its parts.
  readonly cls_token: Parameter
  readonly position_embeddings: Parameter
  readonly patch_embeddings: ViTPatchEmbeddings

  constructor(config: ViTConfig) {
    super()
    const { hidden_size, image_size, patch_size } = config
    const places = Math.floor(image_size / patch_size) ** 2 + 1
    this.cls_token = new Parameter({ shape: [1, 1, hidden_size], role: 'other', init: normal() })
    this.patch_embeddings = new ViTPatchEmbeddings(config)
    this.position_embeddings = new Parameter({
      shape: [1, places, hidden_size],
      role: 'other',
      init: normal(),
    })
  }
}

class ViTAttention extends WithoutForward {
  readonly q_proj: Dense<boolean>
  readonly k_proj: Dense<boolean>
  readonly v_proj: Dense<boolean>
  readonly o_proj: Dense

  constructor({ hidden_size: units, num_attention_heads: heads, qkv_bias: useBias }: ViTConfig) {
    super()
    const inner = heads * Math.floor(units / heads)
    this.q_proj = new Dense(inner, { inUnits: units, useBias })
    this.k_proj = new Dense(inner, { inUnits: units, useBias })
    this.v_proj = new Dense(inner, { inUnits: units, useBias })
    this.o_proj = new Dense(units, { inUnits: inner })
  }
}

class ViTMLP extends WithoutForward {
  readonly fc1: Dense
  readonly fc2: Dense

  constructor({ hidden_size, intermediate_size }: ViTConfig) {
    super()
    this.fc1 = new Dense(intermediate_size, { inUnits: hidden_size })
    this.fc2 = new Dense(hidden_size, { inUnits: intermediate_size })
  }
}

class ViTLayer extends WithoutForward {
  readonly attention: ViTAttention
  readonly layernorm_before: LayerNorm
  readonly layernorm_after: LayerNorm
  readonly mlp: ViTMLP

  constructor(config: ViTConfig) {
    super()
    this.attention = new ViTAttention(config)
    this.layernorm_before = norm(config)
    this.layernorm_after = norm(config)
    this.mlp = new ViTMLP(config)
  }
}

/** What ViT's models start alike: `ViTPreTrainedModel`. */
abstract class ViTPreTrainedModel extends PreTrainedModel {
  constructor({ initializer_range }: ViTConfig) {
    super(initializer_range)
  }

  override initWeights(module: Module, dialect: TorchDialect): void {
    super.initWeights(module, dialect)
    if (!(module instanceof ViTEmbeddings)) return
    dialect.truncatedNormal_(module.position_embeddings, { std: this.std })
    dialect.truncatedNormal_(module.cls_token, { std: this.std })
  }
}

class ViTModel extends ViTPreTrainedModel {
  readonly embeddings: ViTEmbeddings
  readonly layers: ModuleList<readonly ViTLayer[]>
  readonly layernorm: LayerNorm

  constructor(config: ViTConfig, dialect?: TorchDialect) {
    super(config)
    this.embeddings = new ViTEmbeddings(config)
    this.layers = new ModuleList(Array.from({ length: config.num_hidden_layers }, () => new ViTLayer(config)))
    this.layernorm = norm(config)
    this.postInit(dialect)
  }
}

/** ViT (Dosovitskiy et al., 2020, https://arxiv.org/abs/2010.11929) with a classifier, as transformers starts it. */
export class ViTForImageClassification extends ViTPreTrainedModel {
  readonly vit: ViTModel
  /** None without labels. */
  readonly classifier: Dense | undefined

  constructor(config: Partial<ViTConfig> = {}, dialect?: TorchDialect) {
    const whole = configOf(ViTConfig, config)
    super(whole)
    this.vit = new ViTModel(whole, dialect)
    const { num_labels, hidden_size } = whole
    this.classifier = num_labels > 0 ? new Dense(num_labels, { inUnits: hidden_size }) : undefined
    this.postInit(dialect)
  }
}
