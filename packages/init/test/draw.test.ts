import { cpu } from '@nn/backend-cpu'
import { createRng, type Rng } from '@nn/random'
import { tensorflowBackend } from '@nn/random/keras'
import { ShapeError, type TensorData } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flax } from '../src/dialects/flax/index.ts'
import { jax } from '../src/dialects/jax/index.ts'
import { keras } from '../src/dialects/keras/index.ts'
import { mxnet } from '../src/dialects/mxnet/index.ts'
import { tensorflow } from '../src/dialects/tensorflow/index.ts'
import { torch } from '../src/dialects/torch/index.ts'
import * as init from '../src/index.ts'
import { gpt2 } from '../src/recipes/index.ts'
import type { ErrorClass } from './request.ts'

/** Of Node and browsers alike, whose types this package does not need. */
declare const structuredClone: (value: unknown, options: { transfer: unknown[] }) => unknown

const axes = { out: 0, in: 1 }
const gates = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
const rng = () => createRng(42)

/** What a tensor gets under the same request. */
function throughTensor(law: init.InitLike, spec: Partial<init.RequestSpec> & { shape: readonly number[] }) {
  return init
    .scaled(
      law,
      1,
    )(init.createRequest({ backend: cpu, ...spec }))
    .toArray()
}

describe('draw', () => {
  it('gives the array of the dtype, an array of its own', () => {
    const floats: Float32Array<ArrayBuffer> = init.draw(init.ones(), { shape: [2, 3] })
    const doubles: Float64Array<ArrayBuffer> = init.draw(init.ones(), { shape: [2], dtype: 'float64' })
    const integers: Int32Array<ArrayBuffer> = init.draw(init.constant(-7), { shape: [2], dtype: 'int32' })
    const bools: Uint8Array<ArrayBuffer> = init.draw(init.constant(true), { shape: [], dtype: 'bool' })
    expect([floats, doubles, integers, bools]).toEqual([
      new Float32Array(6).fill(1),
      new Float64Array(2).fill(1),
      new Int32Array(2).fill(-7),
      new Uint8Array([1]),
    ])
    const values = new Float32Array(2)
    for (const law of [init.constant(values), init.fromCheckpoint({ draw: values }), () => values])
      expect(init.draw(law, { shape: [2] })).not.toBe(values)
  })

  it('a path is drawn from below the stream; without one the stream moves on by a fill', () => {
    const root = rng()
    const at = (path: string) => init.draw(init.normal(), { shape: [5], rng: root, path })
    expect(at('0.weight')).toEqual(rng().at('0.weight').normal(new Float32Array(5)))
    expect(at('0.weight')).toEqual(at('0.weight'))
    expect(at('1.weight')).not.toEqual(at('0.weight'))
    expect(JSON.stringify(root)).toBe(JSON.stringify(rng()))
    init.draw(init.normal(), { shape: [5], rng: root })
    const other = rng()
    other.normal(new Float32Array(5))
    expect(JSON.stringify(root)).toBe(JSON.stringify(other))
  })

  it.each([
    init.normal(),
    init.masked(init.xavierUniform()),
    init.scaled(init.masked(init.orthogonal()), 3),
    init.sparse({ sparsity: 0.5 }),
    init.byBlock({ forget: init.lecunNormal() }, init.ones()),
  ])('start and end are a slice of the whole: $config.name', (law) => {
    const options = { shape: [8, 5], axes: { ...axes, blocks: gates }, path: 'w', backend: cpu }
    const whole = init.draw(law, { ...options, rng: rng() })
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)]
        expect(init.draw(law, { ...options, rng: rng(), start, end })).toEqual(whole.slice(start, end))
      }),
      { numRuns: 20 },
    )
    expect(init.draw(law, { ...options, rng: rng(), start: 33 })).toEqual(whole.slice(33))
    const part = new Float32Array(4)
    init.fill_(part, law, { ...options, rng: rng(), start: 7 })
    expect(part).toEqual(whole.slice(7, 11))
  })

  it('a slice of a huge parameter costs no more than itself', () => {
    const options = { shape: [2 ** 20, 2 ** 20], axes, rng: rng(), path: 'w', start: 2 ** 40 - 3 }
    expect(init.draw(init.xavierUniform(), options)).toHaveLength(3)
    expect(() => init.draw(init.xavierUniform(), { ...options, start: 0 })).toThrow(
      'w: expected elements that fit in memory, got 1099511627776 of float32',
    )
  })

  it('fans may be given, and the fan-in of a bias', () => {
    const fans = { fanIn: 3, fanOut: 5 }
    expect(init.draw(init.xavierUniform(), { shape: [4], fans, rng: rng() })).toEqual(
      throughTensor(init.xavierUniform(), { shape: [4], fans, rng: rng() }),
    )
    expect(init.draw(init.lecunNormal(), { shape: [4], fanIn: 4, role: 'bias', rng: rng() })).toEqual(
      rng().normal(new Float32Array(4), { std: 0.5 }),
    )
  })

  it('what a parameter is for decides the law of an LSTM’s second bias', () => {
    const options = { shape: [4], axes: { out: 0, blocks: gates } }
    expect([...init.draw(init.lstmBias(), options)]).toEqual([0, 1, 0, 0])
    expect([...init.draw(init.lstmBias(), { ...options, use: 'state' })]).toEqual([0, 0, 0, 0])
  })

  it('functions of one’s own return tensors or typed arrays', () => {
    const ramp = ({ backend }: init.InitRequest) => backend.arange(4)
    expect([...init.draw(ramp, { shape: [4], backend: cpu })]).toEqual([0, 1, 2, 3])
    const mine = ({ rng: own }: init.InitRequest) => own.uniform(new Float32Array(4))
    expect(init.draw(mine, { shape: [2, 2], rng: rng() })).toEqual(rng().uniform(new Float32Array(4)))
    expect(init.draw({ initialize: () => cpu.ones([2]) }, { shape: [2] })).toEqual(new Float32Array([1, 1]))
  })

  it('a recipe’s law is one of its assignments', () => {
    const parameters = ['h.0.c_proj', 'h.1.c_proj'].map((path) => ({
      ...{ path, role: 'weight', use: 'residualOut' as const, shape: [4, 4], axes },
    }))
    const law = gpt2().assign(parameters).get('h.1.c_proj')?.init ?? expect.unreachable()
    expect(init.draw(law, { shape: [4, 4], axes, rng: rng(), path: 'h.1.c_proj' })).toEqual(
      rng()
        .at('h.1.c_proj')
        .normal(new Float32Array(16), { std: 0.02 / Math.SQRT2 }),
    )
  })
})

const IN_PLACE = {
  uniform: [init.uniform_, init.uniform],
  normal: [init.normal_, init.normal],
  truncatedNormal: [init.truncatedNormal_, init.truncatedNormal],
  varianceScaling: [init.varianceScaling_, init.varianceScaling],
  xavierUniform: [init.xavierUniform_, init.xavierUniform],
  xavierNormal: [init.xavierNormal_, init.xavierNormal],
  xavierTruncatedNormal: [init.xavierTruncatedNormal_, init.xavierTruncatedNormal],
  kaimingUniform: [init.kaimingUniform_, init.kaimingUniform],
  kaimingNormal: [init.kaimingNormal_, init.kaimingNormal],
  kaimingTruncatedNormal: [init.kaimingTruncatedNormal_, init.kaimingTruncatedNormal],
  lecunUniform: [init.lecunUniform_, init.lecunUniform],
  lecunNormal: [init.lecunNormal_, init.lecunNormal],
  lecunTruncatedNormal: [init.lecunTruncatedNormal_, init.lecunTruncatedNormal],
  orthogonal: [init.orthogonal_, init.orthogonal],
  sparse: [init.sparse_, () => init.sparse({ sparsity: 0.5 }), { sparsity: 0.5 }],
  eye: [init.eye_, init.eye],
  zeros: [init.zeros_, init.zeros],
  ones: [init.ones_, init.ones],
} as const

type AnyInPlace = <T extends TensorData>(target: T, options: object) => T

describe.each(Object.entries(IN_PLACE))('%s_', (_, [form, factory, own = {}]) => {
  const inPlace = form as AnyInPlace
  const makes = [Float32Array, Float64Array]
  it.each(makes.map((make) => [make.name, make] as const))('fills and returns a %s', (_name, make) => {
    const target = new make(32).fill(9)
    const options = { shape: [8, 4], axes, backend: cpu }
    expect(inPlace(target, { ...own, ...options, rng: rng() })).toBe(target)
    const dtype = make === Float32Array ? 'float32' : 'float64'
    expect(target).toEqual(init.draw(factory(), { ...options, dtype, rng: rng() }))
    inPlace(target, { ...own, ...options, rng: rng(), path: '0.weight' })
    expect(target).toEqual(init.draw(factory(), { ...options, dtype, rng: rng(), path: '0.weight' }))
  })
})

describe('in place', () => {
  it('constants need no shape', () => {
    expect(init.zeros_(new Float64Array([1, 2]))).toEqual(new Float64Array(2))
    expect(init.ones_(new Int32Array(2))).toEqual(new Int32Array([1, 1]))
    expect(init.constant_(new Uint8Array(2), true)).toEqual(new Uint8Array([1, 1]))
    expect(init.constant_(new Float32Array(2), [0.5, 1])).toEqual(new Float32Array([0.5, 1]))
    const square = new Int32Array(4)
    expect(
      init.constant_(
        square,
        [
          [1, 2],
          [3, 4],
        ],
        { shape: [2, 2] },
      ),
    ).toBe(square)
    expect([...square]).toEqual([1, 2, 3, 4])
    expect([...init.dirac_(new Float32Array(3), { gain: 2, shape: [1, 1, 3] })]).toEqual([0, 2, 0])
    expect([...init.fill_(new Float32Array(3), init.bilinear(), { shape: [1, 1, 3] })]).toEqual([0.5, 1, 0.5])
    const both = [new Float32Array(1), new Float32Array(2)]
    expect(both.map(init.ones_)).toEqual([new Float32Array([1]), new Float32Array([1, 1])])
  })

  it('writes a part of a larger buffer alone', () => {
    const memory = new Float32Array(6)
    init.uniform_(memory.subarray(2, 4), { low: 1, high: 2, rng: rng() })
    expect([...memory].map(Math.sign)).toEqual([0, 0, 1, 1, 0, 0])
  })

  it('laws without fans need no shape either', () => {
    expect(init.normal_(new Float32Array(5), { std: 2, rng: rng() })).toEqual(
      rng().normal(new Float32Array(5), { std: 2 }),
    )
    const fans = { fanIn: 4, fanOut: 4 }
    expect(init.lecunNormal_(new Float32Array(5), { fans, rng: rng() })).toEqual(
      rng().normal(new Float32Array(5), { std: 0.5 }),
    )
  })
})

const DIALECTS = {
  torch: () => torch({ seed: 42 }),
  mxnet: () => mxnet({ seed: 42 }),
  tensorflow: () => tensorflow({ seed: 42 }),
  jax: () => jax({ seed: 42 }),
  flax: () => flax({ seed: 42 }),
  keras: () => keras({ seed: 42, backend: tensorflowBackend }),
}

describe.each(Object.entries(DIALECTS))('%s', (_, open) => {
  const forms = Object.keys(open()).filter((name) => name.endsWith('_'))
  it.each(forms.map((form) => [form, form.slice(0, -1)] as const))('%s', (form, name) => {
    const shape = name === 'bilinear' ? [3, 4, 4] : [8, 6]
    const own = name === 'sparse' ? { sparsity: 0.5 } : {}
    // biome-ignore lint/suspicious/noExplicitAny: names and options differ from dialect to dialect
    const dialect = () => open() as any
    const size = shape.reduce((product, length) => product * length, 1)
    const tensor = dialect()[form](cpu.zeros(shape), own).toArray()
    const array = new Float32Array(size)
    expect(dialect()[form](array, { ...own, shape })).toBe(array)
    expect(array).toEqual(tensor)
    expect(init.draw(dialect()[name](own), { shape })).toEqual(tensor)
    const request = init.createRequest({ shape, axes, backend: cpu })
    const stored = dialect()[name](own)(request).toArray()
    expect(init.draw(dialect()[name](own), { shape, axes })).toEqual(stored)
    expect(dialect()[form](array, { ...own, shape, axes })).toEqual(stored)
    expect(init.draw(dialect()[name](own), { shape, axes, start: 5, end: 11 })).toEqual(stored.slice(5, 11))
  })

  it('refuses a stream beside its own, and what is misspelt', () => {
    const array = new Float32Array(4)
    const refuse = (options: object) => () => open().normal_(array, options as never)
    expect(refuse({ shape: [2, 2], rng: rng() })).toThrow(/^normal_: expected options .*, got "rng"/)
    expect(refuse({ shpe: [2, 2] })).toThrow(/got "shpe"; did you mean "shape"\?/)
    expect([...array]).toEqual([0, 0, 0, 0])
  })
})

it('dialects give a law of one’s own their stream', () => {
  const dialect = torch({ seed: 42 })
  const drawn = init.draw(dialect.normal({ std: 2 }), { shape: [3] })
  expect(drawn).toEqual(torch({ seed: 42 }).rng.normal(new Float32Array(3), { std: 2 }))
})

describe('refuses', () => {
  const whole = { shape: [8, 4], axes, rng: rng() }
  const array = () => new Float32Array(4).fill(7)
  const any = (options: object): never => options as never
  it.each<[call: () => unknown, kind: ErrorClass, message: string]>([
    [() => init.draw(init.ones(), any({})), TypeError, 'draw: expected a shape, got undefined'],
    [() => init.draw(init.ones(), null as never), TypeError, 'draw: expected an options object, got null'],
    [
      () => init.draw(init.ones(), any({ shape: [2], shap: [2] })),
      TypeError,
      'got "shap"; did you mean "shape"?',
    ],
    [
      () => init.draw(init.ones(), { shape: [2, -1] }),
      RangeError,
      'draw: expected a length to be an integer >= 0, got -1',
    ],
    [
      () => init.draw('normal' as never, { shape: [2] }),
      TypeError,
      'init: expected an initializer, got "normal"',
    ],
    [
      () => init.draw(gpt2() as never, { shape: [2] }),
      TypeError,
      'or take one law: recipe.assign(parameters).get(path).init',
    ],
    [
      () => init.draw(init.xavierUniform(), { shape: [8, 4], rng: rng() }),
      TypeError,
      'draw: expected axes or fans for an initializer that scales by them, got a weight without axes; give { axes: { out: 0, in: 1 } }',
    ],
    [
      () => init.draw(init.xavierUniform(), { shape: [8], axes: { out: 0 }, rng: rng(), path: '0.bias' }),
      TypeError,
      '0.bias: expected axes or fans',
    ],
    [
      () => init.draw(init.xavierUniform(), { shape: [8, 4], axes }),
      TypeError,
      'draw: expected rng for a random initializer, got none; pass { rng: createRng(42) }',
    ],
    [
      () => init.draw(init.normal(), { shape: [2], path: 'w', rng: 42 as unknown as Rng }),
      TypeError,
      'draw: expected rng to be a stream, got 42; pass { rng: createRng(42) }',
    ],
    [
      () => init.draw(init.normal(), any({ shape: [2], rng: rng(), path: 3 })),
      TypeError,
      'draw: expected path to be a text, got 3',
    ],
    [
      () => init.draw(init.ones(), { shape: [2], path: '' }),
      TypeError,
      'draw: expected path to be a text, got ""',
    ],
    [
      () => init.draw(init.xavierUniform(), { ...whole, axes: { out: 0, in: 2 } }),
      ShapeError,
      'draw: expected axis in to be one of shape [8, 4], got 2',
    ],
    [() => init.draw(init.bilinear(), whole), ShapeError, 'draw: expected 3 to 5 axes for bilinear'],
    [
      () => init.draw(init.constant([1, 2]), { shape: [3], path: 'w' }),
      ShapeError,
      'w: expected a constant of shape [3], got [2]',
    ],
    [
      () => init.draw(init.orthogonal(), { ...whole, path: '0.weight' }),
      TypeError,
      '0.weight: expected a backend for a law that computes with matrices or tensors, got none; pass { backend: cpu }',
    ],
    ...[
      init.deltaOrthogonal(),
      init.orthogonalConv(),
      init.masked(init.deltaOrthogonal()),
      init.mapped(init.normal(), (w) => w.abs()),
      init.scaled(({ backend, shape }) => backend.ones(shape), 2),
      (request: init.InitRequest) => init.normal()(request),
    ].map((law): [() => unknown, ErrorClass, string] => [
      () => init.draw(law, { shape: [8, 4, 3], axes, rng: rng() }),
      TypeError,
      'draw: expected a backend for a law that computes with matrices or tensors, got none; pass { backend: cpu }',
    ]),
    [
      () => init.draw(init.orthogonal(), any({ ...whole, backend: {} })),
      TypeError,
      'draw: expected a backend, got an object',
    ],
    [
      () => init.draw(init.normal(), { ...whole, dtype: 'int32' }),
      TypeError,
      'draw: expected float32 or float64 for normal, got int32; use zeros, ones or constant with whole numbers',
    ],
    [
      () => init.draw(init.ones(), { shape: [2], dtype: 'float16' as never }),
      RangeError,
      'draw: expected dtype to be one of float32, float64, int32, bool, got "float16"',
    ],
    [
      () => init.draw(init.constant(1e39), { shape: [2] }),
      RangeError,
      "draw: expected values in the range of float32, got 1e+39; take another scale, or dtype 'float64'",
    ],
    [
      () => init.draw(init.constant(0.5), { shape: [2], dtype: 'int32' }),
      TypeError,
      'draw: expected integers of 32 bits for int32, got 0.5',
    ],
    [
      () => init.draw(init.scaled(init.constant(3), 0.5), { shape: [2], dtype: 'int32' }),
      TypeError,
      'draw: expected integers of 32 bits for int32, got 1.5',
    ],
    [
      () => init.draw(init.normal({ std: 1e38 }), { shape: [2], rng: rng() }),
      RangeError,
      'draw: expected values in the range of float32',
    ],
    [
      () => init.draw(init.normal(), { ...whole, start: 3, end: 33 }),
      RangeError,
      'draw: expected a slice of [0, 32), got start 3 and end 33',
    ],
    [
      () => init.draw(() => new Float32Array(3), { shape: [2] }),
      ShapeError,
      'draw: expected 2 elements for shape [2], got 3',
    ],
    [
      () => init.draw(() => new Float64Array(2), { shape: [2] }),
      TypeError,
      "draw: expected custom to return float32, got float64; add .cast('float32')",
    ],
    [
      () => init.draw((() => 3) as never, { shape: [2] }),
      TypeError,
      'draw: expected custom to return a tensor, got 3',
    ],
  ])('%#: %s', (call, kind, message) => {
    expect(call).toThrow(kind)
    expect(call).toThrow(message)
  })

  it.each<[call: (target: Float32Array) => unknown, kind: ErrorClass, message: string]>([
    [
      (target) => init.xavierUniform_(target, { shape: [8, 4], axes, rng: rng() }),
      ShapeError,
      'xavierUniform_: expected 32 elements for shape [8, 4], got 4',
    ],
    [
      (target) => init.xavierUniform_(target, { axes, rng: rng() }),
      TypeError,
      'xavierUniform_: expected a shape for the axes of an array, got none; give { shape: [8, 4] }',
    ],
    [
      (target) => init.xavierUniform_(target, { shape: [2, 2], rng: rng() }),
      TypeError,
      'xavierUniform_: expected axes or fans',
    ],
    [
      (target) => init.normal_(target, any({ shape: [4] })),
      TypeError,
      'normal_: expected rng for a random initializer',
    ],
    [
      (target) => init.normal_(target, any({ rng: rng(), shpe: [4] })),
      TypeError,
      'got "shpe"; did you mean "shape"?',
    ],
    [
      (target) => init.normal_(target, { rng: rng(), shape: [8], start: 5 }),
      RangeError,
      'normal_: expected a slice of [0, 8), got start 5 and end 9',
    ],
    [
      (target) => init.orthogonal_(target, { rng: rng(), shape: [2, 2] }),
      TypeError,
      'orthogonal_: expected a backend',
    ],
    [
      (target) => init.constant_(target, [1, 2]),
      ShapeError,
      'constant_: expected a constant of shape [4], got [2]',
    ],
    [
      (target) => init.constant_(target, 1e39),
      RangeError,
      'constant_: expected values in the range of float32',
    ],
    [
      (target) => init.fill_(target, () => cpu.ones([3])),
      ShapeError,
      'fill_: expected custom to return shape [4], got [3]',
    ],
    [
      (target) => torch({ seed: 1 }).xavierUniform_(target, { shape: [4] }),
      ShapeError,
      'expected at least 2 axes for PyTorch',
    ],
  ])('leaves the array as it was %#', (call, kind, message) => {
    const target = array()
    expect(() => call(target)).toThrow(kind)
    expect(() => call(target)).toThrow(message)
    expect(target).toEqual(array())
  })

  it('arrays that store no dtype, whose memory is gone, and integers for random laws', () => {
    expect(() => init.zeros_(new Int8Array(2) as never)).toThrow(
      'zeros_: expected a Float32Array, Float64Array, Int32Array or Uint8Array, got a Int8Array of 2 elements',
    )
    const gone = new Float32Array(2)
    structuredClone(gone, { transfer: [gone.buffer] })
    expect(() => init.zeros_(gone)).toThrow('zeros_: expected an array with its memory')
    const integers = new Int32Array(2)
    expect(() => init.uniform_(integers, { rng: rng() })).toThrow(
      'uniform_: expected float32 or float64 for uniform, got int32; use zeros, ones or constant with whole numbers',
    )
    expect(() => init.constant_(new Uint8Array(2), 42)).toThrow(
      'constant_: expected true or false for bool, got 42',
    )
  })

  it('a shape for a tensor, which has its own', () => {
    expect(() => init.normal_(cpu.zeros([4]), any({ rng: rng(), shape: [4] }))).toThrow(
      'normal_: expected options mean, std, rng, axes, fans, got "shape"',
    )
  })
})
