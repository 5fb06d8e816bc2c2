// Training steps on @nn: forward, gradients, one step of SGD.
import { valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import {
  Conv2d,
  Dense,
  Flatten,
  Lstm,
  MaxPool2d,
  relu,
  Sequential,
  TransformerEncoderLayer,
  tanh,
} from '@nn/layers'
import { sgd } from '@nn/optim'
import { createRng } from '@nn/random'
import { relative } from './measure.mjs'

const encoder = () =>
  new TransformerEncoderLayer(128, 4, { feedforwardUnits: 512, dropout: 0, batchFirst: true })

/** The network of each step, and the shape of its input. */
const networks = {
  'step-tiny': [() => new Sequential(new Dense(16, { activation: tanh }), new Dense(1)), [64, 2]],
  'step-mlp': [
    () =>
      new Sequential(
        new Dense(256, { activation: relu }),
        new Dense(256, { activation: relu }),
        new Dense(10),
      ),
    [128, 784],
  ],
  'step-cnn': [
    () =>
      new Sequential(
        new Conv2d(16, 3, { padding: 1, activation: relu }),
        new MaxPool2d(2),
        new Conv2d(32, 3, { padding: 1, activation: relu }),
        new MaxPool2d(2),
        new Flatten(),
        new Dense(10),
      ),
    [32, 1, 28, 28],
  ],
  'step-transformer': [() => new Sequential(encoder(), encoder()), [8, 64, 128]],
  'step-lstm': [() => new Lstm(32), [32, 16, 32]],
}

/** The result, or that of a recurrent layer. */
const outputOf = (net, x) => {
  const y = net.forward(x)
  return y.output ?? y
}

/** A network with its weights, and an input. */
const started = (name) => {
  const [build, shape] = networks[name]
  const net = build()
  const x = cpu.normal(createRng(1), shape)
  net.initialize({ rng: createRng(42) })
  outputOf(net, x)
  return { net, x }
}

/** Forward, gradients and SGD. */
export const step = (name) => {
  const { net, x } = started(name)
  const optimizer = sgd(net, { learningRate: 1e-6 })
  return () => optimizer.step(valueAndGrad(net, () => outputOf(net, x).square().mean()).gradients)
}

/** What a step costs, in forwards of a network that is not trained. */
export const training = (name) => {
  const { net, x } = started(name)
  net.eval()
  return relative(step(name), () => outputOf(net, x).square().mean())
}

/** The tiny step written out: what anybody would write with tensors alone. */
export const byHand = () => {
  const { net, x } = started('step-tiny')
  const [w1, b1, w2, b2] = [...net.parameters().values()].map(({ data }) => data)
  const n = x.shape[0]
  return () => {
    const h = net.layers[0].forward(x)
    const y = net.layers[1].forward(h)
    const loss = y.square().mean()
    const gy = y.mul(2 / n)
    const gz = gy.matmul(w2).mul_(h.square().neg_().add_(1))
    const gw2 = gy.transpose().matmul(h)
    w2.sub_(gw2.mul_(1e-6))
    b2.sub_(gy.sum(0).mul_(1e-6))
    w1.sub_(gz.transpose().matmul(x).mul_(1e-6))
    b1.sub_(gz.sum(0).mul_(1e-6))
    return loss
  }
}
