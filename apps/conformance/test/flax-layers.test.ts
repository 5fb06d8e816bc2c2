// Our layers under the flax dialect beside models of Flax's own layers: every kernel's hash, and how many keys nnx's streams have given.
// Kernels of the state come out of a QR decomposition, whose last bits are LAPACK's.
import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import { type FlaxDialectOptions, flax } from '@nn/init/flax'
import * as nn from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/flax-layers.json' with { type: 'json' }

/** Kernels as Flax has them, by its names; each is read once all are drawn. */
type Kernels = Readonly<Record<string, () => Tensor>>

interface Model {
  readonly layers: nn.Module[]
  readonly kernels: Kernels
  readonly options: Omit<FlaxDialectOptions, 'seed'>
  /** Keys that were given before: those of other layers of the model. */
  readonly before?: number
}

const dense = (units: number, inUnits: number) => new nn.Dense(units, { inUnits })
const turned = ({ data }: nn.Parameter): Tensor => data.permute(1, 0)
const kernel = (layer: Pick<nn.Dense, 'weight'>) => () => turned(layer.weight)

/** The kernels of a cell whose gates are apart. */
function gates(cell: nn.Cell, units: number, letters: string, names: (gate: string) => string): Kernels {
  const all = [...letters].flatMap((letter, i) => {
    const cut = (parameter: nn.Parameter) => () =>
      parameter.data.slice([i * units, (i + 1) * units]).permute(1, 0)
    return [
      [names(`i${letter}`), cut(cell.weightIh)],
      [names(`h${letter}`), cut(cell.weightHh)],
    ] as const
  })
  return Object.fromEntries(all)
}

/** The kernels of a cell whose gates are one kernel, or which has but one. */
function whole({ weightIh, weightHh }: nn.Cell, path: string): Kernels {
  return {
    [`${path}.dense_i.kernel`]: () => turned(weightIh),
    [`${path}.dense_h.kernel`]: () => turned(weightHh),
  }
}

function first<T>([item]: readonly T[]): T {
  return item ?? expect.fail('no item')
}

const nnx = { api: 'nnx' } as const

function blocks(): Model {
  const embedding = new nn.Embedding(300, 64)
  const made = [0, 1].map((i) => {
    const attention = new nn.MultiheadAttention(64, 4)
    const layers = [new nn.LayerNorm({ shape: 64 }), attention, new nn.LayerNorm({ shape: 64 })]
    const [fc1, fc2] = [dense(128, 64), dense(64, 128)]
    const packed = (name: string, part: number) => [
      `blocks.${i}.attn.${name}.kernel`,
      () =>
        (attention.inProjWeight ?? expect.fail('not packed')).data
          .slice([64 * part, 64 * (part + 1)])
          .permute(1, 0),
    ]
    const kernels: Kernels = {
      ...Object.fromEntries(['query', 'key', 'value'].map(packed)),
      [`blocks.${i}.attn.out.kernel`]: kernel(attention.outProj),
      [`blocks.${i}.fc1.kernel`]: kernel(fc1),
      [`blocks.${i}.fc2.kernel`]: kernel(fc2),
    }
    return { layers: [...layers, fc1, fc2], kernels }
  })
  const out = new nn.Dense(300, { inUnits: 64, useBias: false })
  return {
    layers: [embedding, ...made.flatMap(({ layers }) => layers), new nn.LayerNorm({ shape: 64 }), out],
    kernels: {
      'embed.embedding': () => embedding.weight.data,
      ...first(made).kernels,
      ...made[1]?.kernels,
      'out.kernel': kernel(out),
    },
    options: nnx,
  }
}

function dropout(): Model {
  const [l1, l2] = [dense(8, 4), dense(2, 8)]
  return {
    layers: [l1, new nn.Dropout(0.5), l2],
    kernels: { 'l1.kernel': kernel(l1), 'l2.kernel': kernel(l2) },
    options: nnx,
  }
}

const MODELS: Readonly<Record<string, () => Model>> = {
  'linen-lstm': () => {
    const [lstm, out] = [new nn.Lstm(8, { inUnits: 4 }), dense(3, 8)]
    return {
      layers: [lstm, out],
      kernels: {
        ...gates(first(lstm.cells), 8, 'ifgo', (gate) => `LSTMCell_0.${gate}.kernel`),
        'Dense_0.kernel': kernel(out),
      },
      options: { scope: (path) => [path === '0' ? 'LSTMCell_0' : 'Dense_0'] },
    }
  },
  'linen-gru-bidirectional': () => {
    const embedding = new nn.Embedding(40, 10)
    const gru = new nn.Gru(6, { inUnits: 10, bidirectional: true })
    const [simple, out] = [new nn.Rnn(5, { inUnits: 12 }), dense(2, 5)]
    const cell = (i: number): Kernels =>
      gates(gru.cells[i] ?? expect.fail('no cell'), 6, 'rzn', (gate) => `GRUCell_${i}.${gate}.kernel`)
    const { weightIh, weightHh } = first(simple.cells)
    const names = ['Embed_0', '', 'SimpleCell_0', 'Dense_0']
    return {
      layers: [embedding, gru, simple, out],
      kernels: {
        'Embed_0.embedding': () => embedding.weight.data,
        ...cell(0),
        ...cell(1),
        'SimpleCell_0.i.kernel': () => turned(weightIh),
        'SimpleCell_0.h.kernel': () => turned(weightHh),
        'Dense_0.kernel': kernel(out),
      },
      options: {
        scope: (path, direction) => [
          direction === undefined ? `${names[Number(path)]}` : `GRUCell_${direction === 'forward' ? 0 : 1}`,
        ],
      },
    }
  },
  'nnx-dropout': dropout,
  'nnx-two-streams': dropout,
  'nnx-transformer': blocks,
  'nnx-bidirectional': () => {
    const [gru, head] = [new nn.Gru(5, { inUnits: 4, bidirectional: true }), dense(3, 10)]
    const [forward, backward] = gru.cells.map((cell, i) =>
      whole(cell, `rnn.${i === 0 ? 'forward' : 'backward'}_rnn.cell`),
    )
    // The head of the model has an initializer of its own, and its RNN takes a key.
    return { layers: [gru, head], kernels: { ...forward, ...backward }, options: nnx }
  },
  'nnx-rnn': () => {
    const [embedding, lstm] = [new nn.Embedding(30, 8), new nn.Lstm(6, { inUnits: 8 })]
    const names = (gate: string): string => `lstm.cell.${gate.replace('if', 'if_')}.kernel`
    return {
      layers: [embedding, lstm],
      kernels: {
        'embed.embedding': () => embedding.weight.data,
        ...gates(first(lstm.cells), 6, 'ifgo', names),
      },
      options: nnx,
    }
  },
  'nnx-rnn, from its OptimizedLSTMCell on': () => {
    const fast = new nn.Lstm(5, { inUnits: 6 })
    const [gru, simple] = [new nn.Gru(4, { inUnits: 5 }), new nn.Rnn(3, { inUnits: 4 })]
    return {
      layers: [fast, gru, simple, dense(2, 3)],
      kernels: {
        ...whole(first(fast.cells), 'fast.cell'),
        ...whole(first(gru.cells), 'gru.cell'),
        ...whole(first(simple.cells), 'simple.cell'),
      },
      options: { api: 'nnx', lstm: 'OptimizedLSTMCell' },
      before: 13,
    }
  },
}

/** The value whose bits are written as hexadecimal digits. */
const fromBits = (digits: string): number =>
  new Float32Array(Uint32Array.of(Number.parseInt(digits, 16)).buffer)[0] ?? Number.NaN

const isOfState = (name: string): boolean => /\.(h|h[ifgorzn]|dense_h)\.kernel$/.test(name)

describe.each(Object.entries(MODELS))('%s', (id, make) => {
  const { seed, after, parameters } =
    golden.models.find((model) => id.startsWith(model.id)) ?? expect.fail(`no model ${id}`)
  const { layers, kernels, options, before = 0 } = make()
  const streams = id === 'nnx-two-streams' ? { params: seed, dropout: 1 } : seed
  const dialect = flax({ seed: streams, ...options })
  for (let i = 0; i < before; i++) dialect.rng.nextKey()
  new nn.ModuleList(layers).initialize({ dialect, backend: cpu })

  it.each(Object.keys(kernels))('%s', (name) => {
    const expected = parameters.find((parameter) => parameter.name === name) ?? expect.fail('no such kernel')
    const size = expected.shape.reduce((product, length) => product * length, 1)
    const values = Float32Array.from((kernels[name]?.() ?? expect.fail()).clone().toArray() as Float32Array)
    expect(values).toHaveLength(size)
    if (!isOfState(name)) {
      const hash = createHash('sha256').update(new Uint8Array(values.buffer))
      expect(hash.digest('hex')).toBe(expected.sha256)
    }
    for (const [i, digits] of expected.head.entries()) expect(values[i]).toBeCloseTo(fromBits(digits), 6)
  })

  // The bidirectional layer of nnx takes a key for the states that it starts from.
  const counted = id === 'nnx-bidirectional' || id === 'nnx-rnn' ? undefined : after
  if (counted === undefined) return
  it('leaves the counters where nnx does', () => {
    expect(dialect.rng.toJSON().call).toBe('params' in counted ? counted.params : counted.default)
  })
})
