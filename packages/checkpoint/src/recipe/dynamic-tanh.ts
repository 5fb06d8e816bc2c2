import { message } from '@nn/check'
import { constant, zeros } from '@nn/init'
import type { Model, Parameter } from '../family/model.ts'
import type { Recipe } from './recipe.ts'
import { hf } from './transformers.ts'

/** α of table 10 of the paper, by the width of the model: before attention, and elsewhere. */
const ALPHAS: readonly (readonly [width: number, attention: number, other: number])[] = [
  [4096, 0.8, 0.2],
  [5120, 0.6, 0.15],
  [8192, 0.2, 0.05],
]

/** Names of the norm in front of attention. */
const BEFORE_ATTENTION = /\.(input_layernorm|ln_1)\./

/**
 * DyT in the place of every norm: γ·tanh(αx) + β with γ = 1, β = 0 and one α for each, a parameter `alpha` beside `weight` and `bias`; α is that
 * of the paper's Llama of the nearest width. All else is as in `hf`. The trainer multiplies the embedding by a scalar that it learns, √width at first.
 *
 * @see Zhu, Chen, He, LeCun, Liu (2025), https://arxiv.org/abs/2503.10622, section 7.2, table 10, and appendix A
 */
export function dyt(): Recipe {
  const plain = hf()
  return {
    name: 'dyt',
    source: 'DyT (Zhu et al., 2025, https://arxiv.org/abs/2503.10622, table 10 and appendix A)',
    stream: 'keyed',
    adapt: withTanh,
    laws: (model) => {
      const law = plain.laws(model)
      const [width, attention, other] = nearest(model.width)
      return (parameter) => {
        const { name, part } = parameter
        if (part !== 'norm') return law(parameter)
        if (!name.endsWith('.alpha')) {
          return name.endsWith('.bias') ? { init: zeros(), reason: 'β' } : { init: constant(1), reason: 'γ' }
        }
        const isFirst = BEFORE_ATTENTION.test(name)
        const reason = `α ${isFirst ? 'before attention' : 'elsewhere'}, of width ${width}`
        return { init: constant(isFirst ? attention : other), reason }
      }
    },
    multipliers: ({ width }) => [
      { of: 'output of the embedding, a scalar that is learned, at first', factor: Math.sqrt(width) },
    ],
  }
}

function nearest(width: number): (typeof ALPHAS)[number] {
  const distance = ([other]: (typeof ALPHAS)[number]): number => Math.abs(Math.log(width / other))
  return ALPHAS.reduce((best, row) => (distance(row) < distance(best) ? row : best))
}

/** The model with α, γ and β for each norm. @throws RangeError unless its norms stand in front of its branches. */
function withTanh(model: Model): Model {
  if (!model.parameters.some(({ name }) => BEFORE_ATTENTION.test(name))) {
    const expected = 'a model with norms in front of its branches'
    throw new RangeError(message('recipe dyt', expected, model.architecture))
  }
  const parameters = model.parameters
    .filter(({ part, role }) => part !== 'norm' || role === 'weight')
    .flatMap((parameter): Parameter[] => {
      if (parameter.part !== 'norm') return [parameter]
      const path = parameter.name.replace(/\.weight$/, '')
      return [
        { ...parameter, name: `${path}.alpha`, shape: [1] },
        parameter,
        { ...parameter, name: `${path}.bias`, role: 'bias' },
      ]
    })
  return { ...model, parameters }
}
