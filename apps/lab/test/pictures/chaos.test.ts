import { describe, expect, test } from 'vitest'
import { chaos } from '../../src/pictures/chaos.ts'
import type { Beside } from '../../src/pictures/picture.ts'
import { DEFAULT_STATE, defaultsOf } from '../../src/state/defaults.ts'
import { ALONE, cancelAt, watch, withWeight } from './work.ts'

const state = { ...DEFAULT_STATE, depth: 8 }

const distance = ({ measured, predicted = Number.NaN }: Beside): number => Math.abs(measured - predicted)
const shareOf = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  items.filter(is).length / items.length

/** Networks of 128 units: growth of each layer within a few percent of the wide limit's. */
const NEAR_GROWTH = 0.05

describe.each(['tanh', 'relu', 'gelu', 'sigmoid'])('the map of %s', (activation) => {
  test('is measured as mean field predicts, and not as it predicts a third further', async () => {
    const data = await chaos({ ...state, activation }, ALONE)
    expect(
      [data.correlation, data.gradient, data.depthScale].map((rows) => [rows.length, rows[0]?.length]),
    ).toEqual([
      [16, 24],
      [16, 24],
      [16, 24],
    ])
    const cells = data.gradient.flat()
    expect(Math.max(...cells.map(distance))).toBeLessThan(NEAR_GROWTH)
    // Of a law whose σ_w is a third larger, gradients of activations that do not saturate grow by a third more.
    const wider = cells.map(({ measured, predicted = 0 }) => ({
      measured,
      predicted: predicted + Math.log10(4 / 3),
    }))
    expect(shareOf(wider, (cell) => distance(cell) > NEAR_GROWTH)).toBe(1)
    // In chaos what two inputs of 128 units keep in common is a matter of chance, too.
    expect(shareOf(data.correlation.flat(), (cell) => distance(cell) < 0.1)).toBeGreaterThan(0.75)
    expect(Math.max(...data.correlation.flat().map(distance))).toBeLessThan(0.45)
  })
})

test('two inputs meet in order and part in chaos, and not the other way round', async () => {
  const { correlation } = await chaos({ ...state, depth: 30 }, ALONE)
  const near = shareOf(correlation.flat(), (cell) => distance(cell) < 0.1)
  const mirrored = correlation.flatMap((row) =>
    row.map(({ measured }, i) => ({ measured, predicted: row.at(-1 - i)?.predicted })),
  )
  expect(near).toBeGreaterThan(0.75)
  expect(shareOf(mirrored, (cell) => distance(cell) < 0.1)).toBeLessThan(near - 0.25)
  expect(correlation[3]?.[3]?.measured).toBeGreaterThan(0.999)
  expect(correlation[0]?.at(-1)?.measured).toBeLessThan(0.5)
})

test('gradients shrink on one side of the edge and grow on the other', async () => {
  const { edge, gradient, weightStd, depthScale } = await chaos({ ...state, activation: 'relu' }, ALONE)
  expect(edge).toEqual([
    [expect.closeTo(Math.SQRT2, 9), 0],
    [expect.closeTo(Math.SQRT2, 9), 2],
  ])
  for (const [i, std] of weightStd.entries()) {
    if (Math.abs(std - Math.SQRT2) < 0.15) continue
    for (const row of gradient) expect((row[i]?.measured ?? 0) > 0).toBe(std > Math.SQRT2)
    expect(depthScale[3]?.[i]).toBeCloseTo(1 / Math.abs(Math.log((std * std) / 2)), 6)
  }
})

test('the chosen point is the law of the layers that are alike', async () => {
  const chosenOf = async (name: string, options = {}) =>
    (await chaos({ ...withWeight(state, name, options), depth: 2 }, ALONE)).chosen
  expect(await chosenOf('xavierUniform')).toMatchObject({ weightStd: expect.closeTo(1, 6), biasStd: 0 })
  expect(await chosenOf('normal', { std: 0.3 })).toMatchObject({ weightStd: expect.closeTo(3, 6) })
  expect(await chosenOf('constant', { value: 1 })).toMatchObject({ weightStd: Number.NaN, chi: Number.NaN })
  expect(await chosenOf('zeros')).toMatchObject({ weightStd: 0, chi: 0, depthScale: 0 })
  const torch = await chaos({ ...state, depth: 2, dialect: 'torch' }, ALONE)
  // U[−1/√n, 1/√n) of both.
  expect(torch.chosen).toMatchObject({
    weightStd: expect.closeTo(Math.sqrt(1 / 3), 6),
    biasStd: expect.closeTo(Math.sqrt(1 / 300), 6),
  })
  const gpt2 = await chaos({ ...withWeight(defaultsOf('transformer'), 'gpt2'), depth: 2 }, ALONE)
  expect(gpt2.chosen.weightStd).toBeCloseTo(0.02 * 8, 6)
})

test('depth is at most 50 and at least 2', async () => {
  expect((await cancelAt(chaos, { ...state, depth: 100 }, 3)).partials[0]?.depth).toBe(50)
  expect((await cancelAt(chaos, { ...state, depth: 1 }, 3)).partials[0]?.depth).toBe(2)
})

test('rows come one by one, again the same, and nothing is left behind when it is cancelled', async () => {
  const small = { ...state, depth: 3 }
  const { data, partials, shares, turns } = await watch(chaos, small)
  expect(turns).toBe(16)
  expect(shares.at(-1)).toBe(1)
  expect(partials.map(({ correlation }) => correlation.length)).toEqual(
    Array.from({ length: 15 }, (_, i) => i + 1),
  )
  expect(partials[4]?.gradient).toEqual(data.gradient.slice(0, 5))
  const { error } = await cancelAt(chaos, small, 4)
  expect(error).toMatchObject({ name: 'AbortError' })
  expect(await chaos(small, ALONE)).toEqual(data)
  expect((await chaos({ ...small, seed: 1 }, ALONE)).correlation).not.toEqual(data.correlation)
})
