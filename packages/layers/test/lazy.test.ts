import { cpu } from '@nn/backend-cpu'
import { constant, type InitRequest, kaimingNormal, mapped, normal, orthogonal, uniform } from '@nn/init'
import { createRng, type Rng } from '@nn/random'
import { createTorchRng } from '@nn/random/torch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dense, NotReadyError, Sequential } from '../src/index.ts'

/** A stream with random access that counts the fills of itself and of those below it. */
function counting(rng: Rng, drawn: { fills: number }): Rng {
  return new Proxy(rng, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        const result: unknown = Reflect.apply(member, target, given)
        if (name === 'at' || name === 'clone') return counting(result as Rng, drawn)
        if (name !== 'toJSON') drawn.fills++
        return result
      }
    },
  })
}

const build = () => new Sequential(new Dense(4, { inUnits: 3 }), new Dense(2))
const setup = () => {
  const drawn = { fills: 0 }
  const net = build()
  net.initialize({ rng: counting(createRng(42), drawn), backend: cpu })
  return { net, drawn }
}
const checkpoint = () => {
  const net = build()
  net.initialize({ init: constant(1), rng: createRng(1) })
  net.forward(cpu.ones([1, 3]))
  return net.stateDict()
}

describe('values of a stream with random access', () => {
  it('come at the first read', () => {
    const { net, drawn } = setup()
    const { weight } = net.layers[0]
    expect([weight.state, weight.isReady, weight.isMaterialized, drawn.fills]).toEqual([
      'ready',
      true,
      false,
      0,
    ])
    const { data } = weight
    expect([weight.isMaterialized, drawn.fills, weight.data]).toEqual([true, 1, data])
  })

  it('come on materialize, of a parameter or of all', () => {
    const { net, drawn } = setup()
    expect(net.layers[0].weight.materialize()).toBe(net.layers[0].weight)
    expect(drawn.fills).toBe(1)
    expect(() => net.materialize()).toThrow(NotReadyError)
    net.forward(cpu.ones([1, 3]))
    expect(net.materialize()).toBe(net)
    expect(drawn.fills).toBe(2)
  })

  it('are never drawn for what is loaded', () => {
    const { net, drawn } = setup()
    net.loadStateDict(checkpoint())
    net.forward(cpu.ones([1, 3]))
    net.stateDict()
    expect(drawn.fills).toBe(0)
    expect(net.layers[0].weight.data.at(0, 0).item()).toBe(1)
  })

  it('are drawn for the rest only', () => {
    const { net, drawn } = setup()
    net.loadStateDict({ '0.weight': cpu.ones([4, 3]) }, { strict: false })
    net.forward(cpu.ones([1, 3]))
    expect(drawn.fills).toBe(1)
  })

  it('are the same bits, whenever they come and whoever else draws', () => {
    const init = fc.constantFrom(normal(), uniform(), kaimingNormal(), orthogonal())
    fc.assert(
      fc.property(fc.maxSafeInteger(), init, fc.boolean(), (seed, init, late) => {
        const rng = createRng(seed)
        const [eager, lazy] = [build(), build()]
        eager.initialize({ init, rng, backend: cpu })
        const bits = eager.layers[0].weight.data.clone()
        const again = rng.clone()
        lazy.initialize({ init, rng: again, backend: cpu })
        again.normal(new Float32Array(3))
        if (late) lazy.forward(cpu.ones([1, 3]))
        expect(lazy.layers[0].weight.data.equals(bits)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('write into values that someone may look at', () => {
    const { net, drawn } = setup()
    const { weight } = net.layers[0]
    const { data } = weight
    const before = data.clone()
    weight.initialize({ rng: counting(createRng(7), drawn), forceReinit: true })
    expect([weight.data, data.equals(before)]).toEqual([data, false])
  })

  it('may be replaced before they come', () => {
    const { net, drawn } = setup()
    net.initialize({ init: constant(2), forceReinit: true })
    expect(net.layers[0].weight.data.at(0, 0).item()).toBe(2)
    expect(drawn.fills).toBe(0)
  })

  it('stay on the backend of initialize', () => {
    const { net } = setup()
    const other = { ...cpu, name: 'other' }
    expect(() => net.initialize({ rng: createRng(1), backend: other, forceReinit: true })).toThrow(
      '0.weight: expected the backend of the values, cpu, got other',
    )
  })
})

describe('what cannot wait is drawn at once', () => {
  it('streams that are one sequence, in order', () => {
    const net = build()
    const rng = createTorchRng(42)
    net.initialize({ rng, backend: cpu })
    expect(net.layers[0].weight.isMaterialized).toBe(true)
  })

  it('initializers of one’s own', () => {
    const own = (request: InitRequest) => normal()(request)
    for (const init of [own, mapped(normal(), (w) => w.abs())]) {
      const net = build()
      net.initialize({ init, rng: createRng(42), backend: cpu })
      expect(net.layers[0].weight.isMaterialized).toBe(true)
    }
  })
})

describe('errors come when initialize is called, and change nothing', () => {
  it('of the dtype', () => {
    const net = new Sequential(new Dense(2, { inUnits: 2 }), new Dense(2, { inUnits: 2, dtype: 'int32' }))
    expect(() => net.initialize({ init: normal(), rng: createRng(42), backend: cpu })).toThrow(
      '1.weight: expected float32 or float64 for normal, got int32',
    )
    expect(net.layers[0].weight.state).toBe('declared')
  })

  it('of the shape', () => {
    const { bias } = build().layers[0]
    const attempt = () => bias.initialize({ init: orthogonal(), rng: createRng(42), backend: cpu })
    expect(attempt).toThrow('0.bias: expected at least 2 axes for orthogonal, got shape [4]')
    expect(bias.state).toBe('declared')
  })
})
