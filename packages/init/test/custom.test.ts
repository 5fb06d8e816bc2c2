import { cpu } from '@nn/backend-cpu'
import { ShapeError, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  constant,
  type InitLike,
  type InitRequest,
  mapped,
  normal,
  ones,
  scaled,
  uniform,
} from '../src/index.ts'
import { runInitializer, toInitializer } from '../src/layer/index.ts'
import { type ErrorClass, request } from './request.ts'

/** U(5, 10) with probability ¼, 0 with ½, U(-10, -5) with ¼. */
function strange(asked: InitRequest): Tensor {
  const w = uniform({ low: -10, high: 10 })(asked)
  return w.mul_(w.abs().ge(5))
}

class Strange {
  initialize(asked: InitRequest): Tensor {
    return strange(asked)
  }
}

describe('toInitializer', () => {
  it('returns an initializer as it is', () => {
    const initializer = normal()
    expect(toInitializer(initializer)).toBe(initializer)
  })

  it('gives functions and classes one face, and their name', () => {
    const [fromFunction, fromClass] = [toInitializer(strange), toInitializer(new Strange())]
    expect(fromFunction(request([8, 4])).equals(fromClass(request([8, 4])))).toBe(true)
    expect([fromFunction.config, fromClass.config]).toEqual([{ name: 'strange' }, { name: 'Strange' }])
    expect(toInitializer(() => cpu.ones([1])).config).toEqual({ name: 'custom' })
    expect(toInitializer({ initialize: strange }).config).toEqual({ name: 'Object' })
  })

  it('copies what a function returns, so that it may return the same tensor again', () => {
    const shared = cpu.ones([2])
    const initializer = toInitializer(() => shared)
    initializer(request([2])).fill_(5)
    expect(shared.toNested()).toEqual([1, 1])
  })

  it.each<[string, unknown]>([
    [
      '"normal"; pass normal(), a function (request) => tensor or an object with initialize(request)',
      'normal',
    ],
    ['undefined; pass normal()', undefined],
    ['null; pass normal()', null],
    ['an object; pass normal()', {}],
    ['the class Strange; pass new Strange()', Strange],
  ])('refuses %s', (got, like) => {
    expect(() => toInitializer(like as InitLike)).toThrow(TypeError)
    expect(() => toInitializer(like as InitLike)).toThrow(`init: expected an initializer, got ${got}`)
  })

  it('wraps what a function throws with the path and keeps the cause', () => {
    const cause = new RangeError('boom')
    const failing = toInitializer(function mine() {
      throw cause
    })
    const error = (() => {
      try {
        return failing(request([2]))
      } catch (caught) {
        return caught
      }
    })()
    expect(error).toMatchObject({
      message: '0.weight: expected mine to return a tensor, got RangeError: boom; see the cause',
      cause,
    })
  })
})

describe('runInitializer', () => {
  it.each<[string, ErrorClass, InitLike]>([
    ['0.weight: expected custom to return a tensor, got 1', TypeError, (() => 1) as never],
    ['0.weight: expected custom to return shape [2], got [3]', ShapeError, () => cpu.ones([3])],
    ['0.weight: expected custom to return shape [2], got [1, 2]', ShapeError, () => cpu.ones([1, 2])],
    [
      "0.weight: expected custom to return float32, got int32; add .cast('float32')",
      TypeError,
      () => cpu.ones([2], { dtype: 'int32' }),
    ],
    [
      '0.weight: expected ones to return a tensor, got the function initializer; call the factory, as in ones()',
      TypeError,
      ones as never,
    ],
    [
      'normal: expected options, got a request; call the factory first, as in normal()',
      Error,
      normal as never,
    ],
  ])('%s', (message, kind, like) => {
    const run = () => runInitializer(toInitializer(like), request([2]))
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})

describe('composition', () => {
  it('scaled multiplies values and law', () => {
    const half = scaled(uniform({ low: -2, high: 4 }), -0.5)
    const values = half(request([8]))
    expect(values.equals(uniform({ low: -2, high: 4 })(request([8])).mul(-0.5))).toBe(true)
    expect(half.needs).toEqual(['rng'])
    expect(half.describe(request([8]))).toMatchObject({ text: '-0.5·U[-2, 4)', mean: -0.5, low: -2, high: 1 })
    expect(half.config).toEqual({
      name: 'scaled',
      init: { name: 'uniform', low: -2, high: 4 },
      factor: -0.5,
    })
    expect(scaled(strange, 2).describe(request([8]))).toEqual({ text: '2·strange' })
  })

  it('mapped applies a function', () => {
    const positive = mapped(normal(), (w) => w.abs())
    expect(positive(request([8])).equals(normal()(request([8])).abs())).toBe(true)
    expect(positive.needs).toEqual(['rng'])
    const doubled = mapped(constant(2), function double(w) {
      return w.mul_(2)
    })
    expect(doubled(request([1])).toNested()).toEqual([4])
    expect(doubled.describe(request([1])).text).toBe('double of 2')
    expect(doubled.config).toEqual({ name: 'double', init: { name: 'constant', value: 2 } })
  })

  it('wraps what the mapped function throws', () => {
    const failing = mapped(ones(), function broken() {
      throw new Error('no')
    })
    expect(() => failing(request([1]))).toThrow('0.weight: expected broken to return a tensor, got Error: no')
  })
})
