import { cpu } from '@nn/backend-cpu'
import { type KerasDialect, keras } from '@nn/init/keras'
import { tensorflowBackend as backend, createKerasRng } from '@nn/random/keras'
import type { Tensor } from '@nn/tensor'
import type { Framework } from './framework.ts'
import text from './keras.ts?raw'

function openSession(seed: bigint): KerasDialect {
  const dialect = keras({ seed: Number(seed), backend })
  return dialect
}

function drawInput(): Tensor {
  const X = cpu.tensor(createKerasRng(0, { backend }).uniform(new Float32Array(8)), { shape: [2, 4] })
  return X
}

/** Keras on TensorFlow. */
export const KERAS: Framework = {
  text,
  python: (seed) => [
    `keras.utils.set_random_seed(${seed})  # backend: tensorflow`,
    "net = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])",
    'X = keras.random.uniform((2, 4), seed=0)',
    'net(X)',
  ],
  open: (seed) => ({ dialect: openSession(seed), drawInput }),
}
