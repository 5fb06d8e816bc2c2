import { cpu } from '@nn/backend-cpu'
import { ones } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, Flatten, Lstm, Module, Parameter, Relu, Sequential, summary } from '../src/index.ts'

class Block extends Module {
  readonly gains = [new Parameter({ shape: [3], role: 'gain', init: ones() })]
  readonly inner = new Dense(3, { useBias: false })
  readonly same = this.inner
  readonly idle = new Relu()

  override forward(x: Tensor, scale: number): Tensor {
    this.materialize(x.backend)
    return this.inner.forward(x).mul(this.gains[0]!.data).mul(scale)
  }
}

describe('summary', () => {
  it('without inputs knows no output shapes, and sizes as far as they are known', () => {
    const shown = summary(new Sequential(new Dense(8, { inUnits: 4 }), new Dense(1)))
    expect(shown.rows.map(({ outputShape }) => outputShape)).toEqual([undefined, undefined, undefined])
    expect(shown.rows.map(({ parameters }) => parameters)).toEqual([0, 40, undefined])
    expect([shown.parameters, shown.bytes]).toEqual([undefined, undefined])
    expect(String(shown)).toBe(
      [
        'path  layer       output shape  parameters  initializer',
        '      Sequential',
        '0     Dense                     40          weight U[-0.5, 0.5), bias 0',
        '1     Dense                     ?           weight U with variance 0.333333/fanIn, bias 0',
        '? parameters, 0 frozen',
      ].join('\n'),
    )
  })

  it('with inputs runs a copy: nothing changes in the network', () => {
    const net = new Sequential(new Flatten(), new Dense(2000), new Relu(), new Dense(1))
    net.initialize({ rng: createRng(42) })
    const shown = summary(net, cpu.ones([5, 2, 2]))
    expect(shown.rows.map(({ outputShape }) => outputShape)).toEqual([
      [5, 1],
      [5, 4],
      [5, 2000],
      [5, 2000],
      [5, 1],
    ])
    expect([shown.parameters, shown.bytes]).toEqual([12001, 48004])
    expect(String(shown)).toContain('\n12,001 parameters, 0 frozen, 48 kB')
    expect(net.layers[1].weight.state).toBe('deferred')
    expect(net.training).toBe(true)
  })

  it('draws nothing', () => {
    const net = new Sequential(new Dense(3, { inUnits: 2 }))
    net.initialize({ rng: createRng(42), backend: cpu })
    summary(net, cpu.ones([1, 2]))
    expect(net.layers[0].weight.isMaterialized).toBe(false)
  })

  it('counts what is shared once, and leaves out what was not called', () => {
    const { rows } = summary(new Block(), cpu.ones([1, 2]), 3)
    expect(
      rows.map(({ path, layer, outputShape, parameters }) => [path, layer, outputShape, parameters]),
    ).toEqual([
      ['', 'Block', [1, 3], 3],
      ['inner', 'Dense', [1, 3], 6],
      ['idle', 'Relu', undefined, 0],
    ])
    expect(rows[0]!.initializer).toBe('gains.0 1')
  })

  it('shows results of several parts by their output, and equal laws once', () => {
    const { rows } = summary(new Lstm(3, { inUnits: 2, useBias: false, layers: 2 }), cpu.ones([5, 1, 2]))
    expect(rows.map(({ outputShape, initializer }) => [outputShape, initializer])).toEqual([
      [[5, 1, 3], 'weightIhL0 … weightHhL1 U[-0.57735, 0.57735)'],
    ])
    const { rows: two } = summary(new Lstm(3, { inUnits: 2, useBias: false }))
    expect(two[0]!.initializer).toBe('weightIhL0 and weightHhL0 U[-0.57735, 0.57735)')
  })

  it('shows what is frozen and what was loaded', () => {
    const net = new Sequential(new Dense(1, { inUnits: 2 }))
    net.loadStateDict({ '0.weight': cpu.ones([1, 2]) }, { strict: false })
    net.layers[0].bias.freeze()
    const shown = summary(net)
    expect([shown.frozen, shown.rows[1]!.frozen]).toEqual([1, 1])
    expect(shown.rows[1]!.initializer).toBe('weight loaded, bias 0')
    expect(String(shown)).toContain('3 parameters, 1 frozen, 12 B')
  })
})
