import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlaps } from '../src/shape/layout.ts'
import { rowMajor } from '../src/shape/shape.ts'
import { fake, tensorOf } from './fake.ts'
import slices from './fixtures/slices.json' with { type: 'json' }

const matrix = () => tensorOf([0, 1, 2, 3, 4, 5], [2, 3], 'int32')
const cube = () => fake.arange(24, { dtype: 'int32' }).reshape(2, 3, 4)

describe('at', () => {
  it('takes rows and elements, from the end for negative indices', () => {
    expect(matrix().at(1).toNested()).toEqual([3, 4, 5])
    expect(matrix().at(-1, -1).item()).toBe(5)
    expect(matrix().item(-1, -1)).toBe(5)
    expect(matrix().at(0, 2).shape).toEqual([])
    expect(matrix().at().toNested()).toEqual(matrix().toNested())
  })

  it('gives views that share storage', () => {
    const x = matrix()
    x.at(0).fill_(9)
    x.at(1, 1).fill_(7)
    expect(x.toNested()).toEqual([
      [9, 9, 9],
      [3, 7, 5],
    ])
  })
})

describe('slice', () => {
  it.each(slices as [number, number | null, number | null, number | null, number[]][])(
    'of %i elements by [%s, %s, %s] takes what Python takes',
    (size, start, stop, step, expected) => {
      const x = fake.arange(size, { dtype: 'int32' })
      expect(x.slice([start, stop, step]).toNested()).toEqual(expected)
    },
  )

  it('takes null as all, a number as one without its axis, and what is left out as all', () => {
    expect(cube().slice(null, 1, [1, 3]).toNested()).toEqual([
      [5, 6],
      [17, 18],
    ])
    expect(cube().slice(1).shape).toEqual([3, 4])
    expect(cube().slice([], [undefined, 1], [2]).shape).toEqual([2, 1, 2])
    expect(cube().slice().shape).toEqual([2, 3, 4])
  })

  it('of an empty range at the end of the data is empty', () => {
    expect(matrix().slice([2]).toNested()).toEqual([])
    expect(matrix().slice([5, 9], [0, 0]).shape).toEqual([0, 0])
  })
})

describe('transpose and permute', () => {
  it('exchange axes, the last two unless said', () => {
    expect(matrix().transpose().toNested()).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ])
    expect(cube().transpose().shape).toEqual([2, 4, 3])
    expect(cube().transpose(0, -1).at(3, 1, 1).item()).toBe(19)
    expect(cube().permute(2, 0, 1).shape).toEqual([4, 2, 3])
    expect(cube().permute(-1, 0, 1).at(3, 1, 2).item()).toBe(23)
    expect(fake.tensor(1).permute().shape).toEqual([])
  })
})

describe('reshape', () => {
  it('is a view where strides allow, else a copy', () => {
    const x = cube()
    expect(x.reshape(6, 4).data).toBe(x.data)
    expect(x.transpose(0, 1).reshape(6, 4).data).not.toBe(x.data)
    expect(x.slice(null, null, [0, 2]).reshape(6, 2).data).toBe(x.data)
    expect(x.slice([null, null, -1], [null, null, -1]).reshape(6, 4).data).toBe(x.data)
    expect(x.slice([null, null, -1]).reshape(6, 4).data).not.toBe(x.data)
    expect(x.slice(null, [null, null, -1]).reshape(2, 3, 2, 2).data).toBe(x.data)
  })

  it('infers the size given as -1', () => {
    expect(cube().reshape(-1).shape).toEqual([24])
    expect(cube().reshape(4, -1).shape).toEqual([4, 6])
    expect(fake.zeros([0, 3]).reshape(-1, 3).shape).toEqual([0, 3])
    expect(fake.tensor(5).reshape(1, -1).toNested()).toEqual([[5]])
    expect(fake.tensor([5]).reshape().item()).toBe(5)
  })

  it('keeps the row-major order of any view, under any shape of its size', () => {
    const shapes = [[24], [2, 12], [12, 2], [2, 3, 4], [4, 3, 2], [2, 2, 2, 3], [1, 24, 1], [3, 1, 8]]
    const axes = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    const steps = fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1))
    fc.assert(
      fc.property(axes, steps, fc.constantFrom(...shapes), (order, [a, b], shape) => {
        const x = fake
          .arange(24, { dtype: 'int32' })
          .reshape(2, 3, 1, 4)
          .permute(...order)
        const view = x.slice([null, null, a], [null, null, b])
        expect([...view.reshape(...shape).toArray()]).toEqual([...view.toArray()])
      }),
    )
  })
})

describe('expand, squeeze, unsqueeze, flatten', () => {
  it('expand repeats by stride 0', () => {
    const x = fake.tensor([[1], [2]]).expand(3, 2, 2)
    expect(x.strides).toEqual([0, 1, 0])
    expect(x.toNested()).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ])
    expect(fake.tensor(7).expand(2, 0).shape).toEqual([2, 0])
  })

  it('squeeze drops axes of size 1 and unsqueeze makes them', () => {
    expect(fake.zeros([1, 2, 1]).squeeze().shape).toEqual([2])
    expect(fake.zeros([1, 2, 1]).squeeze(0).shape).toEqual([2, 1])
    expect(matrix().unsqueeze(0).shape).toEqual([1, 2, 3])
    expect(matrix().unsqueeze(-1).shape).toEqual([2, 3, 1])
    expect(matrix().unsqueeze(1).toNested()).toEqual([[[0, 1, 2]], [[3, 4, 5]]])
  })

  it('flatten joins axes', () => {
    expect(cube().flatten().shape).toEqual([24])
    expect(cube().flatten(1).shape).toEqual([2, 12])
    expect(cube().flatten(0, 1).shape).toEqual([6, 4])
    expect(cube().flatten(0, -2).shape).toEqual([6, 4])
    expect(fake.tensor(3).flatten().shape).toEqual([1])
  })
})

describe('layout', () => {
  it('is frozen', () => {
    const x = matrix()
    expect(() => Object.assign(x.shape, [9])).toThrow(TypeError)
    expect(() => Object.assign(x.transpose().strides, [9])).toThrow(TypeError)
  })

  it('does not follow the arrays that it was made from', () => {
    const shape = [2]
    const x = fake.zeros(shape)
    shape[0] = 5
    expect(x.shape).toEqual([2])
  })

  it('knows whether it is contiguous', () => {
    expect(matrix().isContiguous).toBe(true)
    expect(matrix().at(1).isContiguous).toBe(true)
    expect(matrix().transpose().isContiguous).toBe(false)
    expect(matrix().slice(null, [0, 2]).isContiguous).toBe(false)
    expect(matrix().slice([0, 1], [0, 2]).isContiguous).toBe(true)
    expect(fake.zeros([0, 3]).transpose().isContiguous).toBe(true)
    expect(matrix().slice([null, null, -1]).isContiguous).toBe(false)
    expect(matrix().contiguous()).toEqual(matrix())
  })

  it('has row-major strides by default, also with sizes of 0', () => {
    expect(rowMajor([2, 3, 4])).toEqual([12, 4, 1])
    expect(rowMajor([2, 0, 4])).toEqual([4, 4, 1])
    expect(rowMajor([])).toEqual([])
  })

  it('counts axes and elements', () => {
    expect([cube().ndim, cube().size]).toEqual([3, 24])
    expect([fake.tensor(1).ndim, fake.tensor(1).size]).toEqual([0, 1])
    expect(fake.zeros([3, 0]).size).toBe(0)
  })
})

describe('overlaps', () => {
  const range = fc.tuple(fc.constant(null), fc.constant(null), fc.constantFrom(-3, -2, -1, 1, 2, 3))
  const axis = fc.integer({ min: 0, max: 4 })

  it('of none but windows, whatever is sliced, permuted or empty', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(axis, range), { maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (axes, order) => {
          const x = fake.zeros(axes.map(([n]) => n)).slice(...axes.map(([, item]) => item))
          const keys = x.shape.map((_, k) => [order.next().value as number, k] as const)
          expect(overlaps(x.permute(...keys.sort(([a], [b]) => a - b).map(([, k]) => k)))).toBe(false)
        },
      ),
    )
  })

  it('of windows where two elements have one place', () => {
    const few = fc.integer({ min: 1, max: 4 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        few,
        few,
        few,
        fc.boolean(),
        (n, size, step, dilation, turn) => {
          fc.pre(n > dilation * (size - 1))
          const windows = fake.arange(n, { dtype: 'int32' }).unfold(0, size, { step, dilation })
          const x = turn ? windows.transpose() : windows
          const places = new Set(x.toArray())
          // Windows that reach into each other without a common element are refused too.
          if (places.size < x.size) expect(overlaps(x)).toBe(true)
          if (step > dilation * (size - 1)) expect(overlaps(x)).toBe(false)
        },
      ),
    )
  })
})

describe('item', () => {
  const cube = fake.arange(24).reshape(2, 3, 4).transpose(0, 2)

  it('gives the element at an index for each axis, of any view', () => {
    for (const [i, j, k] of [
      [0, 0, 0],
      [3, 1, -2],
      [-4, -3, 1],
    ] as const)
      expect(cube.item(i, j, k)).toBe(cube.at(i, j, k).item())
    expect(fake.tensor([[true], [false]]).item(1, 0)).toBe(false)
    expect(fake.tensor([[7]]).item(0)).toBe(7)
    expect(fake.tensor([[7]]).item()).toBe(7)
    expect(fake.tensor(3).item()).toBe(3)
  })

  it('refuses indices that are none, and several elements', () => {
    expect(() => cube.item(4, 0, 0)).toThrow(/item: expected an index in \[-4, 4\) along axis 0, got 4/)
    expect(() => cube.item(0, 0.5, 0)).toThrow(/item: expected an index in \[-3, 3\) along axis 1, got 0\.5/)
    expect(() => cube.item('0' as never)).toThrow(/item: expected indices/)
    expect(() => cube.item(0, 0, 0, 0)).toThrow(/item: expected at most 3 indices/)
    expect(() => cube.item(0, 1)).toThrow(
      'item: expected exactly one element, got shape [2]; use at(…) first',
    )
    expect(() => cube.item()).toThrow('item: expected exactly one element, got shape [4, 3, 2]')
  })
})
