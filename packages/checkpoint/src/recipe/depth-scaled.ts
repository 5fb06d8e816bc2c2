import { type Initializer, normal, truncatedNormal } from '@nn/init'
import type { Model } from '../family/model.ts'
import { blockOf, checkUntied, says, weights } from './laws.ts'
import type { Recipe } from './recipe.ts'

/** N(0, std²) cut at three deviations. */
const cut = (std: number): Initializer => truncatedNormal({ std, low: -3, high: 3 })

/**
 * torchtitan's Llama 3: embedding N(0, 1); query, key, value and gate N(0, 0.02²); attention output, up, down and router N(0, s²) with
 * s = 0.02/√(2(l + 1)) in block l from 0; readout N(0, 1/width) cut at 3 deviations. (`trunc_normal_` cuts the others at ±2, which is
 * 100 deviations and more: no cut.)
 *
 * @see https://github.com/pytorch/torchtitan/tree/main/torchtitan/models, Llama 3 with `depth_init`
 */
export function llama(): Recipe {
  return {
    name: 'llama',
    source:
      'torchtitan, Llama 3 with depth_init (depth_scaled_std, Transformer.init_weights): https://github.com/pytorch/torchtitan/tree/main/torchtitan/models',
    stream: 'keyed',
    laws: (model) => {
      checkUntied('llama', model)
      return weights((parameter, sort) => {
        const plain = normal({ std: 0.02 })
        if (sort === 'table') return says(normal(), 'embedding')
        if (sort === 'readout') return says(cut(1 / Math.sqrt(model.width)), 'readout, ÷ √width')
        if (sort === 'other') return says(plain, parameter.part)
        const block = blockOf(parameter)
        const [scaled, reason] = [
          normal({ std: 0.02 / Math.sqrt(2 * (block + 1)) }),
          `block ${block}, ÷ √(2(l + 1))`,
        ]
        return sort === 'inwards' && parameter.part !== 'up'
          ? says(plain, `${parameter.part}, into a branch`)
          : says(scaled, reason)
      })
    },
  }
}

/**
 * OLMo-core's `llama_depth`: as torchtitan's, every matrix cut at 3 deviations; all matrices of experts are scaled by depth.
 *
 * @see https://github.com/allenai/OLMo-core/blob/main/src/olmo_core/nn/transformer/init.py
 */
export function olmo(): Recipe {
  return {
    name: 'olmo',
    source:
      'OLMo-core, InitMethod.llama_depth: https://github.com/allenai/OLMo-core/blob/main/src/olmo_core/nn/transformer/init.py',
    stream: 'keyed',
    laws: (model) => {
      checkUntied('olmo', model)
      return weights((parameter, sort) => {
        if (sort === 'table') return says(normal(), 'embedding')
        if (sort === 'readout') return says(cut(1 / Math.sqrt(model.width)), 'readout, ÷ √width')
        if (sort === 'other') return says(cut(0.02), parameter.part)
        const block = blockOf(parameter)
        const [scaled, reason] = [cut(0.02 / Math.sqrt(2 * (block + 1))), `block ${block}, ÷ √(2(l + 1))`]
        const isExpert = parameter.kind === 'matrices'
        return sort === 'inwards' && parameter.part !== 'up' && !isExpert
          ? says(cut(0.02), `${parameter.part}, into a branch`)
          : says(scaled, isExpert ? `experts of ${reason}` : reason)
      })
    },
  }
}

/**
 * Megatron-LM: weights N(0, std²), the last matrix of each branch divided by √(2·blocks) (`init_method_normal`, `scaled_init_method_normal`).
 *
 * @see https://github.com/NVIDIA/Megatron-LM/blob/main/megatron/core/utils.py
 */
export function megatron({ std = 0.02 }: { readonly std?: number } = {}): Recipe {
  return {
    name: 'megatron',
    source:
      'Megatron-LM, scaled_init_method_normal: https://github.com/NVIDIA/Megatron-LM/blob/main/megatron/core/utils.py',
    stream: 'keyed',
    options: { std },
    laws: ({ depth }: Model) =>
      weights(({ part }, sort) =>
        sort === 'outwards'
          ? says(normal({ std: std / Math.sqrt(2 * depth) }), `out of a branch, ÷ √(2·${depth})`)
          : says(normal({ std }), part),
      ),
  }
}
