import * as nn from '@nn/tensor'
import { ShapeError, type Tensor } from '@nn/tensor'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

/** A tensor of small numbers, with ties and zeros. */
const small = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 0, max: 1e6 }),
  )
  .map(([shape, seed]) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const values = Float32Array.from({ length: size }, (_, i) => ((seed * (i + 3) * 7919) % 7) - 3)
    return cpu.tensor(values, { shape })
  })

const anyAxis = (x: Tensor, seed: number) => (seed % (2 * x.ndim)) - x.ndim

/** Every place of a shape, in row-major order. */
function placesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (places, length) => places.flatMap((place) => Array.from({ length }, (_, i) => [...place, i])),
    [[]],
  )
}

/** A tensor whose elements are said by their places. */
function made(shape: readonly number[], at: (place: readonly number[]) => number): unknown {
  return cpu.tensor(Float32Array.from(placesOf(shape), at), { shape }).toNested()
}

const numberAt = (x: Tensor, place: readonly number[]) => Number(x.item(...place))

describe('along an axis', () => {
  it('cumsum and cumprod are what loops make', () => {
    fc.assert(
      fc.property(small, fc.nat(), (x, seed) => {
        const axis = anyAxis(x, seed)
        const at = axis < 0 ? axis + x.ndim : axis
        const fold = (first: number, step: (a: number, b: number) => number) =>
          made(x.shape, (place) => {
            let value = first
            for (let i = 0; i <= (place[at] ?? 0); i++) value = step(value, numberAt(x, place.with(at, i)))
            return value
          })
        expect(nn.cumsum(x, axis).toNested()).toEqual(fold(0, (a, b) => a + b))
        const products = nn.cumprod(x, axis)
        expect(products.equals(cpu.tensor(fold(1, (a, b) => a * b) as number[]))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('flip, roll and gather are what their indices say', () => {
    fc.assert(
      fc.property(small, fc.nat(), fc.integer({ min: -9, max: 9 }), (x, seed, shift) => {
        const axis = anyAxis(x, seed)
        const at = axis < 0 ? axis + x.ndim : axis
        const n = x.shape[at] ?? 1
        const place = (p: readonly number[], i: number) => numberAt(x, p.with(at, i))
        expect(nn.flip(x, axis).toNested()).toEqual(made(x.shape, (p) => place(p, n - 1 - (p[at] ?? 0))))
        const rolled = made(x.shape, (p) => place(p, ((((p[at] ?? 0) - shift) % n) + n) % n))
        expect(nn.roll(x, shift, axis).toNested()).toEqual(rolled)
        const chosen = placesOf(x.shape).map((p) => (p.reduce((sum, i) => sum + i, seed) * 31) % n)
        const indices = cpu.tensor(Int32Array.from(chosen), { shape: x.shape })
        const wanted = made(x.shape, (p) => place(p, numberAt(indices, p)))
        expect(nn.gather(x, indices, axis).toNested()).toEqual(wanted)
      }),
      { numRuns: 60 },
    )
  })

  it('sort is sorted, stable, and undone by its indices; argsort and median agree', () => {
    fc.assert(
      fc.property(small, fc.nat(), fc.boolean(), (x, seed, descending) => {
        const axis = anyAxis(x, seed)
        const { values, indices } = nn.sort(x, axis, { descending })
        expect(nn.gather(x, indices, axis).equals(values)).toBe(true)
        expect(nn.argsort(x, axis, { descending }).equals(indices)).toBe(true)
        const n = values.shape.at(axis) ?? 1
        const all = placesOf(values.shape)
        const at = axis < 0 ? axis + x.ndim : axis
        for (const place of all) {
          const next = (place[at] ?? 0) + 1
          if (next >= n) continue
          const [a, b] = [numberAt(values, place), numberAt(values, place.with(at, next))]
          if (descending) expect(a).toBeGreaterThanOrEqual(b)
          else expect(a).toBeLessThanOrEqual(b)
          if (a === b) expect(numberAt(indices, place)).toBeLessThan(numberAt(indices, place.with(at, next)))
        }
        const ascending = nn.sort(x, axis).values
        const middle = ascending.slice(...new Array<null>(at).fill(null), (n - 1) >> 1)
        expect(nn.median(x, axis).equals(middle)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('scatterAdd adds up what gather would take', () => {
    const x = cpu.zeros([2, 3])
    const indices = cpu.tensor(
      [
        [2, 2],
        [0, 1],
      ],
      { dtype: 'int32' },
    )
    const added = nn.scatterAdd(
      x,
      indices,
      cpu.tensor([
        [1, 10],
        [100, 1000],
      ]),
      1,
    )
    expect(added.toNested()).toEqual([
      [0, 0, 11],
      [100, 1000, 0],
    ])
    expect(nn.indexSelect(added, cpu.tensor([2, 0], { dtype: 'int32' }), -1).toNested()).toEqual([
      [11, 0],
      [0, 100],
    ])
  })

  it('of NaN, sort puts it last, and the median is it', () => {
    const x = cpu.tensor([2, Number.NaN, 1])
    expect(nn.sort(x).values.toNested()).toEqual([1, 2, Number.NaN])
    expect(nn.median(x).item()).toBeNaN()
    expect(nn.nansum(x).item()).toBe(3)
    expect(nn.median(cpu.tensor([3, 1, 2], { dtype: 'int32' })).dtype).toBe('int32')
  })
})

describe('rearrangements', () => {
  const x = cpu.arange(6).reshape(2, 3)

  it('split and chunk are views that concat joins', () => {
    expect(nn.concat(nn.split(x, [1, 0, 2], 1), 1).equals(x)).toBe(true)
    expect(nn.chunk(x, 2, -1).map(({ shape }) => shape)).toEqual([
      [2, 2],
      [2, 1],
    ])
    expect(nn.split(x, 1)[1]?.data).toBe(x.data)
    expect(() => nn.split(x, [1, 1], 1)).toThrow(/sizes that add up to axis 1 of \[2, 3\], got 2/)
    expect(() => nn.split(x, 0)).toThrow(/sizes to be an integer >= 1/)
    expect(() => nn.chunk(x, 0)).toThrow(/count to be an integer >= 1/)
    expect(() => nn.chunk(cpu.zeros([0]), 2)).toThrow(/an axis with elements/)
  })

  it('tile and repeat are those of NumPy', () => {
    expect(nn.tile(cpu.tensor([[1, 2]]), [2]).toNested()).toEqual([[1, 2, 1, 2]])
    expect(nn.tile(cpu.tensor([1, 2]), [2, 1, 2]).shape).toEqual([2, 1, 4])
    expect(nn.tile(x, [0, 1]).shape).toEqual([0, 3])
    expect(nn.repeat(x, 2, 1).toNested()).toEqual([
      [0, 0, 1, 1, 2, 2],
      [3, 3, 4, 4, 5, 5],
    ])
    const copy = nn.tile(x, [1, 1])
    copy.fill_(9)
    expect(x.item(0, 0)).toBe(0)
  })

  it('tril, triu and diagonal take any diagonal', () => {
    for (let k = -3; k <= 4; k++) {
      expect(
        nn
          .tril(x, k)
          .add(nn.triu(x, k + 1))
          .equals(x),
      ).toBe(true)
      const on = placesOf([2, 3]).filter(([i = 0, j = 0]) => j - i === k)
      expect(nn.diagonal(x, k).toNested()).toEqual(on.map((place) => numberAt(x, place)))
    }
    expect(nn.diagonal(cpu.arange(12).reshape(2, 3, 2), 0, [0, 2]).toNested()).toEqual([
      [0, 7],
      [2, 9],
      [4, 11],
    ])
    expect(() => nn.tril(cpu.ones([3]))).toThrow(ShapeError)
    expect(() => nn.diagonal(x, 0, [1, -1])).toThrow(/two different axes/)
  })

  it('padMode is that of PyTorch in two axes', () => {
    expect(
      nn
        .padMode(
          x,
          [
            [1, 0],
            [2, 1],
          ],
          'reflect',
        )
        .toNested(),
    ).toEqual([
      [5, 4, 3, 4, 5, 4],
      [2, 1, 0, 1, 2, 1],
      [5, 4, 3, 4, 5, 4],
    ])
    expect(() =>
      nn.padMode(
        x,
        [
          [2, 0],
          [0, 0],
        ],
        'reflect',
      ),
    ).toThrow(/at most 1 elements on each side of axis 0/)
    expect(() => nn.padMode(x, [[0, 4]], 'circular')).toThrow(/at most 3 elements/)
    expect(() => nn.padMode(x, [[-1, 0]], 'reflect')).toThrow(/widths \[before, after\]/)
    expect(() => nn.padMode(x, [[1, 1]], 'same' as never)).toThrow(/mode to be one of/)
    expect(() =>
      nn.padMode(
        x,
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        'reflect',
      ),
    ).toThrow(ShapeError)
  })
})

describe('einsum', () => {
  /** By its definition: a sum over all places of all letters. */
  function naive(equation: string, ...operands: Tensor[]): unknown {
    const [left = '', right = ''] = equation.split('->')
    const inputs = left.split(',')
    const letters = [...new Set(inputs.join(''))]
    const lengthOf = (letter: string): number => {
      const i = inputs.findIndex((labels) => labels.includes(letter))
      return operands[i]?.shape[inputs[i]?.indexOf(letter) ?? 0] ?? 1
    }
    const sums = new Map<string, number>()
    for (const place of placesOf(letters.map(lengthOf))) {
      const at = (labels: string) => [...labels].map((letter) => place[letters.indexOf(letter)] ?? 0)
      const product = operands.reduce((value, x, i) => value * numberAt(x, at(inputs[i] ?? '')), 1)
      const key = String(at(right))
      sums.set(key, (sums.get(key) ?? 0) + product)
    }
    return made([...right].map(lengthOf), (place) => sums.get(String(place)) ?? 0)
  }

  const a = cpu.arange(12).reshape(2, 3, 2)
  const b = cpu.arange(6).reshape(3, 2).sub(2)
  const square = cpu.arange(9).reshape(3, 3)

  it.each<[string, Tensor[]]>([
    ['ijk->kji', [a]],
    ['ijk->', [a]],
    ['ijk->j', [a]],
    ['ii->i', [square]],
    ['ii->', [square]],
    ['ijk,jk->i', [a, b]],
    ['ijk,jl->ikl', [a, b]],
    ['ijk,jk->ijk', [a, b]],
    ['ij,kl->jl', [b, b]],
    ['ij,jk,kl->il', [square, square, b]],
    ['ij,jj->i', [square, square]],
    ['ij,ij,ij->', [b, b, b]],
    ['ij,jk->', [square, b]],
  ])('%s', (equation, operands) => {
    expect(nn.einsum(equation, ...operands).toNested()).toEqual(naive(equation, ...operands))
  })

  it('without an arrow has the letters that occur once', () => {
    expect(nn.einsum('ba', b).equals(b.transpose())).toBe(true)
    expect(nn.einsum('ij, jk', square, b).equals(square.matmul(b))).toBe(true)
    expect(nn.einsum('ii', square).item()).toBe(12)
  })

  it.each<[string, Tensor[], RegExp]>([
    ['ij->', [], /letters of 0 tensors/],
    ['ij', [b, b], /letters of 2 tensors/],
    ['ij->ik', [b], /letters of the operands in the result, each once/],
    ['ij->ii', [b], /each once/],
    ['i->i', [b], /a tensor with axes "i", got shape \[3, 2\]/],
    ['ij,ij->', [b, square], /axis j of length 2, got shape \[3, 3\]/],
    ['i…->i', [b], /an equation such as/],
    ['->', [b, b], /letters of 2/],
  ])('%s is refused', (equation, operands, error) => {
    expect(() => nn.einsum(equation, ...operands)).toThrow(error)
  })
})

describe('functions of each element', () => {
  it.each<[string, (x: Tensor) => Tensor, (x: number) => number, readonly number[]]>([
    ['sinh', nn.sinh, Math.sinh, [-20, -1e-8, 0, 1, 80]],
    ['cosh', nn.cosh, Math.cosh, [-20, 0, 1]],
    ['asinh', nn.asinh, Math.asinh, [-1e6, -1, 0, 1e-9]],
    ['acosh', nn.acosh, Math.acosh, [1, 2, 1e6, 0.5]],
    ['atanh', nn.atanh, Math.atanh, [-1, 0, 0.5, 2]],
    ['asin', nn.asin, Math.asin, [-1, 0, 0.5, 2]],
    ['acos', nn.acos, Math.acos, [-1, 0, 0.5, 2]],
    ['atan', nn.atan, Math.atan, [-1e9, 0, 1]],
    ['exp2', nn.exp2, (x) => 2 ** x, [-150, 0, 1.5, 200]],
    ['log2', nn.log2, Math.log2, [8, 0, -1]],
    ['log10', nn.log10, Math.log10, [1000, 0]],
  ])('%s is that of double precision, rounded', (_, of, exact, values) => {
    expect(of(cpu.tensor([...values])).toNested()).toEqual(
      values.map((x) => Math.fround(exact(Math.fround(x)))),
    )
    expect(of(cpu.tensor([1], { dtype: 'int32' })).dtype).toBe('float32')
    expect(of(cpu.tensor([1], { dtype: 'float64' })).item()).toBe(exact(1))
    expect(() => of(3 as never)).toThrow(/a tensor, got 3/)
  })

  it('atan2 knows the quadrant, and broadcasts', () => {
    const angles = nn.atan2(cpu.tensor([[1], [-1]]), cpu.tensor([1, -1]))
    const quarter = Math.PI / 4
    expect(
      angles.allClose(
        cpu.tensor([
          [quarter, 3 * quarter],
          [-quarter, -3 * quarter],
        ]),
      ),
    ).toBe(true)
    expect(() => nn.atan2(cpu.ones([1], { dtype: 'float64' }), cpu.ones([1]))).toThrow(/floats of one dtype/)
    expect(() => nn.atan2(cpu.ones([2]), cpu.ones([3]))).toThrow(ShapeError)
  })

  it('logsumexp neither overflows nor makes NaN of infinities', () => {
    const x = cpu.tensor([
      [1e4, 1e4],
      [-Infinity, -Infinity],
      [Infinity, 1],
    ])
    expect(nn.logsumexp(x, 1).allClose(cpu.tensor([1e4 + Math.LN2, -Infinity, Infinity]))).toBe(true)
    expect(nn.logsumexp(x, [0, 1], { keepDims: true }).shape).toEqual([1, 1])
    expect(() => nn.logsumexp(cpu.zeros([0]))).toThrow(/at least one element/)
  })

  it('normalize and cosineSimilarity have no zero divisors', () => {
    expect(nn.normalize(cpu.zeros([1, 2])).toNested()).toEqual([[0, 0]])
    expect(nn.normalize(cpu.tensor([3, 4]), { p: 1 }).allClose(cpu.tensor([3 / 7, 4 / 7]))).toBe(true)
    expect(
      nn
        .normalize(cpu.tensor([3, 4]), { p: 3 })
        .pow(3)
        .sum()
        .allClose(cpu.tensor(1)),
    ).toBe(true)
    expect(nn.cosineSimilarity(cpu.zeros([2]), cpu.ones([2])).item()).toBe(0)
    expect(nn.cosineSimilarity(cpu.ones([2, 1, 3]), cpu.ones([4, 3]), { axis: -1 }).shape).toEqual([2, 4])
    expect(() => nn.normalize(cpu.tensor([1], { dtype: 'int32' }))).toThrow(/tensors of floats, got int32/)
    expect(() => nn.normalize(cpu.ones([2]), { p: 0 })).toThrow(/p > 0/)
  })
})

describe('what is wrong', () => {
  const x = cpu.ones([2, 3])
  const indices = cpu.tensor([[0, 3]], { dtype: 'int32' })
  it.each<[string, () => unknown, RegExp]>([
    ['an axis', () => nn.cumsum(x, 2), /cumsum: expected an axis in \[-2, 2\), got 2/],
    ['truth values', () => nn.cumprod(x.gt(0), 0), /a tensor of numbers, got bool; cast it/],
    ['an index', () => nn.gather(x, indices, 1), /gather: expected indices in \[0, 3\), got 3/],
    ['indices of floats', () => nn.gather(x, x, 1), /indices of int32, got float32/],
    [
      'axes of indices',
      () => nn.gather(x, cpu.tensor([0], { dtype: 'int32' }), 1),
      /indices with the axes of/,
    ],
    ['a source', () => nn.scatterAdd(x, indices.minimum(2), x, 1), /a source of shape \[1, 2\]/],
    ['two axes of indices', () => nn.indexSelect(x, indices, 0), /indices of one axis/],
    ['places', () => nn.roll(x, [1, 2]), /1 places/],
    ['a place', () => nn.roll(x, 0.5), /shifts to be an integer/],
    ['counts', () => nn.tile(x, 2 as never), /an array of counts/],
    ['a count', () => nn.repeat(x, -1), /count to be an integer >= 0/],
    ['nothing to sort', () => nn.median(cpu.zeros([0])), /at least one element/],
    ['an option', () => nn.sort(x, 0, { desc: true } as never), /got "desc"; did you mean "descending"/],
    ['no tensor', () => nn.flip([1] as never), /flip: expected a tensor, got/],
  ])('%s is refused', (_, call, error) => {
    expect(call).toThrow(error)
  })
})
