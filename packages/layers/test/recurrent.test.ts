import { cpu } from '@nn/backend-cpu'
import { constant, lstmBias, orthogonal } from '@nn/init'
import { createRng } from '@nn/random'
import { concat, ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Gru, Lstm, Rnn } from '../src/index.ts'

const rng = createRng(42)
const x = cpu.normal(createRng(1), [6, 2, 3])

describe('recurrent layers', () => {
  it('go on where a state left off', () => {
    for (const layer of [new Rnn(4), new Gru(4), new Lstm(4, { layers: 2 })]) {
      layer.initialize({ rng: createRng(42) })
      const whole = layer.forward(x)
      const { output, ...state } = layer.forward(x.slice([0, 4]))
      const rest = layer.forward(x.slice([4]), state)
      expect(concat([output, rest.output]).equals(whole.output)).toBe(true)
      expect(rest.hidden.equals(whole.hidden)).toBe(true)
    }
  })

  it('run backwards as they run forwards', () => {
    const both = new Lstm(4, { inUnits: 3, bidirectional: true })
    both.initialize({ rng: createRng(42), backend: cpu })
    const names = ['weightIh', 'weightHh', 'biasIh', 'biasHh']
    const state = both.stateDict()
    const single = new Lstm(4)
    single.loadStateDict(new Map(names.map((name) => [`${name}L0`, state.get(`${name}L0Reverse`)!])))
    const reversed = single.forward(x.slice([null, null, -1])).output.slice([null, null, -1])
    expect(both.forward(x).output.slice(null, null, [4]).equals(reversed)).toBe(true)
  })

  it('have paths as PyTorch has names, and gates as blocks', () => {
    const layer = new Lstm(4, { bidirectional: true, useBias: false, projection: 2, layers: 2 })
    expect([...layer.parameters().keys()].slice(3)).toEqual([
      'weightIhL0Reverse',
      'weightHhL0Reverse',
      'weightHrL0Reverse',
      'weightIhL1',
      'weightHhL1',
      'weightHrL1',
      'weightIhL1Reverse',
      'weightHhL1Reverse',
      'weightHrL1Reverse',
    ])
    const blocks = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
    expect(layer.cells[0]!.weightIh.axes).toEqual({ out: 0, in: 1, blocks })
    expect(new Gru(4).cells[0]!.biasIh!.axes).toEqual({
      out: 0,
      blocks: { axis: 0, names: ['reset', 'update', 'new'] },
    })
  })

  it('drop out between layers alone', () => {
    const make = (dropout: number) => {
      const layer = new Gru(4, { layers: 2, dropout, rng })
      layer.initialize({ rng: createRng(42) })
      return layer
    }
    const plain = make(0)
    expect(make(0.5).forward(x).output.equals(plain.forward(x).output)).toBe(false)
    expect(make(0.5).eval().forward(x).output.equals(plain.forward(x).output)).toBe(true)
    expect([...make(0.5).children().keys()]).toEqual(['dropout'])
    expect([...plain.children().keys()]).toEqual([])
  })

  it('a forget bias is 1 in total, given to all biases by option or by rule', () => {
    const byOption = new Lstm(3, { inUnits: 2, layers: 2, bidirectional: true, biasInit: lstmBias() })
    const byRule = new Lstm(3, { inUnits: 2, layers: 2, bidirectional: true })
    byOption.initialize({ rng: createRng(1), backend: cpu })
    byRule.initialize({ rng: createRng(1), backend: cpu, rules: [[{ role: 'bias' }, lstmBias()]] })
    for (const { biasIh, biasHh } of [...byOption.cells, ...byRule.cells]) {
      const total = biasIh!.data.add(biasHh!.data)
      expect(total.toNested()).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    }
    expect(byOption.plan().rows.find(({ path }) => path === 'biasHhL0')?.law).toBe('0')
  })

  it('start as U[-1/√units, 1/√units), weights and biases', () => {
    const laws = new Lstm(16, { inUnits: 3 }).plan().rows.map(({ path, role, law }) => [path, role, law])
    expect(laws).toEqual([
      ['weightIhL0', 'weight', 'U[-0.25, 0.25)'],
      ['weightHhL0', 'weight', 'U[-0.25, 0.25)'],
      ['biasIhL0', 'bias', 'U[-0.25, 0.25)'],
      ['biasHhL0', 'bias', 'U[-0.25, 0.25)'],
    ])
  })

  it('initialise each gate as a weight of its own', () => {
    const layer = new Gru(4, { inUnits: 3 })
    layer.initialize({ rules: [['weightHhL0', orthogonal()]], rng: createRng(42), backend: cpu })
    const { weightHh } = layer.cells[0]!
    for (let i = 0; i < 3; i++) {
      const block = weightHh.data.slice([4 * i, 4 * i + 4])
      expect(block.matmul(block.transpose()).allClose(cpu.eye(4), { atol: 1e-6 })).toBe(true)
    }
    expect(weightHh.fans).toEqual({ fanIn: 4, fanOut: 4 })
  })

  it('count their own steps: h ← relu(x + h)', () => {
    const layer = new Rnn(1, { nonlinearity: 'relu', useBias: false, weightInit: constant(1) })
    layer.initialize()
    const { output, hidden } = layer.forward(cpu.ones([3, 1]), { hidden: cpu.tensor([[10]]) })
    expect(output.toNested()).toEqual([[11], [12], [13]])
    expect(hidden.toNested()).toEqual([[13]])
  })

  it.each<[string, new (message: string) => Error, () => unknown]>([
    ['Gru: expected units to be an integer >= 1, got 0', RangeError, () => new Gru(0)],
    ['Lstm: expected projection < units 4, got 4', RangeError, () => new Lstm(4, { projection: 4 })],
    [
      'Rnn: expected nonlinearity to be one of tanh, relu, got "gelu"; did you mean "relu"?',
      RangeError,
      () => new Rnn(4, { nonlinearity: 'gelu' as never }),
    ],
    [
      'Gru: expected options inUnits, layers, bidirectional, batchFirst, dropout, rng, useBias, weightInit, biasInit, dtype, got "projection"',
      TypeError,
      () => new Gru(4, { projection: 2 } as never),
    ],
    [
      'Gru: expected an input [n, steps, inUnits] or one without n, got [2, 0, 3]; give it at least one step',
      ShapeError,
      () => new Gru(4, { batchFirst: true }).forward(cpu.ones([2, 0, 3])),
    ],
    [
      'Lstm: expected a cell state [1, 2, 4], got [1, 2, 5]',
      ShapeError,
      () => new Lstm(4).forward(x, { cell: cpu.ones([1, 2, 5]) }),
    ],
    [
      'Lstm state: expected options hidden, cell, got "h0"; did you mean "cell"?',
      TypeError,
      () => new Lstm(4).forward(x, { h0: x } as never),
    ],
  ])('refuse: %s', (message, kind, run) => {
    expect(run).toThrow(kind)
    expect(run).toThrow(message)
  })
})
