import { defaultsOf } from './defaults.ts'
import type { Choice, LabState, NetworkName } from './state.ts'

/** A state that tells a story. */
export interface Preset {
  readonly title: string
  /** What there is to see, in a sentence. */
  readonly story: string
  readonly state: LabState
}

type Sizes = Partial<Pick<LabState, 'depth' | 'width' | 'activation' | 'batch'>>

function stateOf(network: NetworkName, weight: Choice, sizes: Sizes = {}): LabState {
  const usual = defaultsOf(network)
  return { ...usual, ...sizes, init: { ...usual.init, weight } }
}

const of = (name: string, options: Record<string, number | string> = {}): Choice => ({ name, options })

/** The stories, in the order in which they build upon each other. */
export const PRESETS: readonly Preset[] = [
  {
    title: 'too small',
    story:
      'Weights of N(0, 0.01²): each layer makes the signal ten times smaller, until nothing is left of it.',
    state: stateOf('mlp', of('normal', { std: 0.01 })),
  },
  {
    title: 'too large',
    story:
      'Weights of N(0, 1): every unit of tanh is at one of its flat ends, and gradients grow out of bounds.',
    state: stateOf('mlp', of('normal', { std: 1 })),
  },
  {
    title: 'Xavier with tanh',
    story: 'The variance 2/(fanIn + fanOut) keeps signals and gradients of tanh alive through 20 layers.',
    state: stateOf('mlp', of('xavierUniform')),
  },
  {
    title: 'Kaiming with relu',
    story:
      'relu loses half of the signal, which twice the variance makes up for; with Xavier it would halve with each layer.',
    state: stateOf('mlp', of('kaimingNormal'), { activation: 'relu' }),
  },
  {
    title: 'orthogonal at depth 100',
    story: 'An orthogonal matrix keeps all lengths: a linear network of 100 layers passes on what it gets.',
    state: stateOf('mlp', of('orthogonal'), { depth: 100, activation: 'linear' }),
  },
  {
    title: 'all constant',
    story: 'Equal weights make equal units, with equal gradients: training never tells them apart.',
    state: stateOf('mlp', of('constant', { value: 0.05 }), { depth: 2 }),
  },
  {
    title: "GPT-2's residual scaling",
    story:
      'The last layer of each residual branch is N(0, 0.02²/n), so that the sum of n branches does not grow.',
    state: stateOf('transformer', of('gpt2'), { depth: 12 }),
  },
]
