import { cpu } from '@nn/backend-cpu'
import { type TorchDialect, torch } from '@nn/init/torch'
import type { Tensor } from '@nn/tensor'
import type { Framework } from './framework.ts'
import text from './torch.ts?raw'

function openSession(seed: bigint): TorchDialect {
  const dialect = torch({ seed })
  return dialect
}

function drawInput(dialect: TorchDialect): Tensor {
  const X = cpu.tensor(dialect.rng.uniform(new Float32Array(8)), { shape: [2, 4] })
  return X
}

/** PyTorch. */
export const TORCH: Framework = {
  text,
  python: (seed) => [
    `torch.manual_seed(${seed})`,
    'net = nn.Sequential(nn.LazyLinear(8), nn.ReLU(), nn.LazyLinear(1))',
    'X = torch.rand(2, 4)',
    'net(X)',
  ],
  open: (seed) => {
    const dialect = openSession(seed)
    return { dialect, torch: dialect, drawInput: () => drawInput(dialect) }
  },
}
