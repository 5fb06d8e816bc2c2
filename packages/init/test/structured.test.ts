import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import { type ErrorClass, request } from './request.ts'

const gates = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const identity = (q: Tensor): boolean =>
  q.matmul(q.transpose()).allClose(cpu.eye(q.shape[0]!), { atol: 1e-6 })

/** ‖conv(x)‖ / ‖x‖ of a random signal under circular padding, computed term by term. */
function normRatio(w: Tensor, field: readonly number[], groups = 1): number {
  const [outputs = 0, perGroup = 0] = w.shape
  const size = field.reduce((product, length) => product * length, 1)
  const taps = w.shape.slice(2)
  const inputs = perGroup * groups
  const x = createRng(7).normal(new Float64Array(inputs * size))
  const weights = w.toArray()
  const at = (flat: number, lengths: readonly number[]): number[] => {
    const place: number[] = []
    let rest = flat
    for (const length of lengths.toReversed()) {
      place.unshift(rest % length)
      rest = Math.floor(rest / length)
    }
    return place
  }
  const tapCount = taps.reduce((product, length) => product * length, 1)
  let norm = 0
  for (let o = 0; o < outputs; o++) {
    const group = Math.floor(o / (outputs / groups))
    for (let p = 0; p < size; p++) {
      let y = 0
      const here = at(p, field)
      for (let tap = 0; tap < tapCount; tap++) {
        const moved = at(tap, taps).map((step, i) => (here[i]! + step) % field[i]!)
        const q = moved.reduce((flat, place, i) => flat * field[i]! + place, 0)
        for (let i = 0; i < perGroup; i++) {
          y += weights[(o * perGroup + i) * tapCount + tap]! * x[(group * perGroup + i) * size + q]!
        }
      }
      norm += y * y
    }
  }
  return Math.sqrt(norm / x.reduce((sum, value) => sum + value * value, 0))
}

const normKeeping = { deltaOrthogonal: init.deltaOrthogonal, orthogonalConv: init.orthogonalConv }

describe.each(Object.entries(normKeeping))('%s', (name, factory) => {
  it.each<[number[], number[], number]>([
    [[4, 4, 3], [8], 1],
    [[6, 3, 5], [8], 1],
    [[4, 2, 3, 3], [5, 5], 1],
    [[3, 3, 2, 4], [5, 5], 1],
    [[4, 4, 2, 3, 2], [3, 4, 3], 1],
    [[6, 2, 3], [8], 2],
  ])('keeps norms with shape %j', (shape, field, groups) => {
    const axes = { out: 0, in: 1, groups }
    const w = factory({ gain: 2 })(request(shape, { dtype: 'float64', axes }))
    expect(Math.abs(normRatio(w, field, groups) / 2 - 1)).toBeLessThan(1e-12)
    const law = factory({ gain: 2 }).describe({ shape, fans: undefined, axes })
    const square = Number(w.square().mean().item())
    expect(law.std).toBeCloseTo(Math.sqrt(square), 12)
  })

  it('reads a transposed layout', () => {
    const axes = { in: 0, out: 1, transposed: true }
    const w = factory()(request([2, 4, 3], { dtype: 'float64', axes }))
    expect(Math.abs(normRatio(w.transpose(0, 1), [8]) - 1)).toBeLessThan(1e-12)
  })

  it.each<[number[], ErrorClass, string]>([
    [[4, 4], ShapeError, `0.weight: expected 3 to 5 axes for ${name}, got shape [4, 4]`],
    [
      [2, 4, 3],
      ShapeError,
      `0.weight: expected at least as many outputs as inputs for ${name}, got 2 and 4 of shape [2, 4, 3]`,
    ],
  ])('refuses shape %j', (shape, kind, message) => {
    expect(() => factory()(request(shape))).toThrow(kind)
    expect(() => factory()(request(shape))).toThrow(message)
  })

  it('makes nothing of no channels', () => {
    expect(factory()(request([0, 0, 3])).shape).toEqual([0, 0, 3])
  })
})

it('groups may be given by their size, as of depthwise convolutions', () => {
  const axes = { out: 0, in: 1, unitsPerGroup: 2 }
  const w = init.orthogonalConv()(request([6, 1, 3], { dtype: 'float64', axes }))
  expect(Math.abs(normRatio(w, [8], 3) - 1)).toBeLessThan(1e-12)
  const same = init.dirac()(request([6, 1, 3], { axes }))
  expect(same.equals(init.dirac({ groups: 3 })(request([6, 1, 3])))).toBe(true)
})

it('orthogonalConv uses every tap, a delta only the centre', () => {
  const taps = (w: Tensor) => w.square().sum([0, 1]).gt(1e-9).cast('int32').sum().item()
  expect(taps(init.orthogonalConv()(request([8, 8, 3, 3])))).toBe(9)
  expect(taps(init.deltaOrthogonal()(request([8, 8, 3, 3])))).toBe(1)
})

describe('orthogonal by part', () => {
  it('makes each gate a matrix of its own, and different ones', () => {
    const w = init.orthogonal()(request([12, 3], { axes: { out: 0, in: 1, blocks: gates } }))
    const parts = [0, 3, 6, 9].map((at) => w.slice([at, at + 3]))
    expect(parts.every(identity)).toBe(true)
    expect(parts[0]!.equals(parts[1]!)).toBe(false)
  })

  it('makes blocks of unequal sizes, in a layout [in, out]', () => {
    const axes = { in: 0, out: 1, blocks: { axis: 1, sizes: [4, 2] } }
    const w = init.orthogonal()(request([4, 6], { axes }))
    expect(identity(w.slice(null, [0, 4]))).toBe(true)
    expect(identity(w.slice(null, [4, 6]).transpose())).toBe(true)
  })

  it('makes each expert a matrix of its own', () => {
    const w = init.orthogonal()(request([2, 3, 5], { axes: { out: 1, in: 2, batch: 0 } }))
    expect([0, 1].every((expert) => identity(w.at(expert)))).toBe(true)
  })

  it('takes outputs as rows, wherever they are stored', () => {
    const w = init.orthogonal()(request([3, 2, 4], { axes: { out: 2, in: 1 } })) // [k, in, out]
    expect(identity(w.reshape(6, 4).transpose())).toBe(true)
  })
})

describe('eye', () => {
  it('shifts round the end and batches', () => {
    expect(
      init
        .eye({ shift: -1 })(request([3, 3]))
        .toNested(),
    ).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ])
    const two = init.eye({ batched: true, gain: 3 })(request([2, 2, 2]))
    expect(two.toNested()).toEqual([
      [
        [3, 0],
        [0, 3],
      ],
      [
        [3, 0],
        [0, 3],
      ],
    ])
    const gated = init.irnn()(request([8, 2], { axes: { out: 0, in: 1, blocks: gates } }))
    expect(gated.reshape(4, 2, 2).equals(init.eye({ batched: true })(request([4, 2, 2])))).toBe(true)
  })

  it('keeps int32', () => {
    expect(
      init
        .eye()(request([2, 2], { dtype: 'int32' }))
        .toNested(),
    ).toEqual([
      [1, 0],
      [0, 1],
    ])
  })
})

describe('zerO', () => {
  it.each([[[3, 5]], [[5, 3]], [[4, 2, 3, 3]], [[2, 4, 3, 3]]])('of %j maps orthogonally', (shape) => {
    const w = init.zerO()(request(shape, { dtype: 'float64' }))
    const matrix = shape.length === 2 ? w : w.slice(null, null, 1, 1)
    const narrow =
      shape[0]! > shape[1]! ? matrix.transpose().matmul(matrix) : matrix.matmul(matrix.transpose())
    const [n = 0] = narrow.shape
    // A cut Hadamard matrix has columns of norm √(out/p), orthogonal where out is a power of two.
    const power = 2 ** Math.ceil(Math.log2(shape[0]!))
    expect(Number(narrow.at(0, 0).item())).toBeCloseTo(shape[0]! > shape[1]! ? shape[0]! / power : 1, 12)
    if (power === shape[0]) expect(narrow.allClose(cpu.eye(n, { dtype: 'float64' }))).toBe(true)
    expect(w.square().sum().item()).toBeCloseTo(Number(matrix.square().sum().item()), 12)
  })
})

describe('gates by name', () => {
  const axes = { out: 0, blocks: gates }
  it('lstmBias follows the names, in any order', () => {
    const haiku = { out: 0, blocks: { axis: 0, names: ['input', 'cell', 'forget', 'output'] } }
    expect(
      init
        .lstmBias({ forget: 2 })(request([4], { axes: haiku }))
        .toNested(),
    ).toEqual([0, 0, 2, 0])
    expect(
      init
        .lstmBias()(request([12], { axes }))
        .toNested(),
    ).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
  })

  it('lstmBias and chrono count two bias vectors, which add up, as one', () => {
    for (const law of [init.lstmBias({ forget: 2 }), init.chrono({ maxTime: 9 })]) {
      const sides = (['input', 'state'] as const).map((use) => request([8], { axes, use, role: 'bias' }))
      const [input, state] = sides.map((side) => law(side))
      expect(input!.slice([2, 4]).ge(1e-9).all().item()).toBe(true)
      expect(state!.toNested()).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
      expect(sides.map((side) => law.describe(side).text)[1]).toBe('0')
    }
  })

  it('chrono draws forget from ln U[1, T − 1) and mirrors input', () => {
    const bias = init.chrono({ maxTime: 100 })(request([8000], { axes, dtype: 'float64' }))
    const forget = bias.slice([2000, 4000])
    expect(bias.slice([0, 2000]).equals(forget.neg())).toBe(true)
    expect(bias.slice([4000, 8000]).abs().max().item()).toBe(0)
    expect(
      forget
        .ge(0)
        .logicalAnd(forget.lt(Math.log(99)))
        .all()
        .item(),
    ).toBe(true)
    // The distribution function of ln u at ln 50 is (50 − 1)/(99 − 1).
    expect(Math.abs(Number(forget.lt(Math.log(50)).cast('float64').mean().item()) - 0.5)).toBeLessThan(0.06)
    const law = init.chrono({ maxTime: 100 }).describe({ shape: [8000], fans: undefined, axes })
    expect(law.mean).toBe(0)
    expect(Number(bias.std().item()) / law.std!).toBeCloseTo(1, 1)
  })

  it('byBlock gives each block its own law, scaled by its own fans', () => {
    const qkv = { out: 0, in: 1, blocks: { axis: 0, names: ['query', 'key', 'value'], sizes: [64, 64, 16] } }
    const by = init.byBlock({ value: init.zeros() }, init.xavierUniform())
    const w = by(request([144, 64], { axes: qkv }))
    expect(w.slice([128, 144]).abs().max().item()).toBe(0)
    expect(Number(w.slice([0, 128]).std().item())).toBeCloseTo(Math.sqrt(1 / 64), 2)
    expect(by.describe({ shape: [144, 64], fans: undefined, axes: qkv }).text).toBe(
      'byBlock: query U[-0.216506, 0.216506), key U[-0.216506, 0.216506), value 0',
    )
  })

  it.each<[init.Initializer, init.Axes | undefined, ErrorClass, string]>([
    [
      init.lstmBias(),
      undefined,
      TypeError,
      "0.bias: expected a parameter with named blocks for lstmBias, got none; declare axes with blocks: { axis: 0, names: ['input', 'forget', …] }",
    ],
    [
      init.byBlock({ forgot: init.ones() }, init.zeros()),
      axes,
      RangeError,
      '0.bias: expected a block named "forgot", got input, forget, cell, output; did you mean "forget"?',
    ],
    [
      init.chrono({ maxTime: 9 }),
      { out: 0, blocks: { axis: 0, names: ['reset', 'update'] } },
      RangeError,
      '0.bias: expected a block named "input", got reset, update;',
    ],
  ])('%#: refuses parameters without the gate', (initializer, given, kind, message) => {
    const asked = request([4], { path: '0.bias', role: 'bias', axes: given })
    expect(() => initializer(asked)).toThrow(kind)
    expect(() => initializer(asked)).toThrow(message)
  })
})

describe('packed weights', () => {
  it('get the variance of each block of unequal size', () => {
    const axes = { out: 0, in: 1, blocks: { axis: 0, sizes: [256, 64] } }
    const w = init.xavierNormal()(request([320, 256], { axes, dtype: 'float64' }))
    expect(Number(w.slice([0, 256]).std().item()) / Math.sqrt(2 / 512)).toBeCloseTo(1, 1)
    expect(Number(w.slice([256, 320]).std().item()) / Math.sqrt(2 / 320)).toBeCloseTo(1, 1)
    const law = init.xavierNormal().describe({ shape: [320, 256], fans: { fanIn: 256, fanOut: 256 }, axes })
    expect(law.std).toBeCloseTo(Math.sqrt((256 * (2 / 512) + 64 * (2 / 320)) / 320), 12)
    expect(law.text).toBe('N(0, 0.0625²), each block its own')
  })
})

describe('sparse and masked', () => {
  it('sparse counts along rows, too', () => {
    const w = init.sparse({ sparsity: 0.5, along: 'row', std: 1 })(request([6, 4]))
    expect(w.eq(0).cast('int32').sum(1).toNested()).toEqual([2, 2, 2, 2, 2, 2])
  })

  it('sparse puts zeros in other places of each column', () => {
    const w = init.sparse({ sparsity: 0.5 })(request([20, 2]))
    expect(w.slice(null, 0).eq(0).equals(w.slice(null, 1).eq(0))).toBe(false)
  })

  it('masked has the moments that it describes', () => {
    const half = init.masked(init.uniform({ low: 1, high: 3 }), { keep: 0.3 })
    const [asked, w] = [request([300, 300]), half(request([300, 300]))]
    const law = half.describe(asked)
    expect([law.low, law.high]).toEqual([0, 3])
    expect(Math.abs(Number(w.mean().item()) - law.mean!)).toBeLessThan((6 * law.std!) / 300)
    expect(Number(w.std().item()) / law.std!).toBeCloseTo(1, 1)
  })
})

describe('stft', () => {
  it.each(['hann', 'hamming', 'blackman'] as const)('%s: the window and its norms', (window) => {
    const terms = { hann: [0.5, -0.5], hamming: [0.54, -0.46], blackman: [0.42, -0.5, 0.08] }[window]
    for (const [periodic, period] of [
      [true, 8],
      [false, 7],
    ] as const) {
      const w = Array.from({ length: 8 }, (_, n) =>
        terms.reduce((sum, c, j) => sum + c * Math.cos((2 * Math.PI * j * n) / period), 0),
      )
      const norms = {
        density: Math.sqrt(w.reduce((sum, x) => sum + x * x, 0)),
        spectrum: w.reduce((sum, x) => sum + Math.abs(x), 0),
      }
      for (const scaling of ['density', 'spectrum'] as const) {
        const kernel = init.stft({ side: 'imag', window, periodic, scaling })(
          request([5, 1, 8], { dtype: 'float64' }),
        )
        for (let f = 0; f < 5; f++) {
          w.forEach((x, t) => {
            const wanted = (Math.sin((-2 * Math.PI * t * f) / 8) * x) / norms[scaling]
            expect(kernel.at(f, 0, t).item()).toBeCloseTo(wanted, 14)
          })
        }
      }
    }
  })

  it.each<[() => unknown, ErrorClass, string]>([
    [
      () => init.stft({ side: 'left' as never }),
      RangeError,
      'stft: expected side to be one of real, imag, got "left"',
    ],
    [() => init.stft({ side: 'real', window: 'han' as never }), RangeError, 'did you mean "hann"?'],
    [
      () => init.stft({ side: 'real', window: 3 as never }),
      TypeError,
      'stft: expected window to be a name, numbers or null, got 3',
    ],
    [
      () => init.stft({ side: 'real' })(request([3, 2, 4])),
      ShapeError,
      '0.weight: expected shape [bins, 1, frames] for stft, got [3, 2, 4]',
    ],
    [
      () => init.stft({ side: 'real', window: [1, 2] })(request([3, 1, 4])),
      ShapeError,
      '0.weight: expected a window of 4 values, got 2',
    ],
  ])('%#: refuses what does not fit', (attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
  })
})

describe('fromCheckpoint', () => {
  const values = { 'model.fc.weight': cpu.tensor([[1, 2]]), 'model.fc.bias': [3] }
  it('finds by path, prefix and new name, casts, and falls back', () => {
    const from = init.fromCheckpoint(values, {
      prefix: 'model.',
      rename: { '0.weight': 'fc.weight' },
      fallback: init.normal(),
    })
    expect(from(request([1, 2], { dtype: 'float64', rng: undefined })).toNested()).toEqual([[1, 2]])
    expect(from(request([1], { path: 'fc.bias', rng: undefined })).toNested()).toEqual([3])
    const drawn = from(request([4], { path: 'head.bias' }))
    expect(drawn.equals(init.normal()(request([4])))).toBe(true)
    expect(
      init
        .fromCheckpoint(new Map(Object.entries(values)))(request([1], { path: 'model.fc.bias' }))
        .item(),
    ).toBe(3)
  })

  it('names what is missing and what is near', () => {
    expect(() => init.fromCheckpoint(values)(request([1], { path: 'model.fc.bais' }))).toThrow(
      'model.fc.bais: expected "model.fc.bais" in the checkpoint, got model.fc.bias, model.fc.weight; give { rename }, { prefix } or { fallback: xavierUniform() }',
    )
    expect(() =>
      init.fromCheckpoint(values, { prefix: 'model.' })(request([2], { path: 'fc.bias' })),
    ).toThrow('fc.bias: expected shape [2], got [1] under "model.fc.bias"')
    // A path is no lookup through an object's prototype.
    const odd = init.fromCheckpoint(new Map([['constructor', [7]]]))
    expect(odd(request([1], { path: 'constructor' })).toNested()).toEqual([7])
    expect(() => init.fromCheckpoint(3 as never)).toThrow('fromCheckpoint: expected values by name, got 3')
  })
})

it('nan fills floats', () => {
  expect(
    init
      .nan()(request([2]))
      .isNaN()
      .all()
      .item(),
  ).toBe(true)
  expect(() => init.nan()(request([2], { dtype: 'int32' }))).toThrow(
    '0.weight: expected float32 or float64 for nan',
  )
})

it('mxnetXavier and msraPrelu have MXNet’s variances', () => {
  const asked = { shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } }
  expect(init.mxnetXavier().describe(asked).high).toBeCloseTo(Math.sqrt(3 / 6), 15)
  expect(init.mxnetXavier({ rndType: 'gaussian', factorType: 'out', magnitude: 2 }).describe(asked).std).toBe(
    0.5,
  )
  expect(init.msraPrelu().describe(asked).std).toBeCloseTo(Math.sqrt(2 / (1.0625 * 6)), 15)
})
