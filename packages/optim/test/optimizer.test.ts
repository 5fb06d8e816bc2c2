import { cpu } from '@nn/backend-cpu'
import { zeros } from '@nn/init'
import { encodeSafetensors, openSafetensors } from '@nn/io'
import { Dense, Sequential } from '@nn/layers'
import { ShapeError, type Tensor } from '@nn/tensor'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Optimizer, Trained } from '../src/index.ts'
import * as optim from '../src/index.ts'

const gradient = (...values: number[]) => cpu.tensor(values)
const of = (...values: number[]) => new Map([['w', gradient(...values)]])

const MAKERS: readonly (readonly [string, (trained: Trained) => Optimizer])[] = [
  ['sgd', (t) => optim.sgd(t, { learningRate: 0.1, momentum: 0.9 })],
  ['adam', (t) => optim.adam(t, { amsgrad: true })],
  ['adamW', (t) => optim.adamW(t)],
  ['rmsProp', (t) => optim.rmsProp(t, { centered: true, momentum: 0.5 })],
  ['adagrad', (t) => optim.adagrad(t)],
  ['adadelta', (t) => optim.adadelta(t)],
  ['adamax', (t) => optim.adamax(t)],
  ['nAdam', (t) => optim.nAdam(t)],
  ['rAdam', (t) => optim.rAdam(t)],
  ['rProp', (t) => optim.rProp(t)],
]

describe.each(MAKERS)('%s', (name, make) => {
  it('goes on exactly after its state was written to a file and read', async () => {
    const gradients = Array.from({ length: 6 }, (_, i) => of(Math.sin(i), 1, -(i % 2)))
    const w = cpu.tensor([1, 2, 3])
    const straight = make({ w })
    for (const each of gradients) straight.step(each)

    const again = cpu.tensor([1, 2, 3])
    const first = make({ w: again })
    for (const each of gradients.slice(0, 3)) first.step(each)
    const file = await openSafetensors(
      encodeSafetensors(first.stateDict(), { metadata: { optimizer: JSON.stringify(first) } }),
    )
    const second = make({ w: again })
    second.loadState(await file.readAll(cpu), JSON.parse(file.metadata.get('optimizer') ?? ''))
    for (const each of gradients.slice(3)) second.step(each)
    expect(again.equals(w)).toBe(true)
    expect(second.toJSON()).toEqual(straight.toJSON())
    expect([second.name, second.steps]).toEqual([name, 6])
  })

  it('moves against the gradient, or with it, and leaves what has none alone', () => {
    const [w, v] = [cpu.tensor([1, 1]), cpu.tensor([5])]
    make({ w, v }).step(of(2, -2))
    expect(Number(w.item(0))).toBeLessThan(1)
    expect(Number(w.item(1))).toBeGreaterThan(1)
    expect(v.toNested()).toEqual([5])
  })

  it('keeps nothing of a step that fails', () => {
    const w = cpu.tensor([1, 1])
    const optimizer = make({ w })
    const before = JSON.stringify(optimizer)
    const wrong = [new Map([...of(1, 1), ['v', gradient(1)]]), of(1), new Map([['w', cpu.ones([2, 1])]])]
    for (const each of wrong) expect(() => optimizer.step(each)).toThrow(RangeError)
    expect([w.toNested(), JSON.stringify(optimizer)]).toEqual([[1, 1], before])
  })
})

describe('a step', () => {
  const w = cpu.tensor([1, 1])
  const optimizer = optim.sgd({ w }, { learningRate: 0.1 })

  it.each<[unknown, RegExp | typeof ShapeError]>([
    [{ w: gradient(1, 1) }, /sgd: expected a map of gradients by name, got an object/],
    [new Map([['ww', gradient(1, 1)]]), /expected the name of a parameter, got ww; did you mean "w"/],
    [new Map([['w', [1, 1]]]), /expected a tensor as the gradient of w, got/],
    [of(1), ShapeError],
    [
      new Map([['w', cpu.tensor([1, 1], { dtype: 'int32' })]]),
      /floats in the gradient of w, got int32; cast it/,
    ],
  ])('refuses %o', (gradients, error) => {
    expect(() => optimizer.step(gradients as never)).toThrow(error)
    expect(w.toNested()).toEqual([1, 1])
  })

  it('moves tensors that are no contiguous piece of memory', () => {
    const whole = cpu.zeros([2, 3])
    const column = whole.transpose().slice(1)
    optim.sgd({ w: column }, { learningRate: 1 }).step(of(-1, -2))
    expect(whole.toNested()).toEqual([
      [0, 1, 0],
      [0, 2, 0],
    ])
    const flipped = cpu.zeros([2, 2]).transpose()
    optim.sgd({ w: flipped }, { learningRate: 1 }).step(
      new Map([
        [
          'w',
          cpu.tensor([
            [-1, -2],
            [-3, -4],
          ]),
        ],
      ]),
    )
    expect(flipped.toNested()).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('leaves frozen parameters alone, and counts no step of theirs', () => {
    const layer = new Dense(1, { inUnits: 2, weightInit: zeros() })
    layer.initialize({ backend: cpu })
    const one = optim.adam(layer)
    const gradients = new Map([
      ['weight', cpu.ones([1, 2])],
      ['bias', cpu.ones([1])],
    ])
    layer.weight.freeze()
    one.step(gradients)
    expect(layer.weight.data.toNested()).toEqual([[0, 0]])
    expect(one.toJSON().parameters).toEqual({ bias: { steps: 1 } })
  })

  it('in float64 is that of float32 within its rounding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (values) => {
          const run = (dtype: 'float32' | 'float64'): Tensor => {
            const x = cpu.ones([1], { dtype })
            const optimizer = optim.adamW({ x }, { learningRate: 0.1, eps: 0.1 })
            for (const value of values) optimizer.step(new Map([['x', cpu.tensor([value], { dtype })]]))
            return x
          }
          expect(run('float32').allClose(run('float64').cast('float32'), { rtol: 1e-5, atol: 1e-5 })).toBe(
            true,
          )
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('groups', () => {
  const net = () => {
    const made = new Sequential(
      new Dense(2, { inUnits: 2, weightInit: zeros() }),
      new Dense(1, { inUnits: 2, weightInit: zeros() }),
    )
    made.initialize({ backend: cpu })
    return made
  }
  const ones = (made: ReturnType<typeof net>) =>
    new Map([...made.parameters()].map(([path, { data }]) => [path, cpu.ones(data.shape)] as const))

  it('give parameters options of their own, the first that matches', () => {
    const made = net()
    const groups = [
      ['0.*', { learningRate: 0.5 }],
      [{ role: 'bias' }, { learningRate: 0 }],
      [
        { path: /^1/, role: 'weight' },
        { learningRate: 0.25, momentum: 0.5 },
      ],
    ] as const
    const optimizer = optim.sgd(made, { learningRate: 1, groups })
    optimizer.step(ones(made))
    const first = [...made.parameters().values()].map(({ data }) => Number(data.reshape(-1).item(0)))
    expect(first).toEqual([-0.5, -0.5, -0.25, 0])
    expect([...optimizer.stateDict().keys()]).toEqual(['1.weight.momentumBuffer'])
    expect(optimizer.groups.map(({ learningRate }) => learningRate)).toEqual([0.5, 0, 0.25, 1])
    expect(optimizer.learningRate).toBe(1)
  })

  it.each<[unknown, RegExp]>([
    [[['2.*', {}]], /sgd: expected group "2\.\*" to be the first for a parameter, got none; there are "?0/],
    [
      [
        ['**', {}],
        ['0.*', {}],
      ],
      /group "0\.\*" to be the first for a parameter, got none/,
    ],
    [[[{ role: 'gain' }, {}]], /group role gain to be the first/],
    [[['0.*', { lr: 1 }]], /expected options learningRate, momentum, .*, got "lr"/],
    [[['0.*', { momentum: -1 }]], /momentum >= 0, got -1/],
    [[['0.*']], /groups to be an array of \[pattern, options\]/],
    [[[{}, {}]], /the pattern of a group, or \{ path, role \}, got/],
    [[[{ type: Dense }, {}]], /the pattern of a group/],
    [{}, /groups to be an array/],
  ])('%o are refused', (groups, error) => {
    expect(() => optim.sgd(net(), { learningRate: 1, groups: groups as never })).toThrow(error)
  })

  it('have rates that a schedule goes by, and that may be set', () => {
    const [w, v] = [cpu.tensor([0]), cpu.tensor([0])]
    const schedule = optim.exponentialDecay({ gamma: 0.5 })
    const optimizer = optim.sgd({ w, v }, { learningRate: 1, schedule, groups: [['v', { learningRate: 2 }]] })
    const gradients = new Map([
      ['w', gradient(-1)],
      ['v', gradient(-1)],
    ])
    optimizer.step(gradients)
    optimizer.step(gradients)
    expect([w.item(), v.item()]).toEqual([1.5, 3])
    optimizer.learningRate = 0
    optimizer.step(gradients)
    expect([w.item(), v.item()]).toEqual([1.5, 3.5])
    expect(() => {
      optimizer.learningRate = -1
    }).toThrow(/learningRate >= 0, got -1/)
  })
})

describe('options', () => {
  const w = cpu.ones([1])
  it.each<[string, () => unknown, RegExp]>([
    ['no rate', () => optim.sgd({ w }, {}), /sgd: expected learningRate, got none; give it/],
    ['no options', () => optim.sgd({ w }, undefined as never), /an options object/],
    [
      'a misspelt one',
      () => optim.adam({ w }, { beta: [0, 0] } as never),
      /got "beta"; did you mean "betas"/,
    ],
    ['betas', () => optim.adam({ w }, { betas: [0.9, 1] }), /betas\[1\] in \[0, 1\), got 1/],
    ['one beta', () => optim.adam({ w }, { betas: [0.9] as never }), /betas to be two numbers/],
    ['nesterov', () => optim.sgd({ w }, { learningRate: 1, nesterov: true }), /nesterov with momentum > 0/],
    ['a NaN', () => optim.rmsProp({ w }, { alpha: Number.NaN }), /alpha to be a number/],
    ['rho', () => optim.adadelta({ w }, { rho: 2 }), /rho in \[0, 1\], got 2/],
    ['etas', () => optim.rProp({ w }, { etas: [1, 2] }), /etas in order/],
    ['nothing to train', () => optim.adam(3 as never), /a network, or parameters or tensors by name, got 3/],
    ['no tensors', () => optim.adam({ w: 3 as never }), /a parameter or a tensor as w, got 3/],
    ['no schedule', () => optim.adam({ w }, { schedule: 1 as never }), /schedule to be a function/],
    [
      'a schedule of NaN',
      () => optim.adam({ w }, { schedule: () => Number.NaN }).step(new Map([['w', cpu.ones([1])]])),
      /the schedule's rate of step 0 to be a number/,
    ],
  ])('%s', (_, call, error) => {
    expect(call).toThrow(error)
  })
})

describe('a state', () => {
  const w = cpu.ones([2])
  const made = () => {
    const optimizer = optim.nAdam({ w })
    optimizer.step(of(1, 1))
    return optimizer
  }
  const [tensors, json] = [made().stateDict(), made().toJSON()]

  it.each<[string, unknown, unknown, RegExp]>([
    ['of another optimizer', tensors, { ...json, optimizer: 'adam' }, /a state of nAdam, got "adam"/],
    ['without a tensor', new Map(), json, /the tensor w.expAvg, got none/],
    ['with one too many', new Map([...tensors, ['v', w]]), json, /tensors of this optimizer alone, got "?v/],
    [
      'of another shape',
      new Map([...tensors, ['w.expAvg', cpu.ones([3])]]),
      json,
      /w.expAvg of shape \[2\], got \[3\]/,
    ],
    ['of other groups', tensors, { ...json, learningRates: [1, 2] }, /learning rates of 1 groups/],
    [
      'of other parameters',
      tensors,
      { ...json, parameters: { x: { steps: 1 } } },
      /the name of a parameter, got x/,
    ],
    ['without numbers', tensors, { ...json, parameters: { w: { steps: 1 } } }, /muProduct of w/],
    ['with steps of none', tensors, { ...json, steps: -1 }, /steps to be an integer >= 0/],
    ['that is no map', {}, json, /a map of tensors by name/],
    ['that is no object', tensors, 'x', /an options object/],
  ])('%s is refused, and nothing changes', (_, given, text, error) => {
    const optimizer = made()
    const before = [JSON.stringify(optimizer), optimizer.stateDict().get('w.expAvg')?.toNested()]
    expect(() => optimizer.loadState(given as never, text as never)).toThrow(error)
    expect([JSON.stringify(optimizer), optimizer.stateDict().get('w.expAvg')?.toNested()]).toEqual(before)
  })
})
