import { ShapeError } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Axes, computeFans, dirac, orthogonal, sparse, zerO } from '../src/index.ts'
import { widthMultiplier } from '../src/recipes/index.ts'
import { type ErrorClass, request } from './request.ts'

const axes = { out: 0, in: 1 }

describe('computeFans', () => {
  it('takes a layout of any order', () => {
    expect(computeFans([3, 3, 16, 8], { in: 2, out: 3 })).toEqual({ fanIn: 144, fanOut: 72 })
  })

  it('takes one stride for each axis of the receptive field', () => {
    expect(computeFans([8, 3, 4, 6], { ...axes, stride: [2, 3] })).toEqual({ fanIn: 72, fanOut: 32 })
  })

  it('counts zero connections of an empty layer', () => {
    expect(computeFans([8, 0], axes)).toEqual({ fanIn: 0, fanOut: 8 })
    expect(computeFans([0, 4], axes)).toEqual({ fanIn: 4, fanOut: 0 })
  })

  it('finds the groups of a depthwise weight in its shape', () => {
    for (const [units, unitsPerGroup] of [
      [6, 1],
      [6, 2],
      [64, 4],
    ] as const) {
      const groups = units / unitsPerGroup
      const shape = [units, 1, 3, 3]
      expect(computeFans(shape, { ...axes, unitsPerGroup })).toEqual(computeFans(shape, { ...axes, groups }))
    }
    expect(computeFans([0, 1, 3], { ...axes, unitsPerGroup: 2 })).toEqual({ fanIn: 3, fanOut: 0 })
  })

  it('exchanges the fans when the axes are exchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 5 }), (shape) => {
        const { fanIn, fanOut } = computeFans(shape, { out: 0, in: 1 })
        expect(computeFans(shape, { out: 1, in: 0 })).toEqual({ fanIn: fanOut, fanOut: fanIn })
      }),
    )
  })

  it.each<[string, number[], Axes, ErrorClass, RegExp]>([
    [
      'a bias',
      [8],
      axes,
      ShapeError,
      /^computeFans: expected axis in to be one of shape \[8\], got 1; give the fans/,
    ],
    [
      'no axes',
      [],
      axes,
      ShapeError,
      /^computeFans: expected axis out to be one of shape \[\], got 0; give the fans/,
    ],
    [
      'a fraction',
      [8, 4],
      { out: 0.5, in: 1 },
      ShapeError,
      /expected axis out to be one of shape \[8, 4\], got 0\.5/,
    ],
    [
      'one axis',
      [8, 4],
      { out: 1, in: 1 },
      RangeError,
      /^computeFans: expected two axes out and in, got 1 for both$/,
    ],
    ['groups', [8, 4], { ...axes, groups: 0 }, RangeError, /^computeFans: expected groups > 0, got 0$/],
    [
      'units of a group that do not fill it',
      [8, 1, 3],
      { ...axes, unitsPerGroup: 3 },
      RangeError,
      /^computeFans: expected unitsPerGroup to divide the 8 units, got 3$/,
    ],
    [
      'groups counted twice',
      [8, 1, 3],
      { ...axes, groups: 8, unitsPerGroup: 1 },
      RangeError,
      /^computeFans: expected groups or unitsPerGroup, got both$/,
    ],
    ['stride', [8, 4, 3], { ...axes, stride: -1 }, RangeError, /^computeFans: expected stride > 0, got -1$/],
    [
      'strides',
      [8, 4, 3],
      { ...axes, stride: [1, 1] },
      ShapeError,
      /^axes: expected 1 strides, one for each axis/,
    ],
    [
      'null',
      [8, 4],
      null as never,
      TypeError,
      /^computeFans: expected axes such as \{ out: 0, in: 1 \}, got null$/,
    ],
  ])('refuses %s', (_, shape, given, kind, message) => {
    expect(() => computeFans(shape, given)).toThrow(kind)
    expect(() => computeFans(shape, given)).toThrow(message)
  })
})

describe('several axes of outputs or inputs', () => {
  it('count as their product', () => {
    expect(computeFans([4, 16, 64], { in: [0, 1], out: 2 })).toEqual({ fanIn: 64, fanOut: 64 })
    expect(computeFans([64, 3, 4, 16], { in: 0, out: [1, 2, 3] })).toEqual({ fanIn: 64, fanOut: 192 })
    expect(computeFans([5, 4, 16, 8], { batch: 0, in: [1, 2], out: [3] })).toEqual({ fanIn: 64, fanOut: 8 })
    expect(computeFans([3, 2, 4, 6], { in: [1, 2], out: 3 })).toEqual({ fanIn: 24, fanOut: 18 })
    expect(JSON.parse(JSON.stringify({ in: [0, 1], out: 2 }))).toEqual({ in: [0, 1], out: 2 })
  })

  it.each<[object, string]>([
    [{ in: [0, 0], out: 1 }, 'expected two axes out and in, got 0 for both'],
    [{ in: [0, 3], out: 1 }, 'expected axis in to be one of shape [4, 16, 64], got 3'],
    [{ in: [], out: 1 }, 'expected axis in to be one of shape [4, 16, 64], got []'],
    [{ in: 0, out: [] }, 'expected axis out to be one of shape [4, 16, 64], got []'],
    [{ in: [0, 1], out: 1 }, 'expected two axes out and in, got 1 for both'],
    [{ in: 0, out: ['1'] }, 'expected axis out to be one of shape [4, 16, 64], got "1"'],
    [{ in: 2, out: [0, 1], groups: 2 }, 'expected one axis of the units with groups, got 2'],
  ])('%j is refused', (axes, message) => {
    expect(() => computeFans([4, 16, 64], axes as never)).toThrow(message)
  })

  it('are the rows of a matrix, whether they lie together or not', () => {
    for (const [shape, out] of [
      [
        [3, 4, 6],
        [0, 1],
      ],
      [
        [6, 3, 4],
        [1, 2],
      ],
      [
        [3, 6, 4],
        [0, 2],
      ],
      [
        [3, 4, 6],
        [1, 0],
      ],
    ] as const) {
      const [other = 0] = [0, 1, 2].filter((axis) => !out.some((one) => one === axis))
      const axes = { out, in: other }
      const q = orthogonal()(request(shape, { axes, dtype: 'float64' }))
        .permute(...out, other)
        .reshape(12, 6)
      expect(
        q
          .transpose()
          .matmul(q)
          .allClose(q.backend.eye(6, { dtype: 'float64' }), { atol: 1e-12 }),
      ).toBe(true)
      const zeros = sparse({ sparsity: 0.5 })(request(shape, { axes }))
        .permute(...out, other)
        .reshape(12, 6)
      expect(zeros.eq(0).cast('int32').sum(0).toNested()).toEqual([6, 6, 6, 6, 6, 6])
    }
    const identity = zerO()(request([2, 3, 6], { axes: { in: [0, 1], out: 2 } }))
    expect(identity.reshape(6, 6).equals(identity.backend.eye(6))).toBe(true)
    expect(() => dirac()(request([2, 3, 6], { axes: { in: [0, 1], out: 2 } }))).toThrow(
      'expected one axis of outputs and one of inputs for dirac',
    )
  })

  it('count in recipes', () => {
    const weight = { path: 'w', shape: [8, 16, 64], axes: { in: [0, 1], out: 2 } }
    expect(widthMultiplier(weight, [4, 8, 16])).toEqual({ multiplier: 4, isMatrix: true })
  })
})
