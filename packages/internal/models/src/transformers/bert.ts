import { message } from '@nn/check'
import { zeros, zeros_ } from '@nn/init'
import type { TorchDialect } from '@nn/init/torch'
import { Dense, Embedding, LayerNorm, type Module, ModuleList, Parameter } from '@nn/layers'
import { WithoutForward } from '../without-forward.ts'
import { type ConfigClass, configClass, configOf } from './config.ts'
import { PreTrainedModel } from './pretrained-model.ts'

const DEFAULTS = {
  vocab_size: 30_522,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  hidden_act: 'gelu',
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
  max_position_embeddings: 512,
  type_vocab_size: 2,
  initializer_range: 0.02,
  layer_norm_eps: 1e-12,
  pad_token_id: 0 as number | null,
  use_cache: true,
  classifier_dropout: null as number | null,
  bos_token_id: null as number | null,
  eos_token_id: null as number | null,
  num_labels: 2,
  tie_word_embeddings: true,
}

/** transformers' `BertConfig`, under its names. */
export type BertConfig = Readonly<typeof DEFAULTS>

export const BertConfig: ConfigClass<BertConfig> = configClass('BertConfig', DEFAULTS)

const norm = ({ hidden_size, layer_norm_eps }: BertConfig): LayerNorm =>
  new LayerNorm({ shape: hidden_size, eps: layer_norm_eps })

const dense = (inUnits: number, units: number): Dense => new Dense(units, { inUnits })

class BertEmbeddings extends WithoutForward {
  readonly word_embeddings: Embedding
  readonly position_embeddings: Embedding
  readonly token_type_embeddings: Embedding
  readonly LayerNorm: LayerNorm

  constructor(config: BertConfig) {
    super()
    const { vocab_size, hidden_size, max_position_embeddings, type_vocab_size, pad_token_id } = config
    const paddingIndex = pad_token_id ?? undefined
    this.word_embeddings = new Embedding(vocab_size, hidden_size, { paddingIndex })
    this.position_embeddings = new Embedding(max_position_embeddings, hidden_size)
    this.token_type_embeddings = new Embedding(type_vocab_size, hidden_size)
    this.LayerNorm = norm(config)
  }
}

class BertSelfAttention extends WithoutForward {
  readonly query: Dense
  readonly key: Dense
  readonly value: Dense

  constructor({ hidden_size, num_attention_heads }: BertConfig) {
    super()
    if (hidden_size % num_attention_heads !== 0) {
      const expected = `hidden_size to be a multiple of num_attention_heads ${num_attention_heads}`
      throw new RangeError(message('BertConfig', expected, `${hidden_size}`))
    }
    this.query = dense(hidden_size, hidden_size)
    this.key = dense(hidden_size, hidden_size)
    this.value = dense(hidden_size, hidden_size)
  }
}

/** `BertSelfOutput` and `BertOutput`: a layer, and the norm after what goes around it. */
class BertOutput extends WithoutForward {
  readonly dense: Dense
  readonly LayerNorm: LayerNorm

  constructor(inUnits: number, config: BertConfig) {
    super()
    this.dense = dense(inUnits, config.hidden_size)
    this.LayerNorm = norm(config)
  }
}

class BertAttention extends WithoutForward {
  readonly self: BertSelfAttention
  readonly output: BertOutput

  constructor(config: BertConfig) {
    super()
    this.self = new BertSelfAttention(config)
    this.output = new BertOutput(config.hidden_size, config)
  }
}

class BertIntermediate extends WithoutForward {
  readonly dense: Dense

  constructor({ hidden_size, intermediate_size }: BertConfig) {
    super()
    this.dense = dense(hidden_size, intermediate_size)
  }
}

class BertLayer extends WithoutForward {
  readonly attention: BertAttention
  readonly intermediate: BertIntermediate
  readonly output: BertOutput

  constructor(config: BertConfig) {
    super()
    this.attention = new BertAttention(config)
    this.intermediate = new BertIntermediate(config)
    this.output = new BertOutput(config.intermediate_size, config)
  }
}

class BertEncoder extends WithoutForward {
  readonly layer: ModuleList<readonly BertLayer[]>

  constructor(config: BertConfig) {
    super()
    this.layer = new ModuleList(Array.from({ length: config.num_hidden_layers }, () => new BertLayer(config)))
  }
}

class BertPredictionHeadTransform extends WithoutForward {
  readonly dense: Dense
  readonly LayerNorm: LayerNorm

  constructor(config: BertConfig) {
    super()
    this.dense = dense(config.hidden_size, config.hidden_size)
    this.LayerNorm = norm(config)
  }
}

class BertLMPredictionHead extends WithoutForward {
  // First, as PyTorch lists a module's own parameters before those of its parts.
  bias: Parameter
  readonly transform: BertPredictionHeadTransform
  readonly decoder: Dense

  constructor(config: BertConfig) {
    super()
    this.transform = new BertPredictionHeadTransform(config)
    this.decoder = dense(config.hidden_size, config.vocab_size)
    this.bias = new Parameter({ shape: [config.vocab_size], role: 'bias', init: zeros() })
  }
}

class BertOnlyMLMHead extends WithoutForward {
  readonly predictions: BertLMPredictionHead

  constructor(config: BertConfig) {
    super()
    this.predictions = new BertLMPredictionHead(config)
  }
}

/** What BERT's models start alike: `BertPreTrainedModel`. */
abstract class BertPreTrainedModel extends PreTrainedModel {
  constructor({ initializer_range }: BertConfig) {
    super(initializer_range)
  }

  override initWeights(module: Module, dialect: TorchDialect): void {
    super.initWeights(module, dialect)
    if (module instanceof BertLMPredictionHead) zeros_(module.bias)
  }
}

class BertPooler extends WithoutForward {
  readonly dense: Dense

  constructor({ hidden_size }: BertConfig) {
    super()
    this.dense = dense(hidden_size, hidden_size)
  }
}

/** BERT (Devlin et al., 2018, https://arxiv.org/abs/1810.04805) as transformers starts it. */
export class BertModel extends BertPreTrainedModel {
  readonly embeddings: BertEmbeddings
  readonly encoder: BertEncoder
  readonly pooler: BertPooler | undefined

  constructor(config: Partial<BertConfig> = {}, dialect?: TorchDialect, hasPooler = true) {
    const whole = configOf(BertConfig, config)
    super(whole)
    this.embeddings = new BertEmbeddings(whole)
    this.encoder = new BertEncoder(whole)
    this.pooler = hasPooler ? new BertPooler(whole) : undefined
    this.postInit(dialect)
  }
}

/** The same with a classifier of the whole text. */
export class BertForSequenceClassification extends BertPreTrainedModel {
  readonly bert: BertModel
  readonly classifier: Dense

  constructor(config: Partial<BertConfig> = {}, dialect?: TorchDialect) {
    const whole = configOf(BertConfig, config)
    super(whole)
    this.bert = new BertModel(whole, dialect)
    this.classifier = dense(whole.hidden_size, whole.num_labels)
    this.postInit(dialect)
  }
}

/** The same with its masked language model's head. */
export class BertForMaskedLM extends BertPreTrainedModel {
  readonly bert: BertModel
  readonly cls: BertOnlyMLMHead

  constructor(config: Partial<BertConfig> = {}, dialect?: TorchDialect) {
    const whole = configOf(BertConfig, config)
    super(whole)
    this.bert = new BertModel(whole, dialect, false)
    this.cls = new BertOnlyMLMHead(whole)
    this.postInit(dialect)
    if (whole.tie_word_embeddings) {
      const { predictions } = this.cls
      predictions.decoder.weight = this.bert.embeddings.word_embeddings.weight
      predictions.decoder.bias = predictions.bias
    }
    this.parameters()
  }
}
