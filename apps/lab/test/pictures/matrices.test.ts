import { describe, expect, test } from 'vitest'
import { matrices } from '../../src/pictures/matrices.ts'
import { DEFAULT_STATE, defaultsOf } from '../../src/state/defaults.ts'
import { DIALECTS } from '../../src/state/state.ts'
import { normGrowth } from '../../src/theory/norm-growth.ts'
import { ALONE, cancelAt, watch, withWeight } from './work.ts'

const small = { ...DEFAULT_STATE, width: 24 }

describe('products of 100 matrices', () => {
  test.each([
    ['normal', { std: 1 }, 1],
    ['xavierUniform', {}, 1 / Math.sqrt(24)],
    ['kaimingNormal', {}, Math.sqrt(2 / 24)],
  ] as const)(
    'of %s grow as theory says, and not as with a law that is a fifth wider',
    async (name, options, std) => {
      const { growth } = await matrices(withWeight(small, name, options), ALONE)
      const predicted = (normGrowth({ mean: 0, std, size: 24 }) ?? 0) / Math.LN10
      expect(growth.predicted).toBeCloseTo(predicted, 6)
      // Each step's logarithm deviates by about √(1/(2·24)): five standard errors of 99 of them.
      const error = (5 * Math.sqrt(1 / 48 / 99)) / Math.LN10
      expect(Math.abs(growth.measured - predicted)).toBeLessThan(error)
      expect(Math.abs(growth.measured - predicted - Math.log10(1.2))).toBeGreaterThan(error)
    },
  )

  test("of the book's 4 × 4 are near 10²⁴", async () => {
    const { size, norms, spectra, growth } = await matrices(
      withWeight(defaultsOf('chapter'), 'normal', { std: 1 }),
      ALONE,
    )
    expect(size).toBe(4)
    expect(norms.map(({ count }) => count)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    expect(growth.predicted).toBeCloseTo(0.2423, 3)
    expect(norms.at(-1)?.log10.measured).toBeGreaterThan(17)
    expect(norms.at(-1)?.log10.measured).toBeLessThan(32)
    expect(spectra.map(({ count }) => count)).toEqual([1, 3, 10, 30, 100])
    for (const { log10 } of spectra) expect(log10).toHaveLength(4)
  })

  test.each(DIALECTS.filter((dialect) => dialect !== 'mxnet'))(
    'that are orthogonal keep all lengths: %s',
    async (dialect) => {
      const { norms, spectra, growth } = await matrices(
        { ...withWeight(small, 'orthogonal'), dialect },
        ALONE,
      )
      expect(growth.predicted).toBe(0)
      expect(Math.abs(growth.measured)).toBeLessThan(1e-7)
      for (const { log10 } of norms) expect(log10.measured).toBeCloseTo(log10.predicted ?? Number.NaN, 4)
      for (const value of spectra.at(-1)?.log10 ?? []) expect(value).toBeCloseTo(0, 4)
    },
  )

  test('of zeros, constants and what is no number', async () => {
    const zeros = await matrices(withWeight(small, 'zeros'), ALONE)
    expect(zeros.norms.every(({ log10 }) => log10.measured === Number.NEGATIVE_INFINITY)).toBe(true)
    expect(zeros.growth).toEqual({ measured: Number.NEGATIVE_INFINITY, predicted: Number.NEGATIVE_INFINITY })
    const constant = await matrices(withWeight(small, 'constant', { value: 0.5 }), ALONE)
    expect(constant.growth.measured).toBeCloseTo(Math.log10(12), 7)
    expect(constant.growth.predicted).toBeCloseTo(Math.log10(12), 7)
    const nan = await matrices(withWeight(small, 'nan'), ALONE)
    expect(nan.growth.measured).toBeNaN()
    const eye = await matrices(withWeight(small, 'eye', { gain: 2, shift: 1 }), ALONE)
    expect(eye.growth.measured).toBeCloseTo(Math.log10(2), 12)
    expect(eye.growth.predicted).toBeCloseTo(Math.log10(2), 12)
    // Theory has no word on what depends on the place.
    const sparse = await matrices(withWeight(small, 'sparse', { sparsity: 0.5 }), ALONE)
    expect(sparse.growth.predicted).toBeUndefined()
  })

  test("take a recipe's law from the network that it is for", async () => {
    const { size, growth } = await matrices(
      { ...withWeight(defaultsOf('transformer'), 'gpt2'), width: 16 },
      ALONE,
    )
    expect(size).toBe(16)
    expect(growth.predicted).toBeCloseTo((normGrowth({ mean: 0, std: 0.02, size: 16 }) ?? 0) / Math.LN10, 6)
  })

  test('are at most 100 × 100', async () => {
    const { size } = await matrices(withWeight({ ...DEFAULT_STATE, width: 1000 }, 'zeros'), ALONE)
    expect(size).toBe(100)
  })
})

test('the same state has the same numbers, and another seed others', async () => {
  const state = { ...DEFAULT_STATE, width: 8 }
  const { data, shares, turns } = await watch(matrices, state)
  expect(turns).toBe(100)
  expect(shares.at(-1)).toBe(1)
  expect(await matrices(state, ALONE)).toEqual(data)
  expect((await matrices({ ...state, seed: 43 }, ALONE)).norms).not.toEqual(data.norms)
})

test('a computation that was cancelled leaves nothing behind', async () => {
  const state = { ...DEFAULT_STATE, width: 8 }
  const before = await matrices(state, ALONE)
  const { error } = await cancelAt(matrices, state, 50)
  expect(error).toMatchObject({ name: 'AbortError' })
  expect(await matrices(state, ALONE)).toEqual(before)
})
