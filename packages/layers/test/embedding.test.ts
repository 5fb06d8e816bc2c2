import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Embedding } from '../src/index.ts'

const at = (values: number[]) => cpu.tensor(values, { dtype: 'int32' })

describe('Embedding', () => {
  it('starts as N(0, 1), the padding row as zeros', () => {
    const [plain, padded] = [new Embedding(50, 40), new Embedding(50, 40, { paddingIndex: -2 })]
    for (const layer of [plain, padded]) layer.initialize({ rng: createRng(42), backend: cpu })
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
