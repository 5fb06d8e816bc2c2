import { calculateGain, gain, type Nonlinearity } from '@nn/init'

/** How a reader knows each activation, where its name does not say it. */
const ACTIVATIONS: Readonly<Record<Nonlinearity, string>> = {
  linear: '',
  relu: '',
  leakyRelu: 'slope 0.01',
  gelu: '',
  geluTanh: 'gelu by tanh',
  quickGelu: 'z · sigmoid(1.702 z)',
  silu: 'z · sigmoid(z)',
  mish: '',
  elu: 'α = 1',
  celu: 'α = 1',
  selu: '',
  tanh: '',
  sigmoid: '',
  softplus: '',
  softsign: '',
  hardswish: '',
  hardsigmoid: '',
  hardtanh: '',
  relu6: '',
  reluSquared: '',
  sin: '',
  gaussian: 'exp(−z²)',
  abs: '',
}

/** The gains of all activations as a table. */
export function gainsTable(): string {
  const rows = (Object.keys(ACTIVATIONS) as Nonlinearity[]).map((name) => {
    const said = ACTIVATIONS[name] === '' ? '' : `, ${ACTIVATIONS[name]}`
    const cells = [gain(name), gain(name, { measure: 'variance' }), ofTorch(name)]
    const numbers = cells.map((value) => `<td>${value === undefined ? '' : value.toFixed(4)}</td>`)
    return `<tr><td><code>${name}</code>${said}</td>${numbers.join('')}</tr>`
  })
  const head =
    '<thead><tr><th>activation</th><th>second moment</th><th>variance</th><th>PyTorch</th></tr></thead>'
  return `<table>${head}<tbody>${rows.join('')}</tbody></table>`
}

function ofTorch(name: Nonlinearity): number | undefined {
  try {
    return calculateGain(name as Parameters<typeof calculateGain>[0])
  } catch {
    return undefined
  }
}
