import { Tensor } from '@nn/tensor'
import type { Activation } from './activations.ts'

/** The activation's result, which must be a tensor: `leakyRelu` for `leakyRelu()` is the usual slip. */
export function activate(where: () => string, activation: Activation, x: Tensor): Tensor {
  const result: unknown = activation(x)
  if (result instanceof Tensor) return result
  const name = activation.name === '' ? 'an activation' : activation.name
  const cure = typeof result === 'function' ? `; call it first: ${name}()` : ''
  throw new TypeError(`${where()}: expected ${name} to return a tensor, got ${typeof result}${cure}`)
}
