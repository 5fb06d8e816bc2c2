import { describe, expect, it } from 'vitest'
import { decodeState, encodeState } from '../src/link/codec.ts'
import { startNetwork } from '../src/networks/start-network.ts'
import { backward } from '../src/pictures/backward.ts'
import { forward } from '../src/pictures/forward.ts'
import { runForward } from '../src/signal/run.ts'
import { PRESETS } from '../src/state/presets.ts'
import type { LabState } from '../src/state/state.ts'

const WORK = { turn: async () => {} }

function stateOf(title: string): LabState {
  const preset = PRESETS.find((one) => one.title === title)
  if (preset === undefined) throw new RangeError(`expected a preset, got ${title}`)
  return preset.state
}

describe('presets', () => {
  it('are links that differ', () => {
    const links = PRESETS.map(({ state }) => encodeState(state))
    expect(new Set(links).size).toBe(PRESETS.length)
    for (const [i, link] of links.entries()) {
      expect(decodeState(link)).toEqual({ state: PRESETS[i]?.state, problems: [] })
    }
  })
})

describe('the story', () => {
  it('too small: the signal is ten times smaller behind each layer', async () => {
    const { growth } = await forward(stateOf('too small'), WORK)
    expect(Math.sqrt(growth.measured)).toBeCloseTo(0.1, 2)
  })

  it('too large: units are at flat ends, and gradients grow', async () => {
    const { rows } = await forward(stateOf('too large'), WORK)
    expect(rows[10]?.saturated).toBeGreaterThan(0.8)
    expect((await backward(stateOf('too large'), WORK)).growth.measured).toBeGreaterThan(2)
  })

  it('Xavier with tanh: both directions stay alive', async () => {
    const [ahead, back] = [
      await forward(stateOf('Xavier with tanh'), WORK),
      await backward(stateOf('Xavier with tanh'), WORK),
    ]
    for (const { rms } of [...ahead.rows, ...back.rows]) {
      expect(rms.measured).toBeGreaterThan(0.05)
      expect(rms.measured).toBeLessThan(5)
    }
  })

  it('Kaiming with relu: the signal stays, where Xavier halves it', async () => {
    const kaiming = stateOf('Kaiming with relu')
    expect((await forward(kaiming, WORK)).growth.predicted).toBeCloseTo(1, 9)
    expect(Math.abs((await forward(kaiming, WORK)).growth.measured - 1)).toBeLessThan(0.1)
    const init = { ...kaiming.init, weight: { name: 'xavierNormal', options: {} } }
    expect((await forward({ ...kaiming, init }, WORK)).growth.predicted).toBeCloseTo(0.5, 9)
  })

  it('orthogonal at depth 100: nothing is lost', async () => {
    const { rows } = await forward(stateOf('orthogonal at depth 100'), WORK)
    expect(rows).toHaveLength(101)
    expect((rows[99]?.rms.measured ?? 0) / (rows[0]?.rms.measured ?? 1)).toBeCloseTo(1, 4)
  })

  it('all constant: units are equal, and have equal gradients', async () => {
    const { network, input } = await startNetwork(stateOf('all constant'))
    const hidden = network.stages[0]?.run(input).toNested() as number[][]
    for (const units of hidden) expect(new Set(units).size).toBe(1)
    expect(new Set(hidden.map(([unit]) => unit)).size).toBeGreaterThan(1)
  })

  it("GPT-2's residual scaling: 24 branches add what one would without it", async () => {
    const scaled = stateOf("GPT-2's residual scaling")
    const plain = { ...scaled, init: { ...scaled.init, weight: { name: 'normal', options: { std: 0.02 } } } }
    const added = async (state: LabState) => {
      const outputs = runForward(await startNetwork(state))
      const [begin, end] = [outputs[0], outputs.at(-2)]
      if (begin === undefined || end === undefined) throw new RangeError('expected blocks')
      return Number(end.sub(begin).square().mean().item())
    }
    const ratio = (await added(plain)) / (await added(scaled))
    expect(ratio).toBeGreaterThan(16)
    expect(ratio).toBeLessThan(36)
  })
})
