import { type InterpolateOptions, interpolate, ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

const double = { dtype: 'float64' } as const
const line = cpu.tensor([[[1, 4, -2, 0.5, 3]]], double)
const image = cpu.arange(12, double).reshape(1, 1, 3, 4).sin()

/** Made with torch 2.x: `F.interpolate(x, mode=…, scale_factor=… or size=…, align_corners=…)` of doubles, rounded to 9 digits. */
const LINES: readonly (readonly [InterpolateOptions, readonly number[]])[] = [
  [{ scale: 1.5 }, [1, 1, 4, -2, -2, 0.5, 3]],
  [{ scale: 1.5, mode: 'nearestExact' }, [1, 4, 4, -2, 0.5, 0.5, 3]],
  [{ scale: 1.5, mode: 'linear' }, [1, 2.5, 3, -1, -0.75, 0.916666667, 2.583333333]],
  [{ scale: 1.5, mode: 'linear', alignCorners: true }, [1, 3, 2, -2, -0.333333333, 1.333333333, 3]],
  [{ scale: 0.6 }, [1, 4, 0.5]],
  [{ scale: 0.6, mode: 'linear' }, [2, -2, 2.166666667]],
  [{ scale: 1.1 }, [1, 1, 4, -2, 0.5]],
  [{ scale: 1.1, mode: 'linear' }, [1, 4, -2, 0.5, 3]],
  [{ size: 7, mode: 'linear' }, [1, 2.714285714, 2.285714286, -2, -0.214285714, 1.571428571, 3]],
  [{ size: [3], mode: 'nearestExact' }, [1, -2, 3]],
  [{ size: 10 }, [1, 1, 4, 4, -2, -2, 0.5, 0.5, 3, 3]],
]
const IMAGES: readonly (readonly [InterpolateOptions, readonly number[]])[] = [
  [
    { scale: [1.7, 0.5] },
    [
      0.420735492, 0.525208717, -0.068140549, 0.39657633, -0.820257536, 0.198680349, 0.013119946,
      -0.348127184, 0.700738366, -0.772005659,
    ],
  ],
  [
    { scale: [1.7, 0.5], alignCorners: true },
    [
      0, 0.141120008, -0.378401248, 0.399053303, -0.756802495, 0.656986599, 0.116277876, -0.171501804,
      0.989358247, -0.999990207,
    ],
  ],
  [
    { size: [2, 6] },
    [
      -0.189200624, 0.101085773, 0.428163341, 0.575328025, 0.441102926, 0.270086656, 0.552818061, 0.311087928,
      -0.021846789, -0.386665124, -0.531807856, -0.585746005,
    ],
  ],
  [{ size: 1 }, [-0.619169886]],
  [{ size: 1, alignCorners: true }, [0]],
]

describe('interpolate', () => {
  it.each(LINES)('gives the lines of PyTorch: %o', (options, expected) => {
    const out = interpolate(line, options)
    expect(out.shape).toEqual([1, 1, expected.length])
    expect(out.reshape(-1).allClose(cpu.tensor(expected, double), { rtol: 0, atol: 1e-9 })).toBe(true)
  })

  it.each(IMAGES)('gives the images of PyTorch: %o', (options, expected) => {
    const out = interpolate(image, { ...options, mode: 'bilinear' }).reshape(-1)
    expect(out.allClose(cpu.tensor(expected, double), { rtol: 0, atol: 1e-9 })).toBe(true)
    expect(
      interpolate(image, { ...options, mode: 'linear' })
        .reshape(-1)
        .equals(out),
    ).toBe(true)
  })

  it('works in place of a channel and an example alone, and keeps integers when it takes the nearest', () => {
    const whole = cpu.arange(16, { dtype: 'int32' }).reshape(2, 2, 2, 2)
    const larger = interpolate(whole, { scale: 2 })
    expect([larger.dtype, larger.shape]).toEqual(['int32', [2, 2, 4, 4]])
    expect(larger.at(1, 1).toNested()).toEqual([
      [12, 12, 13, 13],
      [12, 12, 13, 13],
      [14, 14, 15, 15],
      [14, 14, 15, 15],
    ])
  })

  it('refuses what it cannot do', () => {
    expect(() => interpolate(line, {})).toThrow('interpolate: expected either size or scale, got neither')
    expect(() => interpolate(line, { size: 2, scale: 1 })).toThrow('either size or scale, got both')
    expect(() => interpolate(line, { size: [2, 2] })).toThrow(ShapeError)
    expect(() => interpolate(line, { scale: 0.1 })).toThrow('scale to leave an element of 5, got 0.1')
    expect(() => interpolate(line, { size: 0 })).toThrow('size to be an integer >= 1')
    expect(() => interpolate(line, { scale: -1 })).toThrow(RangeError)
    expect(() => interpolate(line, { size: 2, alignCorners: true })).toThrow(
      'alignCorners with a linear mode',
    )
    expect(() => interpolate(line, { size: 2, mode: 'bilinear' })).toThrow(
      'interpolate: expected [n, channels, 2 lengths], all above 0, got [1, 1, 5]',
    )
    expect(() => interpolate(line, { size: 2, mode: 'bicubic' as never })).toThrow(/mode to be one of/)
    expect(() => interpolate(cpu.ones([2, 2]), { size: 2 })).toThrow(ShapeError)
    expect(() => interpolate(line.cast('int32'), { size: 2, mode: 'linear' })).toThrow('a tensor of floats')
  })
})
