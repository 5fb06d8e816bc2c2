import { DEFAULT_STATE, defaultsOf } from '../src/state/defaults.ts'
import type { Choice, LabState, RoleName } from '../src/state/state.ts'
import { STATES } from './states.ts'

const of = (name: string, options: Record<string, number | string | boolean> = {}): Choice => ({
  name,
  options,
})

const init = (choices: Partial<Record<RoleName, Choice>>): Pick<LabState, 'init'> => ({
  init: { ...DEFAULT_STATE.init, ...choices },
})

const small = { depth: 2, width: 8 } as const

/** Words that the stored states do not need. */
const WORDS: Readonly<Record<string, LabState>> = {
  'a transformer, one law for all kernels': {
    ...defaultsOf('transformer'),
    ...small,
    ...init({
      weight: of('kaimingNormal', { mode: 'fanOut' }),
      bias: of('constant', { value: 0.1 }),
      embedding: of('uniform', { low: -1 }),
    }),
  },
  'a transformer, fixup': {
    ...defaultsOf('transformer'),
    ...small,
    activation: 'sine',
    ...init({ weight: of('fixup'), embedding: of('xavierTruncatedNormal', { gain: 0.5 }) }),
  },
  'LeNet, a cut law of both fans': {
    ...defaultsOf('lenet'),
    activation: 'erf',
    ...init({
      weight: of('varianceScaling', { scale: 0.5, mode: 'fanAvg', distribution: 'truncatedNormal' }),
      bias: of('truncatedNormal', { std: 0.1 }),
    }),
  },
  'orthogonal, the largest seed': {
    ...DEFAULT_STATE,
    depth: 1,
    width: 12,
    activation: 'leakyRelu',
    data: 'digits',
    seed: 4294967295,
    ...init({ weight: of('orthogonal', { gain: 2 }) }),
  },
  sparse: {
    ...DEFAULT_STATE,
    ...small,
    activation: 'sine',
    ...init({ weight: of('sparse', { sparsity: 0.5, std: 1 }), bias: of('nan') }),
  },
  'identities, drawn biases': {
    ...defaultsOf('chapter'),
    activation: 'linear',
    ...init({ weight: of('eye', { gain: 0.5 }), bias: of('uniform', { low: -0.5, high: 0.5 }) }),
  },
  "MXNet's law and biases with a mean": {
    ...defaultsOf('residual'),
    ...small,
    activation: 'softplus',
    ...init({ weight: of('msraPrelu'), bias: of('normal', { mean: 0.5, std: 0.1 }) }),
  },
  'zeros at the ends of branches': {
    ...defaultsOf('residual'),
    ...small,
    activation: 'gelu',
    ...init({ weight: of('zeroLast') }),
  },
  'bounds as values': {
    ...DEFAULT_STATE,
    ...small,
    activation: 'hardtanh',
    data: 'spirals',
    ...init({ weight: of('truncatedNormal', { std: 0.5, low: -0.7, high: 0.9, bounds: 'absolute' }) }),
  },
  'uniform with the gain of tanh': {
    ...DEFAULT_STATE,
    ...small,
    ...init({
      weight: of('kaimingUniform', { nonlinearity: 'tanh' }),
      bias: of('priorBias', { probability: 0.1 }),
    }),
  },
}

/** The states whose programs are run: the stored ones, and those that say the other words. */
export const PROGRAM_STATES: readonly { readonly name: string; readonly state: LabState }[] = [
  ...STATES.map(({ name, state }) => ({ name, state })),
  ...Object.entries(WORDS).map(([name, state]) => ({ name, state })),
]
