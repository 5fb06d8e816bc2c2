import { cpu } from '@nn/backend-cpu'
import { constant, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  Dense,
  Module,
  NotReadyError,
  Parameter,
  Sequential,
  StateBuffer,
  StateDictError,
} from '../src/index.ts'

class Tied extends Module {
  readonly encoder = new Dense(2, { inUnits: 2, useBias: false })
  readonly decoder = { weight: this.encoder.weight, layer: undefined }
  readonly shared = this.encoder
  readonly steps = new StateBuffer({ shape: [], dtype: 'int32', init: constant(3) })
  readonly scratch = new StateBuffer({ shape: [], init: zeros(), persistent: false })
  readonly head = this.encoder.weight

  override forward(x: Tensor): Tensor {
    return x
  }
}

const build = () => new Sequential(new Dense(3, { inUnits: 2 }), new Dense(2, { inUnits: 3 }))
const built = (seed = 42) => {
  const net = build()
  net.initialize({ rng: createRng(seed), backend: cpu })
  return net
}
const values = (net: Module) => [...net.stateDict()].map(([path, tensor]) => [path, tensor.toNested()])

function caught(run: () => unknown): StateDictError {
  try {
    run()
  } catch (error) {
    if (error instanceof StateDictError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('stateDict', () => {
  it('is the live values by path', () => {
    const net = built()
    const state = net.stateDict()
    expect([...state.keys()]).toEqual(['0.weight', '0.bias', '1.weight', '1.bias'])
    expect(state.get('0.weight')).toBe(net.layers[0].weight.data)
  })

  it('has all paths of what is shared, and buffers unless they are not persistent', () => {
    const net = new Tied()
    net.initialize({ rng: createRng(1), backend: cpu })
    const state = net.stateDict()
    expect([...state.keys()]).toEqual(['encoder.weight', 'decoder.weight', 'shared.weight', 'steps', 'head'])
    expect(state.get('head')).toBe(state.get('encoder.weight'))
    expect([...net.parameters().keys()]).toEqual(['encoder.weight'])
  })

  it('needs values', () => {
    expect(() => new Sequential(new Dense(1)).stateDict()).toThrow(NotReadyError)
    expect(() => new Sequential(new Dense(1)).stateDict()).toThrow('0.weight: expected values')
  })
})

describe('loadStateDict', () => {
  it('takes what stateDict gave, into the values there are', () => {
    const [from, to] = [built(1), built(2)]
    const { data } = to.layers[0].weight
    const report = to.loadStateDict(from.stateDict())
    expect(report.loaded).toEqual(['0.weight', '0.bias', '1.weight', '1.bias'])
    expect(values(to)).toEqual(values(from))
    expect(to.layers[0].weight.data).toBe(data)
    from.layers[0].weight.data.fill_(0)
    expect(data.at(0, 0).item()).not.toBe(0)
  })

  it('makes ready what was only declared, with the shapes of the values', () => {
    const net = new Sequential(new Dense(3), new Dense(2))
    net.loadStateDict(built().stateDict())
    expect(net.layers[0].weight.shape).toEqual([3, 2])
    expect(net.forward(cpu.ones([1, 2])).equals(built().forward(cpu.ones([1, 2])))).toBe(true)
    const { rows } = net.initialize({ rng: createRng(5) })
    expect(rows[0]).toEqual({ path: '0.weight', status: 'kept', law: '', source: 'loaded', reason: 'loaded' })
  })

  it('takes objects, and casts floats and integers', () => {
    const dense = new Dense(1, { inUnits: 2 })
    dense.loadStateDict({
      weight: cpu.tensor([[1.5, 2.5]], { dtype: 'float64' }),
      bias: cpu.tensor([3], { dtype: 'int32' }),
    })
    expect([dense.weight.data.dtype, dense.weight.data.toNested()]).toEqual(['float32', [[1.5, 2.5]]])
    expect([dense.bias.data.dtype, dense.bias.data.toNested()]).toEqual(['float32', [3]])
  })

  it('takes typed arrays of as many elements as there are, where the values are', () => {
    const dense = new Dense(2, { inUnits: 3 })
    dense.initialize({ rng: createRng(1), backend: cpu })
    const state = { weight: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float64Array.of(7, 8) }
    dense.loadStateDict(state)
    expect(dense.weight.data.toNested()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect([dense.bias.data.dtype, dense.bias.data.toNested()]).toEqual(['float32', [7, 8]])
    state.weight.fill(0)
    expect(dense.weight.data.at(0, 0).item()).toBe(1)
    expect(caught(() => dense.loadStateDict({ ...state, weight: new Float32Array(5) })).message).toContain(
      'weight: expected [2, 3] float32, got [5] float32',
    )
    const declared = new Dense(2, { inUnits: 3 })
    expect(() => declared.loadStateDict(state)).toThrow(
      'weight: expected a backend for a typed array, got none; pass { backend: cpu }',
    )
    declared.loadStateDict(state, { backend: cpu })
    declared.loadStateDict({ weight: state.weight, bias: cpu.ones([2]) })
    expect(declared.bias.data.toNested()).toEqual([1, 1])
    expect(caught(() => new Dense(2).loadStateDict(state, { backend: cpu })).message).toContain(
      'weight: expected [2, ?] float32, got [6] float32',
    )
  })

  it('names all that is missing, unexpected and of another shape, and loads nothing', () => {
    const net = built()
    const before = values(net)
    const state = new Map([
      ['0.weight', cpu.ones([2, 3])],
      ['0.bias', cpu.ones([3])],
      ['1.bias', cpu.ones([2, 1])],
      ['2.weight', cpu.ones([1])],
      ['2.bias', cpu.ones([1])],
    ])
    const error = caught(() => net.loadStateDict(state))
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message).toBe(
      'Sequential: expected a state dict that fits, got 1 missing (1.weight), 2 unexpected (2.weight, 2.bias), 2 mismatched (0.weight: expected [3, 2] float32, got [2, 3] float32; 1.bias: expected [2] float32, got [2, 1] float32); nothing was loaded',
    )
    expect(error.report.loaded).toEqual([])
    expect(error.report.mismatched.map(({ path }) => path)).toEqual(['0.weight', '1.bias'])
    expect(values(net)).toEqual(before)
  })

  it('that is not strict loads the rest, but nothing where a shape differs', () => {
    const net = built()
    const before = values(net)
    const state = new Map([
      ['0.bias', cpu.ones([3])],
      ['extra', cpu.ones([1])],
    ])
    expect(caught(() => net.loadStateDict(state)).message).toMatch(
      /got 3 missing \(0.weight, 1.weight, 1.bias\), 1 unexpected \(extra\); nothing was loaded; pass \{ strict: false \} to load the rest$/,
    )
    const report = net.loadStateDict(state, { strict: false })
    expect(report.loaded).toEqual(['0.bias'])
    expect(report.missing).toEqual(['0.weight', '1.weight', '1.bias'])
    expect(report.unexpected).toEqual(['extra'])
    expect(net.layers[0].bias.data.toNested()).toEqual([1, 1, 1])
    const wrong = new Map([
      ['0.bias', cpu.zeros([3])],
      ['1.bias', cpu.zeros([4])],
    ])
    expect(() => net.loadStateDict(wrong, { strict: false })).toThrow('1 mismatched (1.bias')
    expect(net.layers[0].bias.data.toNested()).toEqual([1, 1, 1])
    expect(values(net)[0]).toEqual(before[0])
  })

  it('refuses floats for integers', () => {
    const net = new Tied()
    const state = { 'encoder.weight': cpu.ones([2, 2]), steps: cpu.tensor(1.5) }
    expect(() => net.loadStateDict(state)).toThrow('steps: expected [] int32, got [] float32')
    net.loadStateDict({ ...state, steps: cpu.tensor(5, { dtype: 'int32' }) })
    expect(net.steps.data.item()).toBe(5)
  })

  it('wants one path of what is shared, and one value for all of them', () => {
    const net = new Tied()
    const steps = cpu.tensor(5, { dtype: 'int32' })
    net.loadStateDict({ head: cpu.ones([2, 2]), steps })
    expect(net.encoder.weight.data.toNested()).toEqual([
      [1, 1],
      [1, 1],
    ])
    const same = { 'encoder.weight': cpu.full([2, 2], Number.NaN), head: cpu.full([2, 2], Number.NaN), steps }
    net.loadStateDict(same)
    const error = caught(() => net.loadStateDict({ ...same, head: cpu.ones([2, 2]) }))
    expect(error.message).toContain(
      'head: expected the values of encoder.weight, which it shares, got others',
    )
  })

  it.each([
    [null, 'Sequential: expected a state dict, a Map or an object of tensors, got null'],
    [
      { '0.weight': [1] },
      'Sequential: expected a tensor or a typed array of a dtype for 0.weight of the state dict, got [1]',
    ],
  ])('takes tensors, not %j', (state, message) => {
    expect(() => build().loadStateDict(state as never)).toThrow(TypeError)
    expect(() => build().loadStateDict(state as never)).toThrow(message)
  })

  it('has two options', () => {
    expect(() => build().loadStateDict({}, { stric: false } as never)).toThrow(
      'Sequential: expected options strict, copy, backend, got "stric"; did you mean "strict"?',
    )
  })

  it('the report is a table', () => {
    const state = { '0.bias': cpu.ones([3]), extra: cpu.ones([1]) }
    const report = built().loadStateDict(state, { strict: false })
    expect(String(report)).toBe(
      [
        'path      status',
        '0.bias    loaded',
        '0.weight  missing',
        '1.weight  missing',
        '1.bias    missing',
        'extra     unexpected',
      ].join('\n'),
    )
    const wrong = caught(() => built().loadStateDict({ '0.bias': cpu.ones([4]) }))
    expect(String(wrong.report)).toContain('0.bias    expected [3] float32, got [4] float32')
  })
})

describe('a parameter outside any module', () => {
  it('loads by itself', () => {
    const gain = new Parameter({ shape: [null], role: 'gain', init: zeros() })
    gain.load(cpu.ones([2])).commit()
    expect([gain.shape, gain.data.toNested(), gain.choice]).toEqual([[2], [1, 1], undefined])
    expect(() => gain.load(cpu.ones([3]))).toThrow('parameter: expected values of shape [2], got [3]')
  })
})
