import { describe, expect, it } from 'vitest'
import {
  calculateGain,
  gain,
  kaimingNormal,
  type Nonlinearity,
  type TorchNonlinearity,
} from '../src/index.ts'
import exact from './fixtures/exact.json' with { type: 'json' }
import golden from './fixtures/formulas.json' with { type: 'json' }
import type { ErrorClass } from './request.ts'

const camel = (name: string) =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as TorchNonlinearity

describe('calculateGain', () => {
  it.each(Object.entries(golden.gains))('%s is %d, as in PyTorch', (name, gain) => {
    const [nonlinearity, slope] = name.split(' ')
    const given = slope === undefined || slope === 'default' ? undefined : Number(slope)
    expect(calculateGain(camel(nonlinearity!), given)).toBe(gain)
  })

  it.each<[unknown, number | undefined, ErrorClass, string]>([
    [
      'gelu',
      undefined,
      RangeError,
      'calculateGain: expected nonlinearity to be one of linear, conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, ' +
        'convTranspose3d, sigmoid, tanh, relu, leakyRelu, selu, got "gelu"; did you mean "relu"?',
    ],
    [2, undefined, TypeError, 'got 2'],
    ['leakyRelu', Number.NaN, RangeError, 'calculateGain: expected slope to be a number, got NaN'],
    ['relu', 0.2, RangeError, 'calculateGain: expected slope only with leakyRelu, got slope 0.2 with relu'],
  ])('refuses %j with slope %s', (nonlinearity, slope, kind, message) => {
    expect(() => calculateGain(nonlinearity as TorchNonlinearity, slope)).toThrow(kind)
    expect(() => calculateGain(nonlinearity as TorchNonlinearity, slope)).toThrow(message)
  })
})

/** A rational approximation would do, but not to 1e-12: the series of erf, then its continued fraction. */
function erf(x: number): number {
  if (Math.abs(x) < 3) {
    let [term, sum] = [x, x]
    for (let n = 1; n < 120; n++) {
      term *= -(x * x) / n
      sum += term / (2 * n + 1)
    }
    return (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = 0
  for (let n = 80; n >= 1; n--) fraction = n / 2 / (Math.abs(x) + fraction)
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * (Math.abs(x) + fraction)))
}
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
const clip = (z: number, low: number, high: number) => Math.min(Math.max(z, low), high)
const elu = (z: number, alpha: number) => (z > 0 ? z : alpha * Math.expm1(z))

/** Each activation, by the name of the golden case. */
const FUNCTIONS: Readonly<
  Record<string, readonly [Nonlinearity | undefined, (z: number) => number, number?]>
> = {
  linear: ['linear', (z) => z],
  relu: ['relu', (z) => Math.max(z, 0)],
  'leaky_relu(0.01)': ['leakyRelu', (z) => (z > 0 ? z : 0.01 * z), 0.01],
  'leaky_relu(0.2)': ['leakyRelu', (z) => (z > 0 ? z : 0.2 * z), 0.2],
  gelu_erf: ['gelu', (z) => (z / 2) * (1 + erf(z / Math.SQRT2))],
  gelu_tanh: ['geluTanh', (z) => (z / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)))],
  quick_gelu: ['quickGelu', (z) => z * sigmoid(1.702 * z)],
  silu: ['silu', (z) => z * sigmoid(z)],
  mish: ['mish', (z) => z * Math.tanh(softplus(z))],
  'elu(1)': ['elu', (z) => elu(z, 1)],
  'celu(2)': [undefined, (z) => (z > 0 ? z : 2 * Math.expm1(z / 2))],
  selu: ['selu', (z) => 1.0507009873554805 * elu(z, 1.6732632423543772)],
  tanh: ['tanh', Math.tanh],
  sigmoid: ['sigmoid', sigmoid],
  softplus: ['softplus', softplus],
  softsign: ['softsign', (z) => z / (1 + Math.abs(z))],
  hardswish: ['hardswish', (z) => (z * clip(z + 3, 0, 6)) / 6],
  hardsigmoid: ['hardsigmoid', (z) => clip(z + 3, 0, 6) / 6],
  hardtanh: ['hardtanh', (z) => clip(z, -1, 1)],
  relu6: ['relu6', (z) => clip(z, 0, 6)],
  relu_squared: ['reluSquared', (z) => Math.max(z, 0) ** 2],
  sin: ['sin', Math.sin],
  'gaussian_exp(-z^2)': ['gaussian', (z) => Math.exp(-z * z)],
  abs: ['abs', Math.abs],
}

describe('gain', () => {
  it.each(exact.gains)(
    'of $f is right to 1e-12, by name and by quadrature',
    ({ f, secondMoment, variance }) => {
      const [name, fn, slope] = FUNCTIONS[f]!
      const given = slope === undefined ? {} : { slope }
      for (const [measure, wanted] of [
        ['secondMoment', secondMoment] as const,
        ['variance', variance] as const,
      ]) {
        expect(Math.abs(gain(fn, { measure }) / wanted - 1)).toBeLessThan(1e-12)
        if (name !== undefined) {
          expect(Math.abs(gain(name, { measure, ...given }) / wanted - 1)).toBeLessThan(1e-12)
        }
      }
    },
  )

  it('covers every case of the table', () => {
    expect(exact.gains.map(({ f }) => f).toSorted()).toEqual(Object.keys(FUNCTIONS).toSorted())
  })

  it('finds the moments of functions with jumps', () => {
    expect(Math.abs(gain((z) => (z > 0.3 ? 1 : -1)) - 1)).toBeLessThan(1e-13)
    const kept = 0.31731050786291415 // P(|z| > 1)
    const square = kept + 2 * 0.24197072451914337 // E z² for |z| > 1
    expect(Math.abs(gain((z) => (Math.abs(z) > 1 ? z : 0)) * Math.sqrt(square) - 1)).toBeLessThan(1e-12)
  })

  it.each<[string, (z: number) => number, Nonlinearity]>([
    ['a rounded relu', (z) => Math.fround(Math.max(z, 0)), 'relu'],
    ['a rounded tanh', (z) => Math.fround(Math.tanh(Math.fround(z))), 'tanh'],
    ['a rounded hardtanh', (z) => Math.fround(clip(Math.fround(z), -1, 1)), 'hardtanh'],
  ])('ends for functions in float32, with what they are good for: %s', (_, fn, name) => {
    expect(Math.abs(gain(fn) / gain(name) - 1)).toBeLessThan(1e-7)
  })

  it('is right of steps', () => {
    // E of round(8z)²/64 is E z² + the variance of rounding, 1/(12·64), to 10⁻³⁰⁰.
    expect(Math.abs(gain((z) => Math.round(8 * z) / 8) * Math.sqrt(1 + 1 / 768) - 1)).toBeLessThan(1e-12)
  })

  it('is what kaiming multiplies by, of a name or of a number', () => {
    const request = { shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } }
    expect(kaimingNormal({ nonlinearity: 'mish' }).describe(request).std).toBeCloseTo(gain('mish') / 2, 14)
    const own = kaimingNormal({ gain: 3 })
    expect([own.describe(request).std, own.config]).toEqual([
      1.5,
      { name: 'kaimingNormal', mode: 'fanIn', gain: 3 },
    ])
    expect(() => kaimingNormal({ gain: 3, nonlinearity: 'relu' })).toThrow(
      'kaimingNormal: expected either gain or nonlinearity, got both; give one of them',
    )
    expect(() => kaimingNormal({ gain: 0 })).toThrow('kaimingNormal: expected gain > 0, got 0')
  })

  it.each<[() => unknown, ErrorClass, string]>([
    [
      () => gain('swish' as never),
      RangeError,
      'gain: expected nonlinearity to be one of linear, relu, gelu,',
    ],
    [
      () => gain('relu', { slope: 0.1 }),
      RangeError,
      'gain: expected slope only with leakyRelu, got slope 0.1 with relu',
    ],
    [() => gain(Math.tanh, { slope: 0.1 }), RangeError, 'got slope 0.1 with a function'],
    [
      () => gain('relu', { measure: 'mean' as never }),
      RangeError,
      'expected measure to be one of secondMoment, variance',
    ],
    [
      () => gain(() => 0),
      RangeError,
      'gain: expected a function with a finite secondMoment > 0, got a function',
    ],
    [
      () => gain(() => 2, { measure: 'variance' }),
      RangeError,
      'expected a function with a finite variance > 0',
    ],
    [() => gain(() => Number.NaN), RangeError, 'to return numbers of finite square, got NaN at'],
    [() => gain((z) => Math.exp(z * z)), RangeError, 'to return numbers of finite square, got Infinity at'],
    [() => gain((z) => 1 / (z - z)), RangeError, 'to return numbers of finite square, got Infinity at'],
    [
      () => gain((z) => (z > 5 ? 1e200 : z)),
      RangeError,
      'to return numbers of finite square, got 1e+200 at 5.',
    ],
    [
      () => gain(() => Math.random()),
      RangeError,
      'gain: expected a function that has moments, got a function, which is noise',
    ],
    [() => gain((z) => z + 1e-3 * Math.random()), RangeError, 'which is noise'],
    [() => gain((() => '1') as never), RangeError, 'to return numbers of finite square, got "1" at'],
  ])('refuses %s', (attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
  })
})
