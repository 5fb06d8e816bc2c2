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

  it('orders images as Keras has them', () => {
    const image = cpu.arange(12).reshape(1, 2, 3, 2)
    const flat = new Flatten({ order: 'channelsLast' }).forward(image).toNested()
    expect(flat).toEqual([[0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]])
    expect(new Flatten({ order: 'channelsLast', startAxis: 2 }).forward(image).toNested()).toEqual([
      [
        [0, 2, 4, 1, 3, 5],
        [6, 8, 10, 7, 9, 11],
      ],
    ])
    expect(new Flatten({ order: 'channelsFirst' }).forward(image).shape).toEqual([1, 12])
    expect(new Flatten({ order: 'channelsLast' }).forward(cpu.ones([2, 3])).shape).toEqual([2, 3])
  })

  it('refuses other options', () => {
    expect(() => new Flatten({ order: 'channelLast' as never })).toThrow(
      'Flatten: expected order to be one of channelsFirst, channelsLast, got "channelLast"; did you mean "channelsLast"?',
    )
    expect(() => new Flatten({ axis: 1 } as never)).toThrow('Flatten: expected')
    expect(() => new Flatten(-1)).toThrow('Flatten: expected startAxis')
  })

  it('needs the axis', () => {
    const run = () => new Flatten().forward(cpu.ones([2]))
    expect(run).toThrow(ShapeError)
    expect(run).toThrow('Flatten: expected an input of more than 1 axes, got [2]')
  })
})
