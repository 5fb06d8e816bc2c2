import { normal } from '@nn/init'
import type { Model, Parameter } from '../family/model.ts'
import { weights } from './laws.ts'
import type { Assigned, Recipe } from './recipe.ts'

const SOURCE =
  'transformers 5.18, PreTrainedModel._init_weights and those of the classes: https://github.com/huggingface/transformers/blob/main/src/transformers/modeling_utils.py'

/**
 * Hugging Face's laws: weights N(0, initializer_range²), GPT-2's last matrix of each branch divided by √(2·blocks), padding rows 0,
 * each parameter from a stream of its own.
 *
 * @see https://github.com/huggingface/transformers/blob/main/src/transformers/modeling_utils.py
 */
export function hf(): Recipe {
  return { name: 'hf', source: SOURCE, stream: 'keyed', laws }
}

/**
 * The same laws with the bits that `AutoModel….from_config(config)` gives after `torch.manual_seed(seed)` on a CPU with AVX2
 * (transformers 5.18, PyTorch 2.13, float32).
 */
export function transformers(): Recipe {
  return { name: 'transformers', source: SOURCE, stream: 'torch', laws }
}

function laws({ initializerRange: std, depth, layers }: Model): (parameter: Parameter) => Assigned {
  const redrawn = new Set(
    [...layers.base, ...layers.head].filter((layer) => layer.redrawn).map(({ path }) => path),
  )
  return weights((parameter) => {
    const { name, padding, part } = parameter
    if (redrawn.has(name.replace(/\.weight$/, '')))
      return { init: normal({ std: std / Math.sqrt(2 * depth) }), reason: `out of a branch, ÷ √(2·${depth})` }
    return { init: normal({ std }), reason: part, zeroPadding: padding !== undefined }
  })
}
