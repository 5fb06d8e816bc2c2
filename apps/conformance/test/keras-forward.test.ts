// What models of Keras compute, in the layers of @nn/layers: the same weights from the same seed, and the same results. Images are
// channels first here, and flattened channels last. Written by python/make_keras_forward.py.
import { cpu } from '@nn/backend-cpu'
import { keras } from '@nn/init/keras'
import * as nn from '@nn/layers'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import golden from './fixtures/keras-forward.json' with { type: 'json' }

/** `((7 i) mod 11) / 10 − 0.5` by index i. */
function inputOf(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  return cpu.tensor(
    Float32Array.from({ length: size }, (_, i) => ((i * 7) % 11) / 10 - 0.5),
    { shape },
  )
}

const channelsFirst = (x: Tensor): Tensor => x.permute(0, 3, 1, 2)
const flat = () => new nn.Flatten({ order: 'channelsLast' })
const norm = { eps: 1e-3 }

/** Keras's `SimpleRNN`, `GRU` and `LSTM` give their last step, ours all. */
class Recurrent extends nn.Module {
  both = new nn.Lstm(4, { inUnits: 5, bidirectional: true, batchFirst: true })
  gru = new nn.Gru(3, { inUnits: 8, batchFirst: true })
  rnn = new nn.Rnn(4, { inUnits: 3, batchFirst: true })
  dense = new nn.Dense(2, { inUnits: 4 })

  override forward(x: Tensor): Tensor {
    const { output } = this.both.forward(x)
    const steps = this.rnn.forward(this.gru.forward(output).output).output
    return this.dense.forward(steps.slice(null, [-1]).squeeze(1))
  }
}

class Attention extends nn.Module {
  attention = new nn.MultiheadAttention(8, 2, { batchFirst: true })
  norm = new nn.LayerNorm({ shape: 8, ...norm })
  dense = new nn.Dense(3, { inUnits: 8 })

  override forward(x: Tensor): Tensor {
    return this.dense.forward(this.norm.forward(x.add(this.attention.forward(x).output)))
  }
}

const cnn = () =>
  new nn.Sequential(
    new nn.Conv2d(8, 3, { inChannels: 3, stride: 2, padding: 'same', activation: nn.relu }),
    new nn.BatchNorm({ channels: 8, ...norm }),
    new nn.MaxPool2d(2),
    new nn.DepthwiseConv2d(3, { inChannels: 8, multiplier: 2, padding: 'same' }),
    new nn.SeparableConv2d(6, 3, { inChannels: 16, padding: 'same' }),
    flat(),
    new nn.Dense(5, { inUnits: 36 }),
    new nn.Softmax(-1),
  )

const transposed = () =>
  new nn.Sequential(
    new nn.ConvTranspose2d(3, 3, { inChannels: 2 }),
    new nn.AvgPool2d(2),
    flat(),
    new nn.Dense(4, { inUnits: 27 }),
  )

interface Run {
  readonly build: () => nn.UnaryModule
  readonly input?: (x: Tensor) => Tensor
}

const MODELS: Readonly<Record<string, Run>> = {
  cnn: { build: cnn, input: channelsFirst },
  transposed: { build: transposed, input: channelsFirst },
  recurrent: { build: () => new Recurrent() },
  attention: { build: () => new Attention() },
}

describe('the results of Keras', () => {
  it.each(Object.entries(golden.models))('%s', (name, { input, output, values }) => {
    const { build, input: turned = (x) => x } = MODELS[name] ?? expect.fail(name)
    const net = build()
    net.initialize({ dialect: keras({ seed: golden.seed }), backend: cpu })
    const y = net.eval().forward(turned(inputOf(input)))
    expect(y.shape).toEqual(output)
    const got = y.clone().toArray()
    for (const [i, value] of values.entries()) expect(got[i]).toBeCloseTo(value, 5)
  })

  it('is another one where an image is flattened as it lies', () => {
    const net = transposed()
    net.initialize({ dialect: keras({ seed: golden.seed }), backend: cpu })
    const [convolution, pool, , dense] = net.layers
    const wrong = new nn.Sequential(convolution, pool, new nn.Flatten(), dense)
    const { input, values } = golden.models.transposed
    const [first] = wrong.forward(channelsFirst(inputOf(input))).toArray()
    expect(Math.abs(Number(first) - (values[0] ?? 0))).toBeGreaterThan(1e-3)
  })
})
