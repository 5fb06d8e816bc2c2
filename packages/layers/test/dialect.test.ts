import { cpu } from '@nn/backend-cpu'
import { constant, normal, orthogonal, xavierUniform, zeros } from '@nn/init'
import { flax } from '@nn/init/flax'
import { jax } from '@nn/init/jax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import { tensorflowBackend as backend } from '@nn/random/keras'
import { createTorchRng } from '@nn/random/torch'
import { describe, expect, it } from 'vitest'
import {
  BatchNorm,
  Bilinear,
  Conv2d,
  ConvTranspose2d,
  Dense,
  Dropout,
  Embedding,
  Gru,
  Lstm,
  Module,
  ModuleList,
  MultiheadAttention,
  Parameter,
  PRelu,
  Relu,
  Sequential,
} from '../src/index.ts'

const values = (net: Module): unknown =>
  [...net.parameters()].map(([path, { data }]) => [path, data.toNested()])

/** Bits of the first values. */
const bits = ({ data }: { data: { toArray(): ArrayLike<number> } }, count = 2): string[] =>
  [...new Uint32Array(Float32Array.from(data.toArray()).slice(0, count).buffer)].map((word) =>
    word.toString(16).padStart(8, '0'),
  )

const build = () => new Sequential(new Dense(8, { inUnits: 4 }), new Relu(), new Dense(1, { inUnits: 8 }))
const lazy = () => new Sequential(new Dense(8), new Relu(), new Dense(1))

describe('the order of PyTorch', () => {
  it('draws layer by layer, weights before biases', () => {
    const net = build()
    net.initialize({ dialect: torch({ seed: 1 }), backend: cpu })
    const rng = createTorchRng(1)
    const draw = (n: number, bound: number) => rng.uniform(new Float32Array(n), { low: -bound, high: bound })
    const half = Math.sqrt(3) * (Math.sqrt(2 / (1 + Math.sqrt(5) ** 2)) / 2)
    expect(net.layers[0].weight.data.toArray()).toEqual(draw(32, half))
    expect(net.layers[0].bias.data.toArray()).toEqual(draw(8, 1 / 2))
  })

  it('is that of lazy modules where shapes come with the first input: layers draw at their forward', () => {
    const dialect = torch({ seed: 42 })
    const net = lazy()
    const report = net.initialize({ dialect })
    expect(report.rows.map(({ status }) => status)).toEqual(['deferred', 'deferred', 'deferred', 'deferred'])
    const x = cpu.tensor(dialect.rng.uniform(new Float32Array(8)), { shape: [2, 4] })
    net.forward(x)
    // flow.d2l.default of PyTorch 2.13 with seed 42, in apps/conformance/golden/torch.json.
    expect(bits(net.layers[0].weight)).toEqual(['3ee1accc', 'bebbcf0e'])
    expect(bits(net.layers[2].weight)).toEqual(['3e37db1d', 'be5caa16'])
    expect(bits(net.layers[2].bias, 1)).toEqual(['3de4ff5f'])
  })

  it('holds for a layer whose bias alone has a known shape, too', () => {
    const [known, waiting] = [new Dense(8, { inUnits: 4 }), new Dense(8)]
    known.initialize({ dialect: torch({ seed: 3 }), backend: cpu })
    waiting.initialize({ dialect: torch({ seed: 3 }), backend: cpu })
    waiting.forward(cpu.ones([1, 4]))
    expect(values(waiting)).toEqual(values(known))
  })

  it('makes the last layer of an attention first', () => {
    const layer = new MultiheadAttention(8, 2)
    layer.initialize({ dialect: torch({ seed: 0 }), backend: cpu })
    // torch.nn.MultiheadAttention(8, 2) of PyTorch 2.13 with seed 0.
    expect(bits(layer.inProjWeight!)).toEqual(['3e2e4337', '3eb7b104'])
    expect(layer.outProj.bias.data.eq(0).all().item()).toBe(true)
    const inner = new ModuleList([new MultiheadAttention(8, 2)])
    inner.plan({ dialect: torch({ seed: 0 }) })
    inner.initialize({ dialect: torch({ seed: 0 }), backend: cpu })
    expect(inner.items[0].inProjWeight?.data.equals(layer.inProjWeight!.data)).toBe(true)
  })

  it('goes on from call to call, and back again with a new session', () => {
    const dialect = torch({ seed: 1 })
    const net = build()
    net.initialize({ dialect, backend: cpu })
    const first = values(net)
    net.initialize({ dialect, forceReinit: true })
    expect(values(net)).not.toEqual(first)
    net.initialize({ dialect: torch({ seed: 1 }), forceReinit: true })
    expect(values(net)).toEqual(first)
  })

  it('counts what is kept: other layers get what they would get in a new network', () => {
    const whole = build()
    whole.initialize({ dialect: torch({ seed: 5 }), backend: cpu })
    const net = build()
    net.initialize({ init: constant(1), backend: cpu, rng: createRng(1) })
    net.layers[0].freeze()
    const report = net.initialize({ dialect: torch({ seed: 5 }), forceReinit: true })
    expect(report.rows.map(({ status }) => status)).toEqual(['kept', 'kept', 'initialized', 'initialized'])
    expect(values(net.layers[2])).toEqual(values(whole.layers[2]))
    expect(net.layers[0].weight.data.eq(1).all().item()).toBe(true)
  })
})

describe('defaults', () => {
  const laws = (net: Module, dialect: Parameters<Module['plan']>[0]) =>
    net.plan(dialect).rows.flatMap(({ law, role }) => (role === 'buffer' ? [] : law))
  const nets = () => ({
    table: new Embedding(5, 4),
    norm: new BatchNorm({ channels: 3 }),
    slope: new PRelu(),
    transposed: new ConvTranspose2d(6, 3, { inChannels: 4 }),
  })

  it.each([
    ['torch', torch({ seed: 1 }), ['N(0, 1²)'], '0.25', 'U[-0.136083, 0.136083)', 'U[-0.136083, 0.136083)'],
    ['keras', keras({ seed: 1, backend }), ['U[-0.05, 0.05)'], '0', 'U[-0.258199, 0.258199)', '0'],
    ['mxnet', mxnet({ seed: 1 }), ['U[-0.07, 0.07)'], '0.25', 'U[-0.07, 0.07)', '0'],
    ['flax', flax({ seed: 1 }), ['N(0, 0.5²)'], '0.01', 'N(0, 0.189475²) cut to [-0.378949, 0.378949]', '0'],
  ] as const)('of %s', (_, dialect, table, slope, weight, bias) => {
    const { table: embedding, norm, slope: relu, transposed } = nets()
    expect(laws(embedding, { dialect })).toEqual(table)
    expect(laws(norm, { dialect })).toEqual(['1', '0'])
    expect(laws(relu, { dialect })).toEqual([slope])
    expect(laws(transposed, { dialect })).toEqual([weight, bias])
  })

  it('of Bilinear in torch: ±1/√in1 for both', () => {
    const layer = new Bilinear(5, { inUnits: [4, 9] })
    expect(laws(layer, { dialect: torch({ seed: 1 }) })).toEqual(['U[-0.5, 0.5)', 'U[-0.5, 0.5)'])
  })

  it('of recurrent layers', () => {
    const lstm = new Lstm(4, { inUnits: 3 })
    expect(laws(lstm, { dialect: torch({ seed: 1 }) })).toEqual(new Array(4).fill('U[-0.5, 0.5)'))
    lstm.initialize({ dialect: keras({ seed: 1, backend }), backend: cpu })
    const { weightHh, biasIh, biasHh } = lstm.cells[0]!
    const q = weightHh.data
    expect(q.transpose().matmul(q).allClose(cpu.eye(4), { atol: 1e-5 })).toBe(true)
    expect(biasIh!.data.toNested()).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(biasHh!.data.eq(0).all().item()).toBe(true)
  })

  it('that a framework does not have are refused', () => {
    const padded = new Embedding(5, 4, { paddingIndex: 0 })
    expect(() => padded.plan({ dialect: keras({ seed: 1, backend }) })).toThrow(
      'weight: expected a layer as Keras has it, got an embedding with a padding row; give this parameter an initializer by a rule or an option',
    )
    const lstm = new Lstm(4, { inUnits: 3, projection: 2 })
    expect(() => lstm.initialize({ dialect: flax({ seed: 1 }), backend: cpu })).toThrow(
      'weightHrL0: expected a layer as Flax has it, got a projection of the state',
    )
    const attention = new MultiheadAttention(4, 1, { addBiasKv: true })
    expect(() => attention.plan({ dialect: keras({ seed: 1 }) })).toThrow(
      'biasK: expected a layer as Keras has it, got a key or a value that is learnt and added',
    )
    const stacked = new Lstm(4, { inUnits: 3, layers: 2, dropout: 0.5 })
    expect(() => stacked.plan({ dialect: keras({ seed: 1 }) })).toThrow(
      'dropout: expected recurrent layers as Keras has them, got a dropout within; make a layer of each, with a Dropout between them',
    )
    const gru = new Gru(4, { inUnits: 3 })
    expect(() => gru.plan({ dialect: keras({ seed: 1 }), rules: [[/biasIh/, normal()]] })).toThrow(
      'biasIhL0: expected a layer as Keras has it, got a bias for each sum that is drawn',
    )
    const lawOf = (rule: RegExp) =>
      gru
        .plan({ dialect: keras({ seed: 1 }), rules: [[rule, normal()]] })
        .rows.find(({ path }) => path === 'biasIhL0')?.law
    expect(lawOf(/bias/)).toBe('N(0, 1²)')
    const heads = new MultiheadAttention(8, 2, { weightInit: orthogonal() })
    expect(heads.plan({ dialect: keras({ seed: 1 }) }).rows[0]).toMatchObject({ std: 1 / Math.sqrt(8 * 2) })
    padded.initialize({ dialect: torch({ seed: 1 }), backend: cpu })
    expect(padded.weight.data.at(0).eq(0).all().item()).toBe(true)
    expect(padded.weight.data.at(1).eq(0).any().item()).toBe(false)
  })
})

describe('a module of one’s own', () => {
  class Own extends Module {
    readonly weight = new Parameter({
      shape: [4, 3],
      role: 'weight',
      axes: { out: 0, in: 1 },
      init: normal({ std: 0.5 }),
    })
    readonly bias = new Parameter({ shape: [4], role: 'bias', init: constant(2) })

    override forward(): never {
      throw new Error('only initialised here')
    }
  }

  it.each([
    ['torch', () => torch({ seed: 1 })],
    ['keras', () => keras({ seed: 1, backend })],
    ['mxnet', () => mxnet({ seed: 1 })],
    ['flax', () => flax({ seed: 1 })],
    ['jax', () => jax({ seed: 1 })],
  ])('keeps its laws, in the bits of %s', (_, open) => {
    const net = new Own()
    net.initialize({ dialect: open(), backend: cpu })
    expect(net.plan({ dialect: open() }).rows.map(({ law }) => law)).toEqual(['N(0, 0.5²)', '2'])
    expect(net.bias.data.eq(2).all().item()).toBe(true)
    expect(net.weight.data.abs().max().item()).toBeGreaterThan(0.3)
  })

  it('is torch.normal of PyTorch', () => {
    const net = new Own()
    net.initialize({ dialect: torch({ seed: 1 }), backend: cpu })
    expect(net.weight.data.toArray()).toEqual(createTorchRng(1).normal(new Float32Array(12), { std: 0.5 }))
  })
})

describe('what is asked for is said in the framework’s words', () => {
  it('init, rules and constructor options, with the precedence of every call', () => {
    const net = new Sequential(
      new Dense(3, { inUnits: 2, weightInit: normal({ std: 0.5 }) }),
      new Dense(2, { inUnits: 3 }),
    )
    const dialect = torch({ seed: 1 })
    const report = net.initialize({
      dialect,
      init: xavierUniform(),
      rules: [['1.bias', constant(7)]],
      backend: cpu,
    })
    expect(report.rows.map(({ law, reason }) => [law, reason])).toEqual([
      ['N(0, 0.5²)', 'constructor option, in torch'],
      ['U[-0.707107, 0.707107)', "torch's default"],
      ['U[-1.09545, 1.09545)', 'init of initialize, in torch'],
      ['7', 'rule "1.bias", in torch'],
    ])
    expect(net.layers[0].weight.data.toArray()).toEqual(
      createTorchRng(1).normal(new Float32Array(6), { std: 0.5 }),
    )
  })

  it('in place, too', () => {
    const net = build()
    const dialect = torch({ seed: 42 })
    net.initialize({ init: constant(1), backend: cpu })
    net.apply((module) => {
      if (module instanceof Dense) dialect.xavierUniform_(module.weight)
    })
    const a = Math.sqrt(3) * Math.sqrt(2 / (4 + 8))
    const expected = createTorchRng(42).uniform(new Float32Array(32), { low: -a, high: a })
    expect(net.layers[0].weight.data.toArray()).toEqual(expected)
    expect(net.layers[0].weight.choice?.reason).toBe('call on the parameter')
  })

  it('in place, with the fans of the shape where a parameter declares none, as in PyTorch', () => {
    const dialect = torch({ seed: 3 })
    class Experts extends Module {
      readonly up = new Parameter({ shape: [2, 4, 3], role: 'weight', init: zeros() })
      readonly gate = new Parameter({ shape: [4, 3], role: 'other', init: zeros() })
      readonly scale = new Parameter({ shape: [3], role: 'scale', init: zeros() })
      override forward(): never {
        throw new Error('never called')
      }
    }
    const net = dialect.build(() => new Experts(), { backend: cpu })
    // torch.manual_seed(3); nn.init.kaiming_uniform_(torch.empty(2, 4, 3), a=5 ** 0.5); nn.init.xavier_normal_(torch.empty(4, 3))
    dialect.kaimingUniform_(net.up, { slope: Math.sqrt(5), nonlinearity: 'leakyRelu' })
    dialect.xavierNormal_(net.gate)
    expect(net.up.data.at(0, 0).toNested()).toEqual([
      -0.28621357679367065, -0.22772462666034698, -0.1236438974738121,
    ])
    expect(net.gate.data.at(0).toNested()).toEqual([
      -0.4621671438217163, 0.15980128943920135, 0.22408179938793182,
    ])
    expect(() => dialect.xavierUniform_(net.scale)).toThrow(
      /expected at least 2 axes for PyTorch's fans, got shape \[3\]/,
    )
    expect(String(net.plan({ dialect }))).toContain('gate')
  })

  it('plans without drawing', () => {
    for (const dialect of [
      torch({ seed: 1 }),
      keras({ seed: 1, backend }),
      mxnet({ seed: 1 }),
      flax({ seed: 1 }),
    ]) {
      const [first, second] = [build(), build()]
      const fork = dialect.fork()
      first.plan({ dialect })
      first.initialize({ dialect, backend: cpu })
      second.initialize({ dialect: fork, backend: cpu })
      expect(values(first)).toEqual(values(second))
    }
  })
})

describe('Keras', () => {
  it('gives each initializer and each dropout its seed in the order of the layers', () => {
    const without = new Sequential(new Dense(4, { inUnits: 3 }), new Dense(2, { inUnits: 4 }))
    const net = new Sequential(new Dense(4, { inUnits: 3 }), new Dropout(0.5), new Dense(2, { inUnits: 4 }))
    const none = new Sequential(new Dense(4, { inUnits: 3 }), new Dropout(0), new Dense(2, { inUnits: 4 }))
    for (const each of [without, net, none])
      each.initialize({ dialect: keras({ seed: 1, backend }), backend: cpu })
    expect(net.layers[0].weight.data.equals(without.layers[0].weight.data)).toBe(true)
    expect(net.layers[2].weight.data.equals(without.layers[1].weight.data)).toBe(false)
    expect(none.layers[2].weight.data.equals(without.layers[1].weight.data)).toBe(true)
  })

  it('needs no backend to come: seeds are given at once', () => {
    const [known, waiting] = [build(), lazy()]
    known.initialize({ dialect: keras({ seed: 9, backend }) })
    waiting.initialize({ dialect: keras({ seed: 9, backend }) })
    for (const net of [known, waiting]) net.forward(cpu.ones([1, 4]))
    expect(values(waiting)).toEqual(values(known))
  })
})

describe('Flax', () => {
  it('knows a layer by its name alone in linen, by its place in nnx', () => {
    const weightOf = (net: Module, dialect: ReturnType<typeof flax>) => {
      net.initialize({ dialect, backend: cpu })
      return [...net.parameters().values()][0]!.data.toNested()
    }
    const dense = () => new Dense(2, { inUnits: 3 })
    const scope = () => ['layers_0']
    const first = weightOf(new Sequential(dense()), flax({ seed: 1 }))
    expect(weightOf(new Sequential(new Relu(), dense()), flax({ seed: 1 }))).not.toEqual(first)
    expect(weightOf(new Sequential(new Relu(), dense()), flax({ seed: 1, scope }))).toEqual(first)
    const counted = weightOf(new Sequential(dense()), flax({ seed: 1, api: 'nnx' }))
    expect(weightOf(new Sequential(new Relu(), dense()), flax({ seed: 1, api: 'nnx' }))).toEqual(counted)
    expect(counted).not.toEqual(first)
  })

  it('draws each gate as a kernel of its own, by the names of the cell', () => {
    const gates = (layer: Gru, options: object) => {
      layer.initialize({ dialect: flax({ seed: 1, ...options }), backend: cpu, forceReinit: true })
      return layer.cells.map(({ weightIh }) => weightIh.data.slice([2, 4]).transpose().toNested())
    }
    const dense = new Dense(2, { inUnits: 3 })
    const update = (names: readonly string[]) => {
      const dialect = flax({ seed: 1, scope: () => names })
      dense.initialize({ dialect, backend: cpu, forceReinit: true })
      return dense.weight.data.transpose().toNested()
    }
    expect(gates(new Gru(2, { inUnits: 3 }), {})).toEqual([update(['cell', 'iz'])])
    const both = new Gru(2, { inUnits: 3, bidirectional: true })
    const names = ['forward_rnn', 'backward_rnn'].map((way) => update([way, 'cell', 'iz']))
    expect(gates(both, {})).toEqual(names)
    const scope = (_: string, direction?: string) => [`GRUCell_${direction === 'forward' ? 0 : 1}`]
    expect(gates(both, { scope })).toEqual([update(['GRUCell_0', 'iz']), update(['GRUCell_1', 'iz'])])
    expect(() => gates(both, { scope: () => ['GRUCell_0'] })).toThrow(
      'module: expected names of its own in linen, got GRUCell_0/ir, as module has; give scope, a function',
    )
    expect(() => gates(new Gru(2, { inUnits: 3, layers: 2 }), {})).toThrow(
      'weightIhL0: expected a layer as linen has it, got several layers in one, whose cells have no names there',
    )
  })

  it('has one bias for both sums, which an option is for', () => {
    const lstm = new Lstm(2, { inUnits: 3, biasInit: constant(7) })
    lstm.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    expect(lstm.biasIhL0.data.eq(0).all().item()).toBe(true)
    expect(lstm.biasHhL0.data.eq(7).all().item()).toBe(true)
    const gru = new Gru(2, { inUnits: 3, biasInit: constant(7) })
    gru.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    expect(gru.biasIhL0.data.eq(7).all().item()).toBe(true)
    expect(gru.biasHhL0.data.toNested()).toEqual([0, 0, 0, 0, 7, 7])
    expect(() => lstm.plan({ dialect: flax({ seed: 1 }), rules: [[/biasIh/, constant(1)]] })).toThrow(
      'biasIhL0: expected zeros, as Flax has one bias for both sums, got "constant"; give it to the other bias',
    )
  })

  it('draws the projections of an attention apart, also where they are packed', () => {
    const values = (packed: boolean) => {
      const layer = new MultiheadAttention(4, 2, { packed })
      layer.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
      const { inProjWeight, qProjWeight, kProjWeight, vProjWeight } = layer
      const all = inProjWeight ? [inProjWeight] : [qProjWeight!, kProjWeight!, vProjWeight!]
      return all.flatMap(({ data }) => data.toNested() as number[][])
    }
    expect(values(true)).toEqual(values(false))
    const added = new MultiheadAttention(4, 2, { addBiasKv: true })
    expect(() => added.plan({ dialect: flax({ seed: 1 }) })).toThrow('an attention with a key that is learnt')
  })

  it('gives dropouts a key in nnx, those of its layers as it does', () => {
    const keysOf = (...layers: Module[]) => {
      const dialect = flax({ seed: 1, api: 'nnx' })
      new ModuleList(layers).initialize({ dialect, backend: cpu })
      return dialect.rng.toJSON().call
    }
    expect(keysOf(new Dropout(0), new Dropout(0.5))).toBe(2)
    expect(keysOf(new MultiheadAttention(4, 2))).toBe(8)
    expect(keysOf(new MultiheadAttention(4, 2, { dropout: 0.1 }))).toBe(9)
    expect(keysOf(new Lstm(2, { inUnits: 3 }))).toBe(12)
    expect(keysOf(new PRelu())).toBe(0)
    expect(() => keysOf(new Lstm(2, { inUnits: 3, layers: 2, dropout: 0.5 }))).toThrow(
      '0.dropout: expected a layer as Flax has it, got dropout between the layers of one',
    )
    const build = (make: () => Module) => {
      const dialect = flax({ seed: 1, api: 'nnx' })
      dialect.build(make, { backend: cpu })
      return dialect.rng.toJSON().call
    }
    expect(build(() => new Dropout(0))).toBe(1)
    expect(build(() => new MultiheadAttention(4, 2))).toBe(8)
    expect(build(() => new MultiheadAttention(4, 2, { dropout: 0.1 }))).toBe(9)
  })

  it('takes seeds by the names of streams in nnx', () => {
    const weights = (seed: number | Record<string, number>) => {
      const [first, last] = [new Dense(2, { inUnits: 2 }), new Dense(2, { inUnits: 2 })]
      const dialect = flax({ seed, api: 'nnx' })
      const copy = dialect.fork()
      const net = new Sequential(first, new Dropout(0.5), last)
      net.initialize({ dialect, backend: cpu })
      expect(copy.rng.toJSON().call).toBe(0)
      return [first, last].map(({ weight }) => weight.data.toNested())
    }
    const [first, last] = weights({ params: 1, dropout: 2 })
    expect(first).toEqual(weights(1)[0])
    expect(last).not.toEqual(weights(1)[1])
    expect(weights({ default: 1 })).toEqual(weights(1))
  })

  it('lays a transposed kernel backwards, for it does not flip it', () => {
    const layer = new ConvTranspose2d(2, [1, 3], { inChannels: 1 })
    layer.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    // The same kernel of a convolution, [1, 3, 1, 2] there: as ours [out, in, 1, 3].
    const conv = new Conv2d(2, [1, 3], { inChannels: 1 })
    conv.initialize({ dialect: flax({ seed: 1 }), backend: cpu })
    for (const unit of [0, 1]) {
      const forwards = conv.weight.data.at(unit).reshape(3).toNested() as number[]
      expect(layer.weight.data.at(0).at(unit).reshape(3).toNested()).toEqual(forwards.toReversed())
    }
  })
})

describe('errors', () => {
  const dialect = torch({ seed: 1 })

  it.each([
    [
      { dialect, rng: createRng(1), backend: cpu },
      'Sequential: expected either rng or dialect, got both; a dialect has a stream of its own',
    ],
    [
      { dialect: createRng(1) as never },
      'Sequential: expected dialect to be one such as torch({ seed: 42 }), got ',
    ],
    [
      { dialect: 'torch' as never },
      'Sequential: expected dialect to be one such as torch({ seed: 42 }), got "torch"',
    ],
    [
      { dialect },
      '0.weight: expected a backend, as torch draws known shapes at once and in order, got none; pass { backend: cpu }',
    ],
    [
      { rng: dialect as never, backend: cpu },
      'Sequential: expected rng to be a stream, got an object; pass { rng: createRng(42) }',
    ],
    [
      { dialect: jax({ seed: 1 }), backend: cpu },
      '0.weight: expected an initializer, as JAX has no layers with defaults, got none',
    ],
  ])('%#', (options: object, message) => {
    const net = build()
    expect(() => net.initialize(options)).toThrow(TypeError)
    expect(() => net.initialize(options)).toThrow(message)
    expect([...net.parameters().values()].every(({ state }) => state === 'declared')).toBe(true)
  })

  it('a parameter alone has no place in a sequence', () => {
    const { weight } = build().layers[0]
    // @ts-expect-error A parameter takes no dialect.
    expect(() => weight.initialize({ dialect, backend: cpu })).toThrow(
      '0.weight: expected no dialect for one parameter, whose values follow from those of its network, got one; initialise the module, or pass one of its initializers, as { init: torch({ seed: 42 }).xavierUniform() }',
    )
    weight.initialize({ init: dialect.xavierUniform(), backend: cpu })
    expect(weight.isReady).toBe(true)
  })

  it('what would change nothing', () => {
    const net = build()
    net.initialize({ dialect, backend: cpu })
    expect(() => net.initialize({ dialect })).toThrow('got ready ones only; pass { forceReinit: true }')
  })
})
