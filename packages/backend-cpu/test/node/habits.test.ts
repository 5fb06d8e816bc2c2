import { type Operand, where } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { cpu } from '../../src/index.ts'

const x = cpu.tensor([
  [1, 2, 3],
  [4, 5, 6],
])
declare const process: { memoryUsage(): { arrayBuffers: number; heapUsed: number } }

/** What TypeScript would refuse. */
const any = (value: unknown): never => value as never

describe('shapes and axes are taken one by one and in an array', () => {
  it.each([
    [x.reshape(3, 2), x.reshape([3, 2])],
    [x.reshape(6), x.reshape([6])],
    [x.reshape(-1), x.reshape([-1])],
    [x.slice([0, 1], [0, 1]).reshape(), x.slice([0, 1], [0, 1]).reshape([])],
    [x.permute(1, 0), x.permute([1, 0])],
    [x.transpose(0, 1), x.transpose([0, 1])],
    [x.transpose(), x.permute(1, 0)],
    [x.expand(2, 2, 3), x.expand([2, 2, 3])],
    [x.unsqueeze(0).unsqueeze(2), x.unsqueeze([0, 2])],
    [x.unsqueeze(-1).unsqueeze(-1), x.unsqueeze([-1, -2])],
    [x.unsqueeze([0, 2]).squeeze(), x.unsqueeze([0, 2]).squeeze([2, 0])],
    [x.unsqueeze(0, -1), x.unsqueeze([0, -1])],
    [x.unsqueeze(0, 2).squeeze(0, 2), x.unsqueeze([0, 2]).squeeze([0, 2])],
    [x.unsqueeze(0).squeeze([]), x.unsqueeze(0)],
    [x.unsqueeze(0).squeeze(0), x.unsqueeze([0]).squeeze([0])],
    [cpu.zeros(2, 3), cpu.zeros([2, 3])],
    [cpu.zeros(3), cpu.zeros([3])],
    [cpu.ones(2, 3, { dtype: 'int32' }), cpu.ones([2, 3], { dtype: 'int32' })],
    [cpu.full(3, 7), cpu.full([3], 7)],
    [cpu.tensor(new Float32Array(3), { shape: 3 }), cpu.zeros([3])],
  ])('%#', (one, other) => {
    expect(one.equals(other)).toBe(true)
    expect(one.strides).toEqual(other.strides)
  })

  it('and nothing else is', () => {
    expect(() => x.transpose(1, 0, 2)).toThrow(
      'transpose: expected two axes, got [1, 0, 2]; use permute for all of them',
    )
    expect(() => x.reshape(any([6]), any(1))).toThrow('reshape: expected lengths, got [[…], 1]')
    for (const one of [0, [0]])
      expect(() => x.transpose(any(one))).toThrow('transpose: expected two axes, got [0]')
    expect(() => x.at(any([0, 1]))).toThrow('at: expected indices, got [[…]]; use slice for ranges')
    expect(() => x.at(0, any(null))).toThrow('at: expected indices, got [0, null]; use slice for ranges')
    for (const none of [[], [[]]])
      expect(() => x.unsqueeze(...any(none))).toThrow('unsqueeze: expected at least one axis, got []')
    expect(() => x.unsqueeze(any(undefined))).toThrow('unsqueeze: expected an axis in [-3, 3), got undefined')
    expect(() => x.squeeze(any(undefined))).toThrow('squeeze: expected an axis in [-2, 2), got undefined')
    expect(() => x.squeeze([0, 1])).toThrow('squeeze: expected size 1 along axis 0, got shape [2, 3]')
    expect(() => x.unsqueeze([0, 0])).toThrow('unsqueeze: expected distinct axes, got [0, 0]')
    expect(() => cpu.zeros(2, any([3]))).toThrow('zeros: expected an options object, got [3]')
    expect(() => cpu.zeros(2, any('3'))).toThrow('zeros: expected an options object, got "3"')
    expect(() => cpu.ones([2], any(3))).toThrow('ones: expected an options object, got 3')
    expect(() => cpu.zeros(2, -1)).toThrow('zeros: expected a shape of non-negative integers, got [2, -1]')
  })
})

describe('a boolean is an operand', () => {
  const mask = x.gt(3)

  it.each<[string, ReturnType<typeof mask.eq>, unknown, string]>([
    ['where of a tensor', where(mask, x, false), [[0, 0, 0], [4, 5, 6]], 'float32'],
    ['where of two', where(mask, true, false), mask.toNested(), 'bool'],
    ['where of a mask', where(mask, mask.logicalNot(), true), [[true, true, true], [false, false, false]], 'bool'],
    ['where of a number', where(mask, 2, true), [[1, 1, 1], [2, 2, 2]], 'float32'],
    ['eq', mask.eq(true), mask.toNested(), 'bool'],
    ['ne', mask.ne(true), mask.logicalNot().toNested(), 'bool'],
    ['a question of numbers', x.eq(true), [[true, false, false], [false, false, false]], 'bool'],
    ['or', mask.add(true), [[true, true, true], [true, true, true]], 'bool'],
    ['and', mask.mul(false), [[false, false, false], [false, false, false]], 'bool'],
    ['logicalXor', mask.logicalXor(true), mask.logicalNot().toNested(), 'bool'],
    ['a sum of numbers', x.add(true), [[2, 3, 4], [5, 6, 7]], 'float32'],
    ['a sum of integers', x.cast('int32').add(true), [[2, 3, 4], [5, 6, 7]], 'int32'],
    ['a quotient', mask.div(true), [[0, 0, 0], [1, 1, 1]], 'float32'],
    ['in place', mask.clone().mul_(false), [[false, false, false], [false, false, false]], 'bool'],
    ['padding', mask.at(0).pad([[1, 0]], true), [true, false, false, false], 'bool'],
  ])('%s', (_, actual, expected, dtype) => {
    expect(actual.toNested()).toEqual(expected)
    expect(actual.dtype).toBe(dtype)
  }) // biome-ignore format: tables

  it('is close to a mask, and has no difference', () => {
    expect(cpu.ones([2], { dtype: 'bool' }).allClose(true)).toBe(true)
    expect(() => mask.sub(true)).toThrow('sub: expected numbers, got bool and bool')
  })
})

describe('operators of JavaScript', () => {
  const one = cpu.tensor([[3]])
  const operators: [string, (x: never) => unknown][] = [
    ['+', (x) => x + 1],
    ['-', (x) => x - 1],
    ['text +', (x) => ['loss ', x].reduce((text, value) => text + value)],
    ['>', (x) => x > 1],
    ['unary +', (x) => +x],
    ['Number', (x) => Number(x)],
    ['Math.max', (x) => Math.max(x, 1)],
  ]

  it.each(operators)('%s takes one element and no more', (_, run) => {
    expect(run(any(one))).toEqual(run(any(3)))
    for (const many of [x, cpu.zeros([0])]) {
      expect(() => run(any(many))).toThrow(
        /^tensor: expected one element for an operator of JavaScript, got shape \[.*\]; use methods such as add\(…\) and gt\(…\), or String\(tensor\)$/,
      )
    }
  })

  it('in templates is the text', () => {
    const text = 'tensor([1., 2., 3.], shape=[3], dtype=float32)'
    expect(`${x.at(0)}`).toBe(text)
    expect(String(x.at(0))).toBe(text)
    const inspect = Reflect.get(x, Symbol.for('nodejs.util.inspect.custom'))
    expect(Reflect.apply(inspect, x.at(0), [])).toBe(text)
  })
})

describe('JSON', () => {
  it('has the elements and nothing of the inside', () => {
    expect(JSON.stringify({ x, mask: x.gt(3).at(1), one: cpu.tensor(2) })).toBe(
      '{"x":[[1,2,3],[4,5,6]],"mask":[true,true,true],"one":2}',
    )
    expect(cpu.tensor(JSON.parse(JSON.stringify(x))).equals(x)).toBe(true)
    expect(JSON.stringify(cpu.tensor([NaN, Infinity]))).toBe('[null,null]')
  })
})

describe('values beyond a dtype', () => {
  const one = cpu.ones([2])
  const big = cpu.tensor([1, 1e39], { dtype: 'float64' })

  it.each<[string, () => unknown]>([
    ['tensor', () => cpu.tensor([1, 1e39])],
    ['tensor', () => cpu.tensor(Float64Array.of(1, 1e39), { dtype: 'float32' })],
    ['full', () => cpu.full([2], 1e39)],
    ['arange', () => cpu.arange(2e39, { step: 1e39 })],
    ['linspace', () => cpu.linspace(0, 1e39, 3)],
    ['fill_', () => one.fill_(-1e39)],
    ['set', () => one.set([0], 1e39)],
    ['set', () => one.set([], [1, 1e39])],
    ['copy_', () => one.copy_(big)],
    ['pad', () => one.pad([[1, 1]], 1e39)],
  ])('are an error of %s', (where, run) => {
    expect(run).toThrow(RangeError)
    expect(run).toThrow(`${where}: expected numbers below 2^128 for float32, got`)
    expect(one.toNested()).toEqual([1, 1])
  })

  it('are infinite in arithmetic, as IEEE 754 says', () => {
    expect(one.mul(3e38).mul(10).toNested()).toEqual([Infinity, Infinity])
    expect(big.cast('float32').toNested()).toEqual([1, Infinity])
    expect(cpu.full([1], Infinity).toNested()).toEqual([Infinity])
    expect(cpu.full([1], 1e39, { dtype: 'float64' }).toNested()).toEqual([1e39])
    expect(cpu.full([1], 3.4028235677973362e38).toNested()).toEqual([3.4028234663852886e38])
  })

  it('are an error of integers', () => {
    expect(() => cpu.full([2], 2 ** 31, { dtype: 'int32' })).toThrow('full: expected integers in')
    expect(() => cpu.arange(2 ** 31 + 1, { start: 2 ** 31 - 1, dtype: 'int32' })).toThrow(
      'arange: expected integers in',
    )
  })
})

describe('nested arrays', () => {
  const nested = [
    [1, 2],
    [3, 4],
  ]

  it('have the shape that they have', () => {
    expect(() => cpu.tensor(nested, { shape: [4] })).toThrow(
      'tensor: expected the shape [2, 2] of the nested arrays, got [4]; reshape the tensor',
    )
    expect(() => cpu.tensor([[]], { shape: [0, 1] })).toThrow('tensor: expected the shape [1, 0]')
    expect(cpu.tensor(nested, { shape: [2, 2] }).toNested()).toEqual(nested)
    expect(cpu.tensor([1, 2, 3, 4], { shape: [2, 2] }).toNested()).toEqual(nested)
    expect(cpu.tensor(1, { shape: [1, 1] }).toNested()).toEqual([[1]])
  })

  it('end', () => {
    const endless: unknown[] = []
    endless[0] = endless
    const wide: unknown[] = [[1], 0]
    wide[1] = [wide]
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(() => cpu.tensor(any(endless))).toThrow('tensor: expected at most 64 axes, got 65')
    expect(() => cpu.tensor(any(deep))).toThrow('tensor: expected at most 64 axes, got 65')
    expect(() => cpu.tensor(any(wide))).toThrow(
      'tensor: expected a number at [1, 0] like the first, got the array',
    )
    expect(() => x.set([0], any(endless))).toThrow('set: expected at most 64 axes, got 65')
  })
})

describe('axes', () => {
  it('are 64 at most, however they come', () => {
    const most = cpu.zeros(new Array(64).fill(1))
    expect(String(most)).toContain('shape=[1, 1')
    expect(most.toNested()).toHaveLength(1)
    for (const run of [
      () => cpu.zeros(new Array(65).fill(1)),
      () => most.unsqueeze(0),
      () => most.expand(...new Array(65).fill(1)),
      () => most.reshape(new Array(65).fill(1)),
      () => most.unfold(0, 1),
      () => cpu.tensor(new Float32Array(1), { shape: new Array(1e6).fill(1) }),
    ])
      expect(run).toThrow(/expected at most 64 axes, got \d+$/)
  })
})

describe('what does not fit in memory', () => {
  it.each<[string, () => unknown]>([
    ['zeros', () => cpu.zeros([1e12])],
    ['zeros of more than there are numbers', () => cpu.zeros([1e15, 1e15])],
    ['full', () => cpu.full([1e12], 1)],
    ['arange', () => cpu.arange(1e13)],
    ['linspace', () => cpu.linspace(0, 1, 1e13)],
    ['eye', () => cpu.eye(1e7)],
    ['uniform', () => cpu.uniform({ uniform() {}, normal() {} }, [1e12])],
    ['a copy of an expanded view', () => cpu.ones([1]).expand(1e12).clone()],
  ])('is an error: %s', (_, run) => {
    expect(run).toThrow(RangeError)
    expect(run).toThrow(/^tensor: expected elements that fit in memory, got \S+ of float32$/)
  })
})

describe('sequences', () => {
  it('allocate their elements and nothing beside them', () => {
    const before = process.memoryUsage()
    const long = cpu.arange(1e7)
    const even = cpu.linspace(0, 1, 1e7)
    const { arrayBuffers, heapUsed } = process.memoryUsage()
    expect(arrayBuffers - before.arrayBuffers).toBeLessThan(1.1 * 8e7)
    expect(heapUsed - before.heapUsed).toBeLessThan(1e7)
    expect([long.at(-1).item(), even.at(-1).item()]).toEqual([9999999, 1])
  })
})

describe('a wrong operand of any size', () => {
  it('is shown in one short line', () => {
    const long = new Array(1e6).fill('x'.repeat(1000))
    const calls: ((value: never) => unknown)[] = [
      (v) => cpu.tensor(v),
      (v) => cpu.zeros(v),
      (v) => cpu.zeros([2], v),
      (v) => x.add(v as Operand),
      (v) => x.matmul(v),
      (v) => x.reshape(v),
      (v) => x.permute(v),
      (v) => x.sum(v),
      () => x.sum(0, { ['x'.repeat(1e5)]: 1 } as never),
      (v) => x.take(v),
      (v) => x.slice(v),
      (v) => x.set(v, 1),
      (v) => x.cast(v),
      (v) => x.pad(v),
    ]
    for (const call of calls) {
      let text = ''
      try {
        call(any(long))
      } catch (error) {
        text = String(error)
      }
      expect(text).toMatch(/: expected /)
      expect(text.length).toBeLessThan(1000)
    }
  })
})
