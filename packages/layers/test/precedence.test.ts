import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { Dense, type InitializeOptions, Sequential } from '../src/index.ts'

/** Every proposal has its own value, so that a parameter's value tells whose initializer it got. */
const OPTION = 3
const RULE = 4
const INIT = 2
const BIAS_DEFAULT = 0

function build(withOptions: boolean): Sequential<readonly [Dense]> {
  const options = withOptions ? { weightInit: constant(OPTION), biasInit: constant(OPTION) } : {}
  return new Sequential(new Dense(2, { inUnits: 3, ...options }))
}

const rule = (pattern: string): Pick<InitializeOptions, 'rules'> => ({ rules: [[pattern, constant(RULE)]] })
const init = { init: constant(INIT) }

describe('rule > constructor option > init, for weights > default', () => {
  it.each([
    { name: 'init', options: false, given: init, weight: INIT, bias: BIAS_DEFAULT },
    { name: 'option', options: true, given: {}, weight: OPTION, bias: OPTION },
    { name: 'option, init', options: true, given: init, weight: OPTION, bias: OPTION },
    {
      name: 'rule, init',
      options: false,
      given: { ...init, ...rule('0.weight') },
      weight: RULE,
      bias: BIAS_DEFAULT,
    },
    {
      name: 'rule for bias, init',
      options: false,
      given: { ...init, ...rule('**.bias') },
      weight: INIT,
      bias: RULE,
    },
    { name: 'rule, option', options: true, given: rule('0.*'), weight: RULE, bias: RULE },
    { name: 'rule for weight, option', options: true, given: rule('0.weight'), weight: RULE, bias: OPTION },
    { name: 'all', options: true, given: { ...init, ...rule('0.?eight') }, weight: RULE, bias: OPTION },
  ])('$name', ({ options, given, weight, bias }) => {
    const net = build(options)
    net.initialize({ ...given, backend: cpu })
    const [dense] = net.layers
    expect(dense.weight.data.eq(weight).all().item()).toBe(true)
    expect(dense.bias.data.eq(bias).all().item()).toBe(true)
  })

  it('a call on the parameter is above all', () => {
    const net = build(true)
    const [{ weight }] = net.layers
    weight.initialize({ init: constant(5), backend: cpu })
    net.initialize({ ...init, ...rule('**'), backend: cpu })
    expect(weight.data.eq(5).all().item()).toBe(true)
  })

  it('the first rule that matches wins', () => {
    const net = build(false)
    net.initialize({
      rules: [
        ['*.weight', constant(7)],
        ['**', constant(8)],
      ],
      backend: cpu,
    })
    expect(net.layers[0].weight.data.at(0, 0).item()).toBe(7)
    expect(net.layers[0].bias.data.at(0).item()).toBe(8)
  })
})

describe('what waits for its shape is replaced only by what stands as high', () => {
  const value = (net: Sequential<readonly [Dense]>): unknown => {
    net.forward(cpu.ones([1, 3]))
    return net.layers[0].weight.data.at(0, 0).item()
  }
  const deferred = () => new Sequential(new Dense(2))

  it.each([
    { first: rule('0.weight'), second: init, expected: RULE },
    { first: init, second: rule('0.weight'), expected: RULE },
    { first: { init: constant(1) }, second: init, expected: INIT },
    { first: init, second: { rng: createRng(42) }, expected: INIT },
  ])('$expected of $first, then $second', ({ first, second, expected }) => {
    const net = deferred()
    net.initialize(first)
    net.initialize(second)
    expect(value(net)).toBe(expected)
  })

  it('a call, then a rule', () => {
    const net = deferred()
    net.layers[0].weight.initialize({ init: constant(5) })
    net.initialize(rule('**'))
    expect(value(net)).toBe(5)
  })

  it('forceReinit replaces anything', () => {
    const net = deferred()
    net.layers[0].weight.initialize({ init: constant(5) })
    net.initialize({ ...init, forceReinit: true })
    expect(value(net)).toBe(INIT)
  })
})
