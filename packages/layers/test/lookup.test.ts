import { cpu } from '@nn/backend-cpu'
import { constant, ones } from '@nn/init'
import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Bilinear, Embedding, PRelu } from '../src/index.ts'

const rng = createRng(42)
const at = (values: number[]) => cpu.tensor(values, { dtype: 'int32' })

describe('Embedding', () => {
  it('starts as N(0, 1), the padding row as zeros', () => {
    const [plain, padded] = [new Embedding(50, 40), new Embedding(50, 40, { paddingIndex: -2 })]
    for (const layer of [plain, padded]) layer.initialize({ rng, backend: cpu })
    expect(plain.plan().rows[0]).toMatchObject({ law: 'N(0, 1²)', fans: { fanIn: 1, fanOut: 40 } })
    expect(Number(plain.weight.data.std().item())).toBeCloseTo(1, 1)
    expect(padded.paddingIndex).toBe(48)
    expect(padded.weight.data.at(48).any().item()).toBe(false)
    expect(padded.weight.data.at(47).equals(plain.weight.data.at(47))).toBe(true)
  })

  it('looks up indices of any shape', () => {
    const layer = new Embedding(3, 1, { weightInit: constant([[1], [2], [3]]) })
    layer.initialize()
    expect(layer.forward(at([2, 0]).reshape(1, 2)).toNested()).toEqual([[[3], [1]]])
    expect(layer.forward(at([1]).reshape()).toNested()).toEqual([2])
    expect(layer.forward(at([])).shape).toEqual([0, 1])
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    [
      'Embedding: expected paddingIndex to be a row in [-3, 3), got 3',
      RangeError,
      () => new Embedding(3, 1, { paddingIndex: 3 }),
    ],
    [
      "Embedding: expected indices of int32, got float32; pass x.cast('int32')",
      TypeError,
      () => new Embedding(3, 1).forward(cpu.ones([1])),
    ],
    [
      'Embedding: expected indices in [0, 3), got -1',
      RangeError,
      () => new Embedding(3, 1).forward(at([-1])),
    ],
    ['Embedding: expected count to be an integer >= 0, got 1.5', RangeError, () => new Embedding(1.5, 1)],
  ])('refuses: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})

describe('Bilinear', () => {
  it('is a sum over both inputs', () => {
    const layer = new Bilinear(1, {
      weightInit: constant([
        [
          [1, 2],
          [3, 4],
        ],
      ]),
      biasInit: constant(100),
    })
    layer.initialize()
    const y = layer.forward(cpu.tensor([[1, 10]]), cpu.tensor([[1, 0.5]]))
    expect(y.toNested()).toEqual([[100 + 1 + 1 + 30 + 20]])
  })

  it('starts as U[-1/√k, 1/√k), k the first of its inputs, given or found', () => {
    const row = new Bilinear(2, { inUnits: [16, 3] }).plan().rows[0]!
    expect(row.law).toBe('U[-0.25, 0.25)')
    expect(row.fans).toEqual({ fanIn: 48, fanOut: 6 })
    const found = new Bilinear(2)
    found.initialize({ rng })
    found.forward(cpu.ones([1, 16]), cpu.ones([1, 3]))
    const high = Number(found.weight.data.abs().max().item())
    expect(high).toBeLessThan(0.25)
    expect(high).toBeGreaterThan(0.2)
  })

  it('refuses inputs that do not belong together', () => {
    const layer = new Bilinear(1)
    layer.initialize({ rng })
    const run = () => layer.forward(cpu.ones([2, 3]), cpu.ones([3, 3]))
    expect(run).toThrow(ShapeError)
    expect(run).toThrow('Bilinear: expected inputs […, ?] and […, ?], got [2, 3] and [3, 3]')
  })
})

describe('PRelu', () => {
  it('has one slope, or one for each channel', () => {
    const layer = new PRelu({ perChannel: true, weightInit: constant([2, 3]) })
    layer.initialize()
    expect(layer.forward(cpu.tensor([[[-1], [-1]]])).toNested()).toEqual([[[-2], [-3]]])
    expect(new PRelu().plan().rows[0]).toMatchObject({ law: '0.25', role: 'slope', shape: [1] })
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    [
      'PRelu: expected channels only with perChannel, got one slope for all; pass { perChannel: true }',
      RangeError,
      () => new PRelu({ channels: 2 }),
    ],
    [
      'PRelu: expected an input [n, 2, …], got [1, 3]',
      ShapeError,
      () => new PRelu({ perChannel: true, channels: 2, weightInit: ones() }).forward(cpu.ones([1, 3])),
    ],
  ])('refuses: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})
