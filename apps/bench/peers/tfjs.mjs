// The operations of tfjs on one of its backends; results are read, or none would be computed, and disposed of.
import * as tf from '@tensorflow/tfjs-core'

const read = (make) => {
  const y = make()
  const data = y.dataSync()
  y.dispose()
  return data
}

function linear({ batch, inputs, units, weight, bias, x }) {
  const [a, w, b] = [tf.tensor2d(x, [batch, inputs]), tf.tensor2d(weight, [units, inputs]), tf.tensor1d(bias)]
  return () => read(() => tf.tidy(() => tf.relu(tf.add(tf.matMul(a, w, false, true), b))))
}

export const all = {
  uniform:
    ({ count }) =>
    () =>
      read(() => tf.randomUniform([count])),
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
    const [input, first, second] = [tf.tensor2d(x, [2, 4]), tf.tensor2d(w1, [8, 4]), tf.tensor2d(w2, [1, 8])]
    const [bias1, bias2] = [tf.tensor1d(b1), tf.tensor1d(b2)]
    return () =>
      read(() =>
        tf.tidy(() => {
          const hidden = tf.relu(tf.add(tf.matMul(input, first, false, true), bias1))
          return tf.add(tf.matMul(hidden, second, false, true), bias2)
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
