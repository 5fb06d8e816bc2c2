import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { torch } from '@nn/init/torch'
import type { PadMode, Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  AvgPool1d,
  AvgPool2d,
  Conv1d,
  Conv2d,
  type ConvOptions,
  ConvTranspose1d,
  DepthwiseConv1d,
  DepthwiseConv2d,
  MaxPool1d,
  MaxPool2d,
  SeparableConv1d,
  SeparableConv2d,
} from '../src/index.ts'
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

/** Made so: `nn.Conv1d(2, 4, 3, groups=2, padding=2, stride=2, …)`, and an `nn.Conv1d(4, 1, 1)` behind it. */
const CHANNELS: readonly (readonly [PadMode, readonly number[], readonly number[]])[] = [
  [
    'reflect',
    [
      ...[1.3699638, 1.0565614, 2.0961295, 1.9981259, 0.380813, -0.1728423, 0.2620199, 0.0888872],
      ...[-0.5751385, -0.9915112, -1.8693771, -1.904115, -1.0976076, -1.0003691, -2.5306896, -2.5225771],
    ],
    [0.8678365, -0.112106, 0.1397249, -0.1154478],
  ],
  [
    'replicate',
    [
      ...[0, 1.0565614, 2.0961295, 1.5505169, 0, -0.1728423, 0.2620199, 0.1328905],
      ...[0.3909776, -0.9915112, -1.8693771, -1.6607611, 0.5235771, -1.0003691, -2.5306896, -2.224006],
    ],
    [0.4327578, -0.112106, 0.1397249, -0.2472869],
  ],
  [
    'circular',
    [
      ...[1.4561234, 1.0565614, 2.0961295, 0.9727077, 0.3959092, -0.1728423, 0.2620199, 0.1037217],
      ...[-0.9092764, -0.9915112, -1.8693771, -0.6305733, -1.5878642, -1.0003691, -2.5306896, -0.9573831],
    ],
    [0.5772556, -0.112106, 0.1397249, 0.2759826],
  ],
]
const REFLECTED = [
  ...[-0.834651, -0.6284575, -1.0561829, -1.7777474, -1.8580713, -1.9666776, -1.9674156],
  ...[0.9866586, 0.842882, 1.259984, 1.9037414, 1.8608118, 1.8732997, 1.8754966],
  ...[-0.834651, -0.6284575, -1.0561829, -1.7777474, -1.8580713, -1.9666776, -1.9674156],
  ...[-0.6910836, -0.3377579, -0.1618985, -0.4862118, -0.6351466, -0.6257323, -0.6341575],
  ...[0.3089158, -0.0961641, -0.2083326, 0.2776208, 0.6634352, 0.7291941, 0.6303609],
  ...[-0.6910836, -0.3377579, -0.1618985, -0.4862118, -0.6351466, -0.6257323, -0.6341575],
]
const AROUND = [
  ...[-0.0692911, 0.0800566, 0.0302111, -0.0305317, -0.13677],
  ...[-0.0102162, -0.0114585, 0.0481745, 0.0904307, 0.0637348],
  ...[0.1088604, -0.0840934, 0.1202998, 0.2813005, 0.2714433],
  ...[-0.1580494, -0.1783072, -0.3125634, -0.3340767, -0.2489508],
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

  it.each(CHANNELS)('each channel on its own: %s', (paddingMode, depthwise, separable) => {
    const shared = { padding: 2, stride: 2, multiplier: 2, paddingMode, dtype: 'float64' } as const
    const conv = new DepthwiseConv1d(3, { ...shared, useBias: false })
    conv.initialize({ init: constant(weights([4, 1, 3], 12)), backend: cpu })
    expect(isClose(conv.forward(line), depthwise)).toBe(true)
    expect(isClose(conv.forward(line.squeeze(0)), depthwise)).toBe(true)
    expect(gradientError((t) => mixed(conv.forward(t)), line)).toBeLessThan(1e-8)
    const both = new SeparableConv1d(1, 3, { ...shared, useBias: false, inChannels: 2 })
    both.initialize({
      rules: [
        ['depthwise.weight', constant(weights([4, 1, 3], 12))],
        ['pointwise.weight', constant(weights([1, 4, 1], 4))],
      ],
      backend: cpu,
    })
    expect(isClose(both.forward(line), separable)).toBe(true)
    expect(gradientError((t) => mixed(both.forward(t)), line)).toBeLessThan(1e-8)
  })

  it('each channel on its own over two axes', () => {
    const shared = { useBias: false, dtype: 'float64' } as const
    const reflected = new DepthwiseConv2d([2, 3], { padding: [1, 2], paddingMode: 'reflect', ...shared })
    reflected.initialize({ init: constant(weights([2, 1, 2, 3], 12)), backend: cpu })
    expect(reflected.forward(image).shape).toEqual([1, 2, 3, 7])
    expect(isClose(reflected.forward(image), REFLECTED)).toBe(true)
    const around = new DepthwiseConv2d(3, { padding: 'same', paddingMode: 'circular', ...shared })
    around.initialize({ init: constant(weights([2, 1, 3, 3], 18)), backend: cpu })
    expect(isClose(around.forward(image), AROUND)).toBe(true)
    const separable = new SeparableConv2d(3, 3, { padding: 1, paddingMode: 'replicate', dtype: 'float64' })
    separable.initialize({ init: constant(1), backend: cpu })
    expect(separable.forward(image).shape).toEqual([1, 3, 2, 5])
    expect(separable.depthwise.paddingMode).toBe('replicate')
  })

  it('have the weights of PyTorch, whatever stands around the input', () => {
    const weightOf = (layer: Conv1d | DepthwiseConv1d): Tensor => {
      layer.initialize({ dialect: torch({ seed: 3 }), backend: cpu })
      return layer.weight.data
    }
    const grouped = weightOf(new Conv1d(4, 3, { inChannels: 2, groups: 2 }))
    const options = { inChannels: 2, multiplier: 2, padding: 1, paddingMode: 'circular' } as const
    expect(weightOf(new DepthwiseConv1d(3, options)).equals(grouped)).toBe(true)
  })

  it('are none of the transposed ones, as in PyTorch', () => {
    expect(new ConvTranspose1d(1, 2, { paddingMode: 'zeros' }).padding).toEqual([0])
    expect(() => new ConvTranspose1d(1, 2, { paddingMode: 'reflect' as never })).toThrow(
      `ConvTranspose1d: expected paddingMode 'zeros', got "reflect"; its padding cuts the output; pad the input by padMode of @nn/tensor`,
    )
  })

  it('refuse other modes, and inputs that are too short', () => {
    expect(() => new DepthwiseConv2d(3, { paddingMode: 'mirror' as never })).toThrow(
      /DepthwiseConv2d: expected paddingMode/,
    )

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
