import { cpu } from '@nn/backend-cpu'
import { constant, dirac, ones } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  DepthwiseConv1d,
  DepthwiseConv2d,
  relu,
  SeparableConv2d,
} from '../src/index.ts'

const rng = createRng(42)

/** `y[o, i, j] = Σ w[o, c, k, l]·x[g·c + c, i·s + k·d − p, j·s + l·d − p]`, by its definition. */
function naive(x: Tensor, w: Tensor, groups: number, [s, d, p]: readonly [number, number, number]): number[] {
  const [units, perGroup, rows, columns] = w.shape as [number, number, number, number]
  const [, , height, width] = x.shape as [number, number, number, number]
  const count = (length: number, size: number) => Math.floor((length + 2 * p - d * (size - 1) - 1) / s) + 1
  const out: number[] = []
  for (let o = 0; o < units; o++) {
    const first = Math.floor(o / (units / groups)) * perGroup
    for (let i = 0; i < count(height, rows); i++) {
      for (let j = 0; j < count(width, columns); j++) {
        let sum = 0
        for (let c = 0; c < perGroup; c++) {
          for (let k = 0; k < rows; k++) {
            for (let l = 0; l < columns; l++) {
              const [a, b] = [i * s + k * d - p, j * s + l * d - p]
              if (a < 0 || b < 0 || a >= height || b >= width) continue
              sum += Number(w.at(o, c, k, l).item()) * Number(x.at(0, first + c, a, b).item())
            }
          }
        }
        out.push(sum)
      }
    }
  }
  return out
}

const geometry = fc.record({
  groups: fc.integer({ min: 1, max: 3 }),
  perGroup: fc.integer({ min: 1, max: 2 }),
  unitsPerGroup: fc.integer({ min: 1, max: 2 }),
  kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  padding: fc.integer({ min: 0, max: 2 }),
  size: fc.tuple(fc.integer({ min: 5, max: 8 }), fc.integer({ min: 5, max: 8 })),
})

describe('convolutions', () => {
  it('are the sums of their definition', () => {
    fc.assert(
      fc.property(geometry, ({ groups, perGroup, unitsPerGroup, kernel, size, ...rest }) => {
        const options = { groups, ...rest, useBias: false, dtype: 'float64' } as const
        const conv = new Conv2d(unitsPerGroup * groups, kernel, options)
        conv.initialize({ rng: createRng(42) })
        const x = cpu.normal(rng, [1, perGroup * groups, ...size], { dtype: 'float64' })
        const { stride, dilation, padding } = rest
        const y = conv.forward(x)
        const expected = naive(x, conv.weight.data, groups, [stride, dilation, padding])
        expect(
          y.allClose(cpu.tensor(expected, { dtype: 'float64' }).reshape(...y.shape), { atol: 1e-12 }),
        ).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('transposed, are their transposes as linear maps', () => {
    fc.assert(
      fc.property(geometry, ({ groups, perGroup, unitsPerGroup, kernel, size, ...rest }) => {
        const shared = { groups, ...rest, useBias: false, dtype: 'float64' } as const
        const conv = new Conv2d(unitsPerGroup * groups, kernel, shared)
        conv.initialize({ rng: createRng(42) })
        const x = cpu.normal(rng, [1, perGroup * groups, ...size], { dtype: 'float64' })
        const y = conv.forward(x)
        const { stride, dilation, padding } = rest
        const outputPadding = [0, 1].map((axis) => {
          const reach = dilation * (kernel[axis]! - 1) + 1
          return size[axis]! - ((y.shape[axis + 2]! - 1) * stride - 2 * padding + reach)
        })
        if (outputPadding.some((added) => added >= Math.max(stride, dilation))) return
        const back = new ConvTranspose2d(perGroup * groups, kernel, { ...shared, outputPadding })
        back.loadStateDict(conv.stateDict())
        const z = cpu.normal(rng, y.shape, { dtype: 'float64' })
        const [left, right] = [y.mul(z).sum().item(), x.mul(back.forward(z)).sum().item()]
        expect(Number(left)).toBeCloseTo(Number(right), 10)
      }),
      { numRuns: 40 },
    )
  })

  it("padded 'same', keep lengths ⌈length/stride⌉, for kernels of any size", () => {
    for (const [size, stride, length] of [
      [4, 1, 9],
      [3, 2, 9],
      [2, 3, 10],
      [5, 4, 6],
    ] as const) {
      const conv = new Conv1d(1, size, { padding: 'same', stride, weightInit: ones() })
      conv.initialize()
      expect(conv.forward(cpu.ones([1, 1, length])).shape).toEqual([1, 1, Math.ceil(length / stride)])
    }
  })

  it('take one example without n', () => {
    const conv = new Conv2d(2, 2, { groups: 2 })
    conv.initialize({ rng: createRng(42) })
    const x = cpu.normal(rng, [1, 4, 3, 3])
    expect(conv.forward(x.at(0)).equals(conv.forward(x).at(0))).toBe(true)
  })

  it('add their bias and apply their activation', () => {
    const conv = new Conv1d(2, 1, {
      weightInit: constant([[[1]], [[-1]]]),
      biasInit: constant([10, 1]),
      activation: relu,
    })
    conv.initialize()
    expect(conv.forward(cpu.tensor([[[1, 2]]])).toNested()).toEqual([
      [
        [11, 12],
        [0, 0],
      ],
    ])
  })

  it('start by the laws of PyTorch, biases as zeros, with the fans of their groups and strides', () => {
    const rows = (layer: { plan(): { rows: readonly { law: string; fans: unknown }[] } }) =>
      layer.plan().rows.map(({ law, fans }) => [law, fans])
    expect(rows(new Conv2d(8, 3, { inChannels: 4, groups: 2, stride: 2 }))).toEqual([
      ['U[-0.235702, 0.235702)', { fanIn: 18, fanOut: 9 }],
      ['0', undefined],
    ])
    // PyTorch: 1/√(outChannels/groups · kernel).
    expect(rows(new ConvTranspose2d(8, 2, { inChannels: 4, stride: 2 }))).toEqual([
      ['U[-0.176777, 0.176777)', { fanIn: 4, fanOut: 32 }],
      ['0', undefined],
    ])
    expect(rows(new DepthwiseConv2d(3, { inChannels: 4, multiplier: 2 }))).toEqual([
      ['U[-0.333333, 0.333333)', { fanIn: 9, fanOut: 18 }],
      ['0', undefined],
    ])
  })
})

describe('depthwise and separable convolutions', () => {
  it('are grouped ones with as many groups as channels', () => {
    const depthwise = new DepthwiseConv1d(3, { multiplier: 2, stride: 2, padding: 1, dilation: 2 })
    depthwise.initialize({ rng: createRng(42) })
    const x = cpu.normal(rng, [2, 3, 9])
    const y = depthwise.forward(x)
    const grouped = new Conv1d(6, 3, { groups: 3, stride: 2, padding: 1, dilation: 2 })
    grouped.loadStateDict(depthwise.stateDict())
    expect(y.equals(grouped.forward(x))).toBe(true)
  })

  it('take initializers of kernels, a group for each channel', () => {
    const depthwise = new DepthwiseConv1d(3, { multiplier: 2, padding: 1, weightInit: dirac() })
    depthwise.initialize()
    const x = cpu.normal(rng, [1, 3, 5])
    const y = depthwise.forward(x)
    for (let channel = 0; channel < 3; channel++)
      expect(y.at(0, 2 * channel).equals(x.at(0, channel))).toBe(true)
  })

  it('are a depthwise and a pointwise one, each with its own initializer', () => {
    const options = {
      padding: 'same',
      depthwiseInit: ones(),
      pointwiseInit: constant(2),
      useBias: false,
    } as const
    const conv = new SeparableConv2d(3, 1, options)
    conv.initialize()
    expect([...conv.parameters().keys()]).toEqual(['depthwise.weight', 'pointwise.weight'])
    expect(conv.forward(cpu.ones([1, 2, 1, 1])).toNested()).toEqual([[[[4]], [[4]], [[4]]]])
  })
})

describe('convolutions refuse', () => {
  it.each<[string, new (message: string) => Error, () => unknown]>([
    ['Conv2d: expected outChannels to be an integer >= 0, got -1', RangeError, () => new Conv2d(-1, 3)],
    ['Conv2d: expected kernelSize to be an integer >= 1, got 0', RangeError, () => new Conv2d(1, 0)],
    [
      'Conv2d: expected kernelSize to be one number or 2, got [1, 2, 3]',
      RangeError,
      () => new Conv2d(1, [1, 2, 3]),
    ],
    [
      'Conv1d: expected stride to be a number, got "2"',
      TypeError,
      () => new Conv1d(1, 1, { stride: '2' as never }),
    ],
    [
      'Conv1d: expected groups to divide outChannels 4, got 3',
      RangeError,
      () => new Conv1d(4, 1, { groups: 3 }),
    ],
    [
      'Conv1d: expected groups to divide inChannels 3, got 2',
      RangeError,
      () => new Conv1d(4, 1, { groups: 2, inChannels: 3 }),
    ],
    [
      `Conv1d: expected padding to be 'same', 'valid', one number or one for each axis, got "full"`,
      RangeError,
      () => new Conv1d(1, 1, { padding: 'full' as never }),
    ],
    [
      'ConvTranspose1d: expected outputPadding < 2, the stride or dilation, got 2',
      RangeError,
      () => new ConvTranspose1d(1, 3, { stride: 2, outputPadding: 2 }),
    ],
    [
      'DepthwiseConv2d: expected multiplier to be an integer >= 1, got 0',
      RangeError,
      () => new DepthwiseConv2d(3, { multiplier: 0 }),
    ],
    [
      'Conv3d: expected options inChannels, stride, dilation, groups, activation, useBias, weightInit, biasInit, dtype, padding, paddingMode, got "filters"; did you mean "dilation"?',
      TypeError,
      () => new Conv3d(1, 1, { filters: 2 } as never),
    ],
  ])('%s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })

  it.each<[string, number[], string]>([
    ['other channels', [1, 3, 5, 5], 'an input [n, 2, height, width] or one without n, got [1, 3, 5, 5]'],
    ['too few axes', [5, 5], 'an input [n, 2, height, width] or one without n, got [5, 5]'],
    [
      'too few elements',
      [1, 2, 2, 5],
      'at least 3 elements along axis 2 with padding, got 2; give it padding',
    ],
  ])('inputs of %s', (_, shape, message) => {
    const conv = new Conv2d(1, 3, { inChannels: 2 })
    conv.initialize({ rng: createRng(42) })
    expect(() => conv.forward(cpu.ones(shape))).toThrow(ShapeError)
    expect(() => conv.forward(cpu.ones(shape))).toThrow(`Conv2d: expected ${message}`)
  })

  it('inputs that groups do not divide, when they are known', () => {
    const conv = new Conv1d(4, 1, { groups: 2 })
    conv.initialize({ rng: createRng(42) })
    expect(() => conv.forward(cpu.ones([1, 3, 5]))).toThrow(
      'Conv1d: expected groups to divide channels 3, got 2',
    )
    expect(conv.weight.shape).toEqual([4, null, 1])
  })

  it('a padding that leaves less than nothing', () => {
    const conv = new ConvTranspose1d(1, 1, { padding: 3 })
    conv.initialize({ rng: createRng(42) })
    expect(() => conv.forward(cpu.ones([1, 1, 2]))).toThrow(
      'ConvTranspose1d: expected an output of at least 0 elements along axis 2, got -4 of 2 inputs; lower its padding',
    )
  })
})
