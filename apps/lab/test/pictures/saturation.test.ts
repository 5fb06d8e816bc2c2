import { describe, expect, test } from 'vitest'
import { ACTIVATION_NAMES } from '../../src/activations/activation-names.ts'
import { saturation } from '../../src/pictures/saturation.ts'
import { DEFAULT_STATE, defaultsOf } from '../../src/state/defaults.ts'
import { ALONE, withWeight } from './work.ts'

/** Half a thousand units that share what they see: their shares are within a few percent. */
const NEAR = 0.04

describe('one layer', () => {
  test.each(ACTIVATION_NAMES)(
    'is as theory says, and not as that of a law half as wide: %s',
    async (activation) => {
      const state = { ...DEFAULT_STATE, activation, depth: 1, width: 512, batch: 64 }
      const [wide, narrow] = [
        await saturation(withWeight(state, 'normal', { std: 0.12 }), ALONE),
        await saturation(withWeight(state, 'normal', { std: 0.06 }), ALONE),
      ]
      for (const { saturated, slopeSquare } of [wide, narrow]) {
        expect(Math.abs(saturated.measured - (saturated.predicted ?? Number.NaN))).toBeLessThan(NEAR)
        expect(slopeSquare.measured / (slopeSquare.predicted ?? Number.NaN)).toBeCloseTo(1, 0.7)
      }
      if (['linear', 'relu', 'leakyRelu', 'gelu', 'silu', 'sine'].includes(activation)) return
      expect(Math.abs(wide.saturated.measured - (narrow.saturated.predicted ?? 0))).toBeGreaterThan(NEAR)
    },
  )
})

test('the density is that of the values: one integral, one variance', async () => {
  const { histogram, density } = await saturation(
    withWeight({ ...DEFAULT_STATE, depth: 3 }, 'normal', { std: 1 }),
    ALONE,
  )
  const step = (histogram.high - histogram.low) / (density.length - 1)
  expect(density.reduce((sum, [, y]) => sum + y * step, 0)).toBeCloseTo(1, 2)
  const bin = (histogram.high - histogram.low) / histogram.counts.length
  const total = histogram.counts.reduce((sum, count) => sum + count, histogram.below + histogram.above)
  const spread =
    histogram.counts.reduce((sum, count, i) => sum + count * (histogram.low + (i + 0.5) * bin) ** 2, 0) /
    total
  expect(density.reduce((sum, [x, y]) => sum + x * x * y * step, 0) / spread).toBeCloseTo(1, 1)
})

test('it is the layer of the chosen parameter, or the last', async () => {
  expect((await saturation(DEFAULT_STATE, ALONE)).layer).toBe(20)
  expect((await saturation({ ...DEFAULT_STATE, parameter: '4.weight' }, ALONE)).layer).toBe(3)
  // The output has no activation.
  expect((await saturation({ ...DEFAULT_STATE, parameter: '40.weight' }, ALONE)).layer).toBe(20)
})

test('networks whose layers end in no activation show plain layers of their law', async () => {
  const { layer, density } = await saturation(
    withWeight({ ...defaultsOf('transformer'), depth: 2 }, 'gpt2'),
    ALONE,
  )
  expect(layer).toBe(2)
  expect(density.length).toBeGreaterThan(0)
})

test('constants have no prediction, zeros are at one point, and what is no number is nowhere', async () => {
  const constant = await saturation(withWeight(DEFAULT_STATE, 'constant', { value: 0.1 }), ALONE)
  expect(constant.density).toEqual([])
  expect(constant.saturated.predicted).toBeUndefined()
  const zeros = await saturation(withWeight(DEFAULT_STATE, 'zeros'), ALONE)
  expect(zeros.density).toEqual([])
  expect(zeros.slopeSquare).toEqual({ measured: 1, predicted: 1 })
  const nan = await saturation(withWeight(DEFAULT_STATE, 'nan'), ALONE)
  expect(nan.histogram.counts.every((count) => count === 0)).toBe(true)
  expect(nan.slopeSquare.measured).toBeNaN()
})

test('the same state has the same numbers', async () => {
  expect(await saturation({ ...DEFAULT_STATE }, ALONE)).toEqual(
    await saturation({ ...DEFAULT_STATE, seed: 42 }, ALONE),
  )
  expect(await saturation({ ...DEFAULT_STATE, seed: 1 }, ALONE)).not.toEqual(
    await saturation(DEFAULT_STATE, ALONE),
  )
})
