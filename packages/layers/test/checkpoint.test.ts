import { cpu } from '@nn/backend-cpu'
import { constant, fromCheckpoint, normal, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { BatchNorm, Dense, Relu, Sequential } from '../src/index.ts'

const dense = () => new Sequential({ fc: new Dense(2, { inUnits: 1 }) })

describe('fromCheckpoint as init', () => {
  const values = { 'fc.weight': Float32Array.of(1, 2), 'fc.bias': [3, 4] }

  it('is for biases, too, and for whatever else it has', () => {
    const net = dense()
    expect(net.plan({ init: fromCheckpoint(values) }).rows.map(({ source }) => source)).toEqual([
      'init',
      'init',
    ])
    net.initialize({ init: fromCheckpoint(values), backend: cpu })
    expect(net.layers.fc.weight.data.toNested()).toEqual([[1], [2]])
    expect(net.layers.fc.bias.data.toNested()).toEqual([3, 4])
    const part = dense()
    part.parameters()
    part.layers.fc.initialize({ init: fromCheckpoint(values), backend: cpu })
    expect(part.layers.fc.bias.data.toNested()).toEqual([3, 4])
  })

  it('names the bias that it does not have, or leaves it its default where there is a fallback', () => {
    const { 'fc.weight': weight } = values
    const run = () => dense().initialize({ init: fromCheckpoint({ 'fc.weight': weight }), backend: cpu })
    expect(run).toThrow('fc.bias: expected "fc.bias" in the checkpoint, got fc.weight')
    const net = dense()
    const fallback = fromCheckpoint({ 'fc.weight': weight }, { fallback: normal() })
    net.initialize({ init: fallback, rng: createRng(1), backend: cpu })
    expect(net.layers.fc.bias.data.toNested()).toEqual([0, 0])
  })

  it('adopts arrays for parameters without values', () => {
    const net = dense()
    const arrays = { 'fc.weight': Float32Array.of(1, 2), 'fc.bias': Float32Array.of(3, 4) }
    const init = fromCheckpoint(arrays, { copy: false })
    net.initialize({ init, backend: cpu })
    expect(net.layers.fc.weight.data.data).toBe(arrays['fc.weight'])
    expect(net.layers.fc.bias.data.data).toBe(arrays['fc.bias'])
  })
})

describe('an init that is for no parameter', () => {
  it.each<[string, () => unknown]>([
    [
      'Relu: expected init to be for a parameter, got no weights',
      () => new Relu().initialize({ init: zeros() }),
    ],
    [
      'BatchNorm: expected init to be for a parameter, got no weights',
      () => new BatchNorm().plan({ init: zeros() }),
    ],
    [
      'Sequential: expected init to be for a parameter, got no weights; give rules for parameters of other roles',
      () => new Sequential(new Relu()).initialize({ init: normal(), rng: createRng(1) }),
    ],
  ])('is an error: %s', (text, run) => {
    expect(run).toThrow(RangeError)
    expect(run).toThrow(text)
  })

  it('is none where constructor options come before it', () => {
    const { rows } = new Dense(1, { weightInit: zeros() }).initialize({ init: constant(1) })
    expect(rows[0]?.source).toBe('option')
  })

  it('is none beside rules that are for one', () => {
    const { rows } = new Dense(1).initialize({ init: zeros(), rules: [['weight', constant(1)]] })
    expect(rows[0]?.source).toBe('rule')
    expect(new Relu().initialize({ rng: createRng(1) }).rows).toEqual([])
  })
})
