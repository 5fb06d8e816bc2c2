import { cpu } from '@nn/backend-cpu'
import { ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as init from '../src/index.ts'
import { deepNorm, subLn, tFixup } from '../src/recipes/index.ts'
import { type ErrorClass, request } from './request.ts'

const gates = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }

/** Factories that take options, with each number that they take. */
const NUMBERS: Readonly<
  Record<string, readonly [factory: (options: never) => unknown, options: readonly string[], rest?: object]>
> = {
  uniform: [init.uniform, ['low', 'high']],
  normal: [init.normal, ['mean', 'std']],
  truncatedNormal: [init.truncatedNormal, ['mean', 'std']],
  varianceScaling: [init.varianceScaling, ['scale']],
  xavierUniform: [init.xavierUniform, ['gain']],
  xavierNormal: [init.xavierNormal, ['gain']],
  xavierTruncatedNormal: [init.xavierTruncatedNormal, ['gain']],
  kaimingUniform: [init.kaimingUniform, ['gain']],
  'kaimingNormal, slope': [init.kaimingNormal, ['slope'], { nonlinearity: 'leakyRelu' }],
  orthogonal: [init.orthogonal, ['gain']],
  deltaOrthogonal: [init.deltaOrthogonal, ['gain']],
  orthogonalConv: [init.orthogonalConv, ['gain']],
  eye: [init.eye, ['gain', 'shift']],
  dirac: [init.dirac, ['gain', 'groups']],
  hadamard: [init.hadamard, ['gain']],
  irnn: [init.irnn, ['gain']],
  spectral: [init.spectral, ['gain']],
  siren: [init.siren, ['omega']],
  sparse: [init.sparse, ['sparsity', 'std'], { sparsity: 0.5 }],
  lstmBias: [init.lstmBias, ['forget']],
  chrono: [init.chrono, ['maxTime']],
  priorBias: [init.priorBias, ['probability']],
  mxnetXavier: [init.mxnetXavier, ['magnitude']],
  msraPrelu: [init.msraPrelu, ['slope']],
}

describe.each(Object.entries(NUMBERS))('%s', (_, [factory, names, rest = {}]) => {
  it.each(
    names.flatMap((name) =>
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => [name, value] as const),
    ),
  )('refuses %s = %d when it is called', (name, value) => {
    const attempt = () => factory({ ...rest, [name]: value } as never)
    expect(attempt).toThrow(RangeError)
    expect(attempt).toThrow(new RegExp(`expected ${name} `))
  })

  it.each(names.flatMap((name) => [true, '1', null, [1]].map((value) => [name, value] as const)))(
    'refuses %s = %j',
    (name, value) => {
      expect(() => factory({ ...rest, [name]: value } as never)).toThrow(TypeError)
    },
  )

  it('refuses options that are none, and a request', () => {
    expect(() => factory(null as never)).toThrow(TypeError)
    expect(() => factory({ ...rest, gian: 1 } as never)).toThrow(/got "gian"/)
    expect(() => factory(request([2, 2]) as never)).toThrow(
      'expected options, got a request; call the factory first',
    )
  })
})

it.each<[() => unknown, string]>([
  [() => init.uniform({ low: 1, high: 0 }), 'uniform: expected low < high, got low 1 and high 0'],
  [() => init.uniform({ low: 0, high: 0 }), 'uniform: expected low < high, got low 0 and high 0'],
  [() => init.normal({ std: -1 }), 'normal: expected std >= 0, got -1'],
  [
    () => init.truncatedNormal({ low: 2, high: -2 }),
    'truncatedNormal: expected low < high, got low 2 and high -2',
  ],
  [
    () => init.truncatedNormal({ std: 0, low: 1, high: 2, bounds: 'absolute' }),
    'truncatedNormal: expected mean in [1, 2], got 0',
  ],
  [() => init.truncatedNormal({ low: Number.NaN }), 'truncatedNormal: expected low to be a number, got NaN'],
  [() => init.varianceScaling({ scale: 0 }), 'varianceScaling: expected scale > 0, got 0'],
  [() => init.varianceScaling({ scale: -1 }), 'varianceScaling: expected scale > 0, got -1'],
  [
    () => init.varianceScaling({ low: 0 }),
    'varianceScaling: expected low and high only with truncatedNormal, got them with normal',
  ],
  [
    () => init.varianceScaling({ distribution: 'truncatedNormal', low: 2 }),
    'varianceScaling: expected low < high, got low 2 and high 2',
  ],
  [() => init.varianceScaling({ mode: 'fan_avg' as never }), 'got "fan_avg"; did you mean "fanAvg"?'],
  [
    () => init.varianceScaling({ distribution: 'truncated' as never }),
    'got "truncated"; did you mean "truncatedNormal"?',
  ],
  [() => init.xavierUniform({ gain: -1 }), 'xavierUniform: expected gain > 0, got -1'],
  [
    () => init.kaimingNormal({ nonlinearity: 'swish' as never }),
    'kaimingNormal: expected nonlinearity to be one of',
  ],
  [
    () => init.kaimingNormal({ slope: 0.1 }),
    'kaimingNormal: expected slope only with leakyRelu, got slope 0.1 with relu',
  ],
  [() => init.sparse({ sparsity: 1.5 }), 'sparse: expected sparsity in [0, 1], got 1.5'],
  [() => init.sparse({ sparsity: -0.5 }), 'sparse: expected sparsity in [0, 1], got -0.5'],
  [() => init.masked(init.ones(), { keep: 2 }), 'masked: expected keep in [0, 1], got 2'],
  [() => init.priorBias({ probability: 1 }), 'priorBias: expected probability in (0, 1), got 1'],
  [() => init.chrono({ maxTime: 2 }), 'chrono: expected maxTime > 2, got 2'],
  [() => init.eye({ shift: 0.5 }), 'eye: expected shift to be an integer, got 0.5'],
  [() => init.dirac({ groups: 0 }), 'dirac: expected groups to be an integer >= 1, got 0'],
  [() => init.constant(Number.NaN), 'constant: expected value to be a number, got NaN'],
])('%#: %s', (attempt, message) => {
  expect(attempt).toThrow(RangeError)
  expect(attempt).toThrow(message)
})

const FACTORIES: readonly init.Initializer[] = [
  init.orthogonal(),
  init.eye(),
  init.hadamard(),
  init.zerO(),
  init.irnn(),
  init.sparse({ sparsity: 0.5 }),
]

describe('shapes', () => {
  it.each(FACTORIES.map((factory) => [factory.config.name, factory] as const))(
    '%s refuses fewer than 2 axes',
    (name, factory) => {
      for (const shape of [[], [3]]) {
        expect(() => factory(request(shape, { axes: undefined }))).toThrow(ShapeError)
        expect(() => factory(request(shape, { axes: undefined }))).toThrow(
          new RegExp(`2 axes for ${name}, got shape \\[3?\\]`),
        )
      }
    },
  )

  it.each(
    [
      ...FACTORIES,
      init.xavierNormal(),
      init.siren(),
      init.spectral(),
      init.masked(init.normal()),
      init.mxnetXavier(),
    ].map((f) => [f.config.name, f] as const),
  )('%s makes nothing of zero sizes, with a law', (_, factory) => {
    for (const shape of [
      [0, 4],
      [4, 0],
      [0, 0],
    ]) {
      expect(factory(request(shape)).shape).toEqual(shape)
      const fans = init.computeFans(shape, { out: 0, in: 1 })
      expect(factory.describe({ shape, fans, axes: { out: 0, in: 1 } }).text).not.toMatch(/NaN|undefined/)
    }
  })

  it.each(
    [init.dirac(), init.deltaOrthogonal(), init.orthogonalConv(), init.bilinear()].map(
      (f) => [f.config.name, f] as const,
    ),
  )('%s refuses what is no convolution, and makes nothing of no channels', (name, factory) => {
    for (const shape of [[4], [4, 4], [1, 1, 1, 1, 1, 1]]) {
      expect(() => factory(request(shape, { axes: undefined }))).toThrow(
        `0.weight: expected 3 to 5 axes for ${name}, got shape`,
      )
    }
    expect(factory(request([0, 0, 3])).shape).toEqual([0, 0, 3])
  })

  it('groups divide the units', () => {
    const message = '0.weight: expected groups to divide the 5 units, got 2'
    expect(() => init.dirac({ groups: 2 })(request([5, 1, 3]))).toThrow(RangeError)
    expect(() => init.dirac({ groups: 2 })(request([5, 1, 3]))).toThrow(message)
    expect(() => init.computeFans([5, 1, 3], { out: 0, in: 1, groups: 2 })).toThrow(
      'computeFans: expected groups to divide the 5 units, got 2',
    )
  })

  it('fan laws refuse one axis, and say what to give', () => {
    const bias = request([8], { path: '0.bias', role: 'bias', axes: undefined })
    for (const factory of [init.siren(), init.spectral(), init.mxnetXavier(), init.msraPrelu()]) {
      expect(() => factory(bias)).toThrow(TypeError)
      expect(() => factory(bias)).toThrow(
        '0.bias: expected axes or fans for an initializer that scales by them, got a bias without axes',
      )
    }
    const gated = request([8], { path: '0.bias', role: 'bias', axes: { out: 0, blocks: gates } })
    expect(() => init.xavierUniform()(gated)).toThrow('0.bias: expected axes or fans')
  })
})

describe('dtypes', () => {
  const floats = [
    init.orthogonal(),
    init.sparse({ sparsity: 0.1 }),
    init.hadamard(),
    init.masked(init.ones()),
    init.nan(),
    init.siren(),
    init.chrono({ maxTime: 9 }),
  ]
  it.each(['int32', 'bool', 'float16', 'bfloat16'])('random laws refuse %s', (dtype) => {
    for (const factory of floats) {
      const asked = request([4, 4], { dtype: dtype as never, axes: { out: 0, in: 1, blocks: gates } })
      expect(() => factory(asked)).toThrow(TypeError)
      expect(() => factory(asked)).toThrow(
        `0.weight: expected float32 or float64 for ${factory.config.name}, got ${dtype}`,
      )
    }
  })

  it('constants that are whole numbers take int32, others do not', () => {
    expect(
      init
        .dirac()(request([1, 1, 3], { dtype: 'int32' }))
        .toNested(),
    ).toEqual([[[0, 1, 0]]])
    expect(() => init.eye({ gain: 0.5 })(request([2, 2], { dtype: 'int32' }))).toThrow(TypeError)
  })
})

describe('axes', () => {
  it.each<[init.Axes, ErrorClass, string]>([
    [
      { out: 0, in: 1, batch: 5 },
      ShapeError,
      'computeFans: expected axis batch to be one of shape [8, 4, 3], got 5',
    ],
    [{ out: 0, in: 1, batch: 1 }, RangeError, 'computeFans: expected two axes out and in, got 1 for both'],
    [
      { out: 0, in: 1, blocks: { axis: 3, count: 2 } },
      ShapeError,
      'computeFans: expected axis blocks to be one of shape [8, 4, 3], got 3',
    ],
    [
      { out: 0, in: 1, blocks: { axis: 0 } },
      RangeError,
      'computeFans: expected one number of blocks > 0 of names, sizes and count, got []',
    ],
    [{ out: 0, in: 1, blocks: { axis: 0, count: 0 } }, RangeError, 'got [0]'],
    [{ out: 0, in: 1, blocks: { axis: 0, count: 2, names: ['a'] } }, RangeError, 'got [1, 2]'],
    [
      { out: 0, in: 1, blocks: { axis: 0, count: 3 } },
      RangeError,
      'computeFans: expected blocks that fill 8 units, got lengths [2.6666666666666665,',
    ],
    [
      { out: 0, in: 1, blocks: { axis: 0, sizes: [4, 3] } },
      RangeError,
      'computeFans: expected blocks that fill 8 units, got lengths [4, 3]',
    ],
    [
      { out: 0 },
      TypeError,
      'computeFans: expected axes with inputs such as { out: 0, in: 1 }, got undefined for in',
    ],
  ])('%#: refuses %j', (axes, kind, message) => {
    expect(() => init.computeFans([8, 4, 3], axes)).toThrow(kind)
    expect(() => init.computeFans([8, 4, 3], axes)).toThrow(message)
  })
})

describe('numbers at the ends of their range', () => {
  it.each([1e-320, 5e-324, 1e-310])('priorBias of %s is ln p, and ends', (probability) => {
    const { mean } = init.priorBias({ probability }).describe({ shape: [1], fans: undefined })
    expect(Math.abs(mean! / Math.log(probability) - 1)).toBeLessThan(1e-14)
  })

  it('depths that are no depths are refused', () => {
    const weight = (path: string) => ({ path, role: 'residualOut', shape: [8, 8], axes: { out: 0, in: 1 } })
    const net = ['h.0.w', 'h.1.w'].map(weight)
    for (const recipe of [subLn, deepNorm, tFixup]) {
      expect(() => recipe({ encoderLayers: 1e308 })).toThrow('expected encoderLayers to be an integer >= 0')
      expect(() => recipe({ encoderLayers: 0 }).assign(net)).toThrow(
        `${recipe.name}: expected encoderLayers of the 2 that there are, got 0`,
      )
      const most = recipe({ encoderLayers: Number.MAX_SAFE_INTEGER }).assign(net)
      expect(most.size).toBe(2)
    }
  })
})

describe('what a request says of its weight is checked', () => {
  it.each<[object, string]>([
    [
      { fans: { fanIn: 2, fanout: 3 } },
      'w fans: expected options fanIn, fanOut, got "fanout"; did you mean "fanOut"?',
    ],
    [{ fans: { fanIn: 2 } }, 'w: expected fanOut to be a number, got undefined'],
    [{ fans: 3 }, 'w fans: expected an options object, got 3'],
    [{ use: 'sate' }, 'did you mean "state"?'],
  ])('%j', (given, expected) => {
    const spec = { path: 'w', shape: [2, 3], backend: cpu, ...given } as never
    expect(() => init.createRequest(spec)).toThrow(expected)
  })

  it.each<[object, string]>([
    [{ transposed: 1 }, 'computeFans: expected transposed to be true or false, got 1'],
    [{ transposed: 'false' }, 'computeFans: expected transposed to be true or false, got "false"'],
    [{ lookup: 'no' }, 'computeFans: expected lookup to be true or false, got "no"'],
  ])('%j', (given, expected) => {
    expect(() => init.computeFans([2, 3], { out: 0, in: 1, ...given } as never)).toThrow(expected)
    expect(() => init.computeFans([2, 3], { out: 0, in: 1, ...given } as never)).toThrow(TypeError)
  })
})
