import type { ActivationOp } from '@nn/tensor'
import type { Activation } from './activation.ts'
import { gelu } from './gelu.ts'
import { relu } from './relu.ts'
import { sigmoid } from './sigmoid.ts'
import { silu } from './silu.ts'
import { softplus } from './softplus.ts'
import { tanh } from './tanh.ts'

const names: ReadonlyMap<Activation | undefined, ActivationOp> = /* @__PURE__ */ new Map([
  [relu, 'relu'],
  [sigmoid, 'sigmoid'],
  [tanh, 'tanh'],
  [gelu, 'gelu'],
  [silu, 'silu'],
  [softplus, 'softplus'],
])

/** The name by which products and convolutions apply an activation to their sums, if they can. */
export function fusedName(activation: Activation | undefined): ActivationOp | undefined {
  return names.get(activation)
}
