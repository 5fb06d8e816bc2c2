import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { BatchNorm, Dense, GroupNorm, InstanceNorm, LayerNorm, RmsNorm, Sequential } from '../src/index.ts'

const rng = createRng(42)
const x = cpu.normal(rng, [4, 6, 5], { mean: 3, std: 2 })

describe('norms', () => {
  it('make the moments that they promise', () => {
    const layers = [
      [new BatchNorm({ eps: 0 }), [0, 2]],
      [new InstanceNorm({ eps: 0 }), [2]],
      [new LayerNorm({ axes: 2, eps: 0 }), [1, 2]],
    ] as const
    for (const [layer, axes] of layers) {
      layer.initialize()
      const y = layer.forward(x)
      expect(y.mean(axes).abs().max().item()).toBeLessThan(1e-6)
      expect(y.std(axes).sub(1).abs().max().item()).toBeLessThan(1e-6)
    }
    const rms = new RmsNorm({ eps: 0 })
    rms.initialize()
    expect(rms.forward(x).square().mean(-1).sub(1).abs().max().item()).toBeLessThan(1e-6)
  })

  it('of groups lie between those of layers and those of instances', () => {
    const [one, all] = [new GroupNorm(1), new GroupNorm(6)]
    for (const norm of [one, all]) norm.initialize()
    const layer = new LayerNorm({ axes: 2, affine: false })
    expect(one.forward(x).allClose(layer.forward(x), { atol: 1e-6 })).toBe(true)
    expect(all.forward(x).allClose(new InstanceNorm().forward(x), { atol: 1e-6 })).toBe(true)
  })

  it('scale and shift, and `init` leaves them alone', () => {
    const net = new Sequential(
      new LayerNorm({ weightInit: constant(2), biasInit: constant(1), eps: 0 }),
      new BatchNorm(),
      new Dense(1),
    )
    net.initialize({ init: constant(7), forceReinit: true })
    expect(net.layers[0].forward(cpu.tensor([[1, 3]])).toNested()).toEqual([[-1, 3]])
    net.forward(cpu.ones([2, 2]))
    expect(net.layers[1].weight.data.toNested()).toEqual([1, 1])
    const stats = ['buffer', 'buffer', 'buffer']
    const roles = ['scale', 'bias', 'scale', 'bias', ...stats, 'weight', 'bias']
    expect(net.plan().rows.map(({ role }) => role)).toEqual(roles)
  })

  it('keep statistics of samples in training, and take them in evaluation', () => {
    const norm = new BatchNorm({ momentum: null, eps: 0 })
    norm.initialize()
    norm.forward(cpu.tensor([[0], [2]]))
    norm.forward(cpu.tensor([[4], [8]]))
    expect(norm.runningMean.data.toNested()).toEqual([3.5])
    expect(norm.runningVar.data.toNested()).toEqual([5])
    expect(norm.numBatchesTracked.data.item()).toBe(2)
    const y = norm.eval().forward(cpu.tensor([[3.5], [3.5 + Math.sqrt(5)]]))
    expect(y.allClose(cpu.tensor([[0], [1]]), { atol: 1e-6 })).toBe(true)
    expect(norm.numBatchesTracked.data.item()).toBe(2)
    expect([...norm.buffers().keys()]).toEqual(['runningMean', 'runningVar', 'numBatchesTracked'])
  })

  it('start their statistics again with forceReinit', () => {
    const norm = new BatchNorm()
    norm.initialize()
    norm.forward(cpu.tensor([[0], [2]]))
    norm.initialize({ forceReinit: true })
    expect(norm.runningMean.data.toNested()).toEqual([0])
    expect(norm.runningVar.data.toNested()).toEqual([1])
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    ['LayerNorm: expected eps >= 0, got -1', RangeError, () => new LayerNorm({ eps: -1 })],
    ['LayerNorm: expected axes to be an integer >= 1, got 0', RangeError, () => new LayerNorm({ axes: 0 })],
    ['BatchNorm: expected momentum in [0, 1], got 2', RangeError, () => new BatchNorm({ momentum: 2 })],
    [
      'GroupNorm: expected groups to divide channels 4, got 3',
      RangeError,
      () => new GroupNorm(3, { channels: 4 }),
    ],
    [
      'LayerNorm: expected an input that ends in [3, 4], got [4]',
      ShapeError,
      () => new LayerNorm({ shape: [3, 4], affine: false }).forward(cpu.ones([4])),
    ],
    [
      'RmsNorm: expected an input that ends in [3], got [2]',
      ShapeError,
      () => new RmsNorm({ shape: 3 }).forward(cpu.ones([2])),
    ],
    [
      'BatchNorm: expected an input [n, 3, …], got [2, 4]',
      ShapeError,
      () => new BatchNorm({ channels: 3 }).forward(cpu.ones([2, 4])),
    ],
    [
      'InstanceNorm: expected an input [n, channels, …lengths], got [2, 4]',
      ShapeError,
      () => new InstanceNorm().forward(cpu.ones([2, 4])),
    ],
    [
      'InstanceNorm: expected more than one value for each channel in training, got 1; pass a larger input, or call eval() first',
      ShapeError,
      () => new InstanceNorm().forward(cpu.ones([2, 4, 1])),
    ],
  ])('refuse: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })

  it('do without a bias', () => {
    const y = cpu.tensor([[[1, 3], [10, 20], [0, 8], [2, 4]]]) // biome-ignore format: channels
    const norms = [
      new BatchNorm({ useBias: false, weightInit: constant(3), eps: 0 }),
      new GroupNorm(4, { useBias: false, weightInit: constant(3), eps: 0 }),
      new InstanceNorm({ affine: true, useBias: false, weightInit: constant(3), eps: 0 }),
      new LayerNorm({ useBias: false, weightInit: constant(3), eps: 0 }),
    ]
    for (const norm of norms) {
      norm.initialize()
      expect(norm.forward(y).toNested()).toEqual([new Array(4).fill([-3, 3])])
      expect([norm.useBias, norm.bias, norm.bias === undefined]).toEqual([false, undefined, true])
      expect([...norm.parameters().keys()]).toEqual(['weight'])
    }
    expect(new BatchNorm({ affine: false }).useBias).toBe(false)
    expect(new GroupNorm(2).useBias).toBe(true)
  })

  it('of instances take an example without a batch where the number of lengths is said', () => {
    const one = new InstanceNorm({ rank: 2, affine: true, trackRunningStats: true })
    const all = new InstanceNorm({ affine: true, trackRunningStats: true })
    for (const norm of [one, all]) norm.initialize()
    const image = cpu.normal(rng, [3, 4, 5])
    expect(one.forward(image).equals(all.forward(image.unsqueeze(0)).at(0))).toBe(true)
    expect(one.forward(image.unsqueeze(0)).equals(all.forward(image.unsqueeze(0)))).toBe(true)
    expect(one.runningVar.data.equals(all.runningVar.data)).toBe(true)
    for (const shape of [[4, 5], [1, 2, 3, 4, 5]]) // biome-ignore format: two shapes
      expect(() => one.forward(cpu.ones(shape))).toThrow(
        `InstanceNorm: expected an input [n, channels, …2 lengths] or [channels, …2 lengths], got [${shape.join(', ')}]`,
      )
    expect(() => one.forward([1] as never)).toThrow('expected an input to be a tensor, got [1]')
    expect(() => new InstanceNorm({ rank: 0 })).toThrow(
      'InstanceNorm: expected rank to be an integer >= 1, got 0',
    )
  })

  // nn.BatchNorm1d(2) and nn.InstanceNorm1d(2, track_running_stats=True) of PyTorch.
  it('count batches as PyTorch does', () => {
    const y = cpu.tensor([[[1, 3], [10, 20]], [[5, 7], [30, 40]]]) // biome-ignore format: channels
    const batch = new BatchNorm({ momentum: null })
    batch.initialize()
    batch.forward(y)
    batch.forward(cpu.zeros([0, 2, 2]))
    batch.forward(y.mul(3))
    expect(batch.numBatchesTracked.data.item()).toBe(3)
    expect(batch.runningMean.data.allClose(cpu.tensor([4 * (2 / 3) + 12 / 3, 25 * (2 / 3) + 75 / 3]))).toBe(
      true,
    )
    const still = new InstanceNorm({ trackRunningStats: true, momentum: null })
    still.forward(y)
    expect(still.runningMean.data.toNested()).toEqual([0, 0])
    expect(still.runningVar.data.toNested()).toEqual([1, 1])
    const instance = new InstanceNorm({ trackRunningStats: true })
    instance.forward(y)
    expect(instance.numBatchesTracked.data.item()).toBe(0)
    expect(instance.runningMean.data.allClose(cpu.tensor([0.4, 2.5]))).toBe(true)
    expect(instance.runningVar.data.allClose(cpu.tensor([0.9 + 0.2, 0.9 + 5]))).toBe(true)
  })

  it('give nothing of nothing in training, and keep their statistics', () => {
    for (const shape of [
      [0, 3, 4],
      [2, 3, 0],
    ]) {
      // biome-ignore format: two shapes
      const norms = [
        new BatchNorm({ channels: 3 }),
        new InstanceNorm({ channels: 3, affine: true, trackRunningStats: true }),
        new GroupNorm(3, { channels: 3 }),
        ...(shape[2] === 0 ? [] : [new LayerNorm(), new RmsNorm()]),
      ]
      for (const norm of norms) {
        norm.initialize({ backend: cpu })
        expect(norm.forward(cpu.zeros(shape)).shape).toEqual(shape)
        for (const [name, { data }] of norm.buffers()) {
          if (name !== 'numBatchesTracked')
            expect(data.toNested()).toEqual(new Array(3).fill(name === 'runningVar' ? 1 : 0))
        }
      }
    }
  })

  it('keep their statistics when a call fails', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.initialize({ backend: cpu })
    expect(() => norm.forward(cpu.ones([1, 2]))).toThrow(ShapeError)
    expect(norm.numBatchesTracked.data.item()).toBe(0)
  })
})
