import { cpu } from '@nn/backend-cpu'
import { constant, normal, ones, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, type InitializeOptions, Parameter, Sequential } from '../src/index.ts'

const build = () => {
  const net = new Sequential(new Dense(2, { inUnits: 2 }), new Dense(1, { inUnits: 2 }))
  net.initialize({ rng: createRng(42), backend: cpu })
  return net
}

describe('a call that names an initializer and changes nothing', () => {
  it.each<[string, InitializeOptions]>([
    ['all frozen', { init: constant(1) }],
    ['rules for frozen ones', { rules: [['0.*', constant(1)]] }],
    ['a rule for one frozen one', { rules: [['0.weight', constant(1)]] }],
  ])('is refused: %s', (name, options) => {
    const net = build()
    if (name === 'all frozen') net.freeze()
    else net.layers[0].freeze()
    const call = () => net.initialize({ rng: createRng(1), forceReinit: true, ...options })
    const before = net.layers[1].bias.data.clone()
    expect(call).toThrow(
      'Sequential: expected init, rules, recipe or dialect to change a parameter, got frozen ones only; call unfreeze() first',
    )
    expect(net.layers[1].bias.data.equals(before)).toBe(true)
  })

  it('is fine where it changes some', () => {
    const net = build()
    net.layers[0].freeze()
    net.initialize({ rules: [['**.weight', constant(1)]], forceReinit: true, rng: createRng(1) })
    expect(net.layers[1].weight.data.toNested()).toEqual([[1, 1]])
  })

  it('names the rule that an earlier one always outranks', () => {
    const net = build()
    const rules = [
      ['**', zeros()],
      ['0.weight', constant(1)],
    ] as const
    expect(() => net.initialize({ rules, forceReinit: true })).toThrow(
      'Sequential: expected rule "0.weight" to be the first for a parameter, got rule "**" before it; put it first',
    )
    net.initialize({ rules: [rules[1], rules[0]], forceReinit: true })
    expect(net.layers[0].weight.data.at(0, 0).item()).toBe(1)
  })

  it('is fine for tied parameters whose rules agree', () => {
    const first = new Dense(2, { inUnits: 2 })
    const net = new Sequential(first, first)
    net.initialize({
      rules: [
        ['0.weight', ones()],
        ['1.weight', ones()],
      ],
      backend: cpu,
    })
    expect(first.weight.data.at(0, 0).item()).toBe(1)
  })
})

describe('a role', () => {
  it.each(['wieght', 'Weight', 'kernel', 'bais'])('that there is not is refused: %s', (role) => {
    const make = () => new Parameter({ shape: [1], role: role as never, init: normal() })
    expect(make).toThrow(/^Parameter: expected role to be one of weight, bias, .*; did you mean/)
  })

  it('has a dtype that there is', () => {
    const make = () => new Dense(1, { dtype: 'float23' as never })
    expect(make).toThrow(/^Dense: expected dtype to be one of .*; did you mean "float32"/)
    const parameter = () =>
      new Parameter({ shape: [1], role: 'weight', dtype: 'f32' as never, init: normal() })
    expect(parameter).toThrow('Parameter: expected dtype')
  })
})
