import { cpu } from '@nn/backend-cpu'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Flatten } from '../src/index.ts'

describe('Flatten', () => {
  it('makes one axis of all from startAxis on', () => {
    expect(new Flatten().forward(cpu.ones([2, 3, 4])).shape).toEqual([2, 12])
    expect(new Flatten(0).forward(cpu.ones([2, 3])).shape).toEqual([6])
    expect(new Flatten(1).forward(cpu.ones([2, 0, 3])).shape).toEqual([2, 0])
  })

  it('needs the axis', () => {
    const run = () => new Flatten().forward(cpu.ones([2]))
    expect(run).toThrow(ShapeError)
    expect(run).toThrow('Flatten: expected an input of more than 1 axes, got [2]')
  })
})
