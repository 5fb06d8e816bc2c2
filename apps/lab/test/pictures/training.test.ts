import { mlp, PYTHON_SEED, pythonLosses, toleranceOf } from '@nn/lessons'
import { describe, expect, test } from 'vitest'
import type { TrainingData } from '../../src/pictures/picture.ts'
import { training } from '../../src/pictures/training.ts'
import { DEFAULT_STATE, defaultsOf } from '../../src/state/defaults.ts'
import type { LabState } from '../../src/state/state.ts'
import { ALONE, cancelAt, watch, withWeight } from './work.ts'

const lesson: LabState = {
  ...DEFAULT_STATE,
  ...{ depth: 1, width: 64, activation: 'relu', data: 'spirals', dialect: 'torch', seed: PYTHON_SEED },
}
const lenet: LabState = withWeight(
  { ...defaultsOf('lenet'), dialect: 'torch', seed: PYTHON_SEED },
  'xavierUniform',
)

/** The steps whose loss is not PyTorch's. */
function farFromPython(data: TrainingData | undefined, name: string): number[] {
  const losses = data?.curves.find(({ isChosen }) => isChosen)?.losses ?? []
  return pythonLosses(name)
    .filter(
      (python) =>
        python.step < losses.length &&
        !(Math.abs((losses[python.step] ?? 0) - python.loss) < toleranceOf(python)),
    )
    .map(({ step }) => step)
}

describe('beside PyTorch', () => {
  test('the multilayer perceptron has its losses', async () => {
    const data = await training(lesson, ALONE)
    expect(data.python?.map(([step]) => step)).toEqual([0, 1, 2, 5, 10, 20, 50, 100, 200, 300])
    expect(data.curves[0]?.losses).toHaveLength(301)
    expect(farFromPython(data, 'mlp')).toEqual([])
    expect(data.optimizer).toBe(mlp.code)
    // Another law's are not.
    const [, other] = data.curves
    expect(
      farFromPython(
        { ...data, curves: [{ ...(other ?? { name: '', losses: [], accuracy: 0 }), isChosen: true }] },
        'mlp',
      ).length,
    ).toBeGreaterThan(7)
  })

  test('LeNet has its losses, as far as it was trained', async () => {
    // 22 steps of six networks.
    const { partials } = await cancelAt(training, lenet, 6 * 22)
    const last = partials.at(-1)
    expect(last?.curves[0]?.losses.length).toBeGreaterThan(20)
    expect(last?.python).toHaveLength(10)
    expect(farFromPython(last, 'lenet')).toEqual([])
  })

  test.each([
    ['another seed', { ...lesson, seed: 1 }],
    ['another dialect', { ...lesson, dialect: 'none' }],
    ['another width', { ...lesson, width: 65 }],
    ['another activation', { ...lesson, activation: 'tanh' }],
    ['another law', withWeight(lesson, 'xavierUniform')],
    ['LeNet as PyTorch starts it by default', { ...lenet, init: lesson.init }],
  ] satisfies [string, LabState][])('%s has none', async (_name, state) => {
    const { partials } = await cancelAt(training, state, 8)
    expect(partials[0]?.python).toBeUndefined()
  })
})

test('laws are told apart, the chosen one first, each once', async () => {
  const { curves, steps } = await training(withWeight(defaultsOf('chapter'), 'kaimingNormal'), ALONE)
  expect(steps).toBe(300)
  expect(curves.map(({ name }) => name)).toEqual([
    'kaimingNormal',
    'zeros',
    'N(0, 0.001²)',
    'N(0, 1)',
    'xavierUniform',
    'orthogonal',
  ])
  expect(curves.map(({ isChosen }) => isChosen)).toEqual([true, false, false, false, false, false])
  const [chosen, zeros] = curves
  expect(chosen?.losses.at(-1)).toBeLessThan(0.3)
  expect(zeros?.losses.at(-1)).toBeCloseTo(Math.log(3), 2)
  expect(chosen?.accuracy).toBeGreaterThan(0.85)
  expect(zeros?.accuracy).toBeLessThan(0.4)
})

test('what leaves the numbers ends there, and the others go on', async () => {
  const { curves, steps } = await training(withWeight(defaultsOf('chapter'), 'nan'), ALONE)
  expect(curves[0]?.losses).toEqual([Number.NaN])
  expect(curves[1]?.losses).toHaveLength(steps + 1)
})

test.each([
  ['a deep network takes fewer steps', { ...DEFAULT_STATE, depth: 40, width: 50 }, 200],
  ['a very large one the fewest', { ...DEFAULT_STATE, depth: 100, width: 200 }, 30],
  ['a transformer is trained as plain layers of its law', withWeight(defaultsOf('transformer'), 'gpt2'), 300],
] satisfies [string, LabState, number][])('%s', async (_name, state, steps) => {
  const { partials } = await cancelAt(training, state, 8)
  expect(partials[0]?.steps).toBe(steps)
  expect(partials[0]?.optimizer).toBe('adam(net, { learningRate: 0.001 })')
  expect(partials[0]?.curves.every(({ losses }) => losses.length === 1)).toBe(true)
})

test('curves grow step by step, again the same, and nothing is left behind when it is cancelled', async () => {
  const state = defaultsOf('chapter')
  const { data, partials, shares, turns } = await watch(training, state)
  expect(turns).toBe(301 * data.curves.length)
  expect(shares.at(-1)).toBe(1)
  expect(partials).toHaveLength(60)
  expect(partials[2]?.curves.map(({ losses }) => losses.length)).toEqual(data.curves.map(() => 11))
  expect(partials[2]?.curves[1]?.losses).toEqual(data.curves[1]?.losses.slice(0, 11))
  expect(partials[2]?.curves[0]?.accuracy).toBeUndefined()
  expect((await cancelAt(training, state, 100)).error).toMatchObject({ name: 'AbortError' })
  expect(await training(state, ALONE)).toEqual(data)
})
