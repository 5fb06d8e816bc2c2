import { oneOf } from '@nn/check'

/** What a parameter can be to its network, in the words of recipes. */
export const ROLES = [
  'embedding',
  'value',
  'feedforward',
  'residualOut',
  'residualGain',
  'residualScale',
  'layerScale',
  'shortcut',
  'readout',
] as const

/** What a parameter is to its network, in the words of recipes. */
export type Role = (typeof ROLES)[number]

const LAYER_ROLES = ['weight', 'bias', 'scale', 'gain', 'slope', 'other'] as const

/**
 * What a parameter is to its layer: `'weight'`, which `init` of `initialize` is for, `'bias'`, `'scale'` and `'gain'` (factors), `'slope'`
 * (of an activation), what it is to the network as a whole, or `'other'`.
 *
 * @example
 * ```ts
 * import { zeros } from '@nn/init'
 * import { Parameter } from '@nn/layers'
 * new Parameter({ shape: [1], role: 'wieght', init: zeros() }) // throws /did you mean "weight"/
 * ```
 */
export type ParameterRole = Role | (typeof LAYER_ROLES)[number]

/**
 * Throws unless a role is one: for those who write layers.
 *
 * @throws TypeError if it is no string, RangeError if there is no such role (with the nearest one).
 * @example
 * ```ts
 * import { checkRole } from '@nn/init/layer'
 * checkRole('Parameter', 'bias') // => undefined
 * checkRole('Parameter', 'bais') // throws /Parameter: expected role to be one of .*; did you mean "bias"/
 * ```
 */
export function checkRole(where: string, role: unknown): asserts role is ParameterRole {
  oneOf(where, 'role', role, [...LAYER_ROLES, ...ROLES])
}

const OTHERS = ['input', 'state', 'attentionOutput', 'addedKey', 'addedValue'] as const

/**
 * What a parameter is for beyond its role in the layer, as it declares itself in `parameter.use`: what it is to the network, one of the
 * roles of recipes; of a recurrent layer, whether it is applied to the `'input'` or to the `'state'`; of an attention, the
 * `'attentionOutput'` that its heads go through, and the `'addedKey'` and `'addedValue'` that are learnt.
 *
 * @example
 * ```ts
 * import { gpt2 } from '@nn/init/recipes'
 * import { Dense, Sequential } from '@nn/layers'
 * const branch = new Sequential(new Dense(8, { inUnits: 8 }), new Dense(8, { inUnits: 8, use: 'residualOut' }))
 * branch.plan({ recipe: gpt2() }).rows[2]?.reason // => 'gpt2: last of 1 residual branches'
 * ```
 */
export type ParameterUse = Role | (typeof OTHERS)[number]

/**
 * Throws unless a use is one, or none is declared: for those who write layers.
 *
 * @throws TypeError if it is no string, RangeError if there is no such use (with the nearest one).
 * @example
 * ```ts
 * import { checkUse } from '@nn/init/layer'
 * checkUse('Dense', 'feedforward') // => undefined
 * checkUse('Dense', 'feedforwards') // throws /Dense: expected use to be one of .*; did you mean "feedforward"/
 * ```
 */
export function checkUse(where: string, use: unknown): asserts use is ParameterUse | undefined {
  if (use !== undefined) oneOf(where, 'use', use, [...ROLES, ...OTHERS])
}

/** Whether a word is a role of recipes. */
export function isRole(word: string | undefined): word is Role {
  return ROLES.some((role) => role === word)
}

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
