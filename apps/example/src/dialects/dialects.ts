import type { Dialect, Initializable, NormalOptions, UniformOptions, XavierOptions } from '@nn/init'
import { flax } from '@nn/init/flax'
import { keras } from '@nn/init/keras'
import { mxnet } from '@nn/init/mxnet'
import { type TorchDialect, torch } from '@nn/init/torch'
import { key, uniform } from '@nn/random/jax'
import { tensorflowBackend as backend, createKerasRng } from '@nn/random/keras'

/** What the chapter needs of a dialect. */
export interface Speaker extends Dialect {
  normal_<T extends Initializable>(target: T, options?: NormalOptions): T
  uniform_<T extends Initializable>(target: T, options?: UniformOptions): T
  xavierUniform_<T extends Initializable>(target: T, options?: XavierOptions): T
}

/** A session of a framework that has just been seeded. */
interface Session {
  readonly dialect: Speaker
  /** The same, where it is PyTorch's, in which ports of its libraries are built. */
  readonly torch?: TorchDialect
  /** The chapter's X, as the framework's first line draws it. */
  drawInput(out: Float32Array): Float32Array
}

/** A framework whose bits the app can print. */
export interface Framework {
  /** What a reader runs in Python to see the numbers of the default. */
  python(seed: bigint): readonly string[]
  /**
   * A session for the chapter's network, or for a model, whose modules have the model's own names.
   *
   * @throws RangeError if the framework does not take the seed.
   */
  open(seed: bigint, of?: 'chapter' | 'model'): Session
}

/** The frameworks by the names of the command line. */
export const DIALECTS: Readonly<Record<string, Framework>> = {
  torch: {
    python: (seed) => [
      `torch.manual_seed(${seed})`,
      'net = nn.Sequential(nn.LazyLinear(8), nn.ReLU(), nn.LazyLinear(1))',
      'X = torch.rand(2, 4)',
      'net(X)',
    ],
    open: (seed) => {
      const dialect = torch({ seed })
      return { dialect, torch: dialect, drawInput: (out) => dialect.rng.uniform(out) }
    },
  },
  keras: {
    python: (seed) => [
      `keras.utils.set_random_seed(${seed})  # backend: tensorflow`,
      "net = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])",
      'X = keras.random.uniform((2, 4), seed=0)',
      'net(X)',
    ],
    open: (seed) => ({
      dialect: keras({ seed: Number(seed), backend }),
      drawInput: (out) => createKerasRng(0, { backend }).uniform(out),
    }),
  },
  flax: {
    python: (seed) => [
      'net = nn.Sequential([nn.Dense(8), nn.relu, nn.Dense(1)])',
      'X = jax.random.uniform(jax.random.key(0), (2, 4))',
      `params = net.init(jax.random.key(${seed}), X)`,
    ],
    open: (seed, of = 'chapter') => ({
      // The activation is a layer there, so that the chapter's second Dense has the number 2.
      dialect: flax(
        of === 'model' ? { seed } : { seed, scope: (path) => [`layers_${path === '0' ? 0 : 2}`] },
      ),
      drawInput: (out) => uniform(key(0), out),
    }),
  },
  mxnet: {
    python: (seed) => [
      `mx.random.seed(${seed})`,
      "net = nn.Sequential(); net.add(nn.Dense(8, activation='relu'), nn.Dense(1)); net.initialize()",
      'X = mx.nd.random.uniform(shape=(2, 4))',
      'net(X)',
    ],
    open: (seed) => {
      const dialect = mxnet({ seed })
      return { dialect, drawInput: (out) => dialect.rng.uniform(out) }
    },
  },
}
