/** The activations that the lab knows, by the names of `@nn/layers`, in the order in which a reader sees them. */
export const ACTIVATION_NAMES = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'tanh',
  'sigmoid',
  'softplus',
  'sine',
  'softsign',
  'hardtanh',
  'erf',
] as const
export type ActivationName = (typeof ACTIVATION_NAMES)[number]

/** Whether a word is a name of the table. */
export function isActivation(name: string): name is ActivationName {
  return ACTIVATION_NAMES.some((known) => known === name)
}
