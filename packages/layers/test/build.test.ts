import { cpu } from '@nn/backend-cpu'
import { constant_, type LayerKind, normal, xavierUniform } from '@nn/init'
import { flax } from '@nn/init/flax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import { tensorflow } from '@nn/init/tensorflow'
import { torch } from '@nn/init/torch'
import { tensorflowBackend } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  BatchNorm,
  Conv2d,
  ConvTranspose1d,
  Dense,
  Dropout,
  Embedding,
  Gru,
  isParameter,
  LayerNorm,
  Module,
  ModuleList,
  Parameter,
  PRelu,
  Sequential,
  TransformerDecoder,
} from '../src/index.ts'

const here = { backend: cpu }
const session = () => torch({ seed: 42 })

/** The bits of all parameters, by path. */
const valuesOf = (net: Module) =>
  Object.fromEntries([...net.parameters()].map(([path, { data }]) => [path, data.toArray()]))

abstract class Custom extends Module {
  forward(x: Tensor): Tensor {
    return x
  }
}

describe('what is built', () => {
  const plain = () =>
    new ModuleList([
      new Conv2d(4, 3, { inChannels: 2, useBias: false }),
      new BatchNorm({ channels: 4 }),
      new ConvTranspose1d(3, 2, { inChannels: 4 }),
      new PRelu(),
      new Embedding(5, 3, { paddingIndex: 1 }),
      new Gru(3, { inUnits: 2 }),
      new LayerNorm({ shape: [3] }),
      new Dense(2, { inUnits: 3 }),
    ])

  it('is what initialize gives where nothing is drawn in between, buffers included', () => {
    const [one, other] = [session(), session()]
    const net = one.build(plain, here)
    const same = plain()
    same.initialize({ dialect: other, ...here })
    expect(valuesOf(net)).toEqual(valuesOf(same))
    expect(Object.keys(net.stateDict())).toEqual(Object.keys(same.stateDict()))
    expect(one.rng.getState()).toEqual(other.rng.getState())
  })

  it('is drawn in its order of construction, whatever its order in the tree', () => {
    class Backwards extends Custom {
      first: Dense
      last: Dense
      constructor() {
        super()
        const last = new Dense(1, { inUnits: 2 })
        this.first = new Dense(2, { inUnits: 3 })
        this.last = last
      }
    }
    const net = session().build(() => new Backwards(), here)
    const [last, first] = session().build(
      () => [new Dense(1, { inUnits: 2 }), new Dense(2, { inUnits: 3 })],
      here,
    )
    expect(valuesOf(net.last)).toEqual(valuesOf(last as Dense))
    expect(valuesOf(net.first)).toEqual(valuesOf(first as Dense))
  })

  it('can be read, tied, overwritten and loaded at once', () => {
    const dialect = session()
    const head = dialect.build(() => {
      const table = new Embedding(4, 3)
      const last = new Dense(4, { inUnits: 3, useBias: false })
      expect(last.weight.data.shape).toEqual([4, 3])
      last.weight = table.weight
      constant_(table.weight, 2)
      return last
    }, here)
    expect(head.weight.data.toArray()).toEqual(new Float32Array(12).fill(2))
    const reference = session().rng
    reference.normal(new Float32Array(12))
    reference.uniform(new Float32Array(12))
    expect(dialect.rng.getState()).toEqual(reference.getState())
  })

  it('takes constructor options in the words of the framework', () => {
    const make = () => new Dense(2, { inUnits: 3, weightInit: xavierUniform(), biasInit: normal() })
    const other = make()
    other.initialize({ dialect: session(), ...here })
    expect(valuesOf(session().build(make, here))).toEqual(valuesOf(other))
  })

  it('is not drawn again when it is cloned', () => {
    const dialect = session()
    const [layer, copy] = dialect.build(() => {
      const layer = new Dense(2, { inUnits: 3 })
      return [layer, layer.clone()] as const
    }, here)
    expect(valuesOf(copy)).toEqual(valuesOf(layer))
    const reference = session()
    reference.build(() => new Dense(2, { inUnits: 3 }), here)
    expect(dialect.rng.getState()).toEqual(reference.rng.getState())
  })

  it('has copies of one layer where PyTorch copies', () => {
    const { layers } = session().build(
      () => new TransformerDecoder(4, 2, { feedforwardUnits: 8, layers: 3 }),
      here,
    )
    const [first, ...others] = layers.map(valuesOf)
    expect(others).toEqual([first, first])
    const same = new TransformerDecoder(4, 2, { feedforwardUnits: 8, layers: 3 })
    same.initialize({ dialect: session(), ...here })
    expect(same.layers.map(valuesOf)).toEqual([first, first, first])
    const [dialect, another] = [session(), session()]
    same.initialize({ dialect, init: normal(), ...here, forceReinit: true })
    const built = another.build(() => new TransformerDecoder(4, 2, { feedforwardUnits: 8, layers: 3 }), here)
    built.apply((module) => {
      for (const [, field] of module.fields()) {
        if (isParameter(field) && field.role === 'weight') another.normal_(field)
      }
    })
    expect(valuesOf(same)).toEqual(valuesOf(built))
    expect(dialect.rng.getState()).toEqual(another.rng.getState())
    const { rng } = session()
    const dropping = session().build(
      () => new TransformerDecoder(4, 2, { feedforwardUnits: 8, layers: 2, rng }),
      here,
    )
    expect(dropping.layers[1]?.dropout1.rng).toBe(rng)
    expect(layers[0]?.linear1.weight.data).not.toBe(layers[1]?.linear1.weight.data)
  })
})

describe("a person's own module", () => {
  it('draws its parameters where they stand, by their own laws', () => {
    class Own extends Custom {
      before = new Parameter({ shape: [3], role: 'gain', init: normal() })
      layer = new Dense(2, { inUnits: 2 })
      after = new Parameter({ shape: [3], role: 'gain', init: normal({ std: 2 }) })
    }
    const net = session().build(() => new Own(), here)
    const { rng } = session()
    expect(net.before.data.toArray()).toEqual(rng.normal(new Float32Array(3)))
    rng.uniform(new Float32Array(4))
    rng.uniform(new Float32Array(2))
    expect(net.after.data.toArray()).toEqual(rng.normal(new Float32Array(3), { std: 2 }))
  })

  it('that declares a kind is a layer of that kind', () => {
    class Affine extends Custom {
      override readonly kind: LayerKind = 'linear'
      w = new Parameter({ shape: [2, 3], role: 'weight', axes: { out: 0, in: 1 }, init: normal() })
      b = new Parameter({ shape: [2], role: 'bias', init: normal() })
    }
    const dialect = session()
    const [own, next] = dialect.build(() => [new Affine(), new Dense(2, { inUnits: 3 })] as const, here)
    const layers = session().build(
      () => [new Dense(2, { inUnits: 3 }), new Dense(2, { inUnits: 3 })] as const,
      here,
    )
    expect([own.w, own.b, next.weight].map(({ data }) => data.toArray())).toEqual(
      [layers[0].weight, layers[0].bias, layers[1].weight].map(({ data }) => data.toArray()),
    )
    const alone = session()
    alone.build(() => {
      const affine = new Affine()
      // The stream is that of after the layer.
      alone.rng.uniform(new Float32Array(1))
      expect(affine.w.data.toArray()).toEqual(layers[0].weight.data.toArray())
      return affine
    }, here)
  })
})

describe('a build that cannot be', () => {
  const dialect = session()
  const before = dialect.rng.getState()
  const refused = (construct: () => unknown, error: RegExp) => {
    expect(() => dialect.build(construct, here)).toThrow(error)
    expect(dialect.rng.getState()).toEqual(before)
  }

  it('names what has no size, and leaves the sequence where it was', () => {
    const lazy = () => new Sequential(new Dense(3, { inUnits: 2 }), new Dense(2))
    refused(lazy, /^1\.weight: expected a known shape.*got shape \[2, \?\]; give inUnits or inChannels$/)
    refused(() => ({ in: new Conv2d(2, 3) }), /^weight: expected a known shape/)
    refused(
      () => new Parameter({ shape: [null], role: 'gain', init: normal() }),
      /^parameter: expected a known/,
    )
  })

  it('refuses promises, and another dialect within', () => {
    refused(async () => new Dense(3, { inUnits: 2 }), /^torch\.build: expected construct to answer at once/)
    const inner = mxnet({ seed: 1 })
    refused(
      () => inner.build(() => new Dense(3, { inUnits: 2 }), here),
      /^mxnet\.build: expected no other build to run, got one of torch/,
    )
    const fails = () => {
      new Dense(3, { inUnits: 2 })
      throw new Error('own')
    }
    refused(fails, /^own$/)
  })

  it('refuses a kind that is declared after the parameters', () => {
    class Late extends Custom {
      w = new Parameter({ shape: [2, 3], role: 'weight', axes: { out: 0, in: 1 }, init: normal() })
      override readonly kind: LayerKind = 'linear'
    }
    refused(() => new Late(), /expected a module that declares its kind first, got linear after it/)
  })

  it('refuses what was made outside, without values', () => {
    const outside = new Dense(3, { inUnits: 2 })
    refused(() => new Sequential(outside), /^0\.weight: expected a parameter that torch has drawn/)
  })

  it('says what it takes', () => {
    // @ts-expect-error no function
    expect(() => dialect.build(new Dense(2), here)).toThrow(
      /torch\.build: expected a function that constructs/,
    )
    // @ts-expect-error no backend
    expect(() => dialect.build(() => new Dense(2))).toThrow(
      /torch\.build: expected a backend.*pass \{ backend/,
    )
    // @ts-expect-error misspelt
    expect(() => dialect.build(() => 1, { backend: cpu, sed: 1 })).toThrow(/sed/)
  })

  it('is over afterwards', () => {
    const layer = new Dense(3, { inUnits: 2 })
    expect(layer.weight.state).toBe('declared')
    expect(dialect.build(() => dialect.build(() => 3, here), here)).toBe(3)
  })
})

describe('other frameworks', () => {
  const make = () => new Sequential(new Dense(3, { inUnits: 2 }), new Dense(2, { inUnits: 3 }))
  const withInit = () =>
    new Sequential(
      new Dense(3, { inUnits: 2, weightInit: normal() }),
      new Dense(2, { inUnits: 3, weightInit: normal() }),
    )

  it.each([
    ['mxnet', () => mxnet({ seed: 3 }), make],
    ['tensorflow', () => tensorflow({ seed: 3 }), withInit],
    ['keras', () => keras({ seed: 3, backend: tensorflowBackend }), make],
    ['flax', () => flax({ seed: 3, api: 'nnx' }), make],
  ] as const)('%s builds what it initialises, in order', (_, open, make) => {
    const net = open().build(make, here)
    const same = make()
    same.initialize({ dialect: open(), ...here })
    expect(valuesOf(net)).toEqual(valuesOf(same))
    const dialect = open()
    const unknown = () => new Sequential(make(), new Dense(2, { weightInit: normal() }))
    if (dialect.isSequential)
      expect(() => dialect.build(unknown, here)).toThrow(/1\.weight: expected a known/)
    else expect(dialect.build(unknown, here).layers[1].weight.state).toBe('deferred')
  })

  it('keras gives dropouts their seeds in order, and one object one seed', () => {
    const shared = normal()
    const make = () =>
      new Sequential(
        new Dense(3, { inUnits: 3, weightInit: shared }),
        new Dropout(0.5),
        new Dense(3, { inUnits: 3, weightInit: shared }),
        new Dense(2, { inUnits: 3 }),
      )
    const open = () => keras({ seed: 3, backend: tensorflowBackend })
    const net = open().build(make, here)
    expect(net.layers[0].weight.data.equals(net.layers[2].weight.data)).toBe(true)
    const same = make()
    same.initialize({ dialect: open(), ...here })
    expect(valuesOf(net)).toEqual(valuesOf(same))
  })

  it('linen draws by names, and does not build', () => {
    expect(() => flax({ seed: 3 }).build(make, here)).toThrow(/flax\.build: expected api 'nnx'/)
  })
})
