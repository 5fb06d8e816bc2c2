import { cpu } from '@nn/backend-cpu'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { constant, constant_, createRequest, fromCheckpoint } from '../src/index.ts'

const request = (path = 'a', shape: readonly number[] = [2, 2]) =>
  createRequest({ path, shape, backend: cpu })
const array = () => Float32Array.of(1, 2, 3, 4)
const values = [
  [1, 2],
  [3, 4],
]

describe('typed arrays', () => {
  it('are constants of as many elements', () => {
    const given = array()
    const init = constant(given)
    given.fill(0)
    expect(init(request()).toNested()).toEqual(values)
    expect(init(request('a', [4])).toNested()).toEqual([1, 2, 3, 4])
    expect(constant_(cpu.zeros([2, 2]), Float64Array.of(1, 2, 3, 4)).toNested()).toEqual(values)
    expect(init.describe(request()).mean).toBe(2.5)
    expect(() => init(request('a', [5]))).toThrow(ShapeError)
    expect(() => init(request('a', [5]))).toThrow('a: expected 5 elements for shape [5], got 4')
    expect(() => JSON.stringify(init)).toThrow(TypeError)
    const whole = createRequest({ shape: [4], dtype: 'int32', backend: cpu })
    expect(() => constant(Float32Array.of(1.5, 2, 3, 4))(whole)).toThrow(TypeError)
  })

  it('are values of a checkpoint', () => {
    const init = fromCheckpoint({ a: array(), b: Int32Array.of(1) })
    expect(init(request()).toNested()).toEqual(values)
    expect(init(request('b', [1])).dtype).toBe('float32')
    expect(() => init(request('b', [2]))).toThrow('b: expected 2 elements for shape [2], got 1')
  })
})

describe('fromCheckpoint with { copy: false }', () => {
  it('gives the arrays themselves', () => {
    const [given, tensor] = [array(), cpu.ones([3, 2])]
    const init = fromCheckpoint({ a: given, b: tensor.slice([1, 3]) }, { copy: false })
    expect(init(request()).data).toBe(given)
    expect(init(request('b')).data.buffer).toBe(tensor.data.buffer)
    expect(init(request()).data).toBe(given)
  })

  const both = new Float32Array(6)
  it.each<[string, unknown]>([
    ['a: expected float32 values to adopt, got float64; leave out copy: false', new Float64Array(4)],
    [
      'a: expected values to adopt, got a view that is not contiguous; leave out copy: false',
      cpu.ones([2, 2]).transpose(),
    ],
    ['a: expected a tensor or a typed array to adopt, got [[…], […]]; leave out copy: false', values],
    ['a: expected 4 elements for shape [2, 2], got 6', both],
    ['a: expected an array of its own to adopt, got one that b has, too', both.subarray(0, 4)],
  ])('refuses what it would have to copy: %s', (text, given) => {
    const init = fromCheckpoint({ a: given, b: both.subarray(2) } as never, { copy: false })
    init(request('b'))
    expect(() => init(request())).toThrow(text)
  })

  it('takes true or false', () => {
    expect(() => fromCheckpoint({}, { copy: 0 as never })).toThrow(
      'fromCheckpoint: expected copy to be true or false, got 0',
    )
  })
})
