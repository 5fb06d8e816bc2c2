import { cpuExact } from '@nn/backend-cpu'
import { propagation } from '@nn/layers'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '../src/activations/activation-names.ts'
import { startNetwork } from '../src/networks/start-network.ts'
import { backward } from '../src/pictures/backward.ts'
import { compute } from '../src/pictures/compute.ts'
import { forward } from '../src/pictures/forward.ts'
import { DEFAULT_STATE, defaultsOf } from '../src/state/defaults.ts'
import type { LabState } from '../src/state/state.ts'

const WORK = { turn: async () => {} }
const MLP: LabState = { ...DEFAULT_STATE, depth: 6, width: 64, batch: 32 }
const KAIMING = { name: 'kaimingNormal', options: { nonlinearity: 'tanh' } }

/** What `@nn/layers` measures and predicts of the same network, at the end of each stage. */
async function reportOf(state: LabState) {
  const { network, input } = await startNetwork(state)
  const direction = createRng(state.seed).at('gradient')
  const report = propagation(network.net, input, (y) => y.mul(cpuExact.normal(direction, y.shape)).sum())
  // An activation has the place behind its layer.
  const places = network.stages.map(({ path, before }) =>
    before === undefined ? path : String(Number(path) + 1),
  )
  return places.map((path) => report.rows.find((row) => row.path === path))
}

describe('the forward and the backward signal of an MLP', () => {
  it.each(ACTIVATION_NAMES.filter((name) => name !== 'linear'))(
    'are those of propagation with %s',
    async (activation) => {
      const state = { ...MLP, activation, init: { ...MLP.init, weight: KAIMING } }
      const rows = await reportOf(state)
      const [ahead, back] = [await forward(state, WORK), await backward(state, WORK)]
      expect(ahead.rows).toHaveLength(7)
      for (const [i, row] of rows.entries()) {
        const [f, b] = [ahead.rows[i], back.rows[i]]
        expect(f?.mean).toBeCloseTo(row?.activations.mean ?? Number.NaN, 5)
        expect((f?.std ?? 0) / (row?.activations.std ?? 0)).toBeCloseTo(1, 4)
        expect((f?.rms.measured ?? 0) / (row?.activations.rms ?? 0)).toBeCloseTo(1, 5)
        expect((b?.rms.measured ?? 0) / (row?.gradients.rms ?? 0)).toBeCloseTo(1, 5)
        expect((f?.rms.predicted ?? 0) / (row?.activations.predicted ?? 0)).toBeCloseTo(1, 3)
        // The grid there has a jump of the slope on one side of it: a thousandth of E φ′² for each layer behind.
        const ratio = (b?.rms.predicted ?? 0) / (row?.gradients.predicted ?? 0)
        expect(Math.abs(ratio - 1)).toBeLessThan(1e-3 * (rows.length - i))
      }
    },
  )

  it('grow by the factor that theory says, and would not by that of another law', async () => {
    const wide = { ...MLP, depth: 20, width: 300, batch: 64, activation: 'relu' }
    const he = { ...wide, init: { ...MLP.init, weight: { name: 'kaimingNormal', options: {} } } }
    const { growth } = await forward(he, WORK)
    expect(growth.predicted).toBeCloseTo(1, 9)
    expect(growth.measured).toBeGreaterThan(0.9)
    expect(growth.measured).toBeLessThan(1.1)
    const xavier = { ...wide, init: { ...MLP.init, weight: { name: 'xavierNormal', options: {} } } }
    const halved = await forward(xavier, WORK)
    expect(halved.growth.predicted).toBeCloseTo(0.5, 9)
    expect(Math.abs(halved.growth.measured - 0.5)).toBeLessThan(0.05)
    expect((await backward(xavier, WORK)).growth.predicted).toBeCloseTo(0.5, 9)
  })
})

describe('what theory reaches', () => {
  it('is all of a residual network', async () => {
    const state = { ...defaultsOf('residual'), depth: 5, width: 256, batch: 128 }
    const [ahead, back] = [await forward(state, WORK), await backward(state, WORK)]
    for (const { rms } of [...ahead.rows, ...back.rows]) {
      expect((rms.predicted ?? 0) / rms.measured).toBeGreaterThan(0.85)
      expect((rms.predicted ?? 0) / rms.measured).toBeLessThan(1.15)
    }
  })

  it('is nothing behind a pool, and nothing of a transformer', async () => {
    const lenet = await forward(defaultsOf('lenet'), WORK)
    expect(lenet.rows.map(({ rms }) => rms.predicted !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
    const { rows, formula } = await forward({ ...defaultsOf('transformer'), depth: 1, batch: 2 }, WORK)
    expect(rows.map(({ rms }) => rms.predicted)).toEqual([undefined, undefined, undefined])
    expect(formula).toBeUndefined()
  })

  it('is nothing where weights have a mean, as signals then add up', async () => {
    const init = { ...MLP.init, weight: { name: 'constant', options: { value: 0.01 } } }
    const { rows } = await forward({ ...MLP, init }, WORK)
    expect(rows.map(({ rms }) => rms.predicted)).toEqual(rows.map(() => undefined))
    expect(rows[0]?.rms.measured).toBeGreaterThan(0)
  })
})

describe('shares', () => {
  it('of saturated results are those of the activation alone', async () => {
    const init = { ...MLP.init, weight: { name: 'normal', options: { std: 1 } } }
    const { rows } = await forward({ ...MLP, init }, WORK)
    // Pre-activations have a deviation of about 8: most are beyond ±1.82, where tanh′ is a tenth.
    expect(rows[1]?.saturated).toBeGreaterThan(0.75)
    expect(rows[1]?.saturated).toBeLessThan(0.9)
    expect(rows.at(-1)?.saturated).toBeUndefined()
    expect(rows[1]?.dead).toBeUndefined()
  })

  it('of dead units are those that a negative bias silences', async () => {
    const bias = (value: number) => ({ ...MLP.init, bias: { name: 'constant', options: { value } } })
    const dead = await forward({ ...MLP, activation: 'relu', init: bias(-9) }, WORK)
    expect(dead.rows[0]?.dead).toBe(1)
    expect(dead.rows[0]?.saturated).toBe(1)
    const alive = await forward({ ...MLP, activation: 'relu', init: bias(9) }, WORK)
    expect(alive.rows[0]?.dead).toBe(0)
    // A channel of a convolution is a unit: of six, those whose bias is negative.
    const code = '() => Float32Array.from({ length: request.shape[0] }, (_, i) => (i < 4 ? -99 : 99))'
    const init = { ...MLP.init, bias: { name: 'custom', code } } as const
    const lenet = await forward({ ...defaultsOf('lenet'), activation: 'relu', init }, WORK)
    expect(lenet.rows[0]?.dead).toBeCloseTo(4 / 6, 12)
    expect(lenet.rows[0]?.saturated).toBeCloseTo(4 / 6, 12)
  })
})

describe('the stages', () => {
  it.each(['chapter', 'mlp', 'residual', 'lenet', 'transformer'] as const)(
    'of %s are its forward, bit for bit',
    async (name) => {
      const state = { ...defaultsOf(name), batch: 4, depth: 3 }
      const { network, input } = await startNetwork(state)
      const whole: unknown = network.net.forward(input)
      const parts = network.stages.reduce((x, { run }) => run(x), input)
      expect(parts.equals(whole as typeof parts)).toBe(true)
      const { stages } = await compute('network', state, WORK)
      expect(stages.at(-1)?.shape).toBe(`[${parts.shape.join(', ')}]`)
      expect(stages).toHaveLength(network.stages.length + 1)
    },
  )
})
