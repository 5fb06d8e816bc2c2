import { describe, expect, it } from 'vitest'
import { fieldOf } from '../src/networks/field-of.ts'
import { startNetwork } from '../src/networks/start-network.ts'
import { network } from '../src/pictures/network.ts'
import { weights } from '../src/pictures/weights.ts'
import { defaultsOf } from '../src/state/defaults.ts'
import { DIALECTS, NETWORKS } from '../src/state/state.ts'
import { STATES } from './states.ts'

const WORK = { turn: async () => {} }

describe('a network', () => {
  it.each(NETWORKS.flatMap((name) => DIALECTS.map((dialect) => [name, dialect] as const)))(
    '%s starts in %s, the same again for the same seed, and otherwise for another',
    async (name, dialect) => {
      const state = { ...defaultsOf(name), depth: 2, width: 16, batch: 4, dialect }
      const [one, same, other] = await Promise.all([
        startNetwork(state),
        startNetwork(state),
        startNetwork({ ...state, seed: 1 }),
      ])
      const valuesOf = (started: typeof one) =>
        [...started.network.net.parameters()].map(([path, { data }]) => [path, data.toNested()])
      expect(valuesOf(one)).toEqual(valuesOf(same))
      expect(valuesOf(one)).not.toEqual(valuesOf(other))
    },
  )

  it('is too large for a page', async () => {
    const wide = { ...defaultsOf('mlp'), depth: 100, width: 1024 }
    await expect(startNetwork(wide)).rejects.toMatchObject({
      problems: [
        { field: 'width', text: '105 million weights are more than a page can have; make it smaller' },
      ],
    })
    const long = { ...defaultsOf('mlp'), depth: 100, width: 256, batch: 4096 }
    await expect(startNetwork(long)).rejects.toMatchObject({ problems: [{ field: 'batch' }] })
  })

  it('sees tokens that there are, numbers in their ranges, and the examples of data', async () => {
    const inputOf = async (state: Parameters<typeof startNetwork>[0]) => (await startNetwork(state)).input
    const tokens = await inputOf({ ...defaultsOf('transformer'), batch: 64 })
    expect(tokens.dtype).toBe('int32')
    expect([tokens.min().item(), tokens.max().item()]).toEqual([0, 63])
    expect((await inputOf(defaultsOf('chapter'))).shape).toEqual([2, 4])
    expect((await inputOf({ ...defaultsOf('mlp'), data: 'spirals' })).shape).toEqual([180, 2])
    expect((await inputOf({ ...defaultsOf('mlp'), data: 'digits' })).shape).toEqual([100, 64])
    expect((await inputOf(defaultsOf('lenet'))).shape).toEqual([100, 1, 8, 8])
    const uniform = await inputOf({ ...defaultsOf('mlp'), data: 'uniform' })
    expect(Number(uniform.min().item())).toBeGreaterThanOrEqual(0)
    expect(Number(uniform.max().item())).toBeLessThan(1)
  })

  it('that a framework cannot start is for the framework to say, unless an initializer was chosen', async () => {
    const state = { ...defaultsOf('chapter'), dialect: 'torch' } as const
    const started = await startNetwork(state)
    expect(fieldOf('0.weight: expected another', state, started.network)).toBe('dialect')
    const init = { ...state.init, weight: { name: 'zeros', options: {} } }
    expect(fieldOf('0.weight: expected another', { ...state, init }, started.network)).toBe('weight')
    expect(fieldOf('0.bias: expected another', { ...state, init }, started.network)).toBe('dialect')
  })
})

describe('the picture of the network', () => {
  it('has laws beside measured deviations, fans and where they come from', async () => {
    const data = await network(
      { ...defaultsOf('lenet'), init: { ...defaultsOf('lenet').init, bias: { name: 'ones', options: {} } } },
      WORK,
    )
    expect(data.total).toBe(150 + 6 + 864 + 16 + 7680 + 120 + 10080 + 84 + 840 + 10)
    expect(data.parameters[0]).toMatchObject({
      path: '0.weight',
      shape: [6, 1, 5, 5],
      fanIn: 25,
      fanOut: 150,
      law: 'U[-0.2, 0.2)',
      source: 'default',
    })
    expect(data.parameters[0]?.std.predicted).toBeCloseTo(0.2 / Math.sqrt(3), 12)
    expect(data.parameters[1]).toMatchObject({ law: '1', std: { measured: 0, predicted: 0 }, source: 'rule' })
    expect(data.stages.map(({ shape }) => shape)).toEqual([
      '[100, 1, 8, 8]',
      '[100, 6, 8, 8]',
      '[100, 16, 4, 4]',
      '[100, 120]',
      '[100, 84]',
      '[100, 10]',
    ])
  })
})

describe('the picture of the weights', () => {
  it('prints the chapter as PyTorch and as Keras do', async () => {
    // torch.manual_seed(42); nn.Linear(4, 8).weight[0]
    const torch = await weights({ ...defaultsOf('chapter'), dialect: 'torch' }, WORK)
    expect(torch.parameters[0]?.first).toBe('tensor([ 0.3823,  0.4150, -0.1171,  0.4593])')
    // Kernels are [in, out] there: their first row has the first weight of each of the 8 units.
    const keras = await weights({ ...defaultsOf('chapter'), dialect: 'keras' }, WORK)
    const { net } = (await startNetwork({ ...defaultsOf('chapter'), dialect: 'keras' })).network
    const column = net.parameters().get('0.weight')?.data.toNested() as number[][]
    const printed = keras.parameters[0]?.first.replace(/[[\]]/g, '').trim().split(/\s+/).map(Number)
    for (const [i, row] of column.entries()) expect(printed?.[i]).toBeCloseTo(row[0] ?? 0, 7)
    expect(printed).toHaveLength(8)
  })

  it.each(STATES)('$name: histograms count every value, and densities have mass 1', async ({ state }) => {
    const { parameters } = await weights(state, WORK)
    for (const { shape, histogram, density, mean, std } of parameters) {
      const { counts, below, above, low, high } = histogram
      const size = shape.reduce((product, length) => product * length, 1)
      expect(counts.reduce((sum, count) => sum + count, below + above)).toBe(size)
      expect(low).toBeLessThan(high)
      let mass = 0
      for (let i = 1; i < density.length; i++) {
        const [[x0 = 0, y0 = 0], [x1 = 0, y1 = 0]] = [density[i - 1] ?? [], density[i] ?? []]
        mass += ((x1 - x0) * (y0 + y1)) / 2
      }
      if (density.length > 0) expect(Math.abs(mass - 1)).toBeLessThan(1e-3)
      if (mean.predicted === undefined || std.predicted === undefined) continue
      // Six standard errors, wide enough for the kurtosis of a normal law.
      const error = (6 * std.predicted) / Math.sqrt(size) + 1e-7
      expect(Math.abs(mean.measured - mean.predicted)).toBeLessThanOrEqual(error)
      expect(Math.abs(std.measured - std.predicted)).toBeLessThanOrEqual(error)
    }
  })
})
