// Keras's recurrent layers on three backends: models of Keras 3.15 with every kernel's hash, their first values and the integer that
// Python's generator gives next. Recurrent kernels come out of a QR decomposition, whose last bits are the linear algebra library's.
import { createHash } from 'node:crypto'
import { cpu } from '@nn/backend-cpu'
import { keras } from '@nn/init/keras'
import * as nn from '@nn/layers'
import { jaxBackend, tensorflowBackend, torchBackend } from '@nn/random/keras'
import { concat, type Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/keras-recurrent.json' with { type: 'json' }

const BACKENDS: Readonly<Record<string, typeof jaxBackend>> = {
  jax: jaxBackend,
  tensorflow: tensorflowBackend,
  torch: torchBackend,
}

/** A weight in Keras's layout, without its biases, which are all 0 or 1. */
type Kernels = readonly Tensor[]

const turned = (weight: Tensor): Tensor => weight.permute(1, 0)

/** Keras has the update gate of a GRU before the reset gate. */
function gatesOf(layer: nn.Gru | nn.Lstm | nn.Rnn, weight: Tensor): Tensor {
  if (!(layer instanceof nn.Gru)) return turned(weight)
  const { units } = layer
  const gate = (i: number) => weight.slice([i * units, (i + 1) * units])
  return turned(concat([gate(1), gate(0), gate(2)], 0))
}

function kernelsOf(layer: nn.Module): Kernels {
  if (layer instanceof nn.Embedding) return [layer.weight.data]
  if (layer instanceof nn.Dense) return [turned(layer.weight.data)]
  if (layer instanceof nn.Gru || layer instanceof nn.Lstm || layer instanceof nn.Rnn) {
    return layer.cells.flatMap(({ weightIh, weightHh }) => [
      gatesOf(layer, weightIh.data),
      gatesOf(layer, weightHh.data),
    ])
  }
  return []
}

const dense = (units: number, inUnits: number) => new nn.Dense(units, { inUnits })

const MODELS: Readonly<Record<string, () => nn.Module[]>> = {
  'keras-lstm': () => [
    new nn.Embedding(500, 32),
    new nn.Lstm(48, { inUnits: 32 }),
    new nn.Dropout(0.2),
    new nn.Lstm(24, { inUnits: 48 }),
    dense(10, 24),
  ],
  'keras-gru': () => [new nn.Gru(16, { inUnits: 8 }), new nn.Gru(12, { inUnits: 16 }), dense(3, 12)],
  'keras-bidirectional': () => [
    new nn.Lstm(6, { inUnits: 8, bidirectional: true }),
    new nn.Gru(5, { inUnits: 12, bidirectional: true }),
    dense(4, 10),
    dense(1, 4),
  ],
  'keras-simple-rnn': () => [new nn.Rnn(4, { inUnits: 4 }), dense(2, 4)],
}

const bytesOf = (values: Tensor): Uint8Array =>
  new Uint8Array(Float32Array.from(values.clone().toArray() as Float32Array).buffer)

/** The value whose bits are written as hexadecimal digits. */
const fromBits = (digits: string): number =>
  new Float32Array(Uint32Array.of(Number.parseInt(digits, 16)).buffer)[0] ?? Number.NaN

describe.each(golden.models)('$id on $backend', ({ id, backend: name, seed, parameters, after }) => {
  const backend = BACKENDS[name] ?? expect.fail(name)
  const layers = MODELS[id]?.() ?? expect.fail(id)
  const dialect = keras({ seed: Number(seed), backend })
  new nn.ModuleList(layers).initialize({ dialect, backend: cpu })
  const kernels = layers.flatMap(kernelsOf)
  const expected = parameters.filter(({ name: path }) => !path.endsWith('/bias'))

  it('has every kernel', () => {
    expect(kernels).toHaveLength(expected.length)
  })

  it.each(expected.map((each, i) => ({ ...each, i })))('$name', ({ name: path, sha256, head, i }) => {
    const values = kernels[i] ?? expect.fail(path)
    if (!path.endsWith('recurrent_kernel')) {
      expect(createHash('sha256').update(bytesOf(values)).digest('hex')).toBe(sha256)
    }
    for (const [j, digits] of head.entries()) {
      expect(Number(values.clone().toArray()[j])).toBeCloseTo(fromBits(digits), 6)
    }
  })

  it('leaves the generator where Keras does', () => {
    dialect.session.rng.uniform(new Float32Array(2))
    expect(dialect.session.makeSeed()).toBe(after['random.randint(1, 1000000000)'])
  })
})
