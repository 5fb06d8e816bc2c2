/** Activations that Gluon's `Activation` knows, by our names. */
const NAMES: Readonly<Record<string, string>> = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softrelu',
  softsign: 'softsign',
}

/** Layers of their own. */
const LAYERS: Readonly<Record<string, string>> = {
  leakyRelu: 'nn.LeakyReLU(0.01)',
  elu: 'nn.ELU()',
  selu: 'nn.SELU()',
  gelu: 'nn.GELU()',
  silu: 'nn.Swish()',
  sine: "nn.Lambda('sin')",
  hardtanh: 'nn.Lambda(lambda x: x.clip(-1, 1))',
  erf: "nn.Lambda('erf')",
}

/** An activation in Gluon: an option of a layer, or a layer behind it; neither for the identity. */
export interface MxnetActivation {
  readonly option: string | undefined
  readonly layer: string | undefined
  /** As a layer, also where there is an option. */
  readonly always: string | undefined
}

/** The activation of a name; nothing for `linear`. */
export function mxnetActivation(name: string): MxnetActivation {
  const known = NAMES[name]
  const layer = LAYERS[name]
  return {
    option: known === undefined ? undefined : `activation='${known}'`,
    layer,
    always: known === undefined ? layer : `nn.Activation('${known}')`,
  }
}
