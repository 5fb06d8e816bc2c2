import { findNonFinite, profile, valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { constant } from '@nn/init'
import { createRng } from '@nn/random'
import { type Computed, type Interceptor, intercept, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  type Cell,
  Gru,
  type GruOptions,
  type HiddenResult,
  Lstm,
  type LstmResult,
  type RecurrentState,
  Rnn,
} from '../src/index.ts'

/** Layers of every kind, by what they are. */
const layers: [string, (options: GruOptions) => Rnn<boolean> | Gru<boolean> | Lstm<boolean>][] = [
  ['Rnn', (options) => new Rnn(4, options)],
  ['Rnn with relu', (options) => new Rnn(4, { ...options, nonlinearity: 'relu' })],
  ['Gru', (options) => new Gru(4, options)],
  ['Lstm', (options) => new Lstm(4, options)],
  ['Lstm with a projection', (options) => new Lstm(4, { ...options, projection: 2 })],
]

/** The same steps one by one: a step that is not the layer's own is what all steps are made of. */
function stepwise<T extends Rnn<boolean> | Gru<boolean> | Lstm<boolean>>(layer: T): T {
  const step = layer.step
  return Object.assign(layer, {
    step: (...given: Parameters<typeof step>) => Reflect.apply(step, layer, given),
  })
}

const float64 = { dtype: 'float64' } as const
const x = cpu.normal(createRng(1), [5, 3, 2], float64)

/** What a layer of any kind gives. */
type Result = HiddenResult & Partial<LstmResult>

/** A number that depends on all that a layer gives. */
function total(layer: ReturnType<(typeof layers)[number][1]>, input: Tensor): Tensor {
  const { output, hidden, cell }: Result = layer.forward(input)
  const sum = output.square().sum().add(hidden.mul(3).sin().sum())
  return cell === undefined ? sum : sum.add(cell.square().mul(0.5).sum())
}

/** The layer with its weights, which are the same for the same options. */
const started = (make: (typeof layers)[number][1], options: GruOptions) => {
  const layer = make({ inUnits: 2, ...float64, ...options })
  layer.initialize({ rng: createRng(42), backend: cpu })
  return layer
}

const options: GruOptions[] = [
  {},
  { useBias: false },
  { layers: 2, bidirectional: true },
  { batchFirst: true },
]
const cases = layers.flatMap(([name, make]) =>
  options.map((given) => [`${name} ${JSON.stringify(given)}`, make, given] as const),
)

/** The gradients of a number that all gradients make. */
const secondOrder = (layer: ReturnType<typeof started>) => {
  const inner = (input: Tensor): Tensor => {
    const { gradients } = valueAndGrad(layer, (watch) => total(layer, watch('x', input)))
    return [...gradients.values()].map((g) => g.square().sum()).reduce((sum, part) => sum.add(part))
  }
  return valueAndGrad(layer, (watch) => inner(watch('x', x)))
}

describe('all steps in one loop', () => {
  it.each(cases)('%s: values and gradients are those of step after step', (_, make, given) => {
    const [fused, single] = [started(make, given), stepwise(started(make, given))]
    const a = valueAndGrad(fused, (watch) => total(fused, watch('x', x)))
    const b = valueAndGrad(single, (watch) => total(single, watch('x', x)))
    expect(a.value.allClose(b.value, { rtol: 1e-12 })).toBe(true)
    expectSame(a.gradients, b.gradients)
  })

  const some = cases.filter(([, , given]) => given.useBias === false || given.bidirectional)
  it.each(some)('%s: so are gradients of gradients', (_, make, given) => {
    const [a, b] = [secondOrder(started(make, given)), secondOrder(stepwise(started(make, given)))]
    expect(a.value.allClose(b.value, { rtol: 1e-9 })).toBe(true)
    expectSame(a.gradients, b.gradients)
  })

  it.each(layers)('%s: gradients by the initial state are those of finite differences', (_, make) => {
    const layer = started(make, {})
    const lengths = { hidden: layer.outUnits, ...(layer instanceof Lstm && { cell: layer.units }) }
    const names = Object.keys(lengths)
    const state = Object.fromEntries(
      Object.entries(lengths).map(([name, length], i) => [
        name,
        cpu.normal(createRng(i + 2), [1, 3, length], float64),
      ]),
    )
    const run = (given: Record<string, Tensor>): Tensor => {
      const { output, cell }: Result = layer.forward(x, given)
      const sum = output.square().sum()
      return cell === undefined ? sum : sum.add(cell.sin().sum())
    }
    const { gradients } = valueAndGrad(state, () => run(state))
    for (const name of names) {
      const at = state[name]!
      const step = 1e-6
      const moved = (by: number): number =>
        Number(
          run({
            ...state,
            [name]: at.add(cpu.tensor([by, ...Array(at.size - 1).fill(0)], float64).reshape(at.shape)),
          }).item(),
        )
      const difference = (moved(step) - moved(-step)) / (2 * step)
      expect(Number(gradients.get(name)!.at(0, 0, 0).item())).toBeCloseTo(difference, 7)
    }
  })

  it.each(layers)('%s: the same bits whether recorded or not, in float32 too', (_, make) => {
    for (const dtype of ['float32', 'float64'] as const) {
      const layer = started(make, { dtype, layers: 2, bidirectional: true })
      // Large enough for every way that a kernel has.
      const input = cpu.normal(createRng(1), [4, 80, 2], { dtype })
      let recorded: Tensor | undefined
      valueAndGrad(layer, () => {
        recorded = layer.forward(input).output
        return recorded.sum()
      })
      expect(recorded!.equals(layer.forward(input).output)).toBe(true)
    }
  })

  it.each(layers)('%s: a state that the other arrays do not lie beside', (_, make) => {
    const layer = started(make, { batchFirst: true })
    const strided = cpu.normal(createRng(1), [2, 5, 3], float64).transpose(0, 2)
    const wide = cpu.normal(createRng(2), [1, 2 * layer.outUnits, 3], float64).transpose(1, 2)
    const hidden = wide.slice(null, null, [null, null, 2])
    const given = layer.forward(strided, { hidden })
    const copied = layer.forward(strided.contiguous(), { hidden: hidden.contiguous() })
    expect(given.output.equals(copied.output)).toBe(true)
  })

  it('a weight that is overwritten later has the gradient by what it held', () => {
    for (const [, make] of layers) {
      const [layer, other] = [started(make, {}), started(make, {})]
      const weight = layer.weightHhL0.data
      const late = valueAndGrad(layer, () => {
        const value = total(layer, x)
        weight.fill_(0)
        return value
      })
      expectSame(late.gradients, valueAndGrad(other, () => total(other, x)).gradients)
    }
  })

  it('a subclass with a step of its own has its steps made by it', () => {
    class Halved extends Gru {
      override step(cell: Cell, input: Tensor, state: RecurrentState): RecurrentState {
        return { hidden: super.step(cell, input, state).hidden.mul(0.5) }
      }
    }
    const [halved, whole] = [new Halved(4, { inUnits: 2, ...float64 }), started(layers[2]![1], {})]
    halved.initialize({ rng: createRng(42), backend: cpu })
    const first = whole.forward(x).output.at(0)
    expect(halved.forward(x).output.at(0).allClose(first.mul(0.5))).toBe(true)
    expect(halved.forward(x).output.at(1).allClose(whole.forward(x).output.at(1).mul(0.5))).toBe(false)
  })

  it('what only notes results is given a gradient, too', () => {
    for (const [, make] of layers.filter(([name]) => !name.includes('projection'))) {
      const layer = started(make, {})
      const noted: Computed[] = []
      intercept(
        cpu,
        (inner) => ({ ...inner, note: (computed) => noted.push(computed) }),
        () => layer.forward(x),
      )
      const [{ out, kept, gradient }] = noted as [Computed]
      const { gradients } = valueAndGrad(layer, () => {
        const { output, cell }: Result = layer.forward(x)
        return cell === undefined ? output.sum() : output.sum().add(cell.sum())
      })
      const [, weight] = gradient(out.backend.ones(out.shape, float64), ...kept)
      expect(weight!.equals(gradients.get('weightHhL0')!)).toBe(true)
    }
  })

  it('a state that overflows is found', () => {
    const layer = new Rnn(1, { inUnits: 1, nonlinearity: 'relu', useBias: false, weightInit: constant(1e15) })
    layer.initialize({ backend: cpu })
    const found = findNonFinite(cpu, () => layer.forward(cpu.ones([4, 1, 1])))
    expect(found).toMatchObject({ index: [2, 0, 0], value: Number.POSITIVE_INFINITY })
  })

  it('is profiled as it runs without a profile', () => {
    const layer = started(layers[3]![1], {})
    const step = () => valueAndGrad(layer, () => total(layer, x)).gradients
    const { value, kernels } = profile(cpu, step)
    expectSame(value, step())
    const callsOf = (name: string) => kernels.find(({ kernel }) => kernel === name)?.calls ?? 0
    expect(callsOf('linear')).toBe(6)
    // One for each of five steps: the way back is no second way forth.
    expect(callsOf('sigmoid')).toBe(5)
  })

  it('has no product for each step that is recorded, as step after step has', () => {
    const products = (layer: ReturnType<typeof started>): number => {
      let count = 0
      const counted = (inner: Interceptor): Interceptor => ({
        ...inner,
        note: () => undefined,
        linear: (...given) => {
          count++
          inner.linear(...given)
        },
      })
      intercept(cpu, counted, () => layer.forward(x))
      return count
    }
    expect(products(started(layers[3]![1], {}))).toBe(1)
    expect(products(stepwise(started(layers[3]![1], {})))).toBe(6)
  })
})

function expectSame(a: ReadonlyMap<string, Tensor>, b: ReadonlyMap<string, Tensor>): void {
  expect([...a.keys()]).toEqual([...b.keys()])
  for (const [path, gradient] of a)
    expect(gradient.allClose(b.get(path)!, { rtol: 1e-8, atol: 1e-12 }), path).toBe(true)
}
