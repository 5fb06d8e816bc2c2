import { cpu } from '@nn/backend-cpu'
import { normal, ones, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { concat, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'

const seeded = () => createRng(42)
const x = (...shape: number[]): Tensor => cpu.normal(createRng(shape.length), shape)
function ready<M extends nn.Module>(layer: M): M {
  const hasBias = [...layer.parameters().values()].some(({ role }) => role === 'bias')
  layer.initialize({ rng: seeded(), backend: cpu, rules: hasBias ? [[{ role: 'bias' }, normal()]] : [] })
  return layer
}
const add = (t: Tensor, axis: number, by: number, fill = 0) => {
  const more = cpu.full(
    t.shape.map((n, i) => (i === axis ? by : n)),
    fill,
  )
  return concat([t, more], axis)
}
const close = (a: Tensor, b: Tensor) => expect(a.sub(b).abs().max().item()).toBeLessThan(2e-6)
const init = { init: zeros() }

describe('with zeros for the new part, a grown layer computes what it did', () => {
  it.each([1, 2])('recurrent layers of %i layers, in units and inputs, both directions', (layers) => {
    for (const bidirectional of [false, true]) {
      for (const make of [nn.Rnn, nn.Gru, nn.Lstm]) {
        const layer: nn.Rnn | nn.Gru | nn.Lstm = ready(new make(2, { inUnits: 3, layers, bidirectional }))
        const before = layer.forward(x(5, 2, 3)).output
        nn.grow(layer, { units: 3, inUnits: 4 }, init)
        const after = layer.forward(add(x(5, 2, 3), 2, 2, 7).slice(null, null, [0, 4])).output
        expect([layer.units, layer.outUnits, layer.cells[0]!.weightIh.shape[1]]).toEqual([3, 3, 4])
        close(after.slice(null, null, [0, 2]), before.slice(null, null, [0, 2]))
        if (bidirectional) close(after.slice(null, null, [3, 5]), before.slice(null, null, [2, 4]))
        nn.shrink(layer, { units: 2, inUnits: 3 })
        expect(layer.forward(x(5, 2, 3)).output.equals(before)).toBe(true)
      }
    }
  })

  it('an LSTM with a projection', () => {
    const layer = ready(new nn.Lstm(4, { inUnits: 3, projection: 2 }))
    const before = layer.forward(x(5, 2, 3)).output
    close(nn.grow(layer, { units: 6 }, init).forward(x(5, 2, 3)).output, before)
    expect([layer.units, layer.outUnits]).toEqual([6, 2])
  })

  it.each([true, false])('attention, packed %s: heads keep their length', (packed) => {
    const layer = ready(new nn.MultiheadAttention(4, 2, { packed, addBiasKv: true }))
    const before = layer.forward(x(5, 2, 4)).output
    nn.grow(layer, { units: 6 }, init)
    expect([layer.units, layer.heads, layer.keyUnits, layer.outProj.units]).toEqual([6, 3, 6, 6])
    const after = layer.forward(add(x(5, 2, 4), 2, 2, 9)).output
    close(after.slice(null, null, [0, 4]), before)
    expect(() => nn.grow(layer, { units: 7 })).toThrow('expected a head of 2 to divide units 7, got 2')
    expect(
      nn
        .shrink(layer, { units: 4 })
        .forward(x(5, 2, 4))
        .output.equals(before),
    ).toBe(true)
  })

  it.each([1, 2, 4])('convolutions of %i groups, plain and transposed', (groups) => {
    for (const make of [nn.Conv2d, nn.ConvTranspose2d]) {
      const layer: nn.Conv2d | nn.ConvTranspose2d = ready(new make(4, 3, { inChannels: 4, groups }))
      const before = layer.forward(x(2, 4, 6, 6))
      nn.grow(layer, { outChannels: 8, inChannels: 8 }, init)
      const per = 4 / groups
      // Group by group, as many channels again, which count nothing.
      const parts = (t: Tensor, width: number) =>
        Array.from({ length: groups }, (_, g) => t.slice(null, [g * width, (g + 1) * width]))
      const wide = concat(
        parts(x(2, 4, 6, 6), per).map((part) => add(part, 1, per, 5)),
        1,
      )
      const after = concat(
        parts(layer.forward(wide), 2 * per).map((part) => part.slice(null, [0, per])),
        1,
      )
      close(after, before)
      expect(layer.outChannels).toBe(8)
      expect(
        nn
          .shrink(layer, { outChannels: 4, inChannels: 4 })
          .forward(x(2, 4, 6, 6))
          .equals(before),
      ).toBe(true)
      if (groups > 1)
        expect(() => nn.grow(layer, { outChannels: 5 })).toThrow(`expected groups to divide outChannels 5`)
    }
  })

  it('depthwise convolutions, norms and their statistics', () => {
    const depthwise = ready(new nn.DepthwiseConv2d(3, { inChannels: 2, multiplier: 2 }))
    const before = depthwise.forward(x(2, 2, 5, 5))
    close(
      nn
        .grow(depthwise, { inChannels: 3 })
        .forward(add(x(2, 2, 5, 5), 1, 1))
        .slice(null, [0, 4]),
      before,
    )
    const norm = ready(new nn.BatchNorm({ channels: 2 }))
    norm.forward(x(8, 2))
    norm.eval()
    const normed = norm.forward(x(4, 2))
    nn.grow(norm, { channels: 3 })
    close(norm.forward(add(x(4, 2), 1, 1)).slice(null, [0, 2]), normed)
    expect(norm.runningVar.data.at(2).item()).toBe(1)
    expect([norm.channels, norm.runningMean.shape]).toEqual([3, [3]])
    expect(nn.shrink(norm, { channels: 2 }).forward(x(4, 2)).equals(normed)).toBe(true)
    const groups = ready(new nn.GroupNorm(2, { channels: 4 }))
    const grouped = groups.forward(x(3, 4))
    close(
      nn
        .grow(groups, { channels: 6, groups: 3 })
        .forward(add(x(3, 4), 1, 2))
        .slice(null, [0, 4]),
      grouped,
    )
    for (const make of [nn.LayerNorm, nn.RmsNorm]) {
      const layer: nn.LayerNorm | nn.RmsNorm = ready(new make({ shape: 4 }))
      expect(nn.grow(layer, { shape: 6 }).forward(x(2, 6)).shape).toEqual([2, 6])
      expect(layer.shape).toEqual([6])
    }
    const slopes = ready(new nn.PRelu({ perChannel: true, channels: 2 }))
    expect(nn.grow(slopes, { channels: 3 }).forward(x(2, 3)).shape).toEqual([2, 3])
  })

  it('linear and bilinear layers', () => {
    const dense = ready(new nn.Dense(2, { inUnits: 3 }))
    const before = dense.forward(x(4, 3))
    close(
      nn
        .grow(dense, { units: 4, inUnits: 5 }, init)
        .forward(add(x(4, 3), 1, 2, 8))
        .slice(null, [0, 2]),
      before,
    )
    const bilinear = ready(new nn.Bilinear(2, { inUnits: [3, 2] }))
    const product = bilinear.forward(x(4, 3), x(4, 2))
    nn.grow(bilinear, { units: 3, inUnits: [4, 3] }, init)
    close(bilinear.forward(add(x(4, 3), 1, 1, 8), add(x(4, 2), 1, 1, 8)).slice(null, [0, 2]), product)
  })

  it('a parameter of one’s own, with blocks, experts and groups', () => {
    const own = (shape: number[], axes: object) => {
      const parameter = new nn.Parameter({ shape, role: 'weight', axes: axes as never, init: ones() })
      parameter.initialize({ backend: cpu })
      parameter.data.copy_(
        cpu
          .arange(parameter.data.size)
          .reshape(...shape)
          .cast('float32'),
      )
      return parameter
    }
    const halves = own([4, 1], { out: 0, in: 1, blocks: { axis: 0, count: 2 } })
    expect(nn.grow(halves, [6, 1], init).data.toNested()).toEqual([[0], [1], [0], [2], [3], [0]])
    const experts = own([2, 2, 1], { out: 1, in: 2, batch: 0 })
    expect(nn.grow(experts, [3, 2, 2], init).data.toNested()).toEqual([
      [
        [0, 0],
        [1, 0],
      ],
      [
        [2, 0],
        [3, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ])
    const along = own([1, 4], { out: 0, in: 1, blocks: { axis: 1, count: 2 } })
    expect(nn.grow(along, [1, 6], init).data.toNested()).toEqual([[0, 1, 0, 2, 3, 0]])
    expect(() => nn.grow(halves, [7, 1])).toThrow('expected blocks that fill 7 units')
  })
})

describe('an embedding and its head', () => {
  const build = (count: number) => {
    const net = new nn.Sequential(new nn.Embedding(count, 4), new nn.Dense(count, { inUnits: 4 }))
    Object.assign(net.layers[1], { weight: net.layers[0].weight })
    net.initialize({ rng: seeded(), backend: cpu })
    return net
  }

  it.each([0, 1])('grow and shrink together, by either (%i)', (index) => {
    const net = build(5)
    const ids = cpu.tensor([0, 4], { dtype: 'int32' })
    const before = net.forward(ids)
    if (index === 0) nn.grow(net.layers[0], { count: 7 })
    else nn.grow(net.layers[1], { units: 7 })
    const [table, head] = net.layers
    expect([table.count, head.units, head.bias.shape, head.weight === table.weight]).toEqual([
      7,
      7,
      [7],
      true,
    ])
    expect(net.forward(ids).slice(null, [0, 5]).equals(before)).toBe(true)
    expect(table.weight.data.equals(build(7).layers[0].weight.data)).toBe(true)
    nn.shrink(net.layers[0], { count: 5 })
    expect(net.forward(ids).equals(before)).toBe(true)
  })

  it('keeps its padding row', () => {
    const table = ready(new nn.Embedding(4, 2, { paddingIndex: -1 }))
    expect(nn.grow(table, { count: 6 }).weight.data.at(3).toNested()).toEqual([0, 0])
    expect(() => nn.shrink(table, { count: 3 })).toThrow('expected count to be an integer >= 4, got 3')
  })
})

describe('what is refused changes nothing', () => {
  const dense = () => ready(new nn.Dense(2, { inUnits: 3 }))
  it.each<[(layer: nn.Dense) => unknown, string]>([
    [
      (layer) => nn.grow(layer, { unit: 3 } as never),
      'grow of Dense: expected options units, inUnits, got "unit"; did you mean "units"?',
    ],
    [(layer) => nn.grow(layer, {}), 'grow of Dense: expected one of units, inUnits, got none'],
    [
      (layer) => nn.grow(layer, { units: 1.5 }),
      'grow of Dense: expected units to be an integer >= 0, got 1.5',
    ],
    [
      (layer) => nn.grow(layer, { units: 1 }),
      'weight: expected a shape of at least [2, 3], got [1, 3]; axes only become longer',
    ],
    [(layer) => nn.grow(layer, { units: 3, inUnits: 2 }), 'expected a shape of at least [2, 3], got [3, 2]'],
    [
      (layer) => nn.shrink(layer, { units: 3 }),
      'weight: expected a shape of at most [2, 3], got [3, 3]; axes only become shorter',
    ],
    [(layer) => nn.grow(layer, 5 as never), 'grow of Dense: expected an options object, got 5'],
    [
      () => nn.grow<nn.Module>(new nn.Relu(), {} as never),
      'expected a layer with sizes of its own, got an instance of Relu; give a parameter and its shape',
    ],
    [() => nn.grow(new nn.Dense(2), { units: 3 }), 'weight: expected values'],
  ])('%s', (attempt, message) => {
    const layer = dense()
    const before = layer.weight.data.clone()
    expect(() => attempt(layer)).toThrow(message)
    expect([layer.units, layer.weight.data.equals(before), layer.bias.shape]).toEqual([2, true, [2]])
  })

  it('TypeScript knows the sizes of each layer', () => {
    const wrong = () => [
      // @ts-expect-error a convolution has channels
      nn.grow(new nn.Conv2d(1, 1), { units: 2 }),
      // @ts-expect-error an embedding has a count
      nn.grow(new nn.Embedding(1, 1), { inUnits: 2 }),
      // @ts-expect-error a norm has channels
      nn.shrink(new nn.BatchNorm(), { units: 2 }),
      // @ts-expect-error two lengths
      nn.grow(new nn.Bilinear(2), { inUnits: 2 }),
    ]
    expect(wrong).toBeTypeOf('function')
  })
})
