import { describe, expect, it } from 'vitest'
import { createBackend, type Kernels, ShapeError, Tensor } from '../src/index.ts'
import { fake, tensorOf } from './fake.ts'

describe('Tensor', () => {
  it('lies where shape, strides and offset say', () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 5)
    const x = new Tensor({ backend: fake, data, shape: [2, 2], strides: [-3, 1], offset: 4 })
    expect(x.toNested()).toEqual([
      [4, 5],
      [1, 2],
    ])
    expect(x.dtype).toBe('float32')
    expect(x.data).toBe(data)
  })

  it('may leave part of its data unused, and be empty at any offset', () => {
    expect(new Tensor({ backend: fake, data: new Int32Array(9), shape: [2] }).size).toBe(2)
    expect(
      new Tensor({ backend: fake, data: new Int32Array(0), shape: [2, 0], offset: 7 }).toNested(),
    ).toEqual([[], []])
  })

  it('rejects a layout that leaves the data', () => {
    const make = (strides: number[]) => () =>
      new Tensor({ backend: fake, data: new Float32Array(4), shape: [2, 2], strides })
    expect(make([2, 1])).not.toThrow()
    expect(make([3, 1])).toThrow(ShapeError)
    expect(make([-2, 1])).toThrow(
      'Tensor: expected data with positions -2 to 1 for shape [2, 2], got 4 elements',
    )
  })

  it('gives copies by toArray and live storage by data', () => {
    const x = tensorOf([1, 2], [2], 'float64')
    x.toArray()[0] = 9
    expect(x.toNested()).toEqual([1, 2])
    x.data[0] = 9
    expect(x.toNested()).toEqual([9, 2])
  })

  it('gives booleans for bool', () => {
    const x = tensorOf([1, 0], [2], 'bool')
    expect(x.toNested()).toEqual([true, false])
    expect(x.at(1).item()).toBe(false)
  })
})

describe('a failing call', () => {
  it('leaves the old values in place', () => {
    const x = tensorOf([1, 2, 3], [3], 'int32')
    const calls: (() => unknown)[] = [
      () => x.set([], [4, 5, 0.5]),
      () => x.set([], [4, 5]),
      () => x.copy_(tensorOf([4, 5, 2 ** 31], [3], 'float64')),
      () => x.fill_(NaN),
      () => x.add_(0.5),
      () => x.set([[0, 2]], [[[1, 2], [3]]] as never),
    ]
    for (const call of calls) expect(call).toThrow()
    expect(x.toNested()).toEqual([1, 2, 3])
  })
})

describe('createBackend', () => {
  it('adds creation to the kernels and hands itself to its tensors', () => {
    const kernels = { name: 'mine', fill: fake.fill, copy: fake.copy } as Kernels
    const backend = createBackend(kernels)
    expect(backend.name).toBe('mine')
    expect(backend.zeros([1]).backend).toBe(backend)
    expect(backend.zeros([1]).at(0).backend).toBe(backend)
  })
})
