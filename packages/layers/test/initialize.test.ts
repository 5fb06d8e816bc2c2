import { cpu } from '@nn/backend-cpu'
import {
  constant,
  type InitLike,
  type InitRequest,
  kaimingNormal,
  normal,
  uniform,
  xavierUniform,
} from '@nn/init'
import { createRng } from '@nn/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dense, type InitializeOptions, Sequential } from '../src/index.ts'

/** Of Node and browsers alike, whose types this package does not need. */
declare const structuredClone: (value: unknown, options: { transfer: unknown[] }) => unknown

const rng = createRng(42)
const build = () => new Sequential(new Dense(3, { inUnits: 2 }), new Dense(2, { inUnits: 3 }))

function ready(): ReturnType<typeof build> {
  const net = build()
  net.initialize({ rng: createRng(42), backend: cpu })
  return net
}

/** All values and states, to be compared before and after. */
function snapshot(net: ReturnType<typeof build>): unknown {
  return [...net.parameters()].map(([path, parameter]) => [
    path,
    parameter.state,
    parameter.isReady ? parameter.data.toNested() : parameter.choice?.reason,
  ])
}

class Wrong {
  initialize({ backend, shape, role }: InitRequest) {
    return role === 'bias' ? backend.ones([1]) : backend.ones(shape)
  }
}

describe('a call that fails leaves every parameter as it was', () => {
  const failures: [string, InitializeOptions][] = [
    ['1.bias: expected boom to return a tensor, got Error: no', { rules: [['1.bias', boom]], rng }],
    ['0.bias: expected Wrong to return shape [3], got [1]', { rules: [['**', new Wrong()]] }],
    [
      '1.bias: expected ints to return float32, got int32',
      {
        rules: [
          ['0.*', constant(1)],
          ['1.bias', ints],
        ],
        rng,
      },
    ],
    [
      '1.weight: expected a constant of shape [2, 3], got [1]',
      {
        rules: [
          ['0.*', constant(1)],
          ['1.*', constant([1])],
        ],
      },
    ],
    [
      '1.bias: expected axes or fans',
      {
        rules: [
          ['**.weight', constant(1)],
          ['1.bias', xavierUniform()],
        ],
        rng,
      },
    ],
    ['0.weight: expected rng for a random initializer', { init: normal() }],
    [
      '1.weight: expected rng for a random initializer',
      {
        rules: [
          ['0.*', constant(1)],
          ['1.*', normal()],
        ],
      },
    ],
    ['Sequential: expected rng to be a stream, got 42; pass { rng: createRng(42) }', { rng: 42 as never }],
    [
      'Sequential: expected rules to be an array of pairs [pattern, initializer], got 1',
      { rules: [1 as never] },
    ],
    [
      'init: expected an initializer, got 1',
      {
        rules: [
          ['**', constant(1)],
          ['0.weight', 1 as never],
        ],
      },
    ],
    [
      'init: expected an initializer, got "normal"',
      { init: 'normal' as never, rules: [['**', constant(1)]] },
    ],
    [
      'Sequential: expected rules to be an array of pairs [pattern, initializer], got "0.*"',
      { rules: '0.*' as never },
    ],
    [
      'Sequential: expected rules to be an array of pairs [pattern, initializer], got ["0.weight"]',
      { rules: [['0.weight'] as never] },
    ],
    [
      'Sequential: expected options init, rules, recipe, complete, dialect, rng, backend, forceReinit, got "forceReInit"; did you mean "forceReinit"?',
      { forceReInit: true } as never,
    ],
  ]
  const nets = { declared: build, ready }
  const cases = Object.entries(nets).flatMap(([state, make]) =>
    failures.map(([message, options]) => ({ state, make, message, options })),
  )

  it.each(cases)('$state: $message', ({ make, message, options }) => {
    const net = make()
    const before = snapshot(net)
    expect(() => net.initialize({ backend: cpu, forceReinit: true, ...options })).toThrow(message)
    expect(snapshot(net)).toEqual(before)
  })

  it('keeps the cause of what a person’s own initializer threw', () => {
    const cause = caught(() =>
      build().initialize({ rules: [['1.bias', boom]], rng: createRng(42), backend: cpu }),
    )?.cause
    expect(cause).toEqual(new Error('no'))
  })

  it('in the first forward, too', () => {
    const dense = new Dense(2, { biasInit: boom })
    dense.initialize({ init: constant(1) })
    expect(() => dense.forward(cpu.ones([1, 3]))).toThrow(
      'bias: expected boom to return a tensor, got Error: no',
    )
    expect([dense.weight.state, dense.weight.shape]).toEqual(['deferred', [2, null]])
  })
})

function boom(): never {
  throw new Error('no')
}

function ints({ backend, shape }: InitRequest) {
  return backend.ones(shape, { dtype: 'int32' })
}

function caught(run: () => unknown): Error | undefined {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  return undefined
}

describe('an initializer of one’s own', () => {
  const strange = (request: InitRequest) => uniform({ low: -10, high: 10 })(request)

  it('is remembered until the shape is known', () => {
    const build = (inUnits?: number) =>
      new Sequential(new Dense(3, { weightInit: strange, ...(inUnits === undefined ? {} : { inUnits }) }))
    const [deferred, eager] = [build(), build(2)]
    deferred.initialize({ rng: createRng(42) })
    deferred.forward(cpu.ones([1, 2]))
    eager.initialize({ rng: createRng(42), backend: cpu })
    expect(deferred.layers[0].weight.data.equals(eager.layers[0].weight.data)).toBe(true)
  })

  it('asks for its rng when it draws, by the path', () => {
    const net = new Sequential(new Dense(3))
    net.initialize({ init: strange })
    const run = () => net.forward(cpu.ones([1, 2]))
    expect(run).toThrow(
      /^0\.weight: expected strange to return a tensor, got TypeError: 0\.weight: expected rng/,
    )
    expect(net.layers[0].weight.state).toBe('deferred')
    net.initialize({ init: strange, rng: createRng(42) })
    expect(run().shape).toEqual([1, 3])
  })
})

describe('rules', () => {
  it.each<[string | RegExp, string[]]>([
    ['0.weight', ['0.weight']],
    ['0.*', ['0.weight', '0.bias']],
    ['*.weight', ['0.weight', '1.weight']],
    ['**', ['0.weight', '0.bias', '1.weight', '1.bias']],
    ['?.bias', ['0.bias', '1.bias']],
    [/^0\./, ['0.weight', '0.bias']],
    [/.*weight/gy, ['0.weight', '1.weight']],
    [/BIAS/i, ['0.bias', '1.bias']],
  ])('%s is for %j', (pattern, paths) => {
    const { rows } = ready().initialize({
      rules: [[pattern, constant(9)]],
      rng: createRng(42),
      forceReinit: true,
    })
    expect(rows.filter(({ source }) => source === 'rule').map(({ path }) => path)).toEqual(paths)
  })

  it('a pattern with g matches the same every time', () => {
    const net = ready()
    const rule = [/weight/g, constant(9)] as const
    for (let i = 0; i < 3; i++) {
      const { rows } = net.initialize({ rules: [rule], rng: createRng(42), forceReinit: true })
      expect(rows.map(({ source }) => source)).toEqual(['rule', 'default', 'rule', 'default'])
    }
  })

  it('dots and brackets of a glob are themselves', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('0xweight', '0[.]weight', '(0.weight)', '0.weigh', '0.weight.', '*'),
        (pattern) => {
          expect(() => build().plan({ rules: [[pattern, constant(1)]] })).toThrow(
            'to match a parameter, got none',
          )
        },
      ),
    )
  })

  it('an initializer that scales by fans passes over what has no axes', () => {
    const net = ready()
    const { rows } = net.initialize({
      rules: [['0.*', kaimingNormal()]],
      rng: createRng(42),
      forceReinit: true,
    })
    expect(rows.map(({ source }) => source)).toEqual(['rule', 'default', 'default', 'default'])
  })

  it.each<[string, [string | RegExp, InitLike]]>([
    [
      'rule "0.wieght" to match a parameter, got none; it has 0.weight, 1.weight, 0.bias',
      ['0.wieght', constant(1)],
    ],
    [
      'rule /weights/ to match a parameter, got none; it has 0.weight, 0.bias, 1.weight',
      [/weights/, constant(1)],
    ],
    [
      'rule "**.bias" to match a parameter with axes to scale by, got 0.bias, 1.bias; use an initializer without fans',
      ['**.bias', kaimingNormal()],
    ],
  ])('%s', (message, rule) => {
    const net = ready()
    const before = snapshot(net)
    const run = () =>
      net.initialize({ rules: [['0.*', constant(1)], rule], rng: createRng(42), forceReinit: true })
    expect(run).toThrow(RangeError)
    expect(run).toThrow(`Sequential: expected ${message}`)
    expect(snapshot(net)).toEqual(before)
    expect(() => net.plan({ rules: [rule] })).toThrow(message)
  })

  it('of a module without parameters match nothing', () => {
    expect(() => new Sequential().initialize({ rules: [['**', constant(1)]] })).toThrow(
      'got none; it has none',
    )
  })
})

describe('without forceReinit', () => {
  it('values are kept, and the report says so', () => {
    const net = ready()
    const before = snapshot(net)
    const { rows } = net.initialize({ rng: createRng(7) })
    expect(rows.map(({ status }) => status)).toEqual(['kept', 'kept', 'kept', 'kept'])
    expect(snapshot(net)).toEqual(before)
  })

  it.each([{ init: constant(1) }, { rules: [['**', constant(1)] as const] }])(
    '%j that changes nothing throws',
    (given) => {
      const net = ready()
      const before = snapshot(net)
      expect(() => net.initialize(given)).toThrow(RangeError)
      expect(() => net.initialize(given)).toThrow(
        'Sequential: expected init, rules, recipe or dialect to change a parameter, got ready ones only; pass { forceReinit: true }',
      )
      expect(snapshot(net)).toEqual(before)
    },
  )

  it('init throws also if only parameters that it is not for are left', () => {
    const net = build()
    for (const { weight } of net.layers) weight.initialize({ init: constant(1), backend: cpu })
    expect(() => net.initialize({ init: constant(2), backend: cpu })).toThrow('got ready ones only')
    expect(net.layers[0].bias.state).toBe('declared')
    net.initialize({ backend: cpu })
    expect(net.layers[0].bias.state).toBe('ready')
  })

  it('what is left gets its values', () => {
    const net = build()
    net.layers[0].initialize({ init: constant(1), backend: cpu })
    const { rows } = net.initialize({ init: constant(2), backend: cpu })
    expect(rows.map(({ status }) => status)).toEqual(['kept', 'kept', 'initialized', 'initialized'])
    expect(net.layers[0].weight.data.at(0, 0).item()).toBe(1)
    expect(net.layers[1].weight.data.at(0, 0).item()).toBe(2)
  })
})

describe('with forceReinit', () => {
  it('the same rng gives the same bits again', () => {
    const net = ready()
    const before = snapshot(net)
    net.initialize({ init: constant(1), forceReinit: true })
    net.initialize({ rng: createRng(42), forceReinit: true })
    expect(snapshot(net)).toEqual(before)
  })

  it('values are drawn where they lie, whatever the array is, and stay when one law refuses', () => {
    const net = ready()
    const expected = snapshot(net)
    const { weight } = net.layers[0]
    const { data } = weight
    const row = data.at(0)
    net.initialize({ init: constant(7), forceReinit: true })
    expect(row.toNested()).toEqual(new Array(row.size).fill(7))
    const before = snapshot(net)
    const wrong = { rules: [['1.weight', constant([1])] as const], rng: createRng(42), forceReinit: true }
    expect(() => net.initialize(wrong)).toThrow(/1\.weight: expected a constant of shape/)
    expect(snapshot(net)).toEqual(before)
    net.initialize({ rng: createRng(42), forceReinit: true })
    expect(weight.data).toBe(data)
    expect(snapshot(net)).toEqual(expected)
    const part = new Float32Array(data.size + 3).subarray(1, data.size + 1)
    weight.load(cpu.tensor(part, { shape: data.shape, copy: false }), { copy: false }).commit()
    net.initialize({ rng: createRng(42), forceReinit: true })
    expect(weight.data.data.buffer).toBe(part.buffer)
    expect(snapshot(net)).toEqual(expected)
  })

  it('values whose memory was transferred are refused', () => {
    const net = ready()
    structuredClone(null, { transfer: [net.layers[0].weight.data.data.buffer] })
    expect(() => net.initialize({ rng: createRng(42), forceReinit: true })).toThrow(/transferred/)
  })
})

it('the report is a table', () => {
  const net = new Sequential(new Dense(3, { inUnits: 2 }), new Dense(1))
  expect(String(net.initialize({ init: normal({ std: 0.01 }), rng: createRng(42), backend: cpu }))).toBe(
    [
      'path      status       law          source',
      '0.weight  initialized  N(0, 0.01²)  init of initialize',
      "0.bias    initialized  0            layer's default",
      '1.weight  deferred     N(0, 0.01²)  init of initialize',
      "1.bias    initialized  0            layer's default",
    ].join('\n'),
  )
})
