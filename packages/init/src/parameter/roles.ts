/** The roles whose parameters are weights: what `init` of `initialize` is for. */
const WEIGHTS = ['weight', 'embedding', 'value', 'feedforward', 'residualOut', 'shortcut', 'readout']

/**
 * Whether a parameter of this role is a weight, in the sense of `initialize({ init })`: `'weight'`, or what it is to the network as a whole,
 * `'embedding'`, `'value'` (projection of an attention), `'feedforward'` (into one), `'residualOut'` (last of a residual branch),
 * `'shortcut'` (beside one), `'readout'`.
 *
 * @example
 * ```ts
 * import { isWeight } from '@nn/init/layer'
 * isWeight('residualOut') // => true
 * isWeight('bias') // => false
 * ```
 */
export function isWeight(role: string): boolean {
  return WEIGHTS.includes(role)
}
