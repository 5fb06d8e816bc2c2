import { describe, expect, it } from 'vitest'
import { calculateGain, type Nonlinearity } from '../src/index.ts'
import golden from './fixtures/formulas.json' with { type: 'json' }
import type { ErrorClass } from './request.ts'

const camel = (name: string) =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as Nonlinearity

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
    expect(() => calculateGain(nonlinearity as Nonlinearity, slope)).toThrow(kind)
    expect(() => calculateGain(nonlinearity as Nonlinearity, slope)).toThrow(message)
  })
})
