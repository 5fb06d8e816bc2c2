import { expect, test } from 'vitest'
import { symmetry } from '../../src/pictures/symmetry.ts'
import { DEFAULT_STATE, defaultsOf } from '../../src/state/defaults.ts'
import { DIALECTS } from '../../src/state/state.ts'
import { ALONE, cancelAt, watch, withWeight } from './work.ts'

test.each(['relu', 'tanh', 'sigmoid', 'gelu', 'sine'])(
  'equal units stay equal, bit for bit, and nudged ones do not: %s',
  async (activation) => {
    const { steps, equal, nudged, sameBits, losses } = await symmetry({ ...DEFAULT_STATE, activation }, ALONE)
    expect(steps).toEqual(Array.from({ length: 201 }, (_, i) => i))
    expect(sameBits).toBe(true)
    expect(new Set(equal)).toEqual(new Set([0]))
    expect(nudged[0]).toBeCloseTo(1e-3, 6)
    expect(Math.min(...nudged)).toBeGreaterThan(0)
    expect(losses.equal.at(-1)).toBeLessThan((losses.equal[0] ?? 0) / 2)
    expect(losses.nudged).not.toEqual(losses.equal)
  },
)

test.each(DIALECTS)('so it is as %s starts', async (dialect) => {
  const { sameBits, nudged } = await symmetry({ ...DEFAULT_STATE, dialect }, ALONE)
  expect(sameBits).toBe(true)
  expect(nudged.at(-1)).toBeGreaterThan(0)
})

test('where all units are equal, the nudge parts them, and the loss falls further', async () => {
  const { nudged, losses } = await symmetry(withWeight(DEFAULT_STATE, 'constant', { value: 0.05 }), ALONE)
  expect(nudged.at(-1)).toBeGreaterThan(1)
  expect(losses.nudged.at(-1)).toBeLessThan((losses.equal.at(-1) ?? 0) * 0.8)
})

test('what is no number is not equal to anything', async () => {
  const { equal, losses } = await symmetry(withWeight(DEFAULT_STATE, 'nan'), ALONE)
  expect(equal.at(-1)).toBeNaN()
  expect(losses.equal[0]).toBeNaN()
})

test('a recipe has its law of a block', async () => {
  const { sameBits } = await symmetry(withWeight(defaultsOf('residual'), 'fixup'), ALONE)
  expect(sameBits).toBe(true)
})

test('tells how far it is, gives the same numbers again, and leaves nothing behind when it is cancelled', async () => {
  const { data, shares, partials, turns } = await watch(symmetry, DEFAULT_STATE)
  expect(turns).toBe(201)
  expect(shares.at(-1)).toBe(1)
  expect(partials.map(({ steps }) => steps.at(-1))).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180])
  expect(partials[5]?.equal).toEqual(data.equal.slice(0, 101))
  expect(partials[5]?.losses.nudged).toEqual(data.losses.nudged.slice(0, 101))
  expect((await cancelAt(symmetry, DEFAULT_STATE, 30)).error).toMatchObject({ name: 'AbortError' })
  expect(await symmetry(DEFAULT_STATE, ALONE)).toEqual(data)
})
