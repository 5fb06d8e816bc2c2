/** An activation in PyTorch: as a module, as a function, and the class that a program has to bring for it. */
interface TorchActivation {
  readonly module: string
  readonly call: string
  readonly definition: readonly string[]
}

const own = (name: string, call: string): TorchActivation => ({
  module: `${name}()`,
  call,
  definition: [`class ${name}(nn.Module):`, '    def forward(self, x):', `        return ${call}(x)`],
})
const known = (module: string, call: string): TorchActivation => ({
  module: `nn.${module}`,
  call,
  definition: [],
})

/** By our names. */
const ACTIVATIONS: Readonly<Record<string, TorchActivation>> = {
  linear: known('Identity()', 'nn.Identity()'),
  relu: known('ReLU()', 'torch.relu'),
  leakyRelu: known('LeakyReLU(0.01)', 'nn.functional.leaky_relu'),
  elu: known('ELU()', 'nn.functional.elu'),
  selu: known('SELU()', 'torch.selu'),
  gelu: known('GELU()', 'nn.functional.gelu'),
  silu: known('SiLU()', 'nn.functional.silu'),
  tanh: known('Tanh()', 'torch.tanh'),
  sigmoid: known('Sigmoid()', 'torch.sigmoid'),
  softplus: known('Softplus()', 'nn.functional.softplus'),
  sine: own('Sine', 'torch.sin'),
  softsign: known('Softsign()', 'nn.functional.softsign'),
  hardtanh: known('Hardtanh()', 'nn.functional.hardtanh'),
  erf: own('Erf', 'torch.erf'),
}

/** The activation of a name. @throws RangeError if there is none. */
export function torchActivation(name: string): TorchActivation {
  const found = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined
  if (found !== undefined) return found
  throw new RangeError(`code: expected an activation of the table, got ${JSON.stringify(name)}`)
}
