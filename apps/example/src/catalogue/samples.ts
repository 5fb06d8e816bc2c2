import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { createRng } from '@nn/random'

/** A parameter to try an initializer on. */
export interface Sample {
  readonly initializer: init.Initializer
  /** How it is made, as a reader would type it. */
  readonly code: string
  readonly shape: readonly number[]
  readonly axes: init.Axes
}

/** Exports of `@nn/init` that are no initializers, and make none. */
const OTHERS: ReadonlySet<string> = new Set([
  'calculateGain',
  'computeBlockFans',
  'computeFans',
  'createRequest',
  'draw',
  'gain',
  'matchesPath',
])

const GATES = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const DENSE = { shape: [128, 96], axes: { out: 0, in: 1 } }
const BIAS = { shape: [1024], axes: { out: 0, blocks: GATES } }
const KERNEL = { shape: [16, 8, 3, 3], axes: { out: 0, in: 1 } }
const GATED = { shape: [128, 32], axes: { out: 0, in: 1, blocks: GATES } }

/** What an initializer is tried on, the first that suits it. */
const SHAPES = [DENSE, KERNEL, BIAS]

/** What an initializer is tried with, where it needs options, or a parameter that is no plain matrix. */
interface Example {
  readonly arguments?: string
  readonly make?: () => init.Initializer
  readonly shape?: readonly number[]
  readonly axes?: init.Axes
}

const { byBlock, constant, fromCheckpoint, mapped, masked, normal, ones, scaled, zeros } = init

const EXAMPLES: Readonly<Record<string, Example>> = {
  bilinear: KERNEL,
  byBlock: {
    arguments: '{ forget: ones() }, zeros()',
    make: () => byBlock({ forget: ones() }, zeros()),
    ...GATED,
  },
  chrono: { arguments: '{ maxTime: 30 }', make: () => init.chrono({ maxTime: 30 }), ...BIAS },
  constant: { arguments: '42', make: () => constant(42) },
  deltaOrthogonal: KERNEL,
  dirac: KERNEL,
  fromCheckpoint: {
    arguments: '{ w: [[1, 2], [3, 4]] }',
    make: () => fromCheckpoint({ w: cpu.tensor([1, 2, 3, 4], { shape: [2, 2] }) }),
    shape: [2, 2],
  },
  irnn: { shape: [96, 96] },
  lstmBias: BIAS,
  mapped: {
    arguments: 'normal(), (w) => w.abs()',
    make: () => mapped(normal(), (w) => w.abs()),
  },
  masked: { arguments: 'normal(), { keep: 0.2 }', make: () => masked(normal(), { keep: 0.2 }) },
  orthogonalConv: KERNEL,
  priorBias: {
    arguments: '{ probability: 0.01 }',
    make: () => init.priorBias({ probability: 0.01 }),
    shape: [80],
    axes: { out: 0 },
  },
  scaled: { arguments: 'normal(), 0.5', make: () => scaled(normal(), 0.5) },
  sparse: { arguments: '{ sparsity: 0.9 }', make: () => init.sparse({ sparsity: 0.9 }) },
  stft: { arguments: "{ side: 'imag' }", make: () => init.stft({ side: 'imag' }), shape: [9, 1, 16] },
}

/** Every built-in initializer, by the names of the exports of `@nn/init`, so that a new one is here, too. */
export function samples(): Sample[] {
  return Object.entries(init)
    .filter(([name, value]) => typeof value === 'function' && !name.endsWith('_') && !OTHERS.has(name))
    .map(([name, value]) => sampleOf(name, value as () => init.Initializer))
    .sort((a, b) => (a.code.toLowerCase() < b.code.toLowerCase() ? -1 : 1))
}

function sampleOf(name: string, factory: () => init.Initializer): Sample {
  const { arguments: given = '', make = factory, ...shaped } = EXAMPLES[name] ?? {}
  const initializer = make()
  const suited = SHAPES.find(({ shape, axes }) => isSuited(initializer, shape, axes)) ?? DENSE
  return { initializer, code: `${name}(${given})`, ...suited, ...shaped }
}

/** Whether an initializer takes such a parameter: most do, some want kernels or biases of gates. */
function isSuited(initializer: init.Initializer, shape: readonly number[], axes: init.Axes): boolean {
  const rng = createRng(0)
  try {
    initializer(init.createRequest({ path: 'w', shape, axes, backend: cpu, rng }))
    return true
  } catch {
    return false
  }
}
