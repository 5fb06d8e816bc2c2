import { cpu } from '@nn/backend-cpu'
import { constant, ones } from '@nn/init'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { PRelu } from '../src/index.ts'

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
