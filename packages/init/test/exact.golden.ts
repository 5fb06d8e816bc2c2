import { cpu } from '@nn/backend-cpu'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import exact from './fixtures/exact.json' with { type: 'json' }
import { request } from './request.ts'

const plain = (shape: readonly number[]) => init.createRequest({ shape, dtype: 'float64', backend: cpu })

describe('matrices that are known exactly', () => {
  it.each(exact.dirac)('dirac $shape, groups $groups, as in PyTorch', ({ shape, groups, values }) => {
    expect([...init.dirac({ groups })(plain(shape)).toArray()]).toEqual(values)
    const axes = { out: 0, in: 1, groups }
    const grouped = init.createRequest({ shape, dtype: 'float64', axes, backend: cpu })
    expect([...init.dirac()(grouped).toArray()]).toEqual(values)
  })

  it.each(exact.bilinear)('bilinear $k, as in MXNet', ({ k, row }) => {
    const values = init.mxnetBilinear()(plain([2, 2, k, k]))
    const outer = row.map((a) => row.map((b) => a * b))
    for (const [o, i] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const got = values.slice(o, i).toArray()
      for (const [at, value] of outer.flat().entries()) expect(got[at]).toBeCloseTo(value, 15)
    }
  })

  it('bilinear of every k, as in the code of Long et al.: a transposed convolution of stride ⌈k/2⌉ keeps a constant', () => {
    for (let k = 1; k <= 9; k++) {
      const factor = Math.floor((k + 1) / 2)
      const centre = k % 2 === 1 ? factor - 1 : factor - 0.5
      const row = Array.from({ length: k }, (_, x) => 1 - Math.abs(x - centre) / factor)
      const got = init
        .bilinear()(plain([1, 1, k, k]))
        .slice(0, 0)
      const outer = row.map((a) => row.map((b) => a * b))
      for (const [y, values] of outer.entries())
        for (const [x, value] of values.entries()) expect(got.at(y, x).item()).toBeCloseTo(value, 15)
      for (let phase = 0; phase < factor; phase++) {
        const taps = row.filter((_, x) => x % factor === phase)
        expect(taps.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1, 15)
      }
    }
    expect([
      ...init
        .bilinear()(plain([1, 1, 3]))
        .toArray(),
    ]).toEqual([0.5, 1, 0.5])
    // Each axis of the field by its own length, and no channel with another.
    const uneven = init.bilinear()(plain([2, 2, 3, 4]))
    expect(uneven.slice(0, 0).at(0).toNested()).toEqual([0.125, 0.375, 0.375, 0.125])
    expect(uneven.slice(0, 1).abs().max().item()).toBe(0)
  })

  it.each(exact.hadamard)('hadamard $n', ({ n, values }) => {
    const got = init
      .hadamard()(plain([n, n]))
      .toArray()
    for (const [i, value] of values.entries()) expect(got[i]).toBeCloseTo(value, 15)
  })

  it.each(exact.fans)('fans of $kind', ({ kind, shape, fanIn, fanOut }) => {
    const names = kind === 'stacked_gates' ? ['i', 'f', 'g', 'o'] : ['q', 'k', 'v']
    const sizes = kind === 'packed_qkv_gqa' ? { sizes: [16, 8, 8] } : {}
    const axes: init.Axes = {
      embedding: { in: 0, out: 1, lookup: true },
      expert_batched: { out: 1, in: 2, batch: 0 },
    }[kind] ?? { out: 0, in: 1, blocks: { axis: 0, names, ...sizes } }
    expect(init.computeFans(shape, axes)).toEqual({ fanIn, fanOut })
  })

  it.each(exact.sparse)(
    'sparse: $zeros zeros of $rows at sparsity $sparsity',
    ({ rows, sparsity, zeros }) => {
      const w = init.sparse({ sparsity })(request([rows, 4]))
      expect(w.eq(0).cast('int32').sum(0).toNested()).toEqual([zeros, zeros, zeros, zeros])
    },
  )

  it.each(exact.depth.prior_bias)('prior bias of $p', ({ p, bias }) => {
    expect(
      init
        .priorBias({ probability: p })(plain([1]))
        .item(),
    ).toBeCloseTo(bias, 14)
  })

  it.each(exact.depth.siren)('SIREN, n = $n', ({ n, w0, first_bound, hidden_bound }) => {
    const fans = { fanIn: n, fanOut: 1 }
    expect(init.siren({ first: true, omega: w0 }).describe({ shape: [1, n], fans }).high).toBe(first_bound)
    expect(init.siren({ omega: w0 }).describe({ shape: [1, n], fans }).high).toBeCloseTo(hidden_bound, 15)
  })

  it.each(exact.depth.spectral_std_approx)('spectral $fan_in → $fan_out', ({ fan_in, fan_out, std }) => {
    const fans = { fanIn: fan_in, fanOut: fan_out }
    expect(init.spectral().describe({ shape: [fan_out, fan_in], fans }).std).toBe(std)
  })
})

describe('truncated variance scaling from any bounds', () => {
  const open = exact.truncated.map(({ low, high }) => ({ low, high: high ?? Number.POSITIVE_INFINITY }))
  const cases = [...open, { low: -1, high: 3 }, { low: Number.NEGATIVE_INFINITY, high: -5 }]
  it.each(cases)('cut to [$low, $high] keeps mean 0 and the variance', ({ low, high }) => {
    const scaling = init.varianceScaling({ distribution: 'truncatedNormal', low, high })
    const asked = request([300, 300], { dtype: 'float64' })
    const values = scaling(asked)
    const law = scaling.describe(asked)
    expect([law.mean, law.std]).toEqual([0, Math.sqrt(1 / 300)])
    expect(values.ge(law.low!).logicalAnd(values.le(law.high!)).all().item()).toBe(true)
    expect(Math.abs(Number(values.mean().item())) / law.std!).toBeLessThan(6 / 300)
    expect(Math.abs(Number(values.std().item()) / law.std! - 1)).toBeLessThan(0.03)
  })
})
