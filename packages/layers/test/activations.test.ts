import { cpu } from '@nn/backend-cpu'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'

const values = [-9, -3, -1, -0.5, -0, 0, 0.25, 0.5, 1, 3, 7]
const x = cpu.tensor(values, { dtype: 'float64' })
const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v))
const cut = (v: number, low: number, high: number): number => Math.min(Math.max(v, low), high)

type Row = readonly [string, (x: Tensor) => Tensor, nn.UnaryModule, (v: number) => number]

const rows: Row[] = [
  ['relu6', nn.relu6, new nn.Relu6(), (v) => cut(v, 0, 6)],
  ['hardsigmoid', nn.hardsigmoid, new nn.Hardsigmoid(), (v) => cut(v / 6 + 0.5, 0, 1)],
  ['hardswish', nn.hardswish, new nn.Hardswish(), (v) => v * cut(v / 6 + 0.5, 0, 1)],
  ['tanhshrink', nn.tanhshrink, new nn.Tanhshrink(), (v) => v - Math.tanh(v)],
  ['hardshrink', nn.hardshrink(), new nn.Hardshrink(), (v) => (Math.abs(v) > 0.5 ? v : 0)],
  ['hardshrink of 1', nn.hardshrink(1), new nn.Hardshrink(1), (v) => (Math.abs(v) > 1 ? v : 0)],
  ['softshrink', nn.softshrink(), new nn.Softshrink(), (v) => v - cut(v, -0.5, 0.5)],
  ['softsign', nn.softsign, new nn.Softsign(), (v) => v / (1 + Math.abs(v))],
  ['logSigmoid', nn.logSigmoid, new nn.LogSigmoid(), (v) => Math.log(sigmoid(v))],
  ['quickGelu', nn.quickGelu, new nn.QuickGelu(), (v) => v * sigmoid(1.702 * v)],
  ['reluSquared', nn.reluSquared, new nn.ReluSquared(), (v) => Math.max(v, 0) ** 2],
  ['sine', nn.sine, new nn.Sine(), Math.sin],
  ['gaussian', nn.gaussian, new nn.Gaussian(), (v) => Math.exp(-v * v)],
  ['celu', nn.celu(), new nn.Celu(), (v) => (v > 0 ? v : Math.expm1(v))],
  ['celu of 2', nn.celu(2), new nn.Celu(2), (v) => (v > 0 ? v : 2 * Math.expm1(v / 2))],
  [
    'softplus of 3',
    (t) => t.mul(3).softplus().div(3),
    new nn.Softplus(3),
    (v) => Math.log1p(Math.exp(3 * v)) / 3,
  ],
  ['hardtanh of -2, 0.5', (t) => t.clamp(-2, 0.5), new nn.Hardtanh(-2, 0.5), (v) => cut(v, -2, 0.5)],
]

describe('activations', () => {
  it.each(rows)('%s is its formula, as a function and as a layer', (_, fn, layer, formula) => {
    const expected = cpu.tensor(values.map(formula), { dtype: 'float64' })
    expect(fn(x).allClose(expected, { rtol: 1e-12, atol: 1e-14 })).toBe(true)
    expect(layer.forward(x).allClose(expected, { rtol: 1e-12, atol: 1e-14 })).toBe(true)
    expect(layer.forward(x.cast('float32')).dtype).toBe('float32')
  })

  it.each(rows)('%s propagates NaN', (_, fn) => {
    expect(
      fn(cpu.tensor([Number.NaN]))
        .isNaN()
        .item(),
    ).toBe(true)
  })

  it('gate one half by the other', () => {
    const halves = cpu.tensor([
      [1, 2, 0],
      [4, 0, 0],
    ])
    expect(nn.glu(0)(halves).toNested()).toEqual([[Math.fround(sigmoid(4)), 1, 0]])
    expect(new nn.Glu(-2).forward(halves).shape).toEqual([1, 3])
    expect(() => nn.glu()(halves)).toThrow('glu: expected an even length along axis -1, got 3')
    expect(() => nn.glu(2)(halves)).toThrow('glu: expected an even length along axis 2, got no such axis')
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    ['celu: expected alpha > 0, got 0', RangeError, () => nn.celu(0)],
    ['Celu: expected alpha to be a number, got "1"', TypeError, () => new nn.Celu('1' as never)],
    ['softshrink: expected limit >= 0, got -1', RangeError, () => nn.softshrink(-1)],
    ['Hardshrink: expected limit to be a number, got NaN', RangeError, () => new nn.Hardshrink(Number.NaN)],
    ['Softplus: expected beta to be finite, got Infinity', RangeError, () => new nn.Softplus(Infinity)],
    ['Hardtanh: expected low <= high, got low 1 and high 0', RangeError, () => new nn.Hardtanh(1, 0)],
  ])('refuse: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})
