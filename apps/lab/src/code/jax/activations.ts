/** What JAX calls our activations, applied to an expression. */
const ACTIVATIONS: Readonly<Record<string, (x: string) => string>> = {
  linear: (x) => x,
  relu: (x) => `nn.relu(${x})`,
  leakyRelu: (x) => `nn.leaky_relu(${x})`,
  elu: (x) => `nn.elu(${x})`,
  selu: (x) => `nn.selu(${x})`,
  gelu: (x) => `nn.gelu(${x}, approximate=False)`,
  silu: (x) => `nn.silu(${x})`,
  tanh: (x) => `nn.tanh(${x})`,
  sigmoid: (x) => `nn.sigmoid(${x})`,
  softplus: (x) => `nn.softplus(${x})`,
  sine: (x) => `jnp.sin(${x})`,
  softsign: (x) => `nn.soft_sign(${x})`,
  hardtanh: (x) => `nn.hard_tanh(${x})`,
  erf: (x) => `jax.lax.erf(${x})`,
}

/** How the activation of a name is applied to an expression. @throws RangeError if there is none of this name. */
export function jaxActivation(name: string): (x: string) => string {
  const found = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined
  if (found !== undefined) return found
  throw new RangeError(`code: expected an activation of the table, got ${JSON.stringify(name)}`)
}
