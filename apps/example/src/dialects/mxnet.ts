import { cpu } from '@nn/backend-cpu'
import { type MxnetDialect, mxnet } from '@nn/init/mxnet'
import type { Tensor } from '@nn/tensor'
import type { Framework } from './framework.ts'
import text from './mxnet.ts?raw'

function openSession(seed: bigint): MxnetDialect {
  const dialect = mxnet({ seed })
  return dialect
}

function drawInput(dialect: MxnetDialect): Tensor {
  const X = cpu.tensor(dialect.rng.uniform(new Float32Array(8)), { shape: [2, 4] })
  return X
}

/** Gluon. */
export const MXNET: Framework = {
  text,
  python: (seed) => [
    `mx.random.seed(${seed})`,
    "net = nn.Sequential(); net.add(nn.Dense(8, activation='relu'), nn.Dense(1)); net.initialize()",
    'X = mx.nd.random.uniform(shape=(2, 4))',
    'net(X)',
  ],
  open: (seed) => {
    const dialect = openSession(seed)
    return { dialect, drawInput: () => drawInput(dialect) }
  },
}
