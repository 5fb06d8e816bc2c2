// The operations of tfjs on one of its backends; results are read, or none would be computed, and disposed of.
import * as tf from '@tensorflow/tfjs-core'

const read = (make) => {
  const y = make()
  const data = y.dataSync()
  y.dispose()
  return data
}

/** A weight [units, inputs] in the layout of this library's layers. */
const kernel = (data, units, inputs) => tf.transpose(tf.tensor2d(data, [units, inputs]))

function linear({ batch, inputs, units, weight, bias: values, x }) {
  const [a, b, bias] = [tf.tensor2d(x, [batch, inputs]), kernel(weight, units, inputs), tf.tensor1d(values)]
  return () => read(() => tf.fused.matMul({ a, b, bias, activation: 'relu' }))
}

const uniform =
  ({ count }) =>
  () =>
    read(() => tf.randomUniform([count]))

const layers =
  ({ shapes }) =>
  () => {
    for (const [units, inputs] of shapes) {
      const a = 1 / Math.sqrt(inputs)
      read(() => tf.randomUniform([units, inputs], -a, a))
      read(() => tf.zeros([units]))
    }
  }

/** The image and the weights in this library's order of axes. */
function convolution({ channels, units, length, kernel, groups, x: values, weight, bias: shift }) {
  const last = (data, shape, order) => tf.transpose(tf.tensor(data, shape), order)
  const x = last(values, [1, channels, length, length], [0, 2, 3, 1])
  const filter = last(
    weight,
    [units, channels / groups, kernel, kernel],
    [2, 3, groups === 1 ? 1 : 0, groups === 1 ? 0 : 1],
  )
  const given = { x, filter, strides: 1, pad: 'same', bias: tf.tensor1d(shift), activation: 'relu' }
  return () => read(() => (groups === 1 ? tf.fused.conv2d(given) : tf.fused.depthwiseConv2d(given)))
}

export const all = {
  uniform,
  'fill-4': uniform,
  'fill-64': uniform,
  'fill-2048': uniform,
  'init-chapter': layers,
  'init-small': layers,
  depthwise: convolution,
  pointwise: convolution,
  relu: ({ x }) => {
    const tensor = tf.tensor1d(x)
    return () => read(() => tf.relu(tensor))
  },
  softmax: ({ x }) => {
    const tensor = tf.tensor2d(x, [1000, 1000])
    return () => read(() => tf.softmax(tensor))
  },
  chain: ({ x }) => {
    const tensor = tf.tensor1d(x)
    return () =>
      read(() =>
        tf.tidy(() => {
          let y = tensor
          for (let i = 0; i < 5; i++) y = tf.add(tf.mul(y, 0.9), 0.1)
          return y
        }),
      )
  },
  normal:
    ({ count }) =>
    () =>
      read(() => tf.randomNormal([count])),
  'truncated-normal':
    ({ count }) =>
    () =>
      read(() => tf.truncatedNormal([count])),
  'gpt2-init':
    ({ shapes }) =>
    () => {
      const made = shapes.map(({ shape, law }) =>
        law === 'normal'
          ? tf.randomNormal(shape, 0, 0.02)
          : law === 'ones'
            ? tf.ones(shape)
            : tf.zeros(shape),
      )
      for (const tensor of made) tensor.dispose()
    },
  'linear-1': linear,
  'linear-64': linear,
  'mm-512': ({ size, a, b }) => {
    const [left, right] = [tf.tensor2d(a, [size, size]), tf.tensor2d(b, [size, size])]
    return () => read(() => tf.matMul(left, right))
  },
  mask: ({ x }) => {
    const tensor = tf.tensor1d(x)
    return () =>
      read(() => tf.tidy(() => tf.mul(tensor, tf.cast(tf.greaterEqual(tf.abs(tensor), 5), 'float32'))))
  },
  'tiny-mlp': ({ x, w1, b1, w2, b2 }) => {
    const [input, first, second] = [tf.tensor2d(x, [2, 4]), kernel(w1, 8, 4), kernel(w2, 1, 8)]
    const [bias1, bias2] = [tf.tensor1d(b1), tf.tensor1d(b2)]
    return () =>
      read(() =>
        tf.tidy(() => {
          const hidden = tf.fused.matMul({ a: input, b: first, bias: bias1, activation: 'relu' })
          return tf.fused.matMul({ a: hidden, b: second, bias: bias2 })
        }),
      )
  },
}

/** These workloads on a backend that must be ready before each. */
export function on(backend, names) {
  const setup = (make) => async (data) => {
    await tf.setBackend(backend)
    const run = make(data)
    run.prepare = () => tf.setBackend(backend)
    return run
  }
  return Object.fromEntries(names.map((name) => [name, setup(all[name])]))
}
