import { into, type Tensor, where } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { cpu } from '../src/index.ts'

const a = cpu.arange(6000).sub(3000).div(1000).reshape(60, 100)
const b = cpu.arange(100).div(7).add(1)
const mask = a.gt(0)
const any = (value: unknown): never => value as never

describe('into', () => {
  it('gives what the methods give, in one array', () => {
    const floats = cpu.zeros([60, 100])
    const bools = cpu.zeros([60, 100], { dtype: 'bool' })
    const check = (out: Tensor, returned: Tensor, expected: Tensor): void => {
      expect(returned).toBe(out)
      expect(returned.equals(expected, { equalNaN: true })).toBe(true)
    }
    for (const op of ['neg', 'exp', 'sin', 'relu', 'log'] as const)
      check(floats, into(floats, op, a), a[op]())
    for (const op of ['add', 'div', 'pow', 'maximum'] as const) {
      check(floats, into(floats, op, a, b), a[op](b))
      check(floats, into(floats, op, a, 3), a[op](3))
    }
    for (const op of ['isNaN', 'logicalNot'] as const) check(bools, into(bools, op, a), a[op]())
    for (const op of ['gt', 'eq', 'logicalAnd'] as const) check(bools, into(bools, op, a, b), a[op](b))
    check(floats, into(floats, 'where', mask, a, b), where(mask, a, b))
    check(floats, into(floats, 'mul', mask, a), mask.mul(a))
    check(floats, into(floats, 'add', a, true), a.add(1))
  })

  it('writes to views, and nothing around them', () => {
    const all = cpu.full([4, 3], 9)
    into(all.slice([1, 3]).transpose(), 'add', cpu.ones([3, 2]), 1)
    expect(all.toNested()).toEqual([[9, 9, 9], [2, 2, 2], [2, 2, 2], [9, 9, 9]]) // biome-ignore format: a table
  })

  it('reads operands as they were where memory is shared', () => {
    const x = cpu.arange(5)
    into(x.slice([1, 5]), 'add', x.slice([0, 4]), x.slice([1, 5]))
    expect(x.toNested()).toEqual([0, 1, 3, 5, 7])
    into(x, 'neg', x.slice([null, null, -1]))
    expect(x.toNested()).toEqual([-7, -5, -3, -1, -0])
    expect(into(x, 'mul', x, x).toNested()).toEqual([49, 25, 9, 1, 0])
    x.fill_(0)
    const bytes = cpu.tensor(new Uint8Array(x.data.buffer, 0, 5), { copy: false })
    into(bytes.slice([null, null, -1]), 'eq', x, 0) // byte 4 is of x[1]
    expect(bytes.toNested()).toEqual([true, true, true, true, true])
  })

  it.each<[string, () => unknown, new (text: string) => Error, string]>([
    ['no target', () => into(any([1]), 'neg', a), TypeError, 'into: expected a tensor, got [1]'],
    ['no operand', () => into(a, 'neg', any(1)), TypeError, 'into: expected a tensor, got 1'],
    [
      'another operation',
      () => into(a, any('leakyRelu'), a),
      RangeError,
      'into: expected op to be one of neg, abs,',
    ],
    ['a member of all objects', () => into(a, any('toString'), a), RangeError, 'got "toString"'],
    [
      'one operand too few',
      () => into(a, any('add'), a),
      TypeError,
      'into: expected the operands of add, got',
    ],
    ['one too many', () => into(a, any('neg'), a, 1), TypeError, 'into: expected the operands of neg, got'],
    [
      'another dtype',
      () => into(mask, 'neg', a),
      TypeError,
      "into: expected a result of the target's dtype bool, got float32; cast('float32') it first",
    ],
    [
      'another shape',
      () => into(cpu.zeros([100]), 'add', a, b),
      RangeError,
      "into: expected a result of the target's shape [100], got [60, 100]",
    ],
    [
      'an expanded view',
      () => into(cpu.zeros([1]).expand(100), 'neg', b),
      RangeError,
      'into: expected a target with a place for each element, got an expanded view',
    ],
  ])('refuses %s and writes nothing', (_, run, kind, text) => {
    const before = a.toArray()
    expect(run).toThrow(kind)
    expect(run).toThrow(text)
    expect(a.toArray()).toEqual(before)
  })
})
