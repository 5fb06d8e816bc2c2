// The workloads on @nn, through its public functions.
import { cpu } from '@nn/backend-cpu'
import { createRequest, orthogonal } from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import { createRng } from '@nn/random'
import { convolve, linear, recycle } from '@nn/tensor'

const draw =
  (law) =>
  ({ count }) => {
    const rng = createRng(42)
    const out = new Float32Array(count)
    return () => rng[law](out)
  }

/** What peers dispose of, or free with all that they made on the way, gives its memory back here. */
const disposed = (make) => () => recycle(make())

function dense({ batch, inputs, units, weight, bias, x }) {
  const [a, w] = [cpu.tensor(x, { shape: [batch, inputs] }), cpu.tensor(weight, { shape: [units, inputs] })]
  const b = cpu.tensor(bias)
  return disposed(() => linear(a, w, b, { activation: 'relu' }))
}

/** All weights and biases of a network start again, and are read. */
function restart({ shapes }) {
  const net = new Sequential(...shapes.map(([units, inUnits]) => new Dense(units, { inUnits })))
  const rng = createRng(42)
  net.initialize({ rng, backend: cpu })
  const parameters = [...net.parameters().values()]
  return () => {
    net.initialize({ rng, forceReinit: true })
    for (const parameter of parameters) parameter.materialize()
  }
}

function convolution({ channels, units, length, kernel, groups, x, weight, bias }) {
  const image = cpu.tensor(x, { shape: [1, channels, length, length] })
  const w = cpu.tensor(weight, { shape: [units, channels / groups, kernel, kernel] })
  const b = cpu.tensor(bias)
  const options = { padding: (kernel - 1) / 2, groups, activation: 'relu' }
  return disposed(() => convolve(image, w, b, options))
}

// Loaded when it is asked for: this module's own start is measured, too.
const checkpoint = (name) => async (data) => (await import('./checkpoints.mjs'))[name](data)
const cost = (name) => async (data) => (await import('./costs.mjs'))[name](data)

const step = (name) => async () => (await import('./steps.mjs')).step(name)
const training = (name) => async () => (await import('./steps.mjs')).training(name)

const haar = ({ size }) => {
  const init = orthogonal()
  const rng = createRng(42)
  return () => init(createRequest({ shape: [size, size], backend: cpu, rng }))
}

export default {
  uniform: draw('uniform'),
  normal: draw('normal'),
  'truncated-normal': draw('truncatedNormal'),
  'fill-4': draw('uniform'),
  'fill-64': draw('uniform'),
  'fill-2048': draw('uniform'),
  'init-chapter': restart,
  'init-small': restart,
  'gpt2-init':
    ({ shapes }) =>
    () => {
      const rng = createRng(42)
      return shapes.map(({ shape, law }, i) => {
        if (law === 'ones') return cpu.ones(shape)
        return law === 'zeros' ? cpu.zeros(shape) : cpu.normal(rng.at(String(i)), shape, { std: 0.02 })
      })
    },
  'orthogonal-256': haar,
  'orthogonal-1024': haar,
  'linear-1': dense,
  'linear-64': dense,
  'mm-512': ({ size, a, b }) => {
    const [left, right] = [cpu.tensor(a, { shape: [size, size] }), cpu.tensor(b, { shape: [size, size] })]
    return disposed(() => left.matmul(right))
  },
  depthwise: convolution,
  pointwise: convolution,
  relu: ({ x }) => {
    const tensor = cpu.tensor(x)
    return disposed(() => tensor.relu())
  },
  softmax: ({ x }) => {
    const tensor = cpu.tensor(x, { shape: [1000, 1000] })
    return disposed(() => tensor.softmax(-1))
  },
  chain: ({ x }) => {
    const tensor = cpu.tensor(x)
    return () => {
      let y = tensor
      for (let i = 0; i < 10; i++) {
        const next = i % 2 === 0 ? y.mul(0.9) : y.add(0.1)
        if (y !== tensor) recycle(y)
        y = next
      }
      recycle(y)
    }
  },
  mask: ({ x }) => {
    const tensor = cpu.tensor(x)
    return () => {
      const sizes = tensor.abs()
      const isKept = sizes.ge(5)
      tensor.mul_(isKept)
      recycle(sizes, isKept)
    }
  },
  'step-tiny': step('step-tiny'),
  'step-mlp': step('step-mlp'),
  'step-cnn': step('step-cnn'),
  'step-transformer': step('step-transformer'),
  'step-lstm': step('step-lstm'),
  'training-mlp': training('step-mlp'),
  'training-transformer': training('step-transformer'),
  'seed-1b': checkpoint('seed'),
  'seed-1b-torch': checkpoint('seed'),
  'doctor-1b': checkpoint('doctor'),
  'cost-rules': cost('rules'),
  'cost-nested': cost('nested'),
  'cost-shared': cost('shared'),
  'cost-arange': cost('arange'),
  'cost-given': cost('given'),
  'cost-text-seed': cost('textSeed'),
  'cost-header': cost('header'),
  'tiny-mlp': ({ x, w1, w2 }) => {
    const net = new Sequential(
      new Dense(8, { inUnits: 4, activation: relu, weightInit: () => cpu.tensor(w1, { shape: [8, 4] }) }),
      new Dense(1, { inUnits: 8, weightInit: () => cpu.tensor(w2, { shape: [1, 8] }) }),
    )
    net.initialize({ backend: cpu })
    const input = cpu.tensor(x, { shape: [2, 4] })
    return () => net.forward(input)
  },
}

/** Programs whose sizes are compared. */
export const bundles = {
  bundle: `import { cpu } from '@nn/backend-cpu'
import { xavierUniform } from '@nn/init'
import { Dense } from '@nn/layers'
import { createRng } from '@nn/random'
const layer = new Dense(8, { weightInit: xavierUniform() })
layer.initialize({ rng: createRng(42) })
console.log(layer.forward(cpu.ones([2, 4])))`,
  'draw-bundle': `import { draw, xavierUniform } from '@nn/init'
import { createRng } from '@nn/random'
console.log(draw(xavierUniform(), { shape: [8, 4], axes: { out: 0, in: 1 }, rng: createRng(42), path: '0.weight' }))`,
}
