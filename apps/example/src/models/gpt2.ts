import { normal } from '@nn/init'
import { GPT2LMHeadModel } from '@nn/models'
import type { Model } from './model.ts'

/** Two residual branches of each block add up: their last layers start the smaller, the more there are. */
const residual = normal({ std: 0.02 / Math.sqrt(2 * 12) })

/** GPT-2 as transformers has it: `GPT2LMHeadModel(GPT2Config())`. */
export const gpt2Small: Model = {
  about: 'GPT-2 small, 124 million parameters: N(0, 0.02²), residual branches scaled by their number',
  build: (dialect) => new GPT2LMHeadModel({}, dialect),
  inputs: (backend) => [backend.zeros([1, 8], { dtype: 'int32' })],
  rules: [['**.c_proj.weight', residual]],
  init: normal({ std: 0.02 }),
  isPort: true,
}
