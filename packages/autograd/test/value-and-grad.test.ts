import { cpu, cpuPlain } from '@nn/backend-cpu'
import {
  convolve,
  createBackend,
  type Interceptor,
  intercept,
  linear,
  mapGradient,
  type Tensor,
  where,
  withGradient,
} from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { detach, grad, type Trainable, valueAndGrad } from '../src/index.ts'

const x = cpu.tensor([
  [1, 2],
  [3, -4],
])

/** A network of two layers, as plain tensors. */
const weights = {
  first: cpu.tensor([
    [0.5, -0.25],
    [0.125, 1],
    [-1, 0.75],
  ]),
  second: cpu.tensor([[1, -2, 0.5]]),
}
const forward = (input: Tensor): Tensor =>
  linear(linear(input, weights.first, undefined, { activation: 'relu' }), weights.second)

describe('parameters', () => {
  const parameter = (data: Tensor, state: Partial<Trainable> = {}): Trainable => ({
    isFrozen: false,
    isReady: true,
    data,
    ...state,
  })
  const w = cpu.tensor([1, 2])

  it('are taken from a map, a record, or what has them; frozen ones are passed over', () => {
    const given = new Map([
      ['a', parameter(w)],
      ['b', parameter(w, { isFrozen: true })],
    ])
    for (const by of [given, Object.fromEntries(given), { parameters: () => given }])
      expect([...valueAndGrad(by, () => w.square().sum()).gradients]).toEqual([['a', w.mul(2)]])
  })

  it('without values, of integers, of none, or on two backends are errors', () => {
    const run = (by: Parameters<typeof valueAndGrad>[0]) => () => valueAndGrad(by, () => w.sum())
    expect(run({ w: parameter(w, { isReady: false }) })).toThrow(
      'expected values of w, got a parameter without',
    )
    expect(run({ w: w.cast('int32') })).toThrow('expected floats in w, got int32')
    expect(run({})).toThrow(
      'expected a parameter that is not frozen, got none; unfreeze one, or pass tensors by name',
    )
    expect(run({ w: parameter(w, { isFrozen: true }) })).toThrow(
      'expected a parameter that is not frozen, got none',
    )
    expect(run({ w, v: cpuPlain.ones([2]) })).toThrow(
      'expected parameters on one backend, got w on cpu and v on cpu',
    )
    expect(run([w] as never)).toThrow('expected a network, or parameters or tensors by name')
    expect(run({ w: 3 as never })).toThrow('expected a parameter or a tensor as w, got 3')
  })

  it('that the value does not depend on are an error, or have zeros', () => {
    const v = cpu.ones([2])
    expect(() => valueAndGrad({ w, v }, () => w.sum())).toThrow(
      'expected a value that depends on v, got one that does not',
    )
    const { gradients } = valueAndGrad({ w, v }, () => w.sum(), { allowUnused: true })
    expect(gradients.get('v')?.toNested()).toEqual([0, 0])
  })
})

describe('the function', () => {
  const wrong: readonly (readonly [string, () => unknown, string])[] = [
    ['nothing', () => undefined, 'expected the function to return a tensor of one number, got undefined'],
    ['a number', () => 3, 'expected the function to return a tensor of one number, got 3'],
    ['several numbers', () => forward(x), 'a tensor of one number, got [2, 1]; reduce it, as in loss.mean()'],
    ['an integer', () => forward(x).sum().cast('int32'), 'a tensor of one number, got "int32"'],
    ['a promise', async () => forward(x).sum(), 'a tensor of one number, got a promise'],
    [
      'a generator',
      function* generate() {
        yield forward(x).sum()
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
    expect(() => valueAndGrad(weights, fn as () => Tensor)).toThrow(message)
  })

  it('that throws leaves the backend as it was', () => {
    const kernels = { ...cpu }
    expect(() =>
      valueAndGrad(weights, () => {
        forward(x)
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
      () => forward(other).sum(),
      () => other.mul(weights.first).sum(),
      () => weights.first.mul(other).sum(),
      () => other.clone().copy_(weights.first.at(0)).sum(),
      () => other.matmul(weights.first.transpose()).sum(),
      () => where(other.gt(0), weights.first, 0).sum(),
    ]
    for (const fn of cases) expect(() => valueAndGrad(weights, fn, { allowUnused: true })).toThrow(mixed)
  })

  it('is computed by the very kernels: its value has the same bits', () => {
    const { value } = valueAndGrad(weights, () => forward(x).square().mean())
    expect(value.item()).toBe(forward(x).square().mean().item())
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
  })

  it('of what overflows on the side that is not taken are finite', () => {
    expect(at((t) => t.elu(1), 1000, -1000)).toEqual([1, 0])
    expect(at((t) => t.selu(), 1000)).toEqual([Math.fround(1.0507009873554805)])
    expect(at((t) => t.logSoftmax(0).at(0), 1000, -1000)).toEqual([0, 0])
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

describe('the gradient of a sum', () => {
  const twos = cpu.tensor([2, 2, 2, 2])
  const of = (fn: (t: Tensor) => Tensor): unknown => grad(fn)(twos).toNested()

  it('is one number at many places until something is added to it', () => {
    expect(of((t) => t.sum())).toEqual([1, 1, 1, 1])
    expect(of((t) => t.sum().add(t.mean()))).toEqual([1.25, 1.25, 1.25, 1.25])
    expect(of((t) => t.mul(3).reshape(2, 2).sum())).toEqual([3, 3, 3, 3])
    expect(of((t) => t.mul(3).slice([1, 3]).sum())).toEqual([0, 3, 3, 0])
    expect(of((t) => t.mul(3).transpose(0, 0).add_(1).sum())).toEqual([3, 3, 3, 3])
  })

  it('of several is the own one of each, which can be written to', () => {
    const [a, b] = [twos.clone(), twos.clone()]
    const { gradients } = valueAndGrad({ a, b }, () => a.add(b).sum())
    const [ofA, ofB] = [...gradients.values()]
    ofA?.mul_(5).set([0], 7)
    expect(ofA?.toNested()).toEqual([7, 5, 5, 5])
    expect(ofB?.toNested()).toEqual([1, 1, 1, 1])
    expect(ofB?.isContiguous).toBe(true)
  })

  it('is not changed by what a place held before the sum was written to it', () => {
    const { gradients } = valueAndGrad({ a: twos }, () => {
      const place = twos.slice([0, 1]).mul(4)
      const before = place.mul(2)
      place.copy_(twos.sum().reshape(1))
      return before.add(place).sum()
    })
    expect(gradients.get('a')?.toNested()).toEqual([9, 1, 1, 1])
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

  it('are taken without a copy where they are new', () => {
    const w = cpu.ones([4])
    let copies = 0
    const counted = (inner: Interceptor): Interceptor => ({
      ...inner,
      copy: (from, to) => {
        if (to.shape[0] === 4) copies++
        inner.copy(from, to)
      },
    })
    const copiesWith = (isNew: boolean): number => {
      copies = 0
      const twice = (t: Tensor): Tensor =>
        withGradient({ inputs: [t], compute: () => t.mul(2), gradient: (g) => [g.mul(2)], isNew })
      const { gradients } = intercept(cpu, counted, () => valueAndGrad({ w }, () => twice(twice(w)).sum()))
      expect(gradients.get('w')?.toNested()).toEqual([4, 4, 4, 4])
      return copies
    }
    expect(copiesWith(true)).toBe(0)
    expect(copiesWith(false)).toBe(2)
    const g2 = { inputs: [w], compute: () => w.add(0), gradient: (g: Tensor) => [g], isNew: 1 as never }
    expect(() => withGradient(g2)).toThrow('withGradient: expected isNew to be true or false, got 1')
  })

  it('that are new may be that by the result itself, for two inputs', () => {
    const [a, b] = [cpu.tensor([1, 2]), cpu.tensor([3, 4])]
    const sum = (): Tensor =>
      withGradient({ inputs: [a, b], compute: () => a.add(b), gradient: (g) => [g, g], isNew: true })
    const { gradients } = valueAndGrad({ a, b }, () => sum().add(a).mul(b).sum())
    expect(gradients.get('a')?.toNested()).toEqual([6, 8])
    expect(gradients.get('b')?.toNested()).toEqual([8, 12])
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

describe('the gradient by the weight of a convolution', () => {
  const whole = (shape: readonly number[]): Tensor =>
    cpu
      .arange(
        shape.reduce((size, n) => size * n, 1),
        { dtype: 'float64' },
      )
      .mul(7)
      .remainder(11)
      .sub(5)
      .reshape(...shape)

  it.each([
    ['a long line', [2, 4, 40000], [6, 2, 3], { stride: 1, padding: 1, groups: 2 }],
    ['a large image', [1, 2, 300, 260], [2, 2, 3, 2], { stride: 2, padding: 1, dilation: 2 }],
    ['many images', [70, 1, 16, 16], [1, 1, 2, 2], { padding: 2 }],
  ] as const)('is the sum over all places of %s', (_, input, shape, options) => {
    const x = whole(input)
    const weight = cpu.zeros(shape, { dtype: 'float64' })
    const g = whole(convolve(x, weight, undefined, options).shape)
    const { gradients } = valueAndGrad({ weight }, () => convolve(x, weight, undefined, options).mul(g).sum())
    // The value is linear in the weight: its gradient is the value where one weight is 1 and all others are 0.
    const slopes = Array.from({ length: weight.size }, (_, i) => {
      const one = cpu.zeros([weight.size], { dtype: 'float64' }).set([i], 1).reshape(shape)
      return convolve(x, one, undefined, options).mul(g).sum().item()
    })
    expect(gradients.get('weight')?.reshape(-1).toNested()).toEqual(slopes)
  })
})
