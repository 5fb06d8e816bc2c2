import { cpu } from '@nn/backend-cpu'
import { constant, normal, ones, xavierUniform, zeros } from '@nn/init'
import { createRng } from '@nn/random'
import { createBackend, ShapeError } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, NotReadyError, Parameter, Sequential } from '../src/index.ts'

const parameter = () => new Parameter({ shape: [3], role: 'gain', init: ones() })

describe('the states of a parameter', () => {
  it('goes from declared through deferred to ready', () => {
    const net = new Sequential(new Dense(2))
    const [{ weight }] = net.layers
    expect([weight.state, weight.shape, weight.fans]).toEqual(['declared', [2, null], undefined])
    net.initialize({ rng: createRng(42) })
    expect([weight.state, weight.shape]).toEqual(['deferred', [2, null]])
    net.forward(cpu.ones([1, 3]))
    expect([weight.state, weight.shape, weight.fans]).toEqual(['ready', [2, 3], { fanIn: 3, fanOut: 2 }])
    expect(weight.isReady).toBe(true)
  })

  it('is ready at once with shape and backend', () => {
    const gain = parameter()
    gain.initialize({ backend: cpu })
    expect(gain.data.toNested()).toEqual([1, 1, 1])
  })

  it.each<[string, (net: Sequential<readonly [Dense, Dense]>) => unknown, string]>([
    [
      'declared',
      (net) => net.layers[0].weight.data,
      '0.weight: expected values, got a parameter that is declared only; call initialize({ rng: createRng(42) }) on its network first',
    ],
    [
      'deferred for its shape',
      (net) => {
        net.initialize({ rng: createRng(42) })
        return net.layers[0].weight.data
      },
      '0.weight: expected values, got a parameter that is deferred, its shape [2, ?]; call forward once, or give the layer its input size',
    ],
    [
      'deferred for its backend',
      (net) => {
        net.initialize({ rng: createRng(42) })
        return net.layers[1].weight.data
      },
      '1.weight: expected values, got a parameter that is deferred, its backend unknown; call forward once, or pass { backend: cpu } to initialize',
    ],
    [
      'declared, in forward',
      (net) => net.forward(cpu.ones([1, 3])),
      '0.weight: expected an initializer, got a parameter that is declared only; call initialize({ rng: createRng(42) })',
    ],
  ])('reading it is an error while it is %s', (_, read, message) => {
    const build = () => new Sequential(new Dense(2), new Dense(1, { inUnits: 2 }))
    expect(() => read(build())).toThrow(NotReadyError)
    expect(() => read(build())).toThrow(message)
  })
})

describe('initialising again', () => {
  it('needs forceReinit, and keeps the values otherwise', () => {
    const gain = parameter()
    gain.initialize({ backend: cpu })
    const again = () => gain.initialize({ init: constant(2) })
    expect(again).toThrow(RangeError)
    expect(again).toThrow(
      'parameter: expected no values yet, got a ready parameter; pass { forceReinit: true }',
    )
    expect(gain.data.toNested()).toEqual([1, 1, 1])
  })

  it('writes into the same storage, so that references and views stay live', () => {
    const gain = parameter()
    gain.initialize({ backend: cpu })
    const { data } = gain
    const view = data.slice([1, 3])
    gain.initialize({ init: constant(2), forceReinit: true })
    expect(gain.data).toBe(data)
    expect(view.toNested()).toEqual([2, 2])
  })

  it('stays on its backend', () => {
    const gain = parameter()
    gain.initialize({ backend: cpu })
    const other = createBackend({ ...cpu, name: 'other' })
    expect(() => gain.initialize({ backend: other, forceReinit: true })).toThrow(
      'parameter: expected the backend of the values, cpu, got other',
    )
  })

  it('without init takes the constructor option, or the default', () => {
    const optional = new Parameter({ shape: [1], role: 'gain', init: ones(), option: constant(7) })
    optional.initialize({ backend: cpu })
    expect(optional.data.item()).toBe(7)
  })
})

describe('a parameter outside any module', () => {
  it('takes constants, but no random values', () => {
    const gain = parameter()
    const random = () => gain.initialize({ init: normal(), rng: createRng(42), backend: cpu })
    expect(random).toThrow(TypeError)
    expect(random).toThrow(
      'parameter: expected a parameter of a module to draw from rng, got one on its own; initialise it through its module',
    )
    expect(gain.state).toBe('declared')
  })
})

describe('what an initializer needs is asked for at once, also when the shape is not known yet', () => {
  it.each([
    [
      { init: normal() },
      '0.weight: expected rng for a random initializer, got none; pass { rng: createRng(42) }',
    ],
    [{ rng: 42 as never }, '0.weight: expected rng to be a stream, got 42; pass { rng: createRng(42) }'],
    [{ init: 'normal' as never }, 'init: expected an initializer, got "normal"; pass normal()'],
    [
      { forceReInit: true },
      '0.weight: expected options init, rng, backend, forceReinit, got "forceReInit"; did you mean "forceReinit"?',
    ],
  ])('%j', (options: object, message) => {
    const { weight } = new Sequential(new Dense(2)).layers[0]
    expect(() => weight.initialize(options)).toThrow(TypeError)
    expect(() => weight.initialize(options)).toThrow(message)
    expect(weight.state).toBe('declared')
  })

  it('a fan initializer on a bias', () => {
    const { bias } = new Sequential(new Dense(2)).layers[0]
    const attempt = () => bias.initialize({ init: xavierUniform(), rng: createRng(42) })
    expect(attempt).toThrow(TypeError)
    expect(attempt).toThrow(
      /^0\.bias: expected axes or fans for an initializer that scales by them, got a bias/,
    )
  })
})

describe('a declaration is checked', () => {
  const declare = (spec: object) => () =>
    new Parameter({ shape: [2, 3], role: 'weight', init: zeros(), ...spec })
  it.each([
    [{ shape: [-1] }, ShapeError, 'Parameter: expected lengths to be integers >= 0 or null, got [-1]'],
    [
      { shape: [1.5, null] },
      ShapeError,
      'Parameter: expected lengths to be integers >= 0 or null, got [1.5, null]',
    ],
    [{ axes: { out: 0, in: 2 } }, ShapeError, 'expected axis in to be one of shape [2, 3], got 2'],
    [{ init: 1 }, TypeError, 'init: expected an initializer, got 1'],
    [{ option: 'x' }, TypeError, 'init: expected an initializer, got "x"'],
    [
      { kind: 'x' },
      TypeError,
      'Parameter: expected options shape, role, use, axes, weight, dtype, paddingIndex, init, option, got "kind"',
    ],
  ])('%j', (spec, kind, message) => {
    expect(declare(spec)).toThrow(kind)
    expect(declare(spec)).toThrow(message)
  })

  it('makes values of its dtype', () => {
    const count = new Parameter({ shape: [2], role: 'other', dtype: 'int32', init: constant(3) })
    count.initialize({ backend: cpu })
    expect(count.data.dtype).toBe('int32')
    const float = () => count.initialize({ init: constant(0.5), forceReinit: true })
    expect(float).toThrow(TypeError)
    expect(count.data.toNested()).toEqual([3, 3])
  })
})
