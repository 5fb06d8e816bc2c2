import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'

const gates = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const packed: init.Axes = { out: 0, in: 1, blocks: { axis: 0, sizes: [96, 24, 8] } }
const plain: init.Axes = { out: 0, in: 1 }

type Case = readonly [init: init.Initializer, shape: readonly number[], axes?: init.Axes]
const CASES: readonly Case[] = [
  [
    init.constant([
      [1, -2],
      [3, 4],
    ]),
    [2, 2],
  ],
  [init.uniform({ low: -1, high: 3 }), [128, 96]],
  [init.truncatedNormal({ mean: 1, std: 2, low: -1, high: 3 }), [128, 96]],
  [init.varianceScaling({ distribution: 'truncatedNormal', low: -1, high: 3 }), [128, 96]],
  [init.varianceScaling({ mode: 'fanGeoAvg', distribution: 'uniform' }), [128, 96]],
  [init.xavierTruncatedNormal(), [128, 96], packed],
  [init.xavierUniform(), [128, 96], packed],
  [init.kaimingNormal({ nonlinearity: 'gelu' }), [4, 32, 96], { out: 1, in: 2, batch: 0 }],
  [init.mxnetXavier({ rndType: 'gaussian' }), [128, 96]],
  [init.msraPrelu(), [128, 96]],
  [init.orthogonal({ gain: 2 }), [128, 96]],
  [init.orthogonal(), [128, 96], packed],
  [init.orthogonal(), [4, 32, 96], { out: 1, in: 2, batch: 0 }],
  [init.deltaOrthogonal({ gain: -2 }), [16, 8, 3, 3]],
  [init.orthogonalConv(), [16, 8, 3, 4]],
  [init.eye({ gain: 3 }), [8, 4]],
  [init.irnn(), [16, 4], { out: 0, in: 1, blocks: gates }],
  [init.dirac({ gain: 2 }), [4, 6, 3, 3]],
  [init.hadamard(), [12, 7]],
  [init.zerO(), [12, 7]],
  [init.zerO(), [3, 5, 3]],
  [init.bilinear(), [3, 3, 4, 4]],
  [init.bilinear({ channels: 'all' }), [2, 3, 3, 5]],
  [init.mxnetBilinear(), [3, 2, 9, 3]],
  [init.stft({ side: 'imag' }), [9, 1, 16]],
  [init.sparse({ sparsity: 0.3, std: 2 }), [128, 96]],
  [init.sparse({ sparsity: 0.9, along: 'row' }), [128, 96]],
  [init.masked(init.normal({ mean: 2 }), { keep: 0.2 }), [128, 96]],
  [init.scaled(init.uniform(), -3), [128, 96]],
  [
    init.byBlock({ forget: init.uniform() }, init.normal({ mean: 5 })),
    [128, 96],
    { out: 0, in: 1, blocks: gates },
  ],
  [init.lstmBias({ forget: 4 }), [64], { out: 0, blocks: gates }],
  [init.chrono({ maxTime: 30 }), [40_000], { out: 0, blocks: gates }],
  [init.siren(), [128, 96]],
  [init.siren({ first: true }), [128, 96]],
  [init.spectral(), [32, 96]],
  [init.priorBias({ probability: 0.01 }), [3]],
]

describe('describe() is the law of what is made', () => {
  it.each(CASES.map(([factory, shape, axes]) => ({ name: factory.config.name, factory, shape, axes })))(
    '$name $shape',
    ({ factory, shape, axes = plain }) => {
      const rng = createRng(2026).at('w')
      const request = init.createRequest({ path: 'w', shape, axes, dtype: 'float64', backend: cpu, rng })
      const values = [...factory(request).toArray()]
      const fans = axes.in === undefined || shape.length < 2 ? undefined : init.computeFans(shape, axes)
      const law = factory.describe({ shape, fans, axes })
      const n = values.length
      const mean = values.reduce((sum, value) => sum + value, 0) / n
      const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n)
      expect(Math.abs(mean - law.mean!)).toBeLessThanOrEqual((6 * law.std!) / Math.sqrt(n) + 1e-12)
      // A law of fixed values is met exactly, a random one within 6 standard errors, whatever its kurtosis below 60.
      expect(Math.abs(std - law.std!)).toBeLessThanOrEqual(
        law.std! * Math.min(0.5, (6 * 4) / Math.sqrt(n)) + 1e-12,
      )
      expect(values.every((value) => value >= law.low! && value <= law.high!)).toBe(true)
      expect(law.text).not.toMatch(/NaN|undefined|\[object/)
    },
  )

  it('every factory is here, or in the tests of plain laws', () => {
    const elsewhere =
      /^(zeros|ones|normal|nan|fromCheckpoint|(lecun|he|glorot)[A-Z]\w+|xavierNormal|kaiming(Uniform|TruncatedNormal))$/
    const here = new Set(CASES.map(([{ config }]) => config.name))
    const factories = Object.keys(init).filter((name) =>
      /^(?!create|compute|check|calc|to|run|show|near|matches|is|has|same|gain|draw|mapped)[a-z]\w*[^_]$/.test(
        name,
      ),
    )
    expect(factories.filter((name) => !here.has(name) && !elsewhere.test(name))).toEqual([])
  })
})
