import { encodeState } from '../src/link/codec.ts'
import { DEFAULT_STATE, defaultsOf } from '../src/state/defaults.ts'
import type { Choice, LabState, RoleName } from '../src/state/state.ts'

const of = (name: string, options: Record<string, number | string | boolean> = {}): Choice => ({
  name,
  options,
})

function initOf(choices: Partial<Record<RoleName, Choice>>): LabState['init'] {
  return { ...DEFAULT_STATE.init, ...choices }
}

/** The chapter's custom law: U(5, 10) with probability ¼, 0 with ½, U(−10, −5) with ¼. */
const STRANGE = `(request) => {
  const w = uniform({ low: -10, high: 10 })(request)
  return w.mul_(w.abs().ge(5))
}`

const BY_NAME: Readonly<Record<string, LabState>> = {
  'the chapter in PyTorch': { ...defaultsOf('chapter'), dialect: 'torch' },
  'the chapter in Flax': {
    ...defaultsOf('chapter'),
    dialect: 'flax',
    data: 'normal',
    init: initOf({ weight: of('normal', { std: 0.01 }) }),
  },
  'the chapter, custom': {
    ...defaultsOf('chapter'),
    init: initOf({ weight: { name: 'custom', code: STRANGE } }),
  },
  'deep, too small': { ...DEFAULT_STATE, depth: 50, init: initOf({ weight: of('normal', { std: 0.01 }) }) },
  'spirals in MXNet': {
    ...DEFAULT_STATE,
    depth: 2,
    width: 64,
    activation: 'relu',
    dialect: 'mxnet',
    data: 'spirals',
    init: initOf({ weight: of('mxnetXavier', { rndType: 'gaussian', factorType: 'in', magnitude: 2 }) }),
  },
  'digits in Keras': {
    ...DEFAULT_STATE,
    depth: 3,
    width: 48,
    activation: 'selu',
    dialect: 'keras',
    data: 'digits',
    batch: 100,
    seed: 7,
    init: initOf({ weight: of('lecunTruncatedNormal') }),
  },
  'residual in PyTorch': {
    ...defaultsOf('residual'),
    depth: 10,
    dialect: 'torch',
    data: 'uniform',
    init: initOf({ weight: of('kaimingNormal'), bias: of('constant', { value: 0.01 }) }),
  },
  'residual, fixup': {
    ...defaultsOf('residual'),
    depth: 8,
    width: 32,
    init: initOf({ weight: of('fixup') }),
  },
  'LeNet, Xavier, in PyTorch': {
    ...defaultsOf('lenet'),
    dialect: 'torch',
    init: initOf({ weight: of('xavierUniform'), bias: of('zeros') }),
  },
  "a transformer, GPT-2's residual scaling": {
    ...defaultsOf('transformer'),
    width: 32,
    init: initOf({ weight: of('gpt2'), embedding: of('normal', { std: 0.01 }) }),
    seed: 4294967295,
  },
}

/** A state with its link. */
export interface StoredState {
  readonly name: string
  readonly state: LabState
  /** What stands behind `#`. */
  readonly hash: string
}

/** Ten states that cover every network, data, dialect, a function that a reader typed, and recipes: what holds for pictures, links and programs is tested of these. */
export const STATES: readonly StoredState[] = Object.entries(BY_NAME).map(([name, state]) => ({
  name,
  state,
  hash: encodeState(state),
}))
