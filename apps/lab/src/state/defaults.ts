import type { LabState } from './state.ts'

/** The state of a link that says nothing. */
export const DEFAULT_STATE: LabState = {
  network: 'mlp',
  depth: 20,
  width: 100,
  activation: 'tanh',
  init: { weight: { name: 'default' }, bias: { name: 'default' }, embedding: { name: 'default' } },
  dialect: 'none',
  data: 'normal',
  batch: 256,
  seed: 42,
  parameter: '',
}
