import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import * as layers from '../src/index.ts'

const rng = createRng(1)
const x = (...shape: number[]): Tensor => cpu.uniform(createRng(5), shape)
const image = x(2, 3, 5, 5)
const series = x(4, 1, 4)
const { Dense, Lstm } = layers

type Case = readonly [name: string, make: () => layers.Module, inputs: readonly Tensor[]]

/** A layer of every kind, in the variants that differ in what they hold, and an input. */
const CASES: Case[] = [
  ['Dense', () => new Dense(2), [x(1, 3)]],
  ['Dense without bias', () => new Dense(2, { useBias: false }), [x(1, 3)]],
  ['Conv1d', () => new layers.Conv1d(2, 2), [x(1, 3, 5)]],
  ['Conv2d', () => new layers.Conv2d(2, 2, { padding: 'same', useBias: false }), [image]],
  ['ConvTranspose2d', () => new layers.ConvTranspose2d(2, 2), [image]],
  ['DepthwiseConv2d', () => new layers.DepthwiseConv2d(3), [image]],
  ['SeparableConv2d', () => new layers.SeparableConv2d(2, 3), [image]],
  [
    'Embedding',
    () => new layers.Embedding(3, 2, { paddingIndex: 0 }),
    [cpu.tensor([[0, 2]], { dtype: 'int32' })],
  ],
  ['BatchNorm', () => new layers.BatchNorm(), [image]],
  [
    'BatchNorm without statistics',
    () => new layers.BatchNorm({ trackRunningStats: false, affine: false }),
    [image],
  ],
  ['InstanceNorm', () => new layers.InstanceNorm({ affine: true }), [image]],
  ['GroupNorm', () => new layers.GroupNorm(3), [image]],
  ['LayerNorm', () => new layers.LayerNorm(), [image]],
  ['RmsNorm', () => new layers.RmsNorm(), [image]],
  ['Dropout', () => new layers.Dropout(0.5, { rng }), [image]],
  ['Rnn', () => new layers.Rnn(2, { layers: 2, bidirectional: true }), [series]],
  ['Gru', () => new layers.Gru(2), [series]],
  ['Lstm', () => new Lstm(2, { dropout: 0.1, layers: 2, rng }), [series]],
  ['MultiheadAttention', () => new layers.MultiheadAttention(4, 2), [series, series, series]],
  [
    'TransformerEncoder',
    () => new layers.TransformerEncoder(4, 2, { layers: 2, feedforwardUnits: 8, rng, finalNorm: true }),
    [series],
  ],
  [
    'TransformerDecoder',
    () => new layers.TransformerDecoder(4, 2, { layers: 2, feedforwardUnits: 8, rng }),
    [series, x(5, 1, 4)],
  ],
  ['Bilinear', () => new layers.Bilinear(2), [x(1, 3), x(1, 4)]],
  ['PRelu', () => new layers.PRelu(), [image]],
  ['Residual', () => new layers.Residual(new Dense(3)), [x(1, 3)]],
]

/** All numbers of what a module gives. */
function run(module: layers.Module, inputs: readonly Tensor[]): unknown {
  const forward = module.forward as (...inputs: Tensor[]) => Tensor | Record<string, Tensor>
  const result = forward.apply(module, [...inputs])
  return 'toNested' in result
    ? (result as Tensor).toNested()
    : Object.values(result).map((part) => part?.toNested())
}

/** A layer as the only field of a module, so that it has a path. */
class Holder extends layers.Module {
  readonly inner: layers.Module

  constructor(inner: layers.Module) {
    super()
    this.inner = inner
    this.parameters()
  }

  override forward(...inputs: never[]): unknown {
    return this.inner.forward(...inputs)
  }
}

describe.each(CASES)('%s', (_, make, inputs) => {
  const started = (): Holder => {
    const holder = new Holder(make())
    holder.initialize({ rng: createRng(42) })
    return holder
  }

  it('clones before and after its first input', () => {
    const holder = started()
    const early = holder.clone()
    const expected = run(holder, inputs)
    expect(run(early, inputs)).toEqual(expected)
    const late = holder.clone()
    for (const { data } of [...holder.parameters().values(), ...holder.buffers().values()]) data.fill_(0)
    const again = started()
    run(again, inputs)
    expect(run(late.eval(), inputs)).toEqual(run(again.eval(), inputs))
  })

  it('takes the state of another, shapes and all', () => {
    const holder = started()
    run(holder, inputs)
    const other = new Holder(make())
    expect(other.loadStateDict(holder.stateDict()).missing).toEqual([])
    expect(run(other.eval(), inputs)).toEqual(run(holder.eval(), inputs))
  })

  it('has a summary, for which nothing is drawn', () => {
    const holder = started()
    const { rows } = holder.summary(...inputs)
    expect(rows.slice(0, 2).every(({ outputShape }) => outputShape !== undefined)).toBe(true)
    expect([...holder.parameters().values()].some(({ isMaterialized }) => isMaterialized)).toBe(false)
  })
})
