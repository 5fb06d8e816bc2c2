import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dropout, Sequential } from '../src/index.ts'

const x = cpu.ones([64])

describe('Dropout', () => {
  it('draws from its own stream: the same seed and path give the same masks', () => {
    const make = (rate = 0.5) => new Sequential(new Dropout(rate, { rng: createRng(42) }))
    const [a, b] = [make(), make()]
    expect(a.forward(x).equals(b.forward(x))).toBe(true)
    expect(a.forward(x).equals(b.forward(x))).toBe(true)
    expect(a.forward(x).equals(new Dropout(0.5, { rng: createRng(42) }).forward(x))).toBe(false)
  })

  it('goes on alike in a clone', () => {
    const dropout = new Dropout(0.5, { rng: createRng(42) })
    dropout.forward(x)
    const clone = dropout.clone()
    expect(clone.forward(x).equals(dropout.forward(x))).toBe(true)
  })

  it('gives its input in evaluation and at rate 0, and zeros at rate 1', () => {
    expect(new Dropout(0.5).eval().forward(x)).toBe(x)
    expect(new Dropout(0).forward(x)).toBe(x)
    expect(new Dropout(1, { rng: createRng(42) }).forward(x).any().item()).toBe(false)
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    ['Dropout: expected rate in [0, 1], got 1.5', RangeError, () => new Dropout(1.5)],
    ['Dropout: expected rate to be a number, got "0.5"', TypeError, () => new Dropout('0.5' as never)],
    [
      '0 (Dropout): expected an rng in training, got none; pass { rng: createRng(42) }, or call eval() first',
      TypeError,
      () => new Sequential(new Dropout(0.5)).forward(x),
    ],
    [
      'Dropout: expected a tensor of float32 or float64, got int32',
      TypeError,
      () => new Dropout(0.5).forward(cpu.ones([1], { dtype: 'int32' })),
    ],
  ])('refuses: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})
