import { cpu } from '@nn/backend-cpu'
import { zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { BatchNorm, Dense, Module, Parameter, Sequential } from '../src/index.ts'

declare const structuredClone: <T>(value: T, options: { transfer: unknown[] }) => T

const square = () => new Dense(2, { inUnits: 2, useBias: false })
const build = () => {
  const net = new Sequential(square(), square())
  net.initialize({ rng: createRng(1), backend: cpu })
  return net
}
const nested = (net: Module) => [...net.parameters().values()].map(({ data }) => data.toNested())
/** A state dict whose tensors share nothing with anything. */
const copied = (state: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(state).map(([path, value]) => [path, value.clone()]))

describe('loading the live values of the same module', () => {
  it.each<[string, (a: Tensor, b: Tensor) => Record<string, Tensor>]>([
    ['that are exchanged', (a, b) => ({ '0.weight': b, '1.weight': a })],
    ['that are its own', (a, b) => ({ '0.weight': a, '1.weight': b })],
    ['twice', (a) => ({ '0.weight': a, '1.weight': a })],
    ['as views of itself', (a, b) => ({ '0.weight': a.transpose(), '1.weight': b })],
    ['as views of one another', (a, b) => ({ '0.weight': b.transpose(), '1.weight': a.at(0).expand(2, 2) })],
    ['cast', (a, b) => ({ '0.weight': b.cast('float64'), '1.weight': a })],
  ])('%s does what it would do with copies', (_, stateOf) => {
    const [live, other] = [build(), build()]
    const data = (net: typeof live) => net.layers.map(({ weight }) => weight.data) as [Tensor, Tensor]
    const before = data(live)
    other.loadStateDict(copied(stateOf(...data(other))))
    live.loadStateDict(stateOf(...before))
    expect(nested(live)).toEqual(nested(other))
    expect(data(live).every((one, i) => one === before[i])).toBe(true)
  })

  it('also into what has no values yet', () => {
    const net = build()
    const one = net.layers[0].weight.data
    const expected = one.toNested()
    expect(net.layers[1].weight.isMaterialized).toBe(false)
    net.loadStateDict({ '1.weight': one, '0.weight': cpu.zeros([2, 2]) })
    expect(nested(net)).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
      expected,
    ])
  })

  it('and the buffers of norms', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.initialize({ backend: cpu })
    const [mean, variance] = [norm.runningMean.data, norm.runningVar.data]
    norm.loadStateDict({ runningMean: variance, runningVar: mean }, { strict: false })
    expect([norm.runningMean.data.toNested(), norm.runningVar.data.toNested()]).toEqual([
      [1, 1],
      [0, 0],
    ])
  })
})

describe('{ copy: false }', () => {
  const load = (net: Module, state: Record<string, unknown>) => () =>
    net.loadStateDict(state as never, { copy: false, backend: cpu })

  it('adopts tensors and arrays, also in the place of values there are', () => {
    const [weight, array] = [cpu.ones([2, 2]), new Float32Array(4)]
    for (const net of [build(), new Sequential(square(), square())]) {
      net.layers[0].weight.freeze()
      load(net, { '0.weight': weight, '1.weight': array })()
      expect(net.layers[0].weight.data).toBe(weight)
      expect(net.layers[1].weight.data.data).toBe(array)
      expect([net.layers[0].weight.isFrozen, net.layers[1].weight.shape]).toEqual([true, [2, 2]])
      array[0] = 5
      expect(net.layers[1].weight.data.at(0, 0).item()).toBe(5)
      expect(net.initialize({ rng: createRng(1) }).rows.map(({ source }) => source)).toEqual([
        'loaded',
        'loaded',
      ])
    }
  })

  it('adopts views that lie apart in one buffer, as files are read', () => {
    const file = Float32Array.from({ length: 8 }, (_, i) => i)
    const net = build()
    load(net, { '0.weight': file.subarray(0, 4), '1.weight': file.subarray(4) })()
    expect(nested(net)).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [
        [4, 5],
        [6, 7],
      ],
    ])
    // Exchanged within the file.
    const [a, b] = net.layers.map(({ weight }) => weight.data)
    net.loadStateDict({ '0.weight': b as Tensor, '1.weight': a as Tensor })
    expect([...file]).toEqual([4, 5, 6, 7, 0, 1, 2, 3])
  })

  it('exchanges what two have', () => {
    const net = build()
    const [a, b] = net.layers.map(({ weight }) => weight.data)
    load(net, { '0.weight': b, '1.weight': a })()
    expect(net.layers.map(({ weight }) => weight.data)).toEqual([b, a])
  })

  it('takes one array for all places of what is tied', () => {
    class Tied extends Module {
      readonly one = new Parameter({ shape: [2], role: 'weight', init: zeros() })
      readonly two = this.one
      override forward(x: Tensor): Tensor {
        return x
      }
    }
    const [net, array] = [new Tied(), Float32Array.of(1, 2)]
    load(net, { one: array, two: array })()
    expect(net.two.data.data).toBe(array)
  })

  const ones = new Float32Array(4)
  it.each<[string, () => Record<string, unknown>]>([
    ['0.weight: expected [2, 2] float32 to adopt, got float64', () => ({ '0.weight': new Float64Array(4) })],
    [
      '0.weight: expected [2, 2] float32, got [4] int32',
      () => ({ '0.weight': cpu.tensor(new Int32Array(4)) }),
    ],
    [
      '0.weight: expected [2, 2] float32 to adopt, got a view that is not contiguous',
      () => ({ '0.weight': cpu.ones([2, 2]).transpose() }),
    ],
    [
      '0.weight: expected [2, 2] float32 to adopt, got a view that',
      () => ({ '0.weight': cpu.ones([1]).expand(2, 2) }),
    ],
    [
      '0.weight: expected an array of its own to adopt, got one that 1.weight has, too',
      () => ({ '0.weight': ones, '1.weight': ones }),
    ],
    [
      '1.weight: expected an array of its own to adopt, got one that 0.weight has, too',
      () => ({ '0.weight': ones, '1.weight': new Float32Array(ones.buffer) }),
    ],
    [
      'expected an array of its own to adopt',
      () => {
        const both = new Float32Array(6)
        return { '0.weight': both.subarray(0, 4), '1.weight': both.subarray(2) }
      },
    ],
    [
      '0.weight: expected [2, 2] float32 to adopt, got a buffer that was transferred',
      () => {
        const tensor = cpu.ones([2, 2])
        structuredClone(tensor.data, { transfer: [tensor.data.buffer] })
        return { '0.weight': tensor }
      },
    ],
  ])('loads nothing where it would have to copy: %s', (text, stateOf) => {
    const net = build()
    const before = nested(net)
    const run = load(net, { '1.weight': new Float32Array(4), ...stateOf() })
    expect(run).toThrow(RangeError)
    expect(run).toThrow(text)
    expect(nested(net)).toEqual(before)
  })

  it('refuses the array of a parameter that is not loaded', () => {
    const net = build()
    const { data } = net.layers[0].weight
    const run = () => net.loadStateDict({ '1.weight': data }, { copy: false, strict: false })
    expect(run).toThrow('1.weight: expected an array of its own to adopt, got one that 0.weight has, too')
  })

  it('of one parameter says the same', () => {
    const { weight } = square()
    weight.load(ones, { copy: false, backend: cpu }).commit()
    expect(weight.data.data).toBe(ones)
    expect(() => weight.load(cpu.ones([2, 2], { dtype: 'float64' }), { copy: false })).toThrow(
      'weight: expected float32 values to adopt, got float64; leave out copy: false',
    )
    expect(() => weight.load([1, 2] as never)).toThrow(
      'weight: expected values to be a tensor or a typed array of a dtype',
    )
  })
})

describe('buffers that were transferred', () => {
  const transfer = ({ data }: Tensor) => structuredClone(data, { transfer: [data.buffer] })

  it('are no values to load, and nothing was', () => {
    const net = build()
    const before = nested(net)
    const lost = cpu.ones([2, 2])
    transfer(lost)
    const run = () => net.loadStateDict({ '0.weight': cpu.zeros([2, 2]), '1.weight': lost })
    expect(run).toThrow('1.weight: expected [2, 2] float32, got a buffer that was transferred')
    expect(nested(net)).toEqual(before)
    expect(() => net.layers[0].weight.load(lost)).toThrow(
      'expected values in memory, got a buffer that was transferred',
    )
  })

  it('of the parameters themselves are replaced by what is loaded', () => {
    const net = build()
    const sent = net.layers.map(({ weight }) => transfer(weight.data))
    net.loadStateDict({ '0.weight': sent[1]!, '1.weight': sent[0]! })
    expect(net.layers.map(({ weight }) => [...weight.data.data])).toEqual([[...sent[1]!], [...sent[0]!]])
  })
})
