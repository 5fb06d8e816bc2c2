import { message } from '@nn/check'
import { type Initializer, normal, uniform, zeros } from '@nn/init'
import type { Model, Parameter } from '../family/model.ts'
import { fanIn } from './laws.ts'
import type { Recipe } from './recipe.ts'

/** What peft adapts by default: the matrices of queries and values, or the one that holds them. */
const ADAPTED: ReadonlySet<string> = new Set(['query', 'value', 'qkv'])

/**
 * LoRA's adapters of a model, as peft names them, of the matrices that it adapts by default: A `[rank, in]` is U[-1/√in, 1/√in), PyTorch's
 * Kaiming law of a linear layer, and B `[out, rank]` is 0, so that the model starts as it is.
 *
 * @see Hu et al. (2021), https://arxiv.org/abs/2106.09685; https://github.com/huggingface/peft/blob/main/src/peft/tuners/lora/layer.py
 */
export function lora({ rank }: { readonly rank: number }): Recipe {
  return adapters('lora', rank, 'init_lora_weights=True', (inputs) => {
    const bound = 1 / Math.sqrt(inputs)
    return uniform({ low: -bound, high: bound })
  })
}

/** The same with A from N(0, 1/rank²), peft's `init_lora_weights="gaussian"`. */
export function loraGaussian({ rank }: { readonly rank: number }): Recipe {
  return adapters('loraGaussian', rank, 'init_lora_weights="gaussian"', () => normal({ std: 1 / rank }))
}

function adapters(name: string, rank: number, option: string, law: (inputs: number) => Initializer): Recipe {
  if (!Number.isInteger(rank)) {
    throw new RangeError(message(`recipe ${name}`, 'rank to be an integer', String(rank)))
  }
  return {
    name,
    source: `peft, LoraLayer.reset_lora_parameters with ${option}: https://github.com/huggingface/peft/blob/main/src/peft/tuners/lora/layer.py`,
    stream: 'keyed',
    options: { rank },
    adapt: (model) => adaptersOf(name, model, rank),
    laws: () => (parameter) =>
      parameter.name.endsWith('.lora_B.weight')
        ? { init: zeros(), reason: 'B of an adapter' }
        : { init: law(fanIn(parameter)), reason: `A of an adapter, ${fanIn(parameter)} inputs` },
  }
}

/** The model's adapters alone. @throws RangeError if there is nothing to adapt. */
function adaptersOf(recipe: string, model: Model, rank: number): Model {
  const parameters = model.parameters
    .filter(({ role, part }) => role === 'weight' && ADAPTED.has(part))
    .flatMap((parameter) => adapterOf(parameter, rank))
  if (parameters.length === 0) {
    const expected = 'a model with matrices of queries and values'
    throw new RangeError(message(`recipe ${recipe}`, expected, model.architecture))
  }
  return { ...model, parameters, tied: [] }
}

function adapterOf({ name, part, block, fans }: Parameter, rank: number): Parameter[] {
  if (fans === undefined) return []
  const path = `base_model.model.${name.replace(/\.weight$/, '')}`
  const own = { role: 'weight', kind: 'linear', part, block, packed: undefined, padding: undefined } as const
  const matrix = (end: string, outputs: number, inputs: number): Parameter => ({
    ...own,
    name: `${path}.${end}.weight`,
    shape: [outputs, inputs],
    fans: { fanIn: inputs, fanOut: outputs },
  })
  return [matrix('lora_A', rank, fans.fanIn), matrix('lora_B', fans.fanOut, rank)]
}
