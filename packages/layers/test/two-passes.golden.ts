// What PyTorch 2.13 holds after `net.apply(init)`: a network is built with its defaults first, and what is initialised then is drawn
// after all of them. `code` and `apply` of the fixture are the Python; `xavier` and `normal` stand for xavier_uniform_ and
// normal_(0, 0.02) of every weight of more than one axis; `after` is the next torch.rand.
import { cpu } from '@nn/backend-cpu'
import { kaimingNormal, normal, ones, xavierUniform } from '@nn/init'
import { torch } from '@nn/init/torch'
import { describe, expect, it } from 'vitest'
import * as nn from '../src/index.ts'
import golden from './fixtures/two-passes.json' with { type: 'json' }
import { bytesOf, hash } from './hash.ts'

class Block extends nn.Module {
  readonly gain = new nn.Parameter({ shape: [3], role: 'gain', init: ones() })
  readonly fc = new nn.Dense(3, { inUnits: 3 })
  readonly inner = new nn.Sequential(new nn.Dense(4, { inUnits: 3 }), new nn.Dense(3, { inUnits: 4 }))
  readonly out = new nn.Dense(3, { inUnits: 3 })
  forward(): void {}
}

const xavier = xavierUniform()
const small = normal({ std: 0.02 })
const linear = (units: number, inUnits: number) => new nn.Dense(units, { inUnits })
const bare = (units: number, inUnits: number) => new nn.Dense(units, { inUnits, useBias: false })
const mlp = () => new nn.Sequential(linear(3, 2), new nn.Relu(), linear(1, 3))

const PROGRAMS: Readonly<Record<string, readonly [net: () => nn.Module, options: nn.InitializeOptions]>> = {
  'linear layers': [mlp, { init: xavier }],
  'one layer by a rule': [mlp, { rules: [['2.weight', kaimingNormal()]] }],
  'without biases': [() => new nn.Sequential(bare(5, 4), bare(6, 5), linear(7, 6)), { init: small }],
  convolutions: [
    () =>
      new nn.Sequential(
        new nn.Conv2d(8, 3, { inChannels: 3 }),
        new nn.BatchNorm({ channels: 8 }),
        new nn.Conv2d(16, 3, { inChannels: 8, useBias: false }),
        new nn.Flatten(),
        linear(10, 16),
      ),
    {
      rules: [
        [{ type: nn.Conv2d, role: 'weight' }, small],
        [{ type: nn.Dense, role: 'weight' }, small],
      ],
    },
  ],
  'an embedding': [() => new nn.Sequential(new nn.Embedding(40, 16), linear(40, 16)), { init: small }],
  'parts in parts': [() => new nn.ModuleList([new Block(), new Block()]), { init: xavier }],
  'recurrent layers': [
    () => new nn.ModuleList([linear(4, 4), new nn.Lstm(3, { inUnits: 4, layers: 2 })]),
    { init: small },
  ],
  attention: [() => new nn.ModuleList([linear(8, 8), new nn.MultiheadAttention(8, 2)]), { init: xavier }],
}

describe('init, rules and recipe in the torch dialect are what apply does to a network that is built', () => {
  it.each(golden)('$name', ({ name, seed, fnv1a, after }) => {
    const [build, options] = PROGRAMS[name] ?? expect.fail(name)
    const dialect = torch({ seed })
    const net = build()
    net.initialize({ ...options, dialect, backend: cpu })
    expect([...net.parameters().values()].map(({ data }) => hash(bytesOf(data)))).toEqual(fnv1a)
    expect(dialect.rng.uniform(new Float32Array(1))[0]).toBe(Math.fround(after))
  })

  it('is refused while shapes are unknown: PyTorch initialises no lazy parameter', () => {
    const net = new nn.Sequential(new nn.Dense(3), new nn.Dense(1))
    const dialect = torch({ seed: 42 })
    const init = xavierUniform()
    expect(net.plan({ dialect, init }).rows).toHaveLength(4)
    expect(() => net.initialize({ dialect, init, backend: cpu })).toThrow(
      /^0\.weight: expected known shapes of what is drawn again .*, got shape \[3, \?\]; give inUnits/,
    )
    net.initialize({ dialect })
    net.forward(cpu.ones([1, 2]))
    net.apply((module) => {
      if (module instanceof nn.Dense) dialect.xavierUniform_(module.weight)
    })
    const built = new nn.Sequential(linear(3, 2), linear(1, 3))
    built.initialize({ dialect: torch({ seed: 42 }), init, backend: cpu })
    for (const place of [0, 1] as const) {
      expect(net.layers[place].weight.data.equals(built.layers[place].weight.data)).toBe(true)
    }
  })
})
