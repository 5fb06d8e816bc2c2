// jax-js on its WebAssembly device; arrays are consumed by what they are given to, unless as `ref`.
import { defaultDevice, grad, init, jit, nn, numpy as np, random } from '@jax-js/jax'

await init('wasm')
defaultDevice('wasm')

const array = (data, shape) => np.array(data, { shape })

function linear({ batch, inputs, units, weight, bias, x }) {
  const [a, w, b] = [array(x, [batch, inputs]), array(weight, [units, inputs]), array(bias, [units])]
  return () => np.maximum(np.add(np.matmul(a.ref, np.transpose(w.ref)), b.ref), 0).data()
}

export default {
  uniform: ({ count }) => {
    const key = random.key(42)
    return () => random.uniform(key.ref, [count]).data()
  },
  normal: ({ count }) => {
    const key = random.key(42)
    return () => random.normal(key.ref, [count]).data()
  },
  'linear-1': linear,
  'linear-64': linear,
  'mm-512': ({ size, a, b }) => {
    const [left, right] = [array(a, [size, size]), array(b, [size, size])]
    return () => np.matmul(left.ref, right.ref).data()
  },
  relu: ({ count, x }) => {
    const tensor = array(x, [count])
    return () => np.maximum(tensor.ref, 0).data()
  },
  softmax: ({ x }) => {
    const tensor = array(x, [1000, 1000])
    return () => nn.softmax(tensor.ref).data()
  },
  chain: ({ count, x }) => {
    const tensor = array(x, [count])
    return () => {
      let y = tensor.ref
      for (let i = 0; i < 5; i++) y = np.add(np.multiply(y, 0.9), 0.1)
      return y.data()
    }
  },
  mask: ({ count, x }) => {
    const tensor = array(x, [count])
    return () => np.where(np.greaterEqual(np.abs(tensor.ref), 5), tensor.ref, 0).data()
  },
  'step-tiny': ({ x, w1, w2 }) => {
    const input = array(x, [64, 2])
    const step = jit(([first, bias1, second, bias2], batch) => {
      const loss = ([a, b, c, d]) => {
        const h = np.tanh(np.add(np.matmul(batch.ref, a), b))
        return np.mean(np.square(np.add(np.matmul(h, c), d)))
      }
      const weights = [first, bias1, second, bias2]
      const gradients = grad(loss)(weights.map((weight) => weight.ref))
      return weights.map((weight, i) => np.subtract(weight, np.multiply(gradients[i], 1e-6)))
    })
    let weights = [array(w1, [2, 16]), np.zeros([16]), array(w2, [16, 1]), np.zeros([1])]
    return async () => {
      weights = step(weights, input.ref)
      await weights[0].ref.data()
    }
  },
  'tiny-mlp': ({ x, w1, b1, w2, b2 }) => {
    const [input, first, second] = [array(x, [2, 4]), array(w1, [8, 4]), array(w2, [1, 8])]
    const [bias1, bias2] = [array(b1, [8]), array(b2, [1])]
    return () => {
      const hidden = np.maximum(np.add(np.matmul(input.ref, np.transpose(first.ref)), bias1.ref), 0)
      return np.add(np.matmul(hidden, np.transpose(second.ref)), bias2.ref).data()
    }
  },
}

export const bundles = {
  bundle: `import { init, numpy as np, random } from '@jax-js/jax'
console.log(init, np.matmul, random.uniform)`,
  'draw-bundle': `import { random } from '@jax-js/jax'
console.log(random.uniform(random.key(42), [8, 4]).mul(2).sub(1).mul(Math.sqrt(6 / 12)).dataSync())`,
}
