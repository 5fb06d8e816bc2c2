import { describe, expect, test } from 'vitest'
import { compute } from '../src/pictures/compute.ts'
import type { PictureName, Pictures, SignalData, SignalRow } from '../src/pictures/picture.ts'
import { sentence } from '../src/sentences/sentence.ts'
import { DEFAULT_STATE } from '../src/state/defaults.ts'
import { PRESETS } from '../src/state/presets.ts'
import type { LabState } from '../src/state/state.ts'
import { STATES } from './states.ts'

const ALL: readonly PictureName[] = [
  ...([
    'network',
    'weights',
    'forward',
    'backward',
    'matrices',
    'symmetry',
    'saturation',
    'chaos',
    'training',
    'code',
  ] as const),
]

/** Turns after which long work is given up, so that there are its first partial results; those of the edge of chaos come at once. */
const turnsOf = (name: PictureName): number => (name === 'chaos' ? 1 : 8)

/** The data of a picture, as far as they come within some turns. */
async function dataOf<N extends PictureName>(name: N, state: LabState): Promise<Pictures[N] | undefined> {
  let partial: Pictures[N] | undefined
  let turns = 0
  const enough = new Error('enough')
  try {
    return await compute(name, state, {
      onPartial: (data) => {
        partial = data
      },
      turn: async () => {
        if (name !== 'matrices' && ++turns > turnsOf(name)) throw enough
      },
    })
  } catch (error) {
    if (error !== enough) throw error
    return partial
  }
}

/** One sentence or more, in words: no name of a value that is none, no doubled or missing space. */
function expectPlain(text: string): void {
  expect(text).toMatch(/^\S.*\.$/)
  for (const wrong of [
    'undefined',
    'NaN',
    'Infinity',
    '[object',
    '  ',
    '..',
    ' .',
    ' ,',
    'null',
    'by theory by theory',
    'not a number',
  ]) {
    expect(text).not.toContain(wrong)
  }
  expect(text).not.toMatch(/(^| )1 (layers|steps|parameters|numbers)/)
}

describe.each([
  ...STATES.map(({ name, state }) => [name, state] as const),
  ...PRESETS.map(({ title, state }) => [title, state] as const),
])('of %s', (_name, state) => {
  test.each(ALL)('%s has a plain sentence', async (name) => {
    const data = await dataOf(name, state)
    if (data === undefined) throw new Error(`expected data of ${name} within ${turnsOf(name)} turns`)
    expectPlain(sentence(name, data, state))
  })
})

test.each(['forward', 'backward'] as const)('of zeros, %s has a plain sentence', async (name) => {
  const zeros: LabState = {
    ...DEFAULT_STATE,
    init: { ...DEFAULT_STATE.init, weight: { name: 'zeros', options: {} } },
  }
  expectPlain(sentence(name, await compute(name, zeros, { turn: async () => {} }), zeros))
})

const state = DEFAULT_STATE
const histogram = { low: -1, high: 1, counts: [1, 2, 1], below: 0, above: 0 }

function row(layer: number, measured: number, more: Partial<SignalRow> = {}): SignalRow {
  const rms = { measured, predicted: undefined }
  return {
    layer,
    path: `${layer}`,
    mean: 0,
    std: measured,
    rms,
    histogram,
    saturated: undefined,
    dead: undefined,
    ...more,
  }
}

/** Layers whose root mean squares are these, and the second moment's factor by theory. */
function signal(sizes: readonly number[], predicted?: number, more: Partial<SignalRow> = {}): SignalData {
  const hidden = sizes.slice(0, -1)
  const measured = ((hidden.at(-1) ?? 0) / (hidden[0] ?? 0)) ** (2 / (hidden.length - 1))
  return {
    rows: sizes.map((size, i) => row(i + 1, size, more)),
    growth: { measured, predicted },
    formula: undefined,
  }
}

describe('forward', () => {
  const say = (data: SignalData): string => sentence('forward', data, state)

  test('says what grows, what shrinks, and what stays', () => {
    expect(say(signal([1, 0.5, 0.25, 0.125, 9], 0.25))).toBe(
      'Activations halve with every layer: E[x²] is multiplied by 0.25 (0.25 by theory), less than 1, so that after 3 more layers 0.125 of the signal is left.',
    )
    expect(say(signal([1, 2, 4, 9]))).toBe(
      'Activations double with every layer: E[x²] is multiplied by 4, more than 1, so that after 2 more layers the signal is 4 times as large.',
    )
    expect(say(signal([1, 1e-6, 1e-12, 1], 1e-12))).toBe(
      'Activations shrink with every layer: E[x²] is multiplied by 1 × 10⁻¹² (1 × 10⁻¹² by theory), less than 1, so that after 2 more layers 1 × 10⁻¹² of the signal is left.',
    )
    expect(say(signal([1, 1.1, 1], 1.2))).toBe(
      'Activations keep their size: E[x²] is multiplied by 1.21 (1.2 by theory) with every layer, so that after 1 more layer their root mean square is 1.1 times what it was.',
    )
    expect(say(signal([1, 1, 1, 1], 1))).toContain('their root mean square is what it was.')
  })

  test('says where a signal ends', () => {
    expect(say(signal([1, 1e-20, 0, 0, 0], 1e-40))).toBe(
      'Activations vanish: E[x²] is multiplied by 1 × 10⁻⁴⁰ with every layer by theory, and nothing is left at layer 3, where all are exactly 0.',
    )
    expect(say(signal([0, 0, 0]))).toBe(
      'Activations vanish: nothing is left at layer 1, where all are exactly 0.',
    )
    expect(say(signal([1, Number.POSITIVE_INFINITY, Number.NaN]))).toBe(
      'Activations have outgrown float32 at layer 2.',
    )
    expect(say(signal([1, Number.NaN]))).toBe('Activations are no longer numbers at layer 2.')
    expect(
      say({ rows: [], growth: { measured: Number.NaN, predicted: undefined }, formula: undefined }),
    ).toBe('There is no layer, so that activations come from nowhere.')
  })

  test('says which units are dead or saturated, where many are', () => {
    expect(say(signal([1, 1, 1], 1, { dead: 0.23, saturated: 0.6 }))).toMatch(
      / 23 % of the last hidden layer's units are dead: 0 for every example\.$/,
    )
    expect(say(signal([1, 1, 1], 1, { saturated: 0.847 }))).toMatch(
      / In the last hidden layer 84\.7 % of the values are at a flat end of the activation\.$/,
    )
    expect(say(signal([1, 1, 1], 1, { saturated: 0.05, dead: 0.01 }))).not.toMatch(/dead|flat/)
  })

  test('one hidden layer is compared with the input', () => {
    const growth = { measured: 4, predicted: undefined }
    expect(say({ rows: [row(1, 2), row(2, 9)], growth, formula: undefined })).toBe(
      'Activations double with every layer: E[x²] is multiplied by 4, more than 1, so that behind the first layer the signal is 2 times as large.',
    )
  })
})

test('backward says what comes back', () => {
  const rows = [1, 2, 4, 8, 1].map((size, i) => row(i + 1, size))
  expect(
    sentence('backward', { rows, growth: { measured: 0.25, predicted: 0.26 }, formula: undefined }, state),
  ).toBe(
    'Gradients halve with every layer on their way back: E[g²] is multiplied by 0.25 (0.26 by theory), less than 1, so that at the first layer 0.125 of the signal is left.',
  )
  const zero = [0, 0, 1].map((size, i) => row(i + 1, size))
  expect(
    sentence('backward', { rows: zero, growth: { measured: 0, predicted: 0 }, formula: undefined }, state),
  ).toBe(
    'Gradients vanish: E[g²] is multiplied by 0 with every layer on their way back by theory, and nothing is left at layer 2, where all are exactly 0.',
  )
})

describe('network and weights', () => {
  const parameter = {
    path: '0.weight',
    shape: [8, 4],
    fanIn: 4,
    fanOut: 8,
    law: 'N(0, 1²)',
    std: { measured: 1, predicted: 1 },
    source: 'init',
  }
  const bias = { ...parameter, path: '0.bias', shape: [8], law: '0' }

  test('say how much there is', () => {
    expect(sentence('network', { parameters: [parameter, bias], total: 40, stages: [] }, state)).toBe(
      '40 numbers in 2 parameters: 0.weight (8 × 4) has 80 % of them and starts as N(0, 1²).',
    )
    expect(
      sentence(
        'network',
        { parameters: [parameter, { ...parameter, path: '1.weight' }, bias], total: 72, stages: [] },
        state,
      ),
    ).toBe('72 numbers in 3 parameters: 2 weights of 8 × 4 have 88.9 % of them and start as N(0, 1²).')
    expect(
      sentence(
        'network',
        { parameters: [{ ...parameter, shape: [], law: '' }], total: 1, stages: [] },
        state,
      ),
    ).toBe(
      '1 number in 1 parameter: 0.weight (a single number) has 100 % of them and starts without a law in closed form.',
    )
    expect(sentence('network', { parameters: [], total: 0, stages: [] }, state)).toBe(
      'This network has nothing to start: no parameter.',
    )
  })

  test('say what the values are', () => {
    const values = { path: '0.weight', shape: [100, 100], law: 'N(0, 1²)', histogram, density: [], first: '' }
    const say = (mean: number, std: number, chosen = ''): string =>
      sentence(
        'weights',
        {
          parameters: [
            { ...values, mean: { measured: mean, predicted: 1e-18 }, std: { measured: std, predicted: 1 } },
          ],
        },
        { ...state, parameter: chosen },
      )
    expect(say(0.00371, 1.006)).toBe(
      '0.weight is N(0, 1²): its 10\u2009000 values have a mean of 0.00371 (0 by theory) and a std of 1.01 (1 by theory).',
    )
    expect(say(0.1, 0, 'none such')).toBe('0.weight is N(0, 1²): all 10\u2009000 values are 0.1.')
    expect(say(Number.NaN, Number.NaN)).toBe(
      '0.weight is N(0, 1²): some of its 10\u2009000 values are not finite numbers, and nothing can be computed with them.',
    )
    expect(sentence('weights', { parameters: [] }, state)).toBe('This network has no parameter.')
  })
})

describe('matrices', () => {
  const say = (first: number, last: number, spectrum: readonly number[], predicted?: number): string => {
    const norms = [1, 100].map((count, i) => ({
      count,
      log10: { measured: [first, last][i] ?? 0, predicted: undefined },
    }))
    return sentence(
      'matrices',
      {
        size: 4,
        norms,
        spectra: [{ count: 100, log10: spectrum }],
        growth: { measured: (last - first) / 99, predicted },
      },
      state,
    )
  }

  test('say what becomes of the norm and of the directions', () => {
    expect(say(0.6, 24.6, [24.6, 20, 10, -3.4], 0.2423)).toBe(
      'The norm of the product grows without end: each of these 4 × 4 matrices multiplies it by 1.75 (1.75 by theory), and after 100 it is 3.98 × 10²⁴. The direction that is stretched most is then 1 × 10²⁸ times as long as the one that is stretched least.',
    )
    expect(say(0.5, -400, [-400, -500])).toContain(
      'The norm of the product vanishes: each of these 4 × 4 matrices multiplies it by 9.01 × 10⁻⁵, and',
    )
    expect(say(0.5, -400, [-400, -500])).toContain(
      'after 100 it is 1 × 10⁻⁴⁰⁰. The direction that is stretched most is then 1 × 10¹⁰⁰ times',
    )
    expect(say(0, 0.1, [0.1, 0])).toMatch(/keeps its size.* All directions are stretched alike\.$/)
    expect(say(0, 1, [1, Number.NEGATIVE_INFINITY])).toMatch(
      / grows: .* Of all directions one alone is left\.$/,
    )
    expect(say(0, -1, [-1, -2, Number.NEGATIVE_INFINITY])).toMatch(
      / shrinks: .* Only 2 of 3 directions are left\.$/,
    )
    expect(say(0, Number.NEGATIVE_INFINITY, [])).toBe(
      'The product of 100 of these 4 × 4 matrices is exactly 0.',
    )
    expect(say(0, Number.NaN, [])).toBe(
      'The product of 100 of these 4 × 4 matrices is no longer made of numbers.',
    )
    const none = { size: 4, norms: [], spectra: [], growth: { measured: Number.NaN, predicted: undefined } }
    expect(sentence('matrices', none, state)).toBe('No matrix has been multiplied yet.')
  })
})

describe('symmetry', () => {
  const data: Pictures['symmetry'] = {
    steps: [0, 1, 2],
    equal: [0, 0, 0],
    nudged: [1e-3, 0.01, 0.1],
    sameBits: true,
    losses: { equal: [1, 0.9, 0.8], nudged: [1, 0.9, 0.5] },
  }
  const say = (change: Partial<Pictures['symmetry']>): string =>
    sentence('symmetry', { ...data, ...change }, state)

  test('says what stayed equal and what did not', () => {
    expect(say({})).toBe(
      'After 2 steps the two equal units still are one and the same, bit for bit; a nudge of 0.001 has grown to 0.1, while the loss went from 1 to 0.8, and with the nudge to 0.5.',
    )
    expect(say({ sameBits: false, equal: [0, 0, 0.2], nudged: [1e-3, 1e-4] })).toContain(
      'the two equal units differ by 0.2; a nudge of 0.001 has shrunk to 1 × 10⁻⁴',
    )
    expect(say({ nudged: [1e-3, 1e-3] })).toContain('a nudge of 0.001 has stayed what it was')
    expect(say({ nudged: [1e-3, Number.NaN] })).toContain(
      'those of which one was nudged have left the numbers',
    )
    expect(say({ losses: { equal: [1, Number.NaN], nudged: [] } })).toBe(
      'Training ends after 1 step: the loss is not a number, and units cannot be compared.',
    )
    expect(say({ steps: [0], equal: [0], nudged: [1e-3], losses: { equal: [1], nudged: [1] } })).toBe(
      'After 0 steps the two equal units still are one and the same, bit for bit; a nudge of 0.001 has stayed what it was.',
    )
  })
})

describe('saturation', () => {
  const data: Pictures['saturation'] = {
    ...{ layer: 3, histogram, density: [], activation: [], slope: [] },
    saturated: { measured: 0.847, predicted: 0.8494 },
    slopeSquare: { measured: 0.0566, predicted: undefined },
  }
  const say = (change: Partial<Pictures['saturation']>, activation = 'tanh'): string =>
    sentence('saturation', { ...data, ...change }, { ...state, activation })

  test('says how much is flat', () => {
    expect(say({})).toBe(
      'In layer 3 84.7 % (84.9 % by theory) of the pre-activations lie where tanh is flat; the second moment of gradients is multiplied by E[φ′²] = 0.0566 there.',
    )
    expect(say({ saturated: { measured: 0, predicted: 0 } })).toContain(
      'In layer 3 none of the pre-activations lie where tanh is flat',
    )
    expect(
      say({
        saturated: { measured: 1, predicted: undefined },
        slopeSquare: { measured: 0, predicted: undefined },
      }),
    ).toBe('In layer 3 100 % of the pre-activations lie where tanh is flat, and no gradient comes through.')
    expect(say({}, 'linear')).toMatch(/^linear is nowhere flat; in layer 3 the second moment/)
    expect(say({ slopeSquare: { measured: Number.NaN, predicted: undefined } })).toBe(
      'The pre-activations of layer 3 are not finite numbers.',
    )
    expect(say({ histogram: { ...histogram, counts: [0] } })).toBe(
      'The pre-activations of layer 3 are not finite numbers.',
    )
  })
})

describe('chaos', () => {
  const say = (weightStd: number, chi: number, biasStd = 0): string => {
    const chosen = { weightStd, biasStd, chi, depthScale: 1 / Math.abs(Math.log(chi)) }
    const rest = {
      depth: 20,
      weightStd: [0.5, 1.5],
      biasStd: [0.25, 0.75],
      correlation: [],
      gradient: [],
      depthScale: [],
      edge: [],
    }
    return sentence('chaos', { ...rest, chosen }, state)
  }

  test('says where the law is', () => {
    expect(say(0.5, 0.25)).toBe(
      'σ_w = 0.5 and σ_b = 0 are in order: two inputs become alike, and gradients vanish, χ = 0.25, by e in ξ = 0.721 layers, so that about 4.33 can be trained; this map is of 20 layers.',
    )
    expect(say(10, 5.54)).toMatch(
      /^σ_w = 10 and σ_b = 0, beyond this map, are in chaos: small differences grow, and gradients explode, χ = 5\.54,/,
    )
    expect(say(1, 1.2, 3)).toContain('σ_b = 3, beyond this map,')
    expect(say(1, 1)).toBe(
      'σ_w = 1 and σ_b = 0 are at the edge of chaos, χ = 1: far from the input gradients neither vanish nor explode.',
    )
    expect(say(0, 0)).toBe('σ_w = 0 and σ_b = 0 let no gradient through: χ = 0.')
    expect(say(Number.NaN, Number.NaN)).toBe(
      'The chosen law is on no point of this map: mean field is of random numbers whose mean is 0.',
    )
  })
})

describe('training', () => {
  const curve = (name: string, losses: readonly number[], isChosen = false, accuracy?: number) => ({
    name,
    losses,
    isChosen,
    accuracy,
  })
  const say = (change: Partial<Pictures['training']>): string =>
    sentence(
      'training',
      {
        steps: 2,
        optimizer: 'sgd',
        curves: [
          curve('default', [1.1, 0.5, 0.0617], true, 0.972),
          curve('zeros', [1.1, 1.1, 1.1]),
          curve('N(0, 1)', [3, 0.1, 0.05]),
        ],
        python: undefined,
        ...change,
      },
      state,
    )

  test('says who has learnt what', () => {
    expect(say({})).toBe(
      'After 2 steps default has a loss of 0.0617 and 97.2 % of the examples right; the best of the others, N(0, 1), has 0.05; the worst, zeros, 1.1.',
    )
    expect(
      say({
        steps: 300,
        python: [
          [0, 1.1],
          [2, 0.0617002],
          [100, 9],
        ],
      }),
    ).toBe(
      "After 2 of 300 steps default has a loss of 0.0617 and 97.2 % of the examples right; the best of the others, N(0, 1), has 0.05; the worst, zeros, 1.1; PyTorch's losses differ by 2 × 10⁻⁷ at most.",
    )
    expect(say({ curves: [curve('zeros', [1.1, 1.1, 1.0986], true)] })).toBe(
      'After 2 steps zeros has learnt nothing: its loss went from 1.1 to 1.1.',
    )
    expect(
      say({
        curves: [
          curve('nan', [Number.NaN], true),
          curve('wild', [1, Number.POSITIVE_INFINITY]),
          curve('zeros', [1, 1, 1]),
        ],
      }),
    ).toBe(
      'After 2 steps nan has been out of bounds since step 0; the best of the others, zeros, has 1; wild is out of bounds.',
    )
    expect(say({ curves: [] })).toBe('Training has not begun.')
    expect(say({ curves: [curve('default', [], true)] })).toBe('Training has not begun.')
  })
})

describe('code', () => {
  const program = (title: string, prints: string | undefined, note?: string) => ({
    framework: 'torch' as const,
    title,
    code: '',
    prints,
    note,
  })

  test('says of which it is known what they print', () => {
    const programs = [
      program('TypeScript', '1'),
      program('PyTorch', '1'),
      program('Keras', '2', 'why'),
      program('JAX and Flax', undefined, 'why'),
      program('MXNet', undefined, 'why'),
    ]
    expect(sentence('code', { programs }, state)).toBe(
      'TypeScript and PyTorch print to the last digit what stands below the program; of Keras a note says what is different; JAX and Flax, and MXNet have no such program.',
    )
    expect(sentence('code', { programs: programs.slice(0, 1) }, state)).toBe(
      'TypeScript prints to the last digit what stands below the program.',
    )
    expect(sentence('code', { programs: [] }, state)).toBe('There is no program of this state.')
  })
})
