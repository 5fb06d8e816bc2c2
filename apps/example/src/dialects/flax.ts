import { cpu } from '@nn/backend-cpu'
import { constant, type InitFn, normal, xavierUniform } from '@nn/init'
import { type FlaxDialect, flax } from '@nn/init/flax'
import { Dense, relu, Sequential } from '@nn/layers'
import { key, uniform } from '@nn/random/jax'
import { type Tensor, where } from '@nn/tensor'
import type { Net } from '../chapter/chapter.ts'
import { all } from '../chapter/conditions.ts'
import text from './flax.ts?raw'
import type { Framework, Remaking } from './framework.ts'

function openSession(seed: bigint): FlaxDialect {
  // The activation is a layer there, so that the second Dense has the number 2.
  const dialect = flax({ seed, scope: (path) => [`layers_${path === '0' ? 0 : 2}`] })
  return dialect
}

function drawInput(): Tensor {
  const X = cpu.tensor(uniform(key(0), new Float32Array(8)), { shape: [2, 4] })
  return X
}

function makeNormal(dialect: FlaxDialect, X: Tensor): Net {
  const weightInit = normal({ std: 0.01 })
  const net = new Sequential(new Dense(8, { activation: relu, weightInit }), new Dense(1, { weightInit }))
  net.initialize({ dialect })
  net.forward(X)
  return net
}

function makeOnes(dialect: FlaxDialect, X: Tensor): Net {
  const weightInit = constant(1)
  const net = new Sequential(new Dense(8, { activation: relu, weightInit }), new Dense(1, { weightInit }))
  net.initialize({ dialect })
  net.forward(X)
  return net
}

function makeBlocks(dialect: FlaxDialect, X: Tensor): Net {
  const net = new Sequential(
    new Dense(8, { activation: relu, weightInit: xavierUniform() }),
    new Dense(1, { weightInit: constant(42) }),
  )
  net.initialize({ dialect })
  net.forward(X)
  return net
}

function makeStrange(dialect: FlaxDialect, X: Tensor): Net {
  const myInit: InitFn = (request) => {
    const data = dialect.uniform({ low: -10, high: 10 })(request) // draws with the parameter's key
    return where(data.abs().ge(5), data, 0) // XLA's data * (jnp.abs(data) >= 5)
  }
  const net = new Sequential(new Dense(8, { activation: relu, weightInit: myInit }), new Dense(1))
  net.initialize({ dialect })
  net.forward(X)
  return net
}

const INIT = 'params = net.init(jax.random.key(seed), X)'
const network = (first: string, second: string): string =>
  `net = nn.Sequential([nn.Dense(8${first}), nn.relu, nn.Dense(1${second})])`

/** The book's cells, which describe the network with its initializers and make all parameters anew. */
function stepsOf(dialect: FlaxDialect): readonly Remaking[] {
  return [
    {
      title: 'Built-in initialization: normal weights, zero biases',
      name: 'makeNormal',
      python: [
        'weight_init = nn.initializers.normal(0.01)',
        network(', kernel_init=weight_init', ', kernel_init=weight_init'),
        INIT,
      ],
      make: (X) => makeNormal(dialect, X),
      claim: ['biases are 0', ({ layers }) => layers.every(({ bias }) => all(bias.data.eq(0)))],
    },
    {
      title: 'Built-in initialization: constant',
      name: 'makeOnes',
      python: [
        'weight_init = nn.initializers.constant(1)',
        network(', kernel_init=weight_init', ', kernel_init=weight_init'),
        INIT,
      ],
      make: (X) => makeOnes(dialect, X),
      claim: ['weights are 1', ({ layers }) => layers.every(({ weight }) => all(weight.data.eq(1)))],
    },
    {
      title: 'A different initializer for each block',
      name: 'makeBlocks',
      python: [
        network(
          ', kernel_init=nn.initializers.xavier_uniform()',
          ', kernel_init=nn.initializers.constant(42)',
        ),
        INIT,
      ],
      make: (X) => makeBlocks(dialect, X),
      claim: [
        "the first layer's weights are within √(6/(4 + 8)), the second's are 42",
        ({ layers: [hidden, output] }) =>
          all(hidden.weight.data.abs().le(Math.sqrt(6 / 12))) && all(output.weight.data.eq(42)),
      ],
    },
    {
      title: 'Custom initialization',
      name: 'makeStrange',
      python: [
        'def my_init(key, shape, dtype=jnp.float32):',
        '    data = jax.random.uniform(key, shape, minval=-10, maxval=10)',
        '    return data * (jnp.abs(data) >= 5)',
        network(', kernel_init=my_init', ''),
        INIT,
      ],
      make: (X) => makeStrange(dialect, X),
      claim: [
        "the first layer's weights are 0 or of [5, 10] in size",
        ({ layers: [hidden] }) => {
          const size = hidden.weight.data.abs()
          return all(size.eq(0).logicalOr(size.ge(5).logicalAnd(size.le(10))))
        },
      ],
    },
  ]
}

/** Flax's linen. */
export const FLAX: Framework = {
  text,
  python: (seed) => [
    `seed = ${seed}`,
    network('', ''),
    'X = jax.random.uniform(jax.random.key(0), (2, 4))',
    INIT,
    'net.apply(params, X)',
  ],
  open: (seed, of = 'chapter') => {
    const dialect = of === 'model' ? flax({ seed }) : openSession(seed)
    return { dialect, drawInput, steps: stepsOf(openSession(seed)) }
  },
}
