import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import golden from './fixtures/formulas.json' with { type: 'json' }
import { type ErrorClass, request } from './request.ts'

const RANDOM = {
  uniform: init.uniform,
  normal: init.normal,
  truncatedNormal: init.truncatedNormal,
  varianceScaling: init.varianceScaling,
  xavierUniform: init.xavierUniform,
  xavierNormal: init.xavierNormal,
  xavierTruncatedNormal: init.xavierTruncatedNormal,
  kaimingUniform: init.kaimingUniform,
  kaimingNormal: init.kaimingNormal,
  kaimingTruncatedNormal: init.kaimingTruncatedNormal,
  lecunUniform: init.lecunUniform,
  lecunNormal: init.lecunNormal,
  lecunTruncatedNormal: init.lecunTruncatedNormal,
  orthogonal: init.orthogonal,
}
const CONSTANT = { zeros: init.zeros, ones: init.ones, eye: init.eye, constant: () => init.constant(3) }
const ALL = { ...RANDOM, ...CONSTANT }

describe.each(Object.entries(ALL))('%s', (name, factory) => {
  it('has its name and options as frozen JSON', () => {
    const { config } = factory()
    expect(config.name).toBe(name)
    expect(JSON.parse(JSON.stringify(config))).toEqual(config)
    expect(Object.isFrozen(config)).toBe(true)
  })

  it.each(['float32', 'float64'] as const)('makes %s of the shape, the same every time', (dtype) => {
    const values = factory()(request([8, 4], { dtype }))
    expect([values.dtype, values.shape]).toEqual([dtype, [8, 4]])
    expect(values.isFinite().all().item()).toBe(true)
    expect(factory()(request([8, 4], { dtype })).equals(values)).toBe(true)
  })

  it.each([[[0, 4]], [[8, 0]], [[0, 0]]])('makes nothing of shape %j', (shape) => {
    expect(factory()(request(shape)).shape).toEqual(shape)
  })

  it('describes what it makes', () => {
    const shape = [40, 30]
    const law = factory().describe(request(shape))
    const values = factory()(request(shape, { dtype: 'float64' }))
    const [low, high] = [Number(values.min().item()), Number(values.max().item())]
    expect(low).toBeGreaterThanOrEqual(law.low ?? low)
    expect(high).toBeLessThanOrEqual(law.high ?? high)
    const std = Number(values.std().item())
    expect(std).toBeGreaterThanOrEqual((law.std ?? std) * 0.9)
    expect(std).toBeLessThanOrEqual((law.std ?? std) * 1.1)
    expect(law.text).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe.each(Object.entries(RANDOM))('%s', (name, factory) => {
  it('needs an rng, and says so', () => {
    const unseeded = request([8, 4], { rng: undefined })
    expect(() => factory()(unseeded)).toThrow(TypeError)
    expect(() => factory()(unseeded)).toThrow(
      /^0\.weight: expected rng for a random initializer, got none; pass \{ rng: createRng\(42\) \}$/,
    )
  })

  it.each(['int32', 'bool'] as const)('refuses %s', (dtype) => {
    expect(() => factory()(request([8, 4], { dtype }))).toThrow(TypeError)
    expect(() => factory()(request([8, 4], { dtype }))).toThrow(
      `0.weight: expected float32 or float64 for ${name}, got ${dtype}; use zeros, ones or constant with whole numbers`,
    )
  })
})

describe.each(Object.entries(RANDOM).filter(([, factory]) => factory().needs.includes('fans')))(
  '%s',
  (_, factory) => {
    it('refuses a bias', () => {
      const bias = request([8], { path: '0.bias', role: 'bias', axes: undefined })
      expect(() => factory()(bias)).toThrow(TypeError)
      expect(() => factory()(bias)).toThrow(
        /^0\.bias: expected axes or fans for an initializer that scales by them, got a bias without axes; give \{ axes: /,
      )
    })

    it('writes its law with the name of the fan before that is known', () => {
      expect(factory().describe({ shape: [8, null], fans: undefined }).text).toMatch(/\/fan(In|Out|Avg)/)
    })

    it('takes fans by hand', () => {
      const fans = { fanIn: 4, fanOut: 8 }
      const given = factory()(request([8, 4], { axes: undefined, fans }))
      expect(given.equals(factory()(request([8, 4])))).toBe(true)
    })
  },
)

describe('constants', () => {
  it('zeros, ones and constant make any dtype', () => {
    expect(init.ones()(request([2], { dtype: 'int32' })).dtype).toBe('int32')
    expect(
      init
        .zeros()(request([2], { dtype: 'bool' }))
        .toNested(),
    ).toEqual([false, false])
    expect(
      init
        .constant(-7)(request([], { dtype: 'int32' }))
        .item(),
    ).toBe(-7)
  })

  it('constant copies an array or a tensor when the factory is called', () => {
    const nested = [[1, 2]]
    const tensor = cpu.tensor([[1, 2]])
    const both = [init.constant(nested), init.constant(tensor)]
    nested[0]![0] = 9
    tensor.fill_(9)
    for (const each of both) expect(each(request([1, 2])).toNested()).toEqual([[1, 2]])
    expect(both[1]!.config).toEqual({ name: 'constant', value: [[1, 2]] })
  })

  it.each([
    [[1, 2], ShapeError, '0.weight: expected a constant of shape [2, 2], got [2]'],
    [[[1, 2]], ShapeError, '0.weight: expected a constant of shape [2, 2], got [1, 2]'],
    [[[1, 2], [3]], ShapeError, 'tensor: expected row [1] to have 2 elements like the first, got 1'],
  ])('constant(%j) does not fit [2, 2]', (value, kind, message) => {
    expect(() => init.constant(value)(request([2, 2]))).toThrow(kind)
    expect(() => init.constant(value)(request([2, 2]))).toThrow(message)
  })

  it('a fraction is no int32', () => {
    expect(() => init.constant(0.5)(request([2], { dtype: 'int32' }))).toThrow(TypeError)
    expect(() => init.eye({ gain: 0.5 })(request([2, 2], { dtype: 'int32' }))).toThrow(TypeError)
  })

  it.each(golden.eye)('eye of $shape', ({ shape, values }) => {
    expect([...init.eye()(request(shape)).toArray()]).toEqual(values)
    expect(init.eye({ gain: 2 })(request(shape)).sum().item()).toBe(4)
  })

  it.each([[[2]], [[2, 2, 1]]])('eye refuses %j', (shape) => {
    expect(() => init.eye()(request(shape))).toThrow(ShapeError)
    expect(() => init.eye()(request(shape))).toThrow(
      `expected 2 axes for eye, got shape [${shape.join(', ')}]`,
    )
  })
})

describe('options are checked when the factory is called', () => {
  const refused: [() => unknown, ErrorClass, string][] = [
    [() => init.normal({ std: -1 }), RangeError, 'normal: expected std >= 0, got -1'],
    [() => init.normal({ std: Number.NaN }), RangeError, 'normal: expected std to be a number, got NaN'],
    [() => init.normal({ mean: Infinity }), RangeError, 'normal: expected mean to be finite, got Infinity'],
    [() => init.normal({ std: '1' as never }), TypeError, 'normal: expected std to be a number, got "1"'],
    [
      () => init.normal({ sigma: 1 } as never),
      TypeError,
      'normal: expected options mean, std, got "sigma"; did you mean "std"?',
    ],
    [() => init.normal(0.01 as never), TypeError, 'normal: expected an options object, got 0.01'],
    [() => init.uniform({ low: 1 }), RangeError, 'uniform: expected low < high, got low 1 and high 1'],
    [() => init.uniform({ low: 2 }), RangeError, 'uniform: expected low < high, got low 2 and high 1'],
    [() => init.uniform({ high: Infinity }), RangeError, 'uniform: expected high to be finite, got Infinity'],
    [() => init.truncatedNormal({ std: -1 }), RangeError, 'truncatedNormal: expected std >= 0, got -1'],
    [
      () => init.truncatedNormal({ low: 2 }),
      RangeError,
      'truncatedNormal: expected low < high, got low 2 and high 2',
    ],
    [() => init.truncatedNormal({ low: Number.NaN }), RangeError, 'expected low to be a number, got NaN'],
    [
      () => init.truncatedNormal({ bounds: 'sigma' as never }),
      RangeError,
      'truncatedNormal: expected bounds to be one of std, absolute, got "sigma"; did you mean "std"?',
    ],
    [() => init.varianceScaling({ scale: 0 }), RangeError, 'varianceScaling: expected scale > 0, got 0'],
    [
      () => init.varianceScaling({ mode: 'fan_in' as never }),
      RangeError,
      'varianceScaling: expected mode to be one of fanIn, fanOut, fanAvg, fanGeoAvg, got "fan_in"; did you mean "fanIn"?',
    ],
    [
      () => init.varianceScaling({ distribution: 'gaussian' as never }),
      RangeError,
      'varianceScaling: expected distribution to be one of normal, truncatedNormal, uniform, got "gaussian"',
    ],
    [() => init.xavierNormal({ gain: -1 }), RangeError, 'xavierNormal: expected gain > 0, got -1'],
    [
      () => init.kaimingUniform({ mode: 'fanAvg' as never }),
      RangeError,
      'kaimingUniform: expected mode to be one of fanIn, fanOut, got "fanAvg"',
    ],
    [
      () => init.kaimingNormal({ slope: 0.1 }),
      RangeError,
      'kaimingNormal: expected slope only with leakyRelu, got slope 0.1 with relu',
    ],
    [
      () => init.orthogonal({ gain: Number.NaN }),
      RangeError,
      'orthogonal: expected gain to be a number, got NaN',
    ],
    [() => init.eye({ gain: Infinity }), RangeError, 'eye: expected gain to be finite, got Infinity'],
    [() => init.constant(Number.NaN), RangeError, 'constant: expected value to be a number, got NaN'],
    [
      () => init.constant('1' as never),
      TypeError,
      'constant: expected a number, a nested array or a tensor, got "1"',
    ],
    [
      () => init.scaled(init.ones(), Number.NaN),
      RangeError,
      'scaled: expected factor to be a number, got NaN',
    ],
  ]
  it.each(refused.map(([make, kind, message]) => ({ make, kind, message })))(
    '$message',
    ({ make, kind, message }) => {
      expect(make).toThrow(kind)
      expect(make).toThrow(message)
    },
  )

  it('a standard deviation of 0 is a constant', () => {
    expect(
      init
        .normal({ mean: 3, std: 0 })(request([2]))
        .toNested(),
    ).toEqual([3, 3])
    expect(init.normal({ mean: 3, std: 0 }).describe(request([2])).text).toBe('3')
  })
})

it('values are those of the stream itself', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -9, max: 9, noNaN: true }),
      fc.float({ min: 2 ** -126, max: 9, noNaN: true }),
      fc.nat(300),
      (mean, std, size) => {
        const rng = createRng(7).at('a')
        const values = init.normal({ mean, std })(request([size], { rng: createRng(7).at('a') }))
        expect(values.toArray()).toEqual(rng.normal(new Float32Array(size), { mean, std }))
      },
    ),
    { numRuns: 50 },
  )
})
