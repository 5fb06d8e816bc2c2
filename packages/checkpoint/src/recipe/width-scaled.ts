import { message } from '@nn/check'
import { normal, uniform, zeros } from '@nn/init'
import { checkUntied, fanIn, says, weights } from './laws.ts'
import type { Recipe } from './recipe.ts'

/**
 * LeCun's law: matrices N(0, 1/fanIn), embeddings N(0, 1), since one of their inputs is 1 and all others 0.
 *
 * @see LeCun, Bottou, Orr, Müller, Efficient BackProp (1998), http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf
 */
export function fanInRecipe(): Recipe {
  return {
    name: 'fanIn',
    source: 'LeCun et al., Efficient BackProp (1998): http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf',
    stream: 'keyed',
    laws: (model) => {
      checkUntied('fanIn', model)
      return weights((parameter, sort) =>
        sort === 'table'
          ? says(normal(), 'embedding, fan 1')
          : says(normal({ std: 1 / Math.sqrt(fanIn(parameter)) }), `fan in ${fanIn(parameter)}`),
      )
    },
  }
}

/**
 * nGPT: weights N(0, 1/width), the last matrix of each branch N(0, 1/(2·blocks·width)). The trainer then normalises the vectors of
 * every matrix, before the first step too, and has its own scaling vectors, which are in no config of these families.
 *
 * @see Loshchilov et al. (2024), https://arxiv.org/abs/2410.01131; https://github.com/NVIDIA/ngpt/blob/main/model.py
 */
export function normalized(): Recipe {
  return {
    name: 'normalized',
    source:
      'nGPT (Loshchilov et al., 2024, https://arxiv.org/abs/2410.01131): https://github.com/NVIDIA/ngpt/blob/main/model.py',
    stream: 'keyed',
    laws: ({ depth, width }) =>
      weights(({ part }, sort) => {
        const std = 1 / Math.sqrt(width)
        return sort === 'outwards'
          ? says(normal({ std: std / Math.sqrt(2 * depth) }), `out of a branch, ÷ √(2·${depth})`)
          : says(normal({ std }), `${part}, ÷ √width`)
      }),
  }
}

/**
 * nanochat: embeddings N(0, 1), matrices N(0, s²) with s = min(1, √(fanOut/fanIn))/√fanIn, the last matrix of each branch and the readout 0,
 * so that every block begins as the identity.
 *
 * @see https://github.com/karpathy/nanochat/blob/master/nanochat/gpt.py; Yang, Simon, Bernstein (2023), https://arxiv.org/abs/2310.17813
 */
export function zeroOut(): Recipe {
  return {
    name: 'zeroOut',
    source:
      'nanochat, GPT.init_weights of its first release: https://github.com/karpathy/nanochat/blob/master/nanochat/gpt.py',
    stream: 'keyed',
    laws: (model) => {
      checkUntied('zeroOut', model)
      return weights((parameter, sort) => {
        const { fans } = parameter
        if (sort === 'outwards') return says(zeros(), 'out of a branch')
        if (sort === 'readout') return says(zeros(), 'readout')
        if (sort === 'table' || fans === undefined) return says(normal(), 'embedding')
        const ratio = fans.fanOut / fans.fanIn
        const std = Math.min(1, Math.sqrt(ratio)) / Math.sqrt(fans.fanIn)
        return says(normal({ std }), `fans ${fans.fanIn} → ${fans.fanOut}`)
      })
    },
  }
}

/**
 * modded-nanogpt: embeddings N(0, 1), matrices U[-b, b) with b = √3·0.5/√fanIn, a spread of half of LeCun's, the last matrix of each branch
 * and the readout 0.
 *
 * @see https://github.com/KellerJordan/modded-nanogpt, `CastedLinear.reset_parameters`, `qkv_w`, `c_proj` and `lm_head` of its records of 2025
 */
export function moddedNanoGpt(): Recipe {
  return {
    name: 'moddedNanoGpt',
    source:
      'modded-nanogpt, CastedLinear and GPT of train_gpt.py in its records of 2025: https://github.com/KellerJordan/modded-nanogpt',
    stream: 'keyed',
    laws: (model) => {
      checkUntied('moddedNanoGpt', model)
      return weights((parameter, sort) => {
        if (sort === 'outwards') return says(zeros(), 'out of a branch')
        if (sort === 'readout') return says(zeros(), 'readout')
        if (sort === 'table') return says(normal(), 'embedding')
        const bound = Math.sqrt(3 / fanIn(parameter)) / 2
        return says(uniform({ low: -bound, high: bound }), `fan in ${fanIn(parameter)}`)
      })
    },
  }
}

/**
 * GPT-2 as it was trained: token embeddings and matrices N(0, 0.02²), positions N(0, 0.01²), the last matrix of each branch divided by
 * √(2·blocks).
 *
 * @see Radford et al. (2019), section 2.3; https://github.com/openai/gpt-2/blob/master/src/model.py
 */
export function gpt2(): Recipe {
  return {
    name: 'gpt2',
    source:
      'GPT-2 (Radford et al., 2019, section 2.3) and its code, whose positions have 0.01: https://github.com/openai/gpt-2/blob/master/src/model.py',
    stream: 'keyed',
    laws: ({ depth, modelType }) => {
      if (modelType !== 'gpt2')
        throw new RangeError(message('recipe gpt2', 'a model of the family gpt2', modelType, 'take megatron'))
      return weights(({ part }, sort) => {
        if (part === 'position') return says(normal({ std: 0.01 }), 'position')
        return sort === 'outwards'
          ? says(normal({ std: 0.02 / Math.sqrt(2 * depth) }), `out of a branch, ÷ √(2·${depth})`)
          : says(normal({ std: 0.02 }), part)
      })
    },
  }
}
