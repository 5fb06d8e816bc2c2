/** What Keras calls our activations: expressions that `activation=` takes; undefined for none. */
const ACTIVATIONS: Readonly<Record<string, string | undefined>> = {
  linear: undefined,
  relu: "'relu'",
  leakyRelu: 'lambda x: keras.activations.leaky_relu(x, 0.01)',
  elu: "'elu'",
  selu: "'selu'",
  gelu: "'gelu'",
  silu: "'silu'",
  tanh: "'tanh'",
  sigmoid: "'sigmoid'",
  softplus: "'softplus'",
  sine: 'keras.ops.sin',
  softsign: "'softsign'",
  hardtanh: "'hard_tanh'",
  erf: 'keras.ops.erf',
}

/** The activation of a name; undefined for none. @throws RangeError if there is none of this name. */
export function kerasActivation(name: string): string | undefined {
  if (Object.hasOwn(ACTIVATIONS, name)) return ACTIVATIONS[name]
  throw new RangeError(`code: expected an activation of the table, got ${JSON.stringify(name)}`)
}
