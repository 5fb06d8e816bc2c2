import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { DropPath, Identity, LocalResponseNorm, pixelShuffle, Threshold, threshold } from '../src/index.ts'
import { gradientError, mixed } from './slopes.ts'

const double = { dtype: 'float64' } as const
const x = cpu.arange(20, double).reshape(1, 5, 4).mul(0.61).sin()

/** Made with torch: `nn.LocalResponseNorm(…)(x)` of doubles, rounded to 7 digits. */
const NORMS: readonly (readonly [LocalResponseNorm, readonly number[]])[] = [
  [
    new LocalResponseNorm(2, { alpha: 0.3, beta: 0.6, k: 1.2 }),
    [
      0, 0.5012674, 0.7905931, 0.8108734, 0.5611981, 0.0799847, -0.4103719, -0.7193732, -0.8028811,
      -0.6152334, -0.1599657, 0.3460324, 0.6867929, 0.8061199, 0.6626671, 0.2388548, -0.2775693, -0.6492523,
      -0.8034724, -0.7032669,
    ],
  ],
  [
    new LocalResponseNorm(3),
    [
      0, 0.5728626, 0.9390729, 0.9665521, 0.6454126, 0.0914627, -0.495483, -0.9036881, -0.9859336, -0.7125647,
      -0.1821585, 0.4139624, 0.8607482, 0.9970582, 0.7737428, 0.2713269, -0.3289719, -0.8105935, -0.9998388,
      -0.8284545,
    ],
  ],
]

describe('LocalResponseNorm', () => {
  it.each(NORMS)('is that of PyTorch', (norm, expected) => {
    const out = norm.forward(x)
    expect(out.shape).toEqual(x.shape)
    expect(out.reshape(-1).allClose(cpu.tensor(expected, double), { rtol: 0, atol: 1e-7 })).toBe(true)
    expect(gradientError((t) => mixed(norm.forward(t)), x)).toBeLessThan(1e-8)
  })

  it('refuses what has no channels, and sizes of none', () => {
    expect(() => new LocalResponseNorm(2).forward(cpu.ones([2, 3]))).toThrow(ShapeError)
    expect(() => new LocalResponseNorm(0)).toThrow('size to be an integer >= 1')
    expect(() => new LocalResponseNorm(2, { k: Number.NaN })).toThrow(RangeError)
  })
})

describe('pixelShuffle', () => {
  it('lays channels side by side, as PyTorch does', () => {
    const out = pixelShuffle(cpu.arange(16).reshape(2, 4, 1, 2), 2)
    expect(out.shape).toEqual([2, 1, 2, 4])
    expect(out.reshape(-1).toNested()).toEqual([0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15])
    expect(pixelShuffle(cpu.arange(4).reshape(4, 1, 1), 2).toNested()).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
    ])
    const shuffle = (t: Tensor): Tensor => mixed(pixelShuffle(t.reshape(1, 4, 1, 5), 2))
    expect(gradientError(shuffle, x)).toBeLessThan(1e-8)
  })

  it('refuses channels that do not fit', () => {
    expect(() => pixelShuffle(cpu.ones([1, 3, 2, 2]), 2)).toThrow(
      'with channels that 4 divides, got [1, 3, 2, 2]',
    )
    expect(() => pixelShuffle(cpu.ones([4, 2]), 2)).toThrow(ShapeError)
    expect(() => pixelShuffle(x, 0)).toThrow('factor to be an integer >= 1')
  })
})

describe('threshold', () => {
  it('keeps what is above, NaN too, and is flat below', () => {
    const values = cpu.tensor([-3, 0.5, 0.75, Number.NaN])
    expect(threshold(0.5, 7)(values).toNested()).toEqual([7, 7, 0.75, Number.NaN])
    expect(gradientError((t) => mixed(new Threshold(0.1, -1).forward(t)), x)).toBeLessThan(1e-8)
  })

  it('refuses limits and values that are no numbers', () => {
    expect(() => threshold(Number.NaN, 0)).toThrow(RangeError)
    expect(() => new Threshold(0, '1' as never)).toThrow('Threshold: expected value')
  })
})

describe('DropPath', () => {
  const ones = cpu.ones([400, 2, 3])

  it('leaves out examples as wholes, about as many as its rate says, and scales the others', () => {
    const out = new DropPath(0.25, { rng: createRng(3) }).forward(ones)
    const first = out.slice(null, 0, 0)
    expect(out.equals(first.reshape(400, 1, 1).expand(400, 2, 3))).toBe(true)
    const kept = Array.from(first.toNested() as number[])
    expect(new Set(kept)).toEqual(new Set([0, Math.fround(1 / 0.75)]))
    const dropped = kept.filter((value) => value === 0).length
    expect(Math.abs(dropped - 100)).toBeLessThan(5 * Math.sqrt(400 * 0.25 * 0.75))
  })

  it('draws another mask at each call, the same from the same seed, and none in evaluation', () => {
    const [drop, again] = [1, 1].map(() => new DropPath(0.5, { rng: createRng(1) }))
    const masks = [drop?.forward(ones), drop?.forward(ones)]
    expect(masks[0]?.equals(masks[1] as Tensor)).toBe(false)
    expect(again?.forward(ones).equals(masks[0] as Tensor)).toBe(true)
    expect(drop?.eval().forward(ones)).toBe(ones)
    expect(new DropPath(1, { rng: createRng(1) }).forward(ones).max().item()).toBe(0)
    expect(new DropPath(0).forward(ones)).toBe(ones)
  })

  it('has the gradient of its mask', () => {
    const rng = createRng(9)
    const drop = (t: Tensor): Tensor => new DropPath(0.5, { rng: rng.clone() }).forward(t.reshape(5, 4))
    expect(gradientError((t) => mixed(drop(t)), x)).toBeLessThan(1e-8)
  })

  it('asks for a stream in training', () => {
    expect(() => new DropPath(0.5).forward(ones)).toThrow('DropPath: expected an rng in training, got none')
    expect(() => new DropPath(1.5)).toThrow(RangeError)
    expect(() => new DropPath(0.5, { rng: createRng(1) }).forward(cpu.tensor(1))).toThrow(ShapeError)
  })
})

it('Identity gives what it gets, and refuses what is no tensor', () => {
  expect(new Identity().forward(x)).toBe(x)
  expect(() => new Identity().forward(1 as never)).toThrow('Identity: expected a tensor, got 1')
})
