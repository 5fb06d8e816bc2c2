const CONVOLUTION = 'in_channels out_channels kernel_size stride padding dilation groups bias padding_mode'
const TRANSPOSED =
  'in_channels out_channels kernel_size stride padding output_padding groups bias dilation padding_mode'
const BATCH_NORM = 'num_features eps momentum affine track_running_stats'
const TRANSFORMER =
  'd_model nhead dim_feedforward dropout activation layer_norm_eps batch_first norm_first bias'
const RECURRENT = 'input_size hidden_size num_layers bias batch_first dropout bidirectional'
const POOL = 'kernel_size stride padding'

/** What a layer of PyTorch takes, in its order, and which parameters it has or has as None. */
interface Signature {
  readonly takes: string
  readonly has: string
}

const WEIGHTED = 'weight bias'

function ofRanks(name: string, signature: Signature): [string, Signature][] {
  return [1, 2, 3].map((rank) => [`${name}${rank}d`, signature])
}

/** The layers that have parameters. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ['Linear', { takes: 'in_features out_features bias', has: WEIGHTED }],
  ['Bilinear', { takes: 'in1_features in2_features out_features bias', has: WEIGHTED }],
  ...ofRanks('Conv', { takes: CONVOLUTION, has: WEIGHTED }),
  ...ofRanks('ConvTranspose', { takes: TRANSPOSED, has: WEIGHTED }),
  ...ofRanks('BatchNorm', { takes: BATCH_NORM, has: WEIGHTED }),
  ...ofRanks('InstanceNorm', { takes: BATCH_NORM, has: WEIGHTED }),
  ['LayerNorm', { takes: 'normalized_shape eps elementwise_affine bias', has: WEIGHTED }],
  ['GroupNorm', { takes: 'num_groups num_channels eps affine', has: WEIGHTED }],
  ['RMSNorm', { takes: 'normalized_shape eps elementwise_affine', has: 'weight' }],
  [
    'Embedding',
    {
      takes: 'num_embeddings embedding_dim padding_idx max_norm norm_type scale_grad_by_freq sparse',
      has: 'weight',
    },
  ],
  [
    'EmbeddingBag',
    {
      takes: 'num_embeddings embedding_dim max_norm norm_type scale_grad_by_freq mode sparse',
      has: 'weight',
    },
  ],
  ['PReLU', { takes: 'num_parameters init', has: 'weight' }],
  ['RNN', { takes: RECURRENT.replace('num_layers', 'num_layers nonlinearity'), has: '' }],
  ['LSTM', { takes: `${RECURRENT} proj_size`, has: '' }],
  ['GRU', { takes: RECURRENT, has: '' }],
  ['RNNCell', { takes: 'input_size hidden_size bias nonlinearity', has: '' }],
  ['LSTMCell', { takes: 'input_size hidden_size bias', has: '' }],
  ['GRUCell', { takes: 'input_size hidden_size bias', has: '' }],
])

/** What attention takes, and its parameters. */
export const ATTENTION: Signature = {
  takes: 'embed_dim num_heads dropout bias add_bias_kv add_zero_attn kdim vdim batch_first',
  has: 'in_proj_weight q_proj_weight k_proj_weight v_proj_weight in_proj_bias bias_k bias_v',
}

/** What both layers of transformers take. */
export const TRANSFORMER_LAYER: string = TRANSFORMER

/** The layers that have none, and what they take. */
export const PLAIN: ReadonlyMap<string, string> = new Map([
  ['Identity', ''],
  ['ReLU', 'inplace'],
  ['ReLU6', 'inplace'],
  ['LeakyReLU', 'negative_slope inplace'],
  ['ELU', 'alpha inplace'],
  ['CELU', 'alpha inplace'],
  ['SELU', 'inplace'],
  ['GELU', 'approximate'],
  ['SiLU', 'inplace'],
  ['Mish', 'inplace'],
  ['Softplus', 'beta threshold'],
  ['Softsign', ''],
  ['Tanh', ''],
  ['Sigmoid', ''],
  ['LogSigmoid', ''],
  ['Hardswish', 'inplace'],
  ['Hardsigmoid', 'inplace'],
  ['Hardtanh', 'min_val max_val inplace'],
  ['Tanhshrink', ''],
  ['Softshrink', 'lambd'],
  ['Hardshrink', 'lambd'],
  ['Threshold', 'threshold value inplace'],
  ['GLU', 'dim'],
  ['Softmax', 'dim'],
  ['LogSoftmax', 'dim'],
  ['Softmin', 'dim'],
  ['Softmax2d', ''],
  ['Flatten', 'start_dim end_dim'],
  ['Unflatten', 'dim unflattened_size'],
  ['Dropout', 'p inplace'],
  ['Dropout1d', 'p inplace'],
  ['Dropout2d', 'p inplace'],
  ['Dropout3d', 'p inplace'],
  ['AlphaDropout', 'p inplace'],
  ...[1, 2, 3].flatMap((rank): [string, string][] => [
    [`MaxPool${rank}d`, `${POOL} dilation return_indices ceil_mode`],
    [`AvgPool${rank}d`, `${POOL} ceil_mode count_include_pad divisor_override`],
    [`AdaptiveAvgPool${rank}d`, 'output_size'],
    [`AdaptiveMaxPool${rank}d`, 'output_size return_indices'],
    [`ZeroPad${rank}d`, 'padding'],
    [`ReflectionPad${rank}d`, 'padding'],
    [`ReplicationPad${rank}d`, 'padding'],
    [`ConstantPad${rank}d`, 'padding value'],
  ]),
  ['Upsample', 'size scale_factor mode align_corners recompute_scale_factor'],
  ['UpsamplingNearest2d', 'size scale_factor'],
  ['UpsamplingBilinear2d', 'size scale_factor'],
  ['PixelShuffle', 'upscale_factor'],
  ['PixelUnshuffle', 'downscale_factor'],
  ['ChannelShuffle', 'groups'],
  ['Fold', 'output_size kernel_size dilation padding stride'],
  ['Unfold', 'kernel_size dilation padding stride'],
  ['LocalResponseNorm', 'size alpha beta k'],
  ['CosineSimilarity', 'dim eps'],
  ['CrossEntropyLoss', 'weight size_average ignore_index reduce reduction label_smoothing'],
  ['MSELoss', 'size_average reduce reduction'],
  ['BCEWithLogitsLoss', 'weight size_average reduce reduction pos_weight'],
])
