import { describe, expect, it } from 'vitest'
import {
  convolve,
  convolveTransposed,
  createBackend,
  linear,
  meanSquare,
  moments,
  ShapeError,
  standardize,
  Tensor,
} from '../src/index.ts'
import { fake, tensorOf } from './fake.ts'

const x = tensorOf([1, 2, 3, 4], [2, 2], 'float32')
const filters = tensorOf([1], [1, 1, 1], 'float32')
const rng = { uniform: () => undefined, normal: () => undefined }

type Options = Readonly<Record<string, unknown>>

/** Every function and method that takes options, with a name of them that is misspelt and the one that is meant. */
const doors: Record<string, readonly [misspelt: string, meant: string, run: (options: never) => unknown]> = {
  tensor: ['shap', 'shape', (o) => fake.tensor([1], o)],
  zeros: ['dtyp', 'dtype', (o) => fake.zeros([1], o)],
  ones: ['type', 'dtype', (o) => fake.ones([1], o)],
  full: ['d_type', 'dtype', (o) => fake.full([1], 2, o)],
  eye: ['colums', 'columns', (o) => fake.eye(2, o)],
  arange: ['begin_step', 'step', (o) => fake.arange(2, o)],
  linspace: ['endPoints', 'endpoint', (o) => fake.linspace(0, 1, 3, o)],
  uniform: ['hihg', 'high', (o) => fake.uniform(rng, [1], o)],
  normal: ['sdt', 'std', (o) => fake.normal(rng, [1], o)],
  sum: ['keepdims', 'keepDims', (o) => x.sum(0, o)],
  prod: ['keepdims', 'keepDims', (o) => x.prod(0, o)],
  mean: ['keepDim', 'keepDims', (o) => x.mean(0, o)],
  min: ['keep', 'keepDims', (o) => x.min(0, o)],
  max: ['keepdims', 'keepDims', (o) => x.max(0, o)],
  any: ['keepdims', 'keepDims', (o) => x.any(0, o)],
  all: ['keepdims', 'keepDims', (o) => x.all(0, o)],
  var: ['corection', 'correction', (o) => x.var(0, o)],
  std: ['corrections', 'correction', (o) => x.std(0, o)],
  norm: ['order', 'ord', (o) => x.norm(0, o)],
  argmax: ['keepdims', 'keepDims', (o) => x.argmax(0, o)],
  argmin: ['keepdims', 'keepDims', (o) => x.argmin(0, o)],
  gelu: ['aproximate', 'approximate', (o) => x.gelu(o)],
  unfold: ['steps', 'step', (o) => x.unfold(0, 1, o)],
  equals: ['equalNan', 'equalNaN', (o) => x.equals(x, o)],
  allClose: ['a_tol', 'atol', (o) => x.allClose(x, o)],
  moments: ['keepdims', 'keepDims', (o) => moments(x, 0, o)],
  meanSquare: ['keepdims', 'keepDims', (o) => meanSquare(x, 0, o)],
  linear: ['activations', 'activation', (o) => linear(x, x, undefined, o)],
  convolve: ['strides', 'stride', (o) => convolve(filters, filters, undefined, o)],
  convolveTransposed: [
    'output_padding',
    'outputPadding',
    (o) => convolveTransposed(filters, filters, undefined, o),
  ],
  standardize: ['faktor', 'factor', (o) => standardize(x, o)],
  Tensor: ['stride', 'strides', (o) => new Tensor(o)],
  createBackend: ['matmull', 'matmul', (o) => createBackend(o)],
}

function expectThrow(run: () => unknown, kind: new (...text: never[]) => Error, text: string): void {
  expect(run).toThrow(kind)
  expect(run).toThrow(text)
}

describe.each(Object.entries(doors))('%s', (name, [misspelt, meant, run]) => {
  const call = (options: unknown) => () => run(options as never)

  it('refuses a misspelt option with the nearest name', () => {
    const options: Options = { [misspelt]: undefined }
    expectThrow(call(options), TypeError, `got "${misspelt}"; did you mean "${meant}"?`)
    expect(call(options)).toThrow(`${name}: expected options `)
  })

  it.each([
    ['null', null, 'null'],
    ['an array', [2, 2], '[2, 2]'],
    ['a number', 10, '10'],
    ['a tensor', x, 'an instance of Tensor'],
  ])('refuses %s', (_, options, shown) => {
    expectThrow(call(options), TypeError, `${name}: expected an options object, got ${shown}`)
  })
})

describe('options of a wrong kind', () => {
  const wrong: [name: string, run: () => unknown, kind: new (...text: never[]) => Error, text: string][] = [
    ['keepDims', () => x.sum(0, { keepDims: 1 as never }), TypeError, 'sum: expected keepDims to be true or'],
    ['keepDims of var', () => x.var(0, { keepDims: null as never }), TypeError, 'var: expected keepDims'],
    ['keepDims of norm', () => x.norm(0, { keepDims: 'no' as never }), TypeError, 'norm: expected keepDims'],
    ['correction', () => x.std(0, { correction: '1' as never }), TypeError, 'std: expected correction to be'],
    ['ord', () => x.norm(0, { ord: null as never }), RangeError, 'norm: expected ord 1, 2 or Infinity'],
    ['copy', () => fake.tensor([1], { copy: 0 as never }), TypeError, 'tensor: expected copy to be true'],
    ['endpoint', () => fake.linspace(0, 1, 2, { endpoint: null as never }), TypeError, 'linspace: expected'],
    ['start', () => fake.arange(3, { start: null as never }), TypeError, 'arange: expected start to be a'],
    [
      'rtol',
      () => x.allClose(x, { rtol: '0' as never }),
      TypeError,
      'allClose: expected rtol to be a number',
    ],
    ['equalNaN', () => x.equals(x, { equalNaN: null as never }), TypeError, 'equals: expected equalNaN to'],
    ['approximate', () => x.gelu({ approximate: null as never }), TypeError, 'gelu: expected approximate to'],
    ['step', () => x.unfold(0, 1, { step: '1' as never }), TypeError, 'unfold: expected step to be a number'],
    [
      'activation',
      () => linear(x, x, undefined, { activation: null as never }),
      TypeError,
      'linear: expected',
    ],
    ['dtype', () => fake.zeros([1], { dtype: null as never }), TypeError, 'zeros: expected the dtype'],
  ]
  it.each(wrong)('%s', (_, run, kind, text) => expectThrow(run, kind, text))
})

describe('arguments of a wrong kind', () => {
  const wrong: [name: string, run: () => unknown, kind: new (...text: never[]) => Error, text: string][] = [
    [
      'an axis',
      () => x.transpose(null as never),
      TypeError,
      'transpose: expected an axis in [-2, 2), got null',
    ],
    ['axes', () => x.sum(null as never), TypeError, 'sum: expected an axis or an array of axes, got null'],
    ['a slope', () => x.leakyRelu(null as never), TypeError, 'leakyRelu: expected slope to be a number'],
    ['alpha', () => x.elu('1' as never), TypeError, 'elu: expected alpha to be a number, got "1"'],
    ['a bound', () => x.clamp(null as never, 1), TypeError, 'clamp: expected low to be a number, got null'],
    [
      'a filling',
      () => x.pad([[1, 1]], null as never),
      TypeError,
      'pad: expected a number or a boolean, got null',
    ],
    [
      'a source',
      () => fake.uniform(null as never, [1]),
      TypeError,
      'uniform: expected a random source, got null',
    ],
    ['a bias', () => linear(x, x, null as never), TypeError, 'linear: expected a tensor, got null'],
    ['a stop', () => fake.arange('2' as never), TypeError, 'arange: expected stop to be a number, got "2"'],
  ]
  it.each(wrong)('%s', (_, run, kind, text) => expectThrow(run, kind, text))
})

describe('new Tensor', () => {
  const data = new Float32Array(4)

  it('needs its parts', () => {
    expect(() => new Tensor(undefined as never)).toThrow('Tensor: expected an options object, got undefined')
    const parts = { backend: fake, data, shape: [2, 2] }
    expect(() => new Tensor({ ...parts, backend: null as never })).toThrow(
      'Tensor: expected a backend, got null',
    )
    expect(() => new Tensor({ ...parts, shape: null as never })).toThrow(
      'Tensor: expected a shape like [2, 4]',
    )
    expect(() => new Tensor({ ...parts, data: [1] as never })).toThrow(
      'Tensor: expected data in a Float32Array',
    )
    expect(() => new Tensor({ ...parts, dtype: 'int32' })).toThrow(
      'Tensor: expected data of int32, got float32',
    )
    expect(() => new Tensor({ ...parts, strides: null as never })).toThrow(ShapeError)
    expect(() => new Tensor({ ...parts, strides: [1] })).toThrow(
      'Tensor: expected an integer stride for each',
    )
    expect(() => new Tensor({ ...parts, offset: 0.5 })).toThrow('Tensor: expected an integer stride for each')
    expect(() => new Tensor({ ...parts, offset: 1 })).toThrow('Tensor: expected data with positions 1 to 4')
  })

  it('does not freeze or keep the arrays that it is given', () => {
    const shape = [2, 2]
    const strides = [2, 1]
    const made = new Tensor({ backend: fake, data, shape, strides })
    shape[0] = 7
    strides[0] = 7
    expect([made.shape, made.strides]).toEqual([
      [2, 2],
      [2, 1],
    ])
  })
})
