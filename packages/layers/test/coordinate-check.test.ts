import { valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { lecunNormal, normal } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { type CoordinateReport, coordinateCheck, Dense, Sequential, tanh } from '../src/index.ts'

const WIDTHS = [32, 64, 128, 256]

/** Trains by the sign of the gradient, as Adam's first steps do. */
function check(isMup: boolean): CoordinateReport {
  return coordinateCheck({ widths: WIDTHS, steps: 3 }, (width) => {
    const net = new Sequential(
      new Dense(width, { inUnits: 8, activation: tanh, weightInit: lecunNormal() }),
      new Dense(width, { inUnits: width, activation: tanh, weightInit: lecunNormal() }),
      new Dense(1, { inUnits: width, weightInit: isMup ? normal({ std: 1 / width }) : lecunNormal() }),
    )
    net.initialize({ rng: createRng(42), backend: cpu })
    const batch = cpu.normal(createRng(7), [32, 8])
    const target = batch.slice(null, [0, 1]).square()
    const step = () => {
      const { gradients } = valueAndGrad(net, () => net.forward(batch).sub(target).square().mean())
      for (const [path, { data, fans }] of net.parameters()) {
        // Under μP the rate of what has a width before it falls with the width.
        const rate = isMup && fans !== undefined && fans.fanIn > 8 ? (0.02 * 32) / fans.fanIn : 0.02
        data.sub_(gradients.get(path)?.sign().mul_(rate) ?? 0)
      }
    }
    return { net, batch, step }
  })
}

describe('coordinateCheck', () => {
  it('finds that hidden layers change more with the width, but not under μP', () => {
    const slopeOf = (report: CoordinateReport, path: string): number =>
      report.rows.find((row) => row.path === path && row.step === 3)?.changeSlope ?? Number.NaN
    const usual = check(false)
    const mup = check(true)
    for (const path of ['1', '2']) {
      expect(slopeOf(usual, path)).toBeGreaterThan(0.3)
      expect(Math.abs(slopeOf(mup, path))).toBeLessThan(0.2)
    }
    expect(mup.rows).toHaveLength(3 * 4)
    expect(mup.rows[0]?.changes).toEqual([0, 0, 0, 0])
    expect(String(mup).split('\n')[0]).toMatch(/^path +layer +step +width 32 .* slope +slope of change$/)
  })

  it('refuses one width, what is no trial, and networks of other layers', () => {
    const net = new Sequential(new Dense(1, { inUnits: 1 }))
    net.initialize({ rng: createRng(1), backend: cpu })
    const trial = { net, batch: cpu.ones([1, 1]), step: () => undefined }
    expect(() => coordinateCheck({ widths: [1] }, () => trial)).toThrow('expected two widths at least')
    expect(() => coordinateCheck({ widths: [1, 2] }, () => ({}) as never)).toThrow(
      'expected { net, batch, step } of each width',
    )
    expect(() => coordinateCheck({ widths: [1, 0] }, () => trial)).toThrow('a width')
    const other = new Sequential(new Sequential(new Dense(1, { inUnits: 1 })))
    other.initialize({ rng: createRng(2), backend: cpu })
    expect(() =>
      coordinateCheck({ widths: [1, 2] }, (width) => (width === 1 ? trial : { ...trial, net: other })),
    ).toThrow('expected networks of the same layers')
  })
})
