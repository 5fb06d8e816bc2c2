import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparable, promote, promoteScalar, toFloating } from '../src/dtype/promote.ts'
import { checkStorable, checkTruncatable } from '../src/dtype/storable.ts'
import { parseNested } from '../src/nested/parse-nested.ts'
import { normalizeAxes, normalizeAxis } from '../src/shape/axes.ts'
import { broadcastShapes } from '../src/shape/shape.ts'

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })

describe('broadcasting', () => {
  it('follows the table of NumPy', () => {
    expect(broadcastShapes('f', [256, 256, 3], [3])).toEqual([256, 256, 3])
    expect(broadcastShapes('f', [8, 1, 6, 1], [7, 1, 5])).toEqual([8, 7, 6, 5])
    expect(broadcastShapes('f', [], [2])).toEqual([2])
    expect(broadcastShapes('f', [0], [1])).toEqual([0])
    expect(() => broadcastShapes('f', [3], [4])).toThrow(
      'f: expected shapes that broadcast, got [3] and [4]; axis -1 has 3 and 4 elements',
    )
    expect(() => broadcastShapes('f', [2, 1], [8, 4, 3])).toThrow('axis -2 has 2 and 4 elements')
    expect(() => broadcastShapes('f', [0], [2])).toThrow('axis -1 has 0 and 2 elements')
  })

  it('is symmetric, and idempotent', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        let joint: readonly number[]
        try {
          joint = broadcastShapes('f', a, b)
        } catch {
          expect(() => broadcastShapes('f', b, a)).toThrow()
          return
        }
        expect(broadcastShapes('f', b, a)).toEqual(joint)
        expect(broadcastShapes('f', joint, a)).toEqual(joint)
      }),
    )
  })
})

describe('axes', () => {
  it('count from either end', () => {
    expect(normalizeAxis('f', -1, 3)).toBe(2)
    expect(normalizeAxes('f', [2, -3], 3)).toEqual([0, 2])
    expect(normalizeAxes('f', undefined, 2)).toEqual([0, 1])
    expect(normalizeAxes('f', 1, 2)).toEqual([1])
    expect(normalizeAxes('f', undefined, 0)).toEqual([])
    expect(() => normalizeAxis('f', 3, 3)).toThrow('f: expected an axis in [-3, 3), got 3')
    expect(() => normalizeAxis('f', -4, 3)).toThrow('f: expected an axis in [-3, 3), got -4')
  })
})

describe('promotion', () => {
  it('takes the larger of bool < int32 < float32 < float64', () => {
    expect(promote('bool', 'int32')).toBe('int32')
    expect(promote('float32', 'int32')).toBe('float32')
    expect(promote('float32', 'float64')).toBe('float64')
    expect(promote('bool', 'bool')).toBe('bool')
  })

  it('takes numbers by kind alone', () => {
    expect(promoteScalar('float32', 1e300)).toBe('float32')
    expect(promoteScalar('int32', -0)).toBe('int32')
    expect(promoteScalar('int32', 2147483648)).toBe('float32')
    expect(promoteScalar('bool', Infinity)).toBe('float32')
  })

  it('makes floats of integers, and doubles of both to compare them', () => {
    expect([toFloating('bool'), toFloating('int32'), toFloating('float64')]).toEqual([
      'float32',
      'float32',
      'float64',
    ])
    expect([comparable('int32', 'float32'), comparable('bool', 'float32')]).toEqual(['float64', 'float32'])
  })
})

describe('nested arrays', () => {
  it('are parsed to a shape and values', () => {
    expect(
      parseNested('f', [
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual({ values: [1, 2, 3, 4, 5, 6], shape: [2, 3], boolean: false })
    expect(parseNested('f', 7)).toEqual({ values: [7], shape: [], boolean: false })
    expect(parseNested('f', [[], []])).toEqual({ values: [], shape: [2, 0], boolean: false })
    expect(parseNested('f', [true, false])).toEqual({ values: [1, 0], shape: [2], boolean: true })
    expect(parseNested('f', [true, 2])).toEqual({ values: [1, 2], shape: [2], boolean: false })
  })

  it('name the place where they go wrong', () => {
    expect(() =>
      parseNested('f', [
        [[1], [2]],
        [[3], [4, 5]],
      ]),
    ).toThrow('f: expected row [1, 1] to have 1 elements like the first, got 2')
    expect(() => parseNested('f', [[[1]], [[[2]]]])).toThrow(
      'f: expected a number at [1, 0, 0] like the first, got the array [2]',
    )
    expect(() => parseNested('f', [[1, undefined as never]])).toThrow(
      'f: expected a number or a boolean at [0, 1], got undefined',
    )
  })
})

describe('values that a dtype can hold', () => {
  it('are all numbers for floats, 32 bits for int32, 0 and 1 for bool', () => {
    expect(() => checkStorable('f', [NaN, Infinity, 3.4e38, 1e-300], 'float32')).not.toThrow()
    expect(() => checkStorable('f', [1e300], 'float64')).not.toThrow()
    expect(() => checkStorable('f', [0, -3.5e38], 'float32')).toThrow(
      "f: expected numbers below 2^128 for float32, got -3.5e+38; use dtype 'float64'",
    )
    expect(() => checkStorable('f', [-2147483648, 2147483647, -0], 'int32')).not.toThrow()
    expect(() => checkStorable('f', [0, 1], 'bool')).not.toThrow()
    expect(() => checkStorable('f', [1, 0.5], 'int32')).toThrow(TypeError)
    expect(() => checkStorable('f', [2147483648], 'int32')).toThrow(RangeError)
    expect(() => checkStorable('f', [Infinity], 'int32')).toThrow(TypeError)
    expect(() => checkStorable('f', [-1], 'bool')).toThrow(TypeError)
    expect(() => checkTruncatable('f', [2147483647.9, -2147483648.9])).not.toThrow()
    expect(() => checkTruncatable('f', [2147483648])).toThrow(RangeError)
  })
})
