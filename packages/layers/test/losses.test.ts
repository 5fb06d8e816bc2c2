import { cpu } from '@nn/backend-cpu'
import { ShapeError, type Tensor } from '@nn/tensor'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'

const int32 = { dtype: 'int32' } as const
const double = { dtype: 'float64' } as const
const values = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 })
const share = fc.array(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), { minLength: 3, maxLength: 3 })
const vector = (list: readonly number[]) => cpu.tensor(Float64Array.from(list), double)

/** What a loss is of one pair of numbers. */
const FORMULAS: readonly (readonly [
  string,
  (x: Tensor, t: Tensor, o: nn.LossOptions) => Tensor,
  (x: number, t: number) => number,
])[] = [
  ['meanSquaredError', nn.meanSquaredError, (x, t) => (x - t) ** 2],
  ['l1', nn.l1, (x, t) => Math.abs(x - t)],
  ['huber', nn.huber, (x, t) => (Math.abs(x - t) <= 1 ? (x - t) ** 2 / 2 : Math.abs(x - t) - 0.5)],
  [
    'smoothL1 of β = 2',
    (x, t, o) => nn.smoothL1(x, t, { ...o, beta: 2 }),
    (x, t) => (Math.abs(x - t) < 2 ? (x - t) ** 2 / 4 : Math.abs(x - t) - 1),
  ],
  ['smoothL1 of β = 0', (x, t, o) => nn.smoothL1(x, t, { ...o, beta: 0 }), (x, t) => Math.abs(x - t)],
  [
    'huber of δ = 0.5',
    (x, t, o) => nn.huber(x, t, { ...o, delta: 0.5 }),
    (x, t) => (Math.abs(x - t) <= 0.5 ? (x - t) ** 2 / 2 : 0.5 * (Math.abs(x - t) - 0.25)),
  ],
]

describe.each(FORMULAS)('%s', (_, loss, formula) => {
  it('is its formula, its mean and its sum', () => {
    fc.assert(
      fc.property(values, values, (x, t) => {
        const each = x.map((value, i) => formula(value, t[i] ?? 0))
        const sum = each.reduce((total, value) => total + value, 0)
        const of = (reduction: nn.Reduction) => loss(vector(x), vector(t), { reduction })
        expect(of('none').allClose(vector(each))).toBe(true)
        expect(of('sum').allClose(cpu.tensor(sum, double))).toBe(true)
        expect(of('mean').allClose(cpu.tensor(sum / 3, double))).toBe(true)
        expect(loss(vector(x), vector(t), {}).equals(of('mean'))).toBe(true)
      }),
    )
  })
})

describe('losses of probabilities', () => {
  it('are their formulas, with logits and without', () => {
    fc.assert(
      fc.property(share, share, (p, t) => {
        const each = p.map(
          (value, i) => -((t[i] ?? 0) * Math.log(value) + (1 - (t[i] ?? 0)) * Math.log1p(-value)),
        )
        const loss = nn.binaryCrossEntropy(vector(p), vector(t), { reduction: 'none' })
        expect(loss.allClose(vector(each), { rtol: 1e-9 })).toBe(true)
        const logits = vector(p.map((value) => Math.log(value / (1 - value))))
        const same = nn.binaryCrossEntropyWithLogits(logits, vector(t), { reduction: 'none' })
        expect(same.allClose(loss, { rtol: 1e-6, atol: 1e-9 })).toBe(true)
        const divergence = p.map((value, i) => (t[i] ?? 0) * Math.log((t[i] ?? 1) / value))
        const kl = nn.klDivergence(vector(p).log(), vector(t), { reduction: 'none' })
        expect(kl.allClose(vector(divergence), { rtol: 1e-9, atol: 1e-12 })).toBe(true)
        const logged = nn.klDivergence(vector(p).log(), vector(t).log(), {
          logTarget: true,
          reduction: 'none',
        })
        expect(logged.allClose(kl, { rtol: 1e-9, atol: 1e-12 })).toBe(true)
      }),
    )
  })

  it('have weights, and those of positive targets', () => {
    const [x, t] = [vector([0, 0, 0]), vector([1, 0, 1])]
    const o = { reduction: 'none', posWeight: vector([3, 3, 2]), weight: vector([1, 1, 10]) } as const
    const loss = nn.binaryCrossEntropyWithLogits(x, t, o)
    expect(loss.div(Math.LN2).allClose(vector([3, 1, 20]))).toBe(true)
    expect(
      nn
        .binaryCrossEntropy(vector([0.5, 0.5, 0.5]), t, { weight: vector([1, 0, 0]) })
        .allClose(vector([Math.LN2 / 3]).sum()),
    ).toBe(true)
  })

  it('stay finite at the ends', () => {
    const ends = cpu.tensor([0, 1])
    expect(nn.binaryCrossEntropy(ends, cpu.tensor([1, 0]), { reduction: 'none' }).toNested()).toEqual([
      100, 100,
    ])
    expect(nn.binaryCrossEntropy(ends, ends).item()).toBe(0)
    const far = nn.binaryCrossEntropyWithLogits(cpu.tensor([1e4, -1e4]), cpu.tensor([0, 1]), {
      reduction: 'none',
    })
    expect(far.toNested()).toEqual([1e4, 1e4])
    expect(
      nn.klDivergence(cpu.tensor([[0, 0]]), cpu.tensor([[0, 1]]), { reduction: 'batchMean' }).item(),
    ).toBe(0)
  })

  it('gaussianNll is the logarithm of a density', () => {
    const [x, t, v] = [vector([0, 1, 2]), vector([1, 1, 0]), vector([1, 4, 0])]
    const each = [1, 4, 1e-6].map((variance, i) => {
      const d = [1, 0, 2][i] ?? 0
      return 0.5 * (Math.log(2 * Math.PI * variance) + d ** 2 / variance)
    })
    expect(nn.gaussianNll(x, t, v, { full: true, reduction: 'none' }).allClose(vector(each))).toBe(true)
    const [rows, aims] = [cpu.ones([2, 3], double), cpu.zeros([2, 3], double)]
    const ofRows = nn.gaussianNll(rows, aims, vector([1, 4]))
    expect(nn.gaussianNll(rows, aims, vector([1, 4]).unsqueeze(1)).equals(ofRows)).toBe(true)
    expect(ofRows.allClose(cpu.tensor((0.5 + 0.5 * (Math.log(4) + 0.25)) / 2, double))).toBe(true)
    expect(() => nn.gaussianNll(rows, aims, vector([1, 4, 1]))).toThrow(
      /a variance of shape \[2, 3\], got \[3\]/,
    )
  })

  it('hingeEmbedding is that of distances', () => {
    const loss = nn.hingeEmbedding(vector([3, 3, 0.5]), vector([1, -1, -1]), { margin: 2, reduction: 'none' })
    expect(loss.toNested()).toEqual([3, 0, 1.5])
  })
})

describe('crossEntropy', () => {
  const logits = cpu.tensor(
    [
      [1, 2, 0],
      [0, 0, 3],
      [2, 1, 1],
      [0, 1, 0],
    ],
    double,
  )
  const classes = [1, 2, 0, 1]
  const logs = logits.logSoftmax(1)
  const log = (row: number, c: number) => Number(logs.item(row, c))
  const target = (list: readonly number[]) => cpu.tensor(Int32Array.from(list), int32)
  const near = (loss: Tensor, value: number) =>
    expect(Math.abs(Number(loss.item()) - value)).toBeLessThan(1e-12)

  it('is the mean of negative logarithms; nll is it of logarithms', () => {
    const wanted = -classes.reduce((sum, c, row) => sum + log(row, c), 0) / 4
    near(nn.crossEntropy(logits, target(classes)), wanted)
    near(nn.nll(logs, target(classes)), wanted)
  })

  it('of probabilities is that of classes where they are one-hot', () => {
    const oneHot = cpu.tensor(
      classes.map((c) => [0, 1, 2].map((k) => Number(k === c))),
      double,
    )
    for (const labelSmoothing of [0, 0.3]) {
      const one = nn.crossEntropy(logits, target(classes), { labelSmoothing })
      near(nn.crossEntropy(logits, oneHot, { labelSmoothing }), Number(one.item()))
    }
  })

  it('divides by the weights of what counts', () => {
    const weight = cpu.tensor([1, 10, 100], double)
    const factors = [1, 10, 100]
    const counted = [1, 2, -1, 1].flatMap((c, row) => (c === -1 ? [] : [[row, c] as const]))
    const total = counted.reduce((sum, [, c]) => sum + (factors[c] ?? 0), 0)
    const sum = -counted.reduce((all, [row, c]) => all + (factors[c] ?? 0) * log(row, c), 0)
    const options = { weight, ignoreIndex: -1 }
    near(nn.crossEntropy(logits, target([1, 2, -1, 1]), options), sum / total)
    const each = nn.crossEntropy(logits, target([1, 2, -1, 1]), { ...options, reduction: 'none' })
    expect(each.item(2)).toBe(0)
    const smooth = counted.reduce(
      (all, [row]) => all - factors.reduce((inner, factor, c) => inner + (factor * log(row, c)) / 3, 0),
      0,
    )
    const smoothed = nn.crossEntropy(logits, target([1, 2, -1, 1]), { ...options, labelSmoothing: 0.2 })
    near(smoothed, (0.8 * sum + 0.2 * smooth) / total)
  })

  it('takes images, and one example', () => {
    const image = logits.transpose().reshape(1, 3, 2, 2)
    near(
      nn.crossEntropy(image, target(classes).reshape(1, 2, 2)),
      Number(nn.crossEntropy(logits, target(classes)).item()),
    )
    near(nn.crossEntropy(logits.at(1), cpu.tensor(2, int32)), -log(1, 2))
  })

  it('of nothing that counts is NaN', () => {
    expect(nn.crossEntropy(logits, target([-100, -100, -100, -100])).item()).toBeNaN()
    expect(nn.crossEntropy(logits, target([-100, -100, -100, -100]), { reduction: 'sum' }).item()).toBe(0)
  })
})

describe('scaledDotProductAttention', () => {
  const [q, k, v] = [1, 2, 3].map((seed) => cpu.arange(24).mul(seed).sin().reshape(2, 4, 3)) as [
    Tensor,
    Tensor,
    Tensor,
  ]

  it('is softmax of scaled products', () => {
    const wanted = q.matmul(k.transpose()).div(Math.sqrt(3)).softmax(-1).matmul(v)
    expect(nn.scaledDotProductAttention(q, k, v).allClose(wanted)).toBe(true)
    const twice = nn.scaledDotProductAttention(q, k, v, { scale: 2 })
    expect(twice.allClose(q.mul(2).matmul(k.transpose()).softmax(-1).matmul(v))).toBe(true)
  })

  it('leaves out what masks say', () => {
    const later = cpu.tensor([0, 1, 2, 3]).gt(cpu.tensor([[0], [1], [2], [3]]))
    const causal = nn.scaledDotProductAttention(q, k, v, { isCausal: true })
    expect(nn.scaledDotProductAttention(q, k, v, { mask: later }).equals(causal)).toBe(true)
    expect(causal.at(1, 0).allClose(v.at(1, 0))).toBe(true)
    const added = nn.scaledDotProductAttention(q, k, v, { mask: cpu.zeros([4, 4]) })
    expect(added.allClose(nn.scaledDotProductAttention(q, k, v))).toBe(true)
  })

  it('shares heads of keys and values among groups of queries', () => {
    const [many, few, out] = [q.reshape(1, 2, 4, 3), k.at(0).reshape(1, 1, 4, 3), v.at(0).reshape(1, 1, 4, 3)]
    const grouped = nn.scaledDotProductAttention(many, few, out, { groupedQueries: true })
    const plain = nn.scaledDotProductAttention(many, few.expand(1, 2, 4, 3), out.expand(1, 2, 4, 3))
    expect(grouped.equals(plain)).toBe(true)
    expect(() => nn.scaledDotProductAttention(few, many, many, { groupedQueries: true })).toThrow(
      /heads that divide/,
    )
  })
})

describe('what is wrong', () => {
  const x = cpu.ones([2, 3])
  const t = cpu.tensor([0, 1], int32)
  it.each<[string, () => unknown, RegExp | typeof ShapeError]>([
    ['shapes', () => nn.meanSquaredError(x, cpu.ones([3])), ShapeError],
    [
      'a target of integers',
      () => nn.l1(x, cpu.ones([2, 3], int32)),
      /l1: expected a target of floats, got int32/,
    ],
    ['no tensor', () => nn.huber(3 as never, x), /huber: expected an input to be a tensor, got number/],
    [
      'a reduction',
      () => nn.l1(x, x, { reduction: 'avg' as never }),
      /reduction to be one of mean, sum, none, got "avg"/,
    ],
    ['an option', () => nn.huber(x, x, { beta: 1 } as never), /got "beta"/],
    ['delta', () => nn.huber(x, x, { delta: 0 }), /delta > 0/],
    ['beta', () => nn.smoothL1(x, x, { beta: -1 }), /beta > 0/],
    ['probabilities', () => nn.binaryCrossEntropy(x.mul(2), x), /probabilities in \[0, 1\].*sigmoid/],
    ['targets of a hinge', () => nn.hingeEmbedding(x, x.mul(2)), /targets of 1 and -1/],
    ['a variance', () => nn.gaussianNll(x, x, x.neg()), /variances >= 0/],
    [
      'a class',
      () => nn.crossEntropy(x, cpu.tensor([0, 3], int32)),
      /classes in \[0, 3\), got 3; or ignoreIndex -100/,
    ],
    [
      'a shape of classes',
      () => nn.crossEntropy(x, cpu.tensor([[0, 1]], int32)),
      /classes of shape \[2\], got \[1, 2\]/,
    ],
    [
      'probabilities of another shape',
      () => nn.crossEntropy(x, cpu.ones([2])),
      /probabilities \[2, 3\], got \[2\]; or classes/,
    ],
    ['classes of truth', () => nn.crossEntropy(x, x.gt(0)), /a target of floats, got bool/],
    ['classes of floats', () => nn.nll(x, cpu.tensor([0, 1])), /classes of int32, got float32; cast/],
    ['weights', () => nn.crossEntropy(x, t, { weight: cpu.ones([2]) }), /a weight of shape \[3\], got \[2\]/],
    ['smoothing', () => nn.crossEntropy(x, t, { labelSmoothing: 2 }), /labelSmoothing in \[0, 1\]/],
    ['a scalar', () => nn.crossEntropy(cpu.tensor(1), cpu.tensor(0, int32)), ShapeError],
    ['queries', () => nn.scaledDotProductAttention(cpu.ones([3]), x, x), /query \[…, steps, units\]/],
    ['keys', () => nn.scaledDotProductAttention(x, cpu.ones([2, 4]), x), ShapeError],
    [
      'a mask',
      () => nn.scaledDotProductAttention(x, x, x, { mask: cpu.ones([2, 2], int32) }),
      /a mask of bool or float32/,
    ],
  ])('%s are refused', (_, call, error) => {
    expect(call).toThrow(error)
  })
})
