import { ShapeError } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Axes, computeFans } from '../src/index.ts'
import type { ErrorClass } from './request.ts'

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
