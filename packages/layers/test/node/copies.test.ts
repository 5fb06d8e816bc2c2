import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { constant, ones, zeros_ } from '@nn/init'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import * as tensor from '@nn/tensor'
import { isTensor } from '@nn/tensor'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import * as ours from '../../src/index.ts'
import { summary } from '../../src/index.ts'

/** The package a second time, as another version of it would be in node_modules. */
let theirs: typeof ours

beforeAll(async () => {
  vi.resetModules()
  // Both use one copy of the packages below: what two copies of those do with each other, their own tests say.
  for (const [name, module] of Object.entries({ '@nn/tensor': tensor, '@nn/init': init })) {
    vi.doMock(name, () => module)
  }
  theirs = await import('../../src/index.ts')
})

const mixed = (layer: ours.Dense = new theirs.Dense(3, { activation: theirs.relu })) =>
  new ours.Sequential(layer, new ours.Dense(1))
const reference = () => new ours.Sequential(new ours.Dense(3, { activation: ours.relu }), new ours.Dense(1))
const x = cpu.uniform(createRng(1), [2, 4])

describe('a layer of another copy of the package, inside a container of ours', () => {
  it('is of another class, and still a module with parameters', () => {
    const layer = new theirs.Dense(3)
    expect(layer instanceof ours.Dense).toBe(false)
    expect([ours.isModule(layer), ours.isParameter(layer.weight), ours.isModule(layer.weight)]).toEqual([
      true,
      true,
      false,
    ])
    expect(ours.isStateBuffer(new theirs.BatchNorm().runningMean)).toBe(true)
    expect(new ours.Relu() instanceof ours.Dense).toBe(false)
  })

  it('has its place, initialises and computes as one of ours', () => {
    const [net, own] = [mixed(), reference()]
    expect([...net.parameters().keys()]).toEqual([...own.parameters().keys()])
    for (const one of [net, own]) one.initialize({ rng: createRng(42) })
    const y = net.forward(x)
    expect(y.equals(own.forward(x))).toBe(true)
    expect(net.layers[0].weight.path).toBe('0.weight')
    expect(net.layers[0].label).toBe('0 (Dense)')
    for (const [path, { data }] of own.parameters()) {
      expect([path, net.parameters().get(path)!.data.equals(data)]).toEqual([path, true])
    }
  })

  it('takes rules, plans, dialects, freezing and calls on its parameters', () => {
    const net = mixed()
    net.initialize({ rules: [['0.weight', constant(2)]], rng: createRng(42), backend: cpu })
    net.forward(x)
    expect(net.layers[0].weight.data.eq(2).all().item()).toBe(true)
    expect(net.plan({ init: constant(1) }).rows.map(({ path }) => path)).toEqual([...net.parameters().keys()])
    net.layers[0].weight.initialize({ init: constant(3), forceReinit: true })
    zeros_(net.layers[0].bias)
    const frozen = () => net.freeze().initialize({ init: constant(1), rng: createRng(1), forceReinit: true })
    expect(frozen).toThrow('got frozen ones only; call unfreeze() first')
    expect(net.layers[0].weight.data.eq(3).all().item()).toBe(true)
    net.unfreeze().initialize({ dialect: torch({ seed: 1 }), forceReinit: true })
    const own = reference()
    own.initialize({ rng: createRng(42) })
    own.forward(x)
    own.initialize({ dialect: torch({ seed: 1 }), forceReinit: true })
    expect(net.layers[0].weight.data.equals(own.layers[0].weight.data)).toBe(true)
  })

  it('clones: with what is shared, its mode, and values of its own', () => {
    const shared = new theirs.Dense(4, { inUnits: 4 })
    const net = new ours.Sequential(shared, new theirs.Residual(shared), new ours.Residual(shared))
    net.initialize({ rng: createRng(42), backend: cpu })
    const copy = net.eval().clone()
    expect(copy.layers[0]).toBeInstanceOf(theirs.Dense)
    expect(copy.layers[1].inner).toBe(copy.layers[0])
    expect(copy.layers[2].inner).toBe(copy.layers[0])
    expect([...copy.modules().values()].some(({ training }) => training)).toBe(false)
    expect(copy.forward(x).equals(net.forward(x))).toBe(true)
    copy.layers[0].weight.data.fill_(0)
    expect(net.layers[0].weight.data.eq(0).all().item()).toBe(false)
    expect(copy.layers[0].weight.path).toBe('0.weight')
  })

  it('is run for a summary without values', () => {
    const net = new ours.Sequential(new theirs.Dense(3), new theirs.BatchNorm(), new ours.Dense(1))
    const { rows, parameters } = summary(net, x)
    expect(rows.map(({ outputShape }) => outputShape)).toEqual([
      [2, 1],
      [2, 3],
      [2, 3],
      [2, 1],
    ])
    expect(parameters).toBe(4 * 3 + 3 + 6 + 3 + 1)
    expect(net.layers[0].weight.state).toBe('declared')
  })

  it('saves and loads', () => {
    const [net, other] = [mixed(), mixed()]
    net.initialize({ rng: createRng(42) })
    net.forward(x)
    other.loadStateDict(net.stateDict())
    expect(other.forward(x).equals(net.forward(x))).toBe(true)
    const norm = new ours.Sequential(new theirs.BatchNorm({ channels: 4 }))
    norm.initialize({ backend: cpu })
    norm.forward(x)
    const again = new ours.Sequential(new theirs.BatchNorm())
    expect(again.loadStateDict(norm.stateDict()).loaded).toContain('0.numBatchesTracked')
  })

  it('is watched by lsuv, reinit, grow and traceNaN of ours', () => {
    const net = mixed()
    net.initialize({ rng: createRng(42) })
    net.forward(x)
    expect(ours.lsuv(net, [cpu.normal(createRng(3), [50, 4])]).rows.map(({ path }) => path)).toEqual([
      '0',
      '1',
    ])
    ours.reinit(net, { rng: createRng(42) })
    ours.grow(net.layers[0].weight, [5, 4])
    expect(net.layers[0].weight.shape).toEqual([5, 4])
    net.layers[0].bias.data.fill_(NaN)
    expect(() => ours.traceNaN(net, x)).toThrow('0.bias: expected values, got NaN alone')
  })

  it('is drawn by a dialect that builds', () => {
    const build = (make: () => ours.Module) => {
      const net = torch({ seed: 42 }).build(make, { backend: cpu })
      return [...net.parameters().values()].map(({ data }) => data.toNested())
    }
    const make = (Dense: typeof ours.Dense) =>
      new ours.Sequential(new Dense(3, { inUnits: 2 }), new ours.Dense(1, { inUnits: 3 }))
    expect(build(() => make(theirs.Dense))).toEqual(build(() => make(ours.Dense)))
  })

  it('may be the container, around layers and functions of ours', () => {
    const net = new theirs.Sequential(new ours.Dense(3, { activation: theirs.gelu }), ours.relu)
    net.initialize({ init: ones(), rng: createRng(42) })
    expect(isTensor(net.forward(x))).toBe(true)
    expect(net.eval().layers[0].training).toBe(false)
  })

  it('of a protocol that does not work with ours is refused, with the cure', () => {
    const old = new theirs.Relu()
    Object.assign(old, { [Symbol.for('@nn/layers/module')]: 0 })
    expect(() => new ours.Sequential(old)).toThrow(
      '@nn/layers: expected a module of protocol 1, got protocol 0, from another copy; npm dedupe, or update both',
    )
  })
})
