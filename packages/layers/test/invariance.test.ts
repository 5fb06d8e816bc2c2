import { cpu } from '@nn/backend-cpu'
import { type InitLike, kaimingNormal, normal, orthogonal, truncatedNormal, uniform } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dense, Module, Sequential } from '../src/index.ts'

/** A chain of named layers; the order of the names is the order of construction and of the fields. */
class Named extends Module {
  readonly [name: string]: unknown

  constructor(widths: readonly (readonly [name: string, inUnits: number, units: number])[], known = true) {
    super()
    for (const [name, inUnits, units] of widths) {
      Object.assign(this, { [name]: new Dense(units, known ? { inUnits } : {}) })
    }
  }

  override forward(x: Tensor): Tensor {
    return x
  }
}

type Bits = Map<string, string>

/** Every parameter's raw bytes by path. */
function bits(module: Module): Bits {
  return new Map(
    [...module.parameters()].map(([path, { data }]) => {
      const { buffer, byteLength } = data.toArray()
      return [path, new Uint8Array(buffer, 0, byteLength).join()]
    }),
  )
}

const width = fc.integer({ min: 1, max: 6 })
const initializer = fc.constantFrom<InitLike>(
  normal(),
  uniform({ low: -1 }),
  truncatedNormal(),
  kaimingNormal(),
  orthogonal(),
)
const layersOf = (names: readonly string[]) =>
  fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), width, width)))
const given = { layers: layersOf(['a', 'b', 'c', 'd']), seed: fc.maxSafeInteger(), init: initializer }

describe('a parameter’s bits do not depend on', () => {
  it('the order of construction', () => {
    fc.assert(
      fc.property(fc.record(given), fc.infiniteStream(fc.nat()), ({ layers, seed, init }, keys) => {
        const shuffled = layers
          .map((layer) => [keys.next().value as number, layer] as const)
          .sort(([a], [b]) => a - b)
          .map(([, layer]) => layer)
        const [one, other] = [new Named(layers), new Named(shuffled)]
        for (const net of [one, other]) net.initialize({ init, rng: createRng(seed), backend: cpu })
        for (const [path, bytes] of bits(other)) expect(bytes).toBe(bits(one).get(path))
      }),
      { numRuns: 30 },
    )
  })

  it('a layer that is inserted', () => {
    fc.assert(
      fc.property(fc.record(given), fc.nat(4), width, ({ layers, seed, init }, place, units) => {
        const more = layers.toSpliced(place, 0, ['new', units, units])
        const [one, other] = [new Named(layers), new Named(more)]
        for (const net of [one, other]) net.initialize({ init, rng: createRng(seed), backend: cpu })
        for (const [path, bytes] of bits(one)) expect(bits(other).get(path)).toBe(bytes)
      }),
      { numRuns: 30 },
    )
  })

  it('when its shape is known', () => {
    fc.assert(
      fc.property(fc.record({ ...given, widths: fc.array(width, { minLength: 2, maxLength: 5 }) }), (c) => {
        const build = (known: boolean) =>
          new Sequential(
            ...c.widths.slice(1).map((units, i) => new Dense(units, known ? { inUnits: c.widths[i]! } : {})),
          )
        const [eager, deferred] = [build(true), build(false)]
        eager.initialize({ init: c.init, rng: createRng(c.seed), backend: cpu })
        deferred.initialize({ init: c.init, rng: createRng(c.seed) })
        deferred.forward(cpu.ones([1, c.widths[0]!]))
        expect(bits(deferred)).toEqual(bits(eager))
      }),
      { numRuns: 30 },
    )
  })

  it('whether others are initialised, before or after, and how', () => {
    fc.assert(
      fc.property(fc.record(given), fc.subarray(['a', 'b', 'c', 'd']), initializer, (c, first, otherInit) => {
        const [whole, parts] = [new Named(c.layers), new Named(c.layers)]
        const rng = createRng(c.seed)
        whole.initialize({ init: c.init, rng, backend: cpu })
        parts.parameters()
        const again = rng.clone()
        rng.normal(new Float32Array(3))
        const rules = first.map((name) => [`${name}.weight`, otherInit] as const)
        parts.initialize({ init: c.init, rules, rng: again, backend: cpu })
        for (const [path, bytes] of bits(parts)) {
          if (!first.some((name) => path === `${name}.weight`)) expect(bytes).toBe(bits(whole).get(path))
        }
        const restored = parts.parameters()
        for (const name of first) {
          restored.get(`${name}.weight`)!.initialize({ init: c.init, rng: again, forceReinit: true })
        }
        expect(bits(parts)).toEqual(bits(whole))
      }),
      { numRuns: 30 },
    )
  })

  it('which slice of them is drawn', () => {
    fc.assert(
      fc.property(width, width, fc.maxSafeInteger(), fc.nat(35), fc.nat(35), (units, inUnits, seed, a, b) => {
        const net = new Sequential(new Dense(units, { inUnits }))
        net.initialize({ init: normal({ std: 0.3 }), rng: createRng(seed), backend: cpu })
        const values = net.layers[0].weight.data.toArray()
        const start = Math.min(a, b, values.length)
        const slice = values.slice(start, Math.max(a, b))
        const alone = createRng(seed)
          .at('0.weight')
          .normal(new Float32Array(slice.length), { std: 0.3, start })
        expect(alone).toEqual(slice)
      }),
    )
  })

  it('but they do on seed and path: no two parameters start alike', () => {
    const net = new Named([
      ['a', 4, 4],
      ['b', 4, 4],
    ])
    net.initialize({ init: normal(), rng: createRng(42), backend: cpu })
    const values = bits(net)
    expect(values.get('a.weight')).not.toBe(values.get('b.weight'))
    net.initialize({ init: normal(), rng: createRng(43), forceReinit: true })
    expect(bits(net).get('a.weight')).not.toBe(values.get('a.weight'))
  })
})
