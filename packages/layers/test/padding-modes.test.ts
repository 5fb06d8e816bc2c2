import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { AvgPool1d, AvgPool2d, Conv1d, Conv2d, type ConvOptions, MaxPool1d, MaxPool2d } from '../src/index.ts'
import { gradientError, mixed } from './slopes.ts'

const double = { dtype: 'float64' } as const
const image = cpu.arange(20, double).reshape(1, 2, 2, 5).mul(0.61).sin()
const line = image.slice(null, null, 0)
const weights = (shape: readonly number[], size: number): Tensor =>
  cpu
    .arange(size, double)
    .add(1)
    .mul(0.3)
    .cos()
    .reshape(...shape)

/** Made with torch: `nn.Conv1d(2, 1, 3, bias=False, padding_mode=…, …)` of doubles with these weights, rounded to 7 digits. */
const LINES: readonly (readonly [ConvOptions, readonly number[]])[] = [
  [{ paddingMode: 'reflect', padding: 1 }, [0.9464465, 0.8242641, 1.9075483, 2.3027722, 2.2464681]],
  [{ paddingMode: 'reflect', padding: 2, stride: 2 }, [1.7525478, 0.8242641, 2.3027722, 2.1534693]],
  [
    { paddingMode: 'reflect', padding: 'same', dilation: 2 },
    [1.584364, 1.5736777, 0.9953595, 1.9398841, 2.1846848],
  ],
  [{ paddingMode: 'replicate', padding: 1 }, [0.1831508, 0.8242641, 1.9075483, 2.3027722, 2.097575]],
  [{ paddingMode: 'replicate', padding: 2, stride: 2 }, [-0.037506, 0.8242641, 2.3027722, 1.7098315]],
  [
    { paddingMode: 'replicate', padding: 'same', dilation: 2 },
    [0.3092872, 0.810382, 0.9953595, 1.790991, 2.0219097],
  ],
  [{ paddingMode: 'circular', padding: 1 }, [1.1461496, 0.8242641, 1.9075483, 2.3027722, 1.913557]],
  [{ paddingMode: 'circular', padding: 2, stride: 2 }, [1.913557, 0.8242641, 2.3027722, 1.1461496]],
  [
    { paddingMode: 'circular', padding: 'same', dilation: 2 },
    [1.6600293, 1.7733808, 0.9953595, 1.606973, 2.0585485],
  ],
]
const IMAGE = [
  -1.5257346, -0.9662154, -1.2180814, -2.2639592, -2.4932179, -2.59241, -2.6015731, 1.2955744, 0.7467179,
  1.0516514, 2.1813622, 2.524247, 2.6024938, 2.5058575, -1.5257346, -0.9662154, -1.2180814, -2.2639592,
  -2.4932179, -2.59241, -2.6015731,
]

const isClose = (out: Tensor, values: readonly number[]): boolean =>
  out.reshape(-1).allClose(cpu.tensor(values, double), { rtol: 0, atol: 1e-7 })

describe('convolutions that are padded by more than zeros', () => {
  it.each(LINES)('compute what PyTorch does: %o', (options, expected) => {
    const conv = new Conv1d(1, 3, { ...options, useBias: false, dtype: 'float64' })
    conv.initialize({ init: constant(weights([1, 2, 3], 6)), backend: cpu })
    expect(isClose(conv.forward(line), expected)).toBe(true)
    expect(isClose(conv.forward(line.squeeze(0)), expected)).toBe(true)
    expect(gradientError((t) => mixed(conv.forward(t)), line)).toBeLessThan(1e-8)
  })

  it('compute what PyTorch does over two axes', () => {
    const options = { padding: [1, 2], paddingMode: 'reflect', useBias: false, dtype: 'float64' } as const
    const conv = new Conv2d(1, [2, 3], options)
    conv.initialize({ init: constant(weights([1, 2, 2, 3], 12)), backend: cpu })
    const out = conv.forward(image)
    expect(out.shape).toEqual([1, 1, 3, 7])
    expect(isClose(out, IMAGE)).toBe(true)
  })

  it('refuse other modes, and inputs that are too short', () => {
    expect(() => new Conv1d(1, 3, { paddingMode: 'mirror' as never })).toThrow(/Conv1d: expected paddingMode/)
    const conv = new Conv1d(1, 3, { padding: 5, paddingMode: 'reflect', inChannels: 1 })
    conv.initialize({ init: constant(1), backend: cpu })
    expect(() => conv.forward(cpu.ones([1, 1, 5]))).toThrow('at most 4 elements on each side of axis 2')
  })
})

describe("pools with padding 'same'", () => {
  const five = cpu.tensor([[[1, 2, 3, 4, 6]]], double)

  it('have as many windows as the stride makes of the length, the odd element behind', () => {
    expect(new MaxPool1d(2, { padding: 'same' }).forward(five).toNested()).toEqual([[[2, 4, 6]]])
    expect(new MaxPool1d(2, { padding: 'same', stride: 1 }).forward(five.neg()).toNested()).toEqual([
      [[-1, -2, -3, -4, -6]],
    ])
    expect(new MaxPool1d(4, { padding: 'same', stride: 1 }).forward(five).toNested()).toEqual([
      [[3, 4, 6, 6, 6]],
    ])
    expect(new MaxPool1d(2, { padding: 'same', stride: 1, dilation: 2 }).forward(five).toNested()).toEqual([
      [[2, 3, 4, 6, 4]],
    ])
    expect(new MaxPool2d([2, 3], { padding: 'same' }).forward(image).shape).toEqual([1, 2, 1, 2])
  })

  it('average over the window, or over what there is of the input', () => {
    const all = new AvgPool1d(2, { padding: 'same' }).forward(five)
    expect(all.toNested()).toEqual([[[1.5, 3.5, 3]]])
    const some = new AvgPool1d(2, { padding: 'same', countIncludePad: false }).forward(five)
    expect(some.toNested()).toEqual([[[1.5, 3.5, 6]]])
    const pool = new AvgPool2d([2, 3], { padding: 'same', stride: 2, countIncludePad: false })
    expect(gradientError((t) => mixed(pool.forward(t)), image)).toBeLessThan(1e-8)
  })

  it('refuse other words', () => {
    expect(() => new MaxPool1d(2, { padding: 'full' as never })).toThrow('MaxPool1d: expected padding')
  })
})
