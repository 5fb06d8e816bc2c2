import { expect, it } from 'vitest'
import { createTorchRng, type HalfType } from '../src/frameworks/torch/index.ts'

// PyTorch 2.13.0+cpu: torch.manual_seed(3); t = torch.empty(n, dtype=dtype); nn.init.trunc_normal_(t, mean, std, a, b); t[:6]; torch.rand(2)
const ROWS: readonly [
  HalfType,
  { n: number; mean: number; std: number; low: number; high: number },
  number[],
  number[],
][] = [
  [
    'bfloat16',
    { n: 40, mean: -1.7, std: 0.02, low: -1.69, high: -1.6 },
    [-1.65625, -1.65625, -1.671875, -1.671875, -1.6875, -1.6796875],
    [0.9945473670959473, 0.5258566737174988],
  ],
  [
    'bfloat16',
    { n: 33, mean: 0.01, std: 0.7, low: -9, high: -0.8 },
    [-1.3984375, -1.7421875, -1.4375, -1.0546875, -1.4453125, -1.3203125],
    [0.751659095287323, 0.7634606957435608],
  ],
  [
    'float16',
    { n: 50, mean: 0.3, std: 0.5, low: 1.0, high: 2.0 },
    [1.00390625, 1.10546875, 1.5830078125, 1.3505859375, 1.337890625, 1.060546875],
    [0.951359212398529, 0.8471329808235168],
  ],
  [
    'float16',
    { n: 64, mean: 0.1, std: 1.3, low: 0.2, high: 0.5 },
    [0.2012939453125, 0.231689453125, 0.28564453125, 0.2081298828125, 0.341552734375, 0.218017578125],
    [0.406633198261261, 0.5307102203369141],
  ],
]

it.each(ROWS)('trunc_normal_ of %s with little of its mass, %o', (dtype, { n, ...law }, head, after) => {
  const rng = createTorchRng(3)
  const values = rng.truncatedNormal(new Float32Array(n), { ...law, bounds: 'absolute', dtype })
  expect([...values.slice(0, head.length)]).toEqual(head)
  expect([...rng.uniform(new Float32Array(2))]).toEqual(after)
})
