import { cpu, cpuPlain } from '@nn/backend-cpu'
import { zeros } from '@nn/init'
import { BatchNorm, Dense, Dropout, Embedding, MaxPool1d, relu, Sequential } from '@nn/layers'
import { createRng } from '@nn/random'
import { createBackend, mapGradient, type Tensor, where, withGradient } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { detach, grad, valueAndGrad } from '../src/index.ts'

function network(): Sequential<readonly [Dense, Dense]> {
  const net = new Sequential(new Dense(3, { inUnits: 2, activation: relu }), new Dense(1, { inUnits: 3 }))
  net.initialize({ rng: createRng(42), backend: cpu })
  return net
}

const x = cpu.tensor([
  [1, 2],
  [3, -4],
])

describe('parameters', () => {
  it('have gradients of their shape and dtype, by path, in their order', () => {
    const net = network()
    const { gradients } = valueAndGrad(net, () => net.forward(x).sum())
    expect([...gradients.keys()]).toEqual([...net.parameters().keys()])
    for (const [path, { data }] of net.parameters()) {
      expect(gradients.get(path)?.shape).toEqual(data.shape)
      expect(gradients.get(path)?.dtype).toBe(data.dtype)
    }
  })

  it('that are frozen have none, and keep those in front of them', () => {
    const net = network()
    const all = valueAndGrad(net, () => net.forward(x).sum()).gradients
    net.layers[1].freeze()
    const some = valueAndGrad(net, () => net.forward(x).sum()).gradients
    expect([...some.keys()]).toEqual(['0.weight', '0.bias'])
    expect(some.get('0.weight')?.equals(all.get('0.weight') as Tensor)).toBe(true)
  })

  it('that are tied have the sum of their uses, at the first path', () => {
    const shared = new Dense(2, { inUnits: 2 })
    const net = new Sequential(shared, relu, shared)
    const apart = new Sequential(new Dense(2, { inUnits: 2 }), relu, new Dense(2, { inUnits: 2 }))
    net.initialize({ rng: createRng(1), backend: cpu })
    apart.layers[0].loadStateDict(shared.stateDict())
    apart.layers[2].loadStateDict(shared.stateDict())
    const tied = valueAndGrad(net, () => net.forward(x).square().sum()).gradients
    const two = valueAndGrad(apart, () => apart.forward(x).square().sum()).gradients
    expect([...tied.keys()]).toEqual(['0.weight', '0.bias'])
    const sum = (two.get('0.weight') as Tensor).add(two.get('2.weight') as Tensor)
    expect(tied.get('0.weight')?.allClose(sum, { rtol: 1e-6 })).toBe(true)
  })

  it('of statistics are no parameters: a norm in training counts its batch, and has gradients of two', () => {
    const norm = new BatchNorm({ channels: 2 })
    norm.initialize({ backend: cpu })
    const { gradients } = valueAndGrad(norm, () => norm.forward(x).pow(3).sum())
    expect([...gradients.keys()]).toEqual(['weight', 'bias'])
    expect(norm.numBatchesTracked?.data.item()).toBe(1)
  })

  it('without values, or nothing to train, are errors', () => {
    const deferred = new Dense(3)
    deferred.initialize({ rng: createRng(1) })
    expect(() => valueAndGrad(deferred, () => deferred.forward(x).sum())).toThrow(
      'valueAndGrad: expected values of weight, got a parameter without; initialize the network, and run forward once',
    )
    const frozen = network().freeze()
    expect(() => valueAndGrad(frozen, () => frozen.forward(x).sum())).toThrow(
      'valueAndGrad: expected a parameter that is not frozen, got none; unfreeze one',
    )
    expect(() => valueAndGrad({}, () => x.sum())).toThrow('expected a parameter that is not frozen, got none')
  })

  it('that the value does not depend on are an error, or have zeros', () => {
    const net = network()
    const first = (): Tensor => net.layers[0].forward(x).sum()
    expect(() => valueAndGrad(net, first)).toThrow(
      'expected a value that depends on 1.weight, got one that does not',
    )
    const { gradients } = valueAndGrad(net, first, { allowUnused: true })
    expect(gradients.get('1.weight')?.toNested()).toEqual([[0, 0, 0]])
  })

  it('whose dtype has no gradient are an error', () => {
    const indices = cpu.tensor([1, 2], { dtype: 'int32' })
    expect(() => valueAndGrad({ indices }, () => indices.sum())).toThrow(
      'expected floats in indices, got int32',
    )
  })
})

describe('the function', () => {
  const net = network()
  const wrong: readonly (readonly [string, () => unknown, string])[] = [
    ['nothing', () => undefined, 'expected the function to return a tensor of one number, got undefined'],
    ['a number', () => 3, 'expected the function to return a tensor of one number, got 3'],
    [
      'several numbers',
      () => net.forward(x),
      'a tensor of one number, got [2, 1]; reduce it, as in loss.mean()',
    ],
    ['an integer', () => net.forward(x).sum().cast('int32'), 'a tensor of one number, got "int32"'],
    ['a promise', async () => net.forward(x).sum(), 'a tensor of one number, got a promise'],
    [
      'a generator',
      function* generate() {
        yield net.forward(x).sum()
      },
      'a tensor of one number, got',
    ],
    [
      'a value of another backend',
      () => cpuPlain.tensor(1),
      'a value of cpu, got one of another backend, cpu; compute it there',
    ],
  ]

  it.each(wrong)('that returns %s is an error', (_, fn, message) => {
    expect(() => valueAndGrad(net, fn as () => Tensor)).toThrow(message)
  })

  it('that throws leaves the backend as it was', () => {
    const kernels = { ...cpu }
    expect(() =>
      valueAndGrad(net, () => {
        net.forward(x)
        throw new Error('half-way')
      }),
    ).toThrow('half-way')
    expect({ ...cpu }).toEqual(kernels)
    expect(cpu.matmul).toBe(kernels.matmul)
  })

  it('may be the second one inside of another', () => {
    const t = cpu.tensor([2, 3], { dtype: 'float64' })
    const penalty = grad((u) =>
      grad((v) => v.pow(4).sum())(u)
        .square()
        .sum(),
    )
    expect(penalty(t).toNested()).toEqual([2, 3].map((v) => 2 * 4 * v ** 3 * 12 * v ** 2))
  })

  it('cannot mix the backend with another one, in either order', () => {
    const other = cpuPlain.tensor([[1, 2]])
    const mixed = 'expected operands of one backend while gradients are recorded, got'
    const cases: readonly (() => Tensor)[] = [
      () => net.forward(other).sum(),
      () => other.mul(net.layers[0].weight.data).sum(),
      () => net.layers[0].weight.data.mul(other).sum(),
      () => other.clone().copy_(net.layers[0].weight.data.at(0)).sum(),
      () => other.matmul(net.layers[0].weight.data.transpose()).sum(),
      () => where(other.gt(0), net.layers[0].weight.data, 0).sum(),
    ]
    for (const fn of cases) expect(() => valueAndGrad(net, fn, { allowUnused: true })).toThrow(mixed)
  })

  it('is computed by the very kernels: its value has the same bits', () => {
    const { value } = valueAndGrad(net, () => net.forward(x).square().mean())
    expect(value.item()).toBe(net.forward(x).square().mean().item())
  })
})

describe('watch', () => {
  it('asks for the gradient by a tensor on the way, as it was then', () => {
    const w = cpu.tensor([1, 2])
    const { gradients } = valueAndGrad({ w }, (watch) => {
      const hidden = watch('hidden', w.mul(3))
      const before = hidden.square().sum()
      return watch('later', hidden.mul_(2)).sum().add(before)
    })
    expect(gradients.get('hidden')?.toNested()).toEqual([2 * 3 + 2, 2 * 6 + 2])
    expect(gradients.get('later')?.toNested()).toEqual([1, 1])
    expect(gradients.get('w')?.toNested()).toEqual([3 * 8, 3 * 14])
  })

  it('refuses names that are taken, what is no tensor, what has no effect, and calls that come too late', () => {
    const w = cpu.tensor([1, 2])
    const run = (fn: Parameters<typeof valueAndGrad>[1]) => () => valueAndGrad({ w }, fn)
    expect(run((watch) => watch('w', w).sum())).toThrow('watch: expected a name that is not taken, got w')
    expect(run((watch) => watch('y', 3 as never))).toThrow('watch: expected a tensor, got 3')
    expect(
      run((watch) => {
        watch('y', w.mul(2))
        return w.sum()
      }),
    ).toThrow('watch: expected a value that depends on y, got one that does not')
    let late = (name: string, tensor: Tensor): Tensor => cpu.tensor([name.length]).add(tensor)
    run((watch) => {
      late = watch
      return w.sum()
    })()
    expect(() => late('z', w)).toThrow('watch: expected a call while the function runs')
    expect(run((watch) => watch('e', w.at(0).expand(3)).sum())).toThrow(
      'expected a place for each element of e',
    )
  })
})

describe('slopes', () => {
  const at = (fn: (t: Tensor) => Tensor, ...values: number[]): unknown =>
    grad((t) => fn(t).sum())(cpu.tensor(values)).toNested()

  it('at kinks and ties are those of PyTorch', () => {
    expect(at((t) => t.abs(), -2, 0, 2)).toEqual([-1, 0, 1])
    expect(at((t) => t.relu(), -2, 0, 2)).toEqual([0, 0, 1])
    expect(at((t) => t.clamp(0, 1), -1, 0, 0.5, 1, 2)).toEqual([0, 1, 1, 1, 0])
    expect(at((t) => t.hardtanh(), -1, 0, 1)).toEqual([0, 1, 0])
    expect(at((t) => t.maximum(1), 0, 1, 2)).toEqual([0, 0.5, 1])
    expect(at((t) => t.max(), 3, 1, 3)).toEqual([0.5, 0, 0.5])
    expect(at((t) => t.norm(), 0, 0)).toEqual([0, 0])
    expect(at((t) => t.prod(), 0, 2, 3)).toEqual([6, 0, 0])
    expect(at((t) => new MaxPool1d(3).forward(t.reshape(1, 1, 3)), 3, 3, 1)).toEqual([1, 0, 0])
  })

  it('of what overflows on the side that is not taken are finite', () => {
    expect(at((t) => t.elu(1), 1000, -1000)).toEqual([1, 0])
    expect(at((t) => t.selu(), 1000)).toEqual([Math.fround(1.0507009873554805)])
    expect(at((t) => t.logSoftmax(0).at(0), 1000, -1000)).toEqual([0, 0])
  })

  it('of rows by index are added up, and a padding row has none', () => {
    const table = new Embedding(3, 2, { paddingIndex: 1, weightInit: zeros() })
    table.initialize({ backend: cpu })
    const indices = cpu.tensor([0, 1, 0, 2], { dtype: 'int32' })
    const { gradients } = valueAndGrad(table, () => table.forward(indices).sum())
    expect(gradients.get('weight')?.toNested()).toEqual([
      [2, 2],
      [0, 0],
      [1, 1],
    ])
  })

  it('of a dropout are its mask', () => {
    const dropout = new Dropout(0.5, { rng: createRng(7) })
    const ones = cpu.ones([64])
    let out = ones
    const { gradients } = valueAndGrad({ ones }, () => {
      out = dropout.forward(ones)
      return out.sum()
    })
    expect(gradients.get('ones')?.equals(out)).toBe(true)
  })
})

describe('views and writes in place', () => {
  it('have the gradient of what they do', () => {
    const w = cpu.tensor([1, 2, 3])
    const { gradients } = valueAndGrad({ w }, () => {
      const y = w.mul(2)
      const squares = y.square()
      y.slice([0, 2]).fill_(7)
      return squares.sum().add(y.sum())
    })
    expect(gradients.get('w')?.toNested()).toEqual([8, 16, 26])
  })

  it('of the variable itself are by what it held at first', () => {
    const w = cpu.tensor([1, 2])
    const { gradients } = valueAndGrad({ w }, () => w.mul_(w).mul_(3).sum())
    expect(gradients.get('w')?.toNested()).toEqual([6, 12])
    expect(w.toNested()).toEqual([3, 12])
  })

  it('of views that overlap are added up', () => {
    const w = cpu.tensor([1, 2, 3, 4])
    const { gradients } = valueAndGrad({ w }, () => w.unfold(0, 3).sum())
    expect(gradients.get('w')?.toNested()).toEqual([1, 2, 2, 1])
  })

  it('as variables have gradients of their own shape, but for those that repeat elements', () => {
    const base = cpu.tensor([
      [1, 2],
      [3, 4],
    ])
    const column = base.slice(null, 1)
    expect(
      valueAndGrad({ column }, () => column.square().sum())
        .gradients.get('column')
        ?.toNested(),
    ).toEqual([4, 8])
    const row = base.at(0).expand(3, 2)
    expect(() => valueAndGrad({ row }, () => row.sum())).toThrow('a view of shape [3, 2] that repeats some')
    expect(grad((t) => t.square().sum())(row).shape).toEqual([3, 2])
  })
})

describe('gradients by hand', () => {
  it('are those that are said, of the shape of the input', () => {
    const w = cpu.tensor([0.4, 1.6])
    const round = (t: Tensor): Tensor =>
      withGradient({ inputs: [t], compute: () => t.round(), gradient: (g) => [g] })
    expect(
      valueAndGrad({ w }, () => round(w).square().sum())
        .gradients.get('w')
        ?.toNested(),
    ).toEqual([0, 4])
    const bad = (t: Tensor): Tensor =>
      withGradient({ inputs: [t], compute: () => t.round(), gradient: (g) => [g.sum()] })
    expect(() => valueAndGrad({ w }, () => bad(w).sum())).toThrow(
      'gradient: expected shape [2], as its input has, got []',
    )
    expect(w.toNested()).toEqual(cpu.tensor([0.4, 1.6]).toNested())
  })

  it('never become the memory of another', () => {
    const w = cpu.tensor([1, 2])
    const factor = cpu.tensor([10, 20])
    const scale = (t: Tensor): Tensor =>
      withGradient({ inputs: [t], compute: () => t.mul(factor), gradient: () => [factor] })
    const { gradients } = valueAndGrad({ w }, () => scale(w).add(w).add(w).sum())
    expect(gradients.get('w')?.toNested()).toEqual([12, 22])
    expect(factor.toNested()).toEqual([10, 20])
  })

  it('may be changed on the way', () => {
    const w = cpu.tensor([1, 2])
    const { gradients } = valueAndGrad({ w }, () =>
      mapGradient(w.mul(3), (g) => g.clamp(-1, 1))
        .mul(100)
        .sum(),
    )
    expect(gradients.get('w')?.toNested()).toEqual([3, 3])
  })

  it('of a constant are none', () => {
    const w = cpu.tensor([1, 2])
    const { gradients } = valueAndGrad({ w }, () => w.mul(detach(w)).sum())
    expect(gradients.get('w')?.toNested()).toEqual([1, 2])
    expect(() => valueAndGrad({ w }, () => detach(w).sum())).toThrow('a value that depends on w')
  })
})

describe('a backend of one’s own', () => {
  it('computes what is recorded', () => {
    const loud = createBackend({ ...cpu, name: 'loud' })
    const w = loud.tensor([1, 2])
    expect(
      valueAndGrad({ w }, () => w.exp().sum())
        .gradients.get('w')
        ?.toNested(),
    ).toEqual(w.exp().toNested())
  })
})
