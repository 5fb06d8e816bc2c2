import * as np from 'numpy-ts'

np.configureWasm?.({ maxMemory: 2 ** 31 })

const array = (data, shape) => np.array(Array.from(data), 'float32').reshape(shape)

/** A weight [units, inputs] as [inputs, units], copied: products with a view are twenty times as slow. */
const kernel = (data, units, inputs) => np.ascontiguousarray(array(data, [units, inputs]).transpose())

function linear({ batch, inputs, units, weight, bias, x }) {
  const [a, w, b] = [array(x, [batch, inputs]), kernel(weight, units, inputs), array(bias, [units])]
  return () => np.maximum(np.add(np.matmul(a, w), b), 0)
}

const orthogonal =
  ({ size }) =>
  () =>
    np.linalg.qr(np.random.standard_normal([size, size]))

const uniform =
  ({ count }) =>
  () =>
    np.random.uniform(0, 1, count)

const layers =
  ({ shapes }) =>
  () =>
    shapes.map(([units, inputs]) => {
      const a = 1 / Math.sqrt(inputs)
      return [np.random.uniform(-a, a, [units, inputs]), np.zeros([units])]
    })

export default {
  uniform,
  'fill-4': uniform,
  'fill-64': uniform,
  'fill-2048': uniform,
  'init-chapter': layers,
  'init-small': layers,
  relu: ({ count, x }) => {
    const tensor = array(x, [count])
    return () => np.maximum(tensor, 0)
  },
  chain: ({ count, x }) => {
    const tensor = array(x, [count])
    return () => {
      let y = tensor
      for (let i = 0; i < 5; i++) y = np.add(np.multiply(y, 0.9), 0.1)
      return y
    }
  },
  normal:
    ({ count }) =>
    () =>
      np.random.normal(0, 1, count),
  'orthogonal-256': orthogonal,
  'orthogonal-1024': orthogonal,
  'linear-1': linear,
  'linear-64': linear,
  'mm-512': ({ size, a, b }) => {
    const [left, right] = [array(a, [size, size]), array(b, [size, size])]
    return () => np.matmul(left, right)
  },
  mask: ({ count, x }) => {
    const tensor = array(x, [count])
    return () => np.multiply(tensor, np.greater_equal(np.absolute(tensor), 5))
  },
  'tiny-mlp': ({ x, w1, b1, w2, b2 }) => {
    const [input, first, second] = [array(x, [2, 4]), kernel(w1, 8, 4), kernel(w2, 1, 8)]
    const [bias1, bias2] = [array(b1, [8]), array(b2, [1])]
    return () => np.add(np.matmul(np.maximum(np.add(np.matmul(input, first), bias1), 0), second), bias2)
  },
}

export const bundles = {
  bundle: `import * as np from 'numpy-ts'; console.log(np.random.uniform(0, 1, 4), np.matmul, np.maximum)`,
  'draw-bundle': `import * as np from 'numpy-ts'
const a = Math.sqrt(6 / 12)
console.log(Float32Array.from(np.random.uniform(-a, a, 32).tolist()))`,
}
