import { cpu } from '@nn/backend-cpu'
import { flax } from '@nn/init/flax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import { tensorflowBackend } from '@nn/random/keras'
import { ShapeError, stack, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Gru, GruCell, grow, Lstm, LstmCell, type Module, Rnn, RnnCell, toPython } from '../src/index.ts'
import { gradientError, mixed } from './slopes.ts'

const x = cpu.tensor([
  [0.5, -1, 2],
  [1.5, 0.25, -0.75],
])
const turned = cpu.tensor([
  [1.5, 0.25, -0.75],
  [0.5, -1, 2],
])

/**
 * Made with torch: `torch.manual_seed(42); c = nn.LSTMCell(3, 2); h = c(x.flip(0), c(x))`: first elements of both weights and biases, hidden states,
 * and the cells.
 */
const TORCH = [
  {
    make: () => new RnnCell(2, { inUnits: 3 }),
    starts: [0.5406103730201721, -0.34425848722457886, 0.6146144866943359, 0.5224167704582214],
    hidden: [0.9829421, 0.7378768, 0.4451565, 0.8321418],
  },
  {
    make: () => new GruCell(2, { inUnits: 3 }),
    starts: [0.5406103730201721, -0.33010566234588623, 0.6385945677757263, -0.6006647348403931],
    hidden: [0.3152357, 0.1551209, 0.3245182, -0.050132],
  },
  {
    make: () => new LstmCell(2, { inUnits: 3 }),
    starts: [0.5406103730201721, -0.5581690073013306, 0.18998804688453674, -0.1917528212070465],
    hidden: [0.2427837, 0.0212247, 0.1878682, -0.0223996],
    cell: [0.43227440118789673, 0.04490834102034569, 0.4862673282623291, -0.026892736554145813],
  },
]

describe.each(TORCH)('a cell in the torch dialect: $make', ({ make, starts, hidden, cell }) => {
  const layer = make()
  layer.initialize({ dialect: torch({ seed: 42 }), backend: cpu })

  it('starts with the bits of PyTorch', () => {
    const { weightIh, weightHh, biasIh, biasHh } = layer
    const isGates = weightHh.shape[0] !== 2
    const found = [weightIh, weightHh, biasIh, isGates ? biasIh : biasHh].map(({ data }, i) => {
      const flat = data.reshape(-1)
      return flat.item(i === 3 && isGates ? 1 : 0)
    })
    expect(found).toEqual(starts)
    expect([...toPython(layer.stateDict()).keys()]).toEqual(['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'])
  })

  it('steps as PyTorch does', () => {
    const next = layer.forward(turned, ...stateOf(layer.forward(x)))
    const close = (values: readonly number[], found: Tensor): boolean =>
      found.reshape(-1).allClose(cpu.tensor(values), { rtol: 0, atol: 1e-6 })
    expect(close(hidden, next.hidden)).toBe(true)
    expect(next.output).toBe(next.hidden)
    if (cell !== undefined) expect(close(cell, Object(next).cell)).toBe(true)
  })
})

/** The state of a result, as forward takes it. */
function stateOf(result: object): [state: { hidden: Tensor }] {
  const { output, ...state } = Object(result)
  return [state]
}

describe('a cell', () => {
  it.each([
    [() => new Rnn(4, { inUnits: 3, nonlinearity: 'relu' }), () => new RnnCell(4, { nonlinearity: 'relu' })],
    [() => new Gru(4, { inUnits: 3, useBias: false }), () => new GruCell(4, { useBias: false })],
    [() => new Lstm(4, { inUnits: 3 }), () => new LstmCell(4)],
  ])('step by step gives what its layer gives at once', (layerOf, cellOf) => {
    const [layer, cell] = [layerOf(), cellOf()]
    layer.initialize({ rng: createRng(42), backend: cpu })
    const weights = [...layer.stateDict()].map(([name, value]) => [name.replace('L0', ''), value] as const)
    cell.loadStateDict(new Map(weights))
    const sequence = cpu.normal(createRng(1), [5, 2, 3])
    const outputs: Tensor[] = []
    let state: [state: { hidden: Tensor }] | [] = []
    for (let step = 0; step < 5; step++) {
      const result = cell.forward(sequence.at(step), ...state)
      outputs.push(result.hidden)
      state = stateOf(result)
    }
    expect(stack(outputs).allClose(layer.forward(sequence).output, { rtol: 1e-6, atol: 1e-7 })).toBe(true)
    const alone = cell.forward(sequence.at(0, 1))
    expect(alone.hidden.allClose(outputs[0]?.at(1) as Tensor, { rtol: 1e-6, atol: 1e-7 })).toBe(true)
  })

  it.each([
    () => new RnnCell(2, { dtype: 'float64' }),
    () => new GruCell(2, { dtype: 'float64' }),
    () => new LstmCell(2, { dtype: 'float64' }),
  ])('has the gradient of its input and state that differences show', (make) => {
    const cell = make()
    cell.initialize({ rng: createRng(3) })
    cell.forward(cpu.zeros([2, 3], { dtype: 'float64' }))
    const state = cpu.normal(createRng(5), [2, 2], { dtype: 'float64' })
    const input = x.cast('float64')
    expect(gradientError((t) => mixed(cell.forward(t, { hidden: state }).hidden), input)).toBeLessThan(1e-8)
    expect(gradientError((t) => mixed(cell.forward(input, { hidden: t }).hidden), state)).toBeLessThan(1e-8)
  })

  it.each([
    ['keras', () => keras({ seed: 42, backend: tensorflowBackend })],
    ['flax', () => flax({ seed: 42 })],
    ['mxnet', () => mxnet({ seed: 42 })],
  ])('has the values of its layer in the dialect of %s', (_, dialect) => {
    const pairs = [
      [new Rnn(2, { inUnits: 3 }), new RnnCell(2, { inUnits: 3 })],
      [new Gru(2, { inUnits: 3 }), new GruCell(2, { inUnits: 3 })],
      [new Lstm(2, { inUnits: 3 }), new LstmCell(2, { inUnits: 3 })],
    ]
    for (const [layer, cell] of pairs) {
      layer?.initialize({ dialect: dialect(), backend: cpu })
      cell?.initialize({ dialect: dialect(), backend: cpu })
      const values = (net: Module | undefined): unknown =>
        [...(net?.parameters().values() ?? [])].map(({ data }) => data.toNested())
      expect(values(cell)).toEqual(values(layer))
    }
  })

  it('grows, its gates in their places', () => {
    const cell = new GruCell(2, { inUnits: 3 })
    cell.initialize({ rng: createRng(1), backend: cpu })
    const before = cell.weightIh.data.clone()
    const names = Object.keys(cell)
    grow(cell, { units: 4 }, { rng: createRng(2) })
    expect([cell.units, cell.outUnits, cell.weightIh.shape, cell.weightHh.shape]).toEqual([
      4,
      4,
      [12, 3],
      [12, 4],
    ])
    expect(cell.weightIh.data.slice([4, 6]).equals(before.slice([2, 4]))).toBe(true)
    expect(Object.keys(cell)).toEqual(names)
    expect(cell.forward(x).hidden.shape).toEqual([2, 4])
  })

  it('refuses inputs and states that do not fit', () => {
    const cell = new LstmCell(2, { inUnits: 3 })
    cell.initialize({ rng: createRng(1), backend: cpu })
    expect(() => cell.forward(cpu.ones([2, 4]))).toThrow(ShapeError)
    expect(() => cell.forward(cpu.ones([1, 2, 3]))).toThrow('an input [n, 3] or one without n')
    expect(() => cell.forward(x, { hidden: cpu.ones([3, 2]) })).toThrow('a hidden state [2, 2], got [3, 2]')
    expect(() => cell.forward(x, { cell: cpu.ones([2]) })).toThrow('a cell state [2, 2], got [2]')
    expect(() => cell.forward(x, { hiden: cpu.ones([2, 2]) } as never)).toThrow('LstmCell state')
    expect(() => cell.forward(x.cast('float64'))).toThrow(TypeError)
    expect(() => new RnnCell(2, { nonlinearity: 'gelu' as never })).toThrow(RangeError)
    expect(() => new GruCell(0)).toThrow('units to be an integer >= 1')
  })
})
