import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'

const axes = { out: 0, in: 1 }
const all = { ...init }

const RANDOM = [
  'uniform',
  'normal',
  'truncatedNormal',
  'varianceScaling',
  'xavierUniform',
  'xavierNormal',
  'xavierTruncatedNormal',
  'kaimingUniform',
  'kaimingNormal',
  'kaimingTruncatedNormal',
  'lecunUniform',
  'lecunNormal',
  'lecunTruncatedNormal',
  'orthogonal',
] as const

it('the common factories have in-place forms', () => {
  const factories = Object.keys(init).filter((name) => `${name}_` in init)
  expect(factories.toSorted()).toEqual(
    [...RANDOM, 'zeros', 'ones', 'constant', 'eye', 'dirac', 'sparse'].toSorted(),
  )
})

describe.each(RANDOM)('%s_', (name) => {
  const inPlace = all[`${name}_`]

  it('fills a tensor with what the factory makes of the same stream, and returns it', () => {
    const target = cpu.zeros([8, 4])
    expect(inPlace(target, { rng: createRng(42), axes })).toBe(target)
    const request = init.createRequest({ shape: [8, 4], backend: cpu, rng: createRng(42), axes })
    expect(target.equals(all[name]()(request))).toBe(true)
  })

  it('writes through views', () => {
    const storage = cpu.zeros([4, 8])
    inPlace(storage.transpose(), { rng: createRng(42), axes })
    expect(storage.transpose().equals(inPlace(cpu.zeros([8, 4]), { rng: createRng(42), axes }))).toBe(true)
  })

  it('moves the stream on, so that the next tensor gets other values', () => {
    const rng = createRng(42)
    const [a, b] = [cpu.zeros([8, 4]), cpu.zeros([8, 4])]
    inPlace(a, { rng, axes })
    inPlace(b, { rng, axes })
    expect(a.equals(b)).toBe(false)
  })

  it('without rng leaves the old values', () => {
    const target = cpu.ones([8, 4])
    expect(() => inPlace(target, { axes } as never)).toThrow(
      `${name}_: expected rng for a random initializer`,
    )
    expect(() => inPlace(target, undefined as never)).toThrow(TypeError)
    expect(target.equals(cpu.ones([8, 4]))).toBe(true)
  })

  it('hands a parameter the initializer and its own stream', () => {
    const calls: unknown[] = []
    const parameter = { role: 'weight', initialize: (options: unknown) => calls.push(options) }
    const rng = createRng(42)
    expect(inPlace(parameter, { rng })).toBe(parameter)
    expect(calls).toEqual([{ init: expect.any(Function), rng, forceReinit: true }])
    expect(() => inPlace(parameter, { rng, axes } as never)).toThrow(
      `${name}_: expected no axes or fans for a parameter, which has its own, got them`,
    )
  })
})

describe('constants in place', () => {
  it('fill and return the target', () => {
    const target = cpu.zeros([2, 2])
    expect(init.ones_(target)).toBe(target)
    expect(target.sum().item()).toBe(4)
    expect(
      init
        .constant_(target, [
          [1, 2],
          [3, 4],
        ])
        .toNested(),
    ).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(init.eye_(target, { gain: 5 }).toNested()).toEqual([
      [5, 0],
      [0, 5],
    ])
    expect(init.zeros_(target).any().item()).toBe(false)
  })

  it('a constant of another shape leaves the old values', () => {
    const target = cpu.ones([2, 2])
    expect(() => init.constant_(target, [1, 2])).toThrow(
      'constant_: expected a constant of shape [2, 2], got [2]',
    )
    expect(target.sum().item()).toBe(4)
  })
})

describe('other targets', () => {
  it.each([
    [undefined, 'normal_: expected a tensor or a parameter, got undefined'],
    [[1, 2], 'normal_: expected a tensor or a parameter, got [1, 2]'],
    [{ initialize: () => 0 }, 'normal_: expected a tensor or a parameter, got an object'],
  ])('refuses %s', (target, message) => {
    expect(() => init.normal_(target as never, { rng: createRng(42) })).toThrow(TypeError)
    expect(() => init.normal_(target as never, { rng: createRng(42) })).toThrow(message)
  })

  it('checks the options as the factory does', () => {
    expect(() => init.normal_(cpu.ones([1]), { std: -1, rng: createRng(42) })).toThrow(
      'expected std >= 0, got -1',
    )
    const misspelt = { sdt: 1, rng: createRng(42) } as never
    expect(() => init.normal_(cpu.ones([1]), misspelt)).toThrow('got "sdt"; did you mean "std"?')
  })
})
